// RouteList: the blocks of one kind, found by name, run by index. An index never moves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace weir::routes {

// The six kinds of block; each has a list of its own.
enum class RouteKind : std::uint8_t { kRequest, kReply, kFailure, kBranch, kOnsend, kEvent };

inline constexpr std::size_t kRouteKinds = 6;

// What `sipweirctl routes` calls the list: main onreply failure branch onsend event.
std::string_view route_list_name(RouteKind kind) noexcept;

// Where a list takes its memory; replaceable so that tests can refuse it.
struct RouteMemory {
  void* (*allocate)(std::size_t size) noexcept;
  void (*release)(void* memory) noexcept;
};

// Slots grown by doubling, and the names of their indices. Slot 0 is reserved: it is the unnamed
// block, and the name "0" means it. An index given out once stays valid for the list's life; only
// the arrays move. Names compare byte by byte.
//
// Every operation that needs memory either succeeds or returns kNoMemory and changes nothing.
class RouteList {
 public:
  static constexpr int kNoMemory = -1;   // also: not found, from find()
  static constexpr int kDuplicate = -2;  // a named block defined twice
  static constexpr std::uint32_t kEmpty = 0xffffffff;

  // The list of `kind` with its first array: 2 entries, 1 for onsend.
  explicit RouteList(RouteKind kind) noexcept : RouteList(kind, default_memory()) {}
  RouteList(RouteKind kind, RouteMemory memory) noexcept;
  ~RouteList();
  RouteList(RouteList&& other) noexcept;
  RouteList& operator=(RouteList&& other) noexcept;
  RouteList(const RouteList&) = delete;
  RouteList& operator=(const RouteList&) = delete;

  // The index of `name`; a name not seen before gets the next slot, empty.
  int find_or_create(std::string_view name) noexcept;

  // Gives the names of `older` the indices they have there, empty; for a list without names. False
  // when there is no memory.
  bool keep_names(const RouteList& older) noexcept;

  // The index of `name`, or -1.
  int find(std::string_view name) const noexcept;

  // Appends `block`, a number the caller gives meaning to, to slot `index`; returns `index`.
  int push(int index, std::uint32_t block) noexcept;

  // A block of the script: unnamed blocks append to slot 0, a named one is created, and
  // kDuplicate when it has a block already. Returns the index.
  int define(std::string_view name, std::uint32_t block) noexcept;

  // The blocks of a slot in order of definition.
  std::vector<std::uint32_t> blocks(int index) const;

  // Where the slot's code begins, or kEmpty: declared, but without a block.
  std::uint32_t entry(int index) const noexcept { return slots_[index].entry; }
  void set_entry(int index, std::uint32_t code) noexcept { slots_[index].entry = code; }

  bool is_defined(int index) const noexcept { return slots_[index].first != kEmpty; }
  std::string_view name(int index) const noexcept;

  RouteKind kind() const noexcept { return kind_; }
  int used() const noexcept { return static_cast<int>(used_); }        // first slot never used
  int entries() const noexcept { return static_cast<int>(entries_); }  // slots allocated

  static RouteMemory default_memory() noexcept;

 private:
  struct Slot {
    std::uint32_t entry = kEmpty;
    std::uint32_t first = kEmpty;  // links of its blocks
    std::uint32_t last = kEmpty;
    char* name = nullptr;  // null: unnamed, slot 0
    std::size_t name_size = 0;
  };
  struct Link {
    std::uint32_t block;
    std::uint32_t next;
  };

  int create(std::string_view name) noexcept;
  bool grow_slots() noexcept;
  bool grow_links() noexcept;
  void destroy() noexcept;

  RouteKind kind_;
  RouteMemory memory_;
  Slot* slots_ = nullptr;
  std::size_t entries_ = 0;
  std::size_t used_ = 0;
  Link* links_ = nullptr;
  std::size_t link_entries_ = 0;
  std::size_t link_used_ = 0;
};

}  // namespace weir::routes
