#include "dataplane/neighbors.h"

#include <bit>
#include <cstring>

namespace weir::dataplane {

NeighborTable::NeighborTable(std::span<const Neighbor> neighbors) {
  const std::size_t slots = std::bit_ceil(neighbors.size() * 2 + 2);
  slots_.resize(slots);
  taken_.resize(slots);
  used_ = std::make_unique<std::atomic<bool>[]>(slots);
  mask_ = slots - 1;
  for (const Neighbor& neighbor : neighbors) {
    std::size_t at = hash(neighbor.address) & mask_;
    while (taken_[at] && slots_[at].address != neighbor.address) at = (at + 1) & mask_;
    if (!taken_[at]) ++size_;
    taken_[at] = true;
    slots_[at] = neighbor;
  }
}

// The table holds what the kernel has resolved, bounded by its own gc_thresh: a plain hash will do.
std::size_t NeighborTable::hash(const sip::Address& address) noexcept {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::memcpy(&high, address.bytes.data(), 8);
  std::memcpy(&low, address.bytes.data() + 8, 8);
  const std::uint64_t mixed = (high * 0x9E3779B97F4A7C15ull ^ low) * 0xD6E8FEB86659FD93ull;
  return static_cast<std::size_t>(mixed >> 32);
}

const Neighbor* NeighborTable::find(const sip::Address& address) const noexcept {
  if (size_ == 0) return nullptr;
  for (std::size_t at = hash(address) & mask_; taken_[at]; at = (at + 1) & mask_) {
    if (slots_[at].address != address) continue;
    if (!used_[at].load(std::memory_order_relaxed)) {
      used_[at].store(true, std::memory_order_relaxed);
    }
    return &slots_[at];
  }
  return nullptr;
}

std::vector<sip::Address> NeighborTable::take_used() const {
  std::vector<sip::Address> result;
  for (std::size_t at = 0; at < slots_.size(); ++at) {
    if (taken_[at] && used_[at].exchange(false, std::memory_order_relaxed)) {
      result.push_back(slots_[at].address);
    }
  }
  return result;
}

Hop find_hop(const Surroundings* around, const sip::Address& to, Mac& mac) noexcept {
  if (around == nullptr) return Hop::kFailed;
  if (around->fixed) {
    mac = *around->fixed;
    return Hop::kKnown;
  }
  const Route* const route = around->routes.find(to);
  if (route == nullptr) return Hop::kFailed;
  const bool on_link = route->gateway.is_unspecified();
  const Neighbor* const neighbor = around->neighbors.find(on_link ? to : route->gateway);
  if (neighbor == nullptr) return Hop::kUnknown;
  if (neighbor->failed) return Hop::kFailed;
  mac = neighbor->mac;
  return Hop::kKnown;
}

}  // namespace weir::dataplane
