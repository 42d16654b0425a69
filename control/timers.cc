#include "control/timers.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace weir::control {

Timers::Timers(Milliseconds now) noexcept : now_(static_cast<std::uint64_t>(now.count())) {
  for (auto& level : heads_) level.fill(kNone);
}

TimerId Timers::start(Milliseconds after, Action action) {
  return add(static_cast<std::uint64_t>(std::max<std::int64_t>(after.count(), 0)), 0,
             std::move(action));
}

TimerId Timers::start_every(Milliseconds period, Action action) {
  const auto span = static_cast<std::uint64_t>(std::max<std::int64_t>(period.count(), 1));
  return add(span, span, std::move(action));
}

TimerId Timers::add(std::uint64_t after, std::uint64_t period, Action action) {
  if (free_ == kNone) {
    free_ = static_cast<std::uint32_t>(nodes_.size());
    nodes_.emplace_back();
  }
  const std::uint32_t index = free_;
  Node& node = nodes_[index];
  free_ = node.next;
  // The present millisecond has been run already, so the soonest is the next one. Half the top
  // level's reach is left free: a full turn ahead would look like the present slot.
  constexpr std::uint64_t kLongest = 1ull << (kLevels * kBits - 1);
  node.due = now_ + std::clamp<std::uint64_t>(after, 1, kLongest);
  node.period = period;
  node.action = std::move(action);
  link(index);
  ++size_;
  return {index, node.generation};
}

// A timer stands on the level of the highest group of bits in which its time differs from now;
// so within a level no slot at or before the present one is ever occupied.
void Timers::link(std::uint32_t index) noexcept {
  Node& node = nodes_[index];
  const std::uint64_t difference = node.due ^ now_;
  const unsigned highest = difference == 0 ? 0 : 63u - unsigned(std::countl_zero(difference));
  const unsigned level = std::min(highest / kBits, kLevels - 1);
  const unsigned slot = (node.due >> (level * kBits)) & 63;
  node.level = static_cast<std::uint8_t>(level);
  node.slot = static_cast<std::uint8_t>(slot);
  node.previous = kNone;
  node.next = heads_[level][slot];
  if (node.next != kNone) nodes_[node.next].previous = index;
  heads_[level][slot] = index;
  occupied_[level] |= 1ull << slot;
  node.linked = true;
}

void Timers::unlink(std::uint32_t index) noexcept {
  Node& node = nodes_[index];
  std::uint32_t& head = heads_[node.level][node.slot];
  if (node.previous != kNone) nodes_[node.previous].next = node.next;
  if (node.next != kNone) nodes_[node.next].previous = node.previous;
  if (head == index) head = node.next;
  if (head == kNone) occupied_[node.level] &= ~(1ull << node.slot);
  node.linked = false;
}

void Timers::release(std::uint32_t index) noexcept {
  Node& node = nodes_[index];
  node.action = nullptr;
  ++node.generation;
  node.next = free_;
  free_ = index;
  --size_;
}

void Timers::cancel(TimerId id) noexcept {
  if (id.index >= nodes_.size()) return;
  Node& node = nodes_[id.index];
  if (id.generation == 0 || node.generation != id.generation) return;
  if (node.linked) unlink(id.index);
  if (node.running) {
    node.period = 0;  // fire() releases it once the action has returned
  } else {
    release(id.index);
  }
}

std::optional<Timers::Place> Timers::first() const noexcept {
  for (unsigned level = 0; level < kLevels; ++level) {
    const unsigned shift = level * kBits;
    const unsigned present = (now_ >> shift) & 63;
    // The top level wraps: what lies before the present slot is a turn later.
    const unsigned turn = level + 1 == kLevels ? present : 0;
    const std::uint64_t turned = std::rotr(occupied_[level], static_cast<int>(turn));
    if (turned == 0) continue;
    const unsigned ahead = static_cast<unsigned>(std::countr_zero(turned));
    const unsigned slot = (ahead + turn) & 63;
    std::uint64_t base = (now_ >> shift) & ~63ull;
    if (slot < present) base += 64;
    return Place{level, slot, (base | slot) << shift};
  }
  return std::nullopt;
}

std::optional<Milliseconds> Timers::next() const noexcept {
  const std::optional<Place> place = first();
  if (!place) return std::nullopt;
  return Milliseconds(static_cast<std::int64_t>(place->time));
}

void Timers::run_until(Milliseconds now) {
  end_ = static_cast<std::uint64_t>(now.count());
  std::vector<TimerId> due;
  for (;;) {
    const std::optional<Place> place = first();
    if (!place || place->time > end_) break;
    now_ = std::max(now_, place->time);
    due.clear();
    std::uint32_t index = heads_[place->level][place->slot];
    while (index != kNone) {
      const std::uint32_t following = nodes_[index].next;
      unlink(index);
      if (nodes_[index].due <= now_) {
        due.push_back({index, nodes_[index].generation});
      } else {
        link(index);
      }
      index = following;
    }
    // A slot's list is last in, first out; equal times run in the order of their starts.
    for (auto id = due.rbegin(); id != due.rend(); ++id) fire(*id);
  }
  now_ = std::max(now_, end_);
}

void Timers::fire(TimerId id) {
  if (nodes_[id.index].generation != id.generation) return;  // an action before it cancelled it
  nodes_[id.index].running = true;
  // The action may start timers, which moves nodes_: it runs from here, not from the node.
  const Action action = std::exchange(nodes_[id.index].action, nullptr);
  action();
  Node& node = nodes_[id.index];
  node.running = false;
  if (node.period == 0) {
    release(id.index);
    return;
  }
  node.action = action;
  node.due = std::max(now_, end_) + node.period;
  link(id.index);
}

}  // namespace weir::control
