#include "routes/route_list.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace weir::routes {
namespace {

void* system_allocate(std::size_t size) noexcept { return std::malloc(size); }
void system_release(void* memory) noexcept { std::free(memory); }

// A copy of `old` with room for `entries`, or null; `old` stays as it was.
template <class T>
T* copy_larger(const RouteMemory& memory, const T* old, std::size_t used, std::size_t entries) {
  void* const room = memory.allocate(entries * sizeof(T));
  if (room == nullptr) return nullptr;
  T* const larger = static_cast<T*>(room);
  for (std::size_t i = 0; i < entries; ++i) ::new (larger + i) T(i < used ? old[i] : T{});
  return larger;
}

}  // namespace

std::string_view route_list_name(RouteKind kind) noexcept {
  switch (kind) {
    case RouteKind::kRequest:
      return "main";
    case RouteKind::kReply:
      return "onreply";
    case RouteKind::kFailure:
      return "failure";
    case RouteKind::kBranch:
      return "branch";
    case RouteKind::kOnsend:
      return "onsend";
    case RouteKind::kEvent:
      return "event";
  }
  return {};
}

RouteMemory RouteList::default_memory() noexcept { return {system_allocate, system_release}; }

RouteList::RouteList(RouteKind kind, RouteMemory memory) noexcept : kind_(kind), memory_(memory) {
  const std::size_t first = kind == RouteKind::kOnsend ? 1 : 2;
  slots_ = copy_larger<Slot>(memory_, nullptr, 0, first);
  if (slots_ == nullptr) return;
  entries_ = first;
  used_ = 1;
}

RouteList::~RouteList() { destroy(); }

RouteList::RouteList(RouteList&& other) noexcept
    : kind_(other.kind_),
      memory_(other.memory_),
      slots_(std::exchange(other.slots_, nullptr)),
      entries_(std::exchange(other.entries_, 0)),
      used_(std::exchange(other.used_, 0)),
      links_(std::exchange(other.links_, nullptr)),
      link_entries_(std::exchange(other.link_entries_, 0)),
      link_used_(std::exchange(other.link_used_, 0)) {}

RouteList& RouteList::operator=(RouteList&& other) noexcept {
  if (this == &other) return *this;
  destroy();
  kind_ = other.kind_;
  memory_ = other.memory_;
  slots_ = std::exchange(other.slots_, nullptr);
  entries_ = std::exchange(other.entries_, 0);
  used_ = std::exchange(other.used_, 0);
  links_ = std::exchange(other.links_, nullptr);
  link_entries_ = std::exchange(other.link_entries_, 0);
  link_used_ = std::exchange(other.link_used_, 0);
  return *this;
}

void RouteList::destroy() noexcept {
  for (std::size_t i = 0; i < used_; ++i) {
    if (slots_[i].name != nullptr) memory_.release(slots_[i].name);
  }
  if (slots_ != nullptr) memory_.release(slots_);
  if (links_ != nullptr) memory_.release(links_);
}

bool RouteList::grow_slots() noexcept {
  if (entries_ == 0) return false;  // the first array was refused
  Slot* const larger = copy_larger(memory_, slots_, used_, entries_ * 2);
  if (larger == nullptr) return false;
  memory_.release(slots_);
  slots_ = larger;
  entries_ *= 2;
  return true;
}

bool RouteList::grow_links() noexcept {
  const std::size_t entries = link_entries_ == 0 ? 2 : link_entries_ * 2;
  Link* const larger = copy_larger(memory_, links_, link_used_, entries);
  if (larger == nullptr) return false;
  if (links_ != nullptr) memory_.release(links_);
  links_ = larger;
  link_entries_ = entries;
  return true;
}

int RouteList::find(std::string_view name) const noexcept {
  if (used_ > 0 && name == "0") return 0;
  for (std::size_t i = 1; i < used_; ++i) {
    if (std::string_view(slots_[i].name, slots_[i].name_size) == name) return static_cast<int>(i);
  }
  return -1;
}

int RouteList::find_or_create(std::string_view name) noexcept {
  const int found = find(name);
  return found >= 0 ? found : create(name);
}

bool RouteList::keep_names(const RouteList& older) noexcept {
  for (int i = 1; i < older.used(); ++i) {
    if (create(older.name(i)) != i) return false;
  }
  return used_ > 0;
}

int RouteList::create(std::string_view name) noexcept {
  char* const copy = static_cast<char*>(memory_.allocate(name.size() + 1));
  if (copy == nullptr) return kNoMemory;
  if (used_ == entries_ && !grow_slots()) {
    memory_.release(copy);
    return kNoMemory;
  }
  if (!name.empty()) std::memcpy(copy, name.data(), name.size());
  copy[name.size()] = '\0';
  slots_[used_].name = copy;
  slots_[used_].name_size = name.size();
  return static_cast<int>(used_++);
}

int RouteList::push(int index, std::uint32_t block) noexcept {
  if (link_used_ == link_entries_ && !grow_links()) return kNoMemory;
  const std::uint32_t link = static_cast<std::uint32_t>(link_used_++);
  links_[link] = {block, kEmpty};
  Slot& slot = slots_[index];
  if (slot.first == kEmpty) {
    slot.first = link;
  } else {
    links_[slot.last].next = link;
  }
  slot.last = link;
  return index;
}

int RouteList::define(std::string_view name, std::uint32_t block) noexcept {
  if (used_ == 0) return kNoMemory;
  if (name.empty()) return push(0, block);
  const int found = find(name);
  if (found >= 0 && is_defined(found)) return kDuplicate;
  // Room for the link first: a name must not stay behind without its block.
  if (link_used_ == link_entries_ && !grow_links()) return kNoMemory;
  const int index = found >= 0 ? found : find_or_create(name);
  return index < 0 ? index : push(index, block);
}

std::vector<std::uint32_t> RouteList::blocks(int index) const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = slots_[index].first; i != kEmpty; i = links_[i].next) {
    result.push_back(links_[i].block);
  }
  return result;
}

std::string_view RouteList::name(int index) const noexcept {
  if (index == 0) return "0";
  return {slots_[index].name, slots_[index].name_size};
}

}  // namespace weir::routes
