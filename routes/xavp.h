// $xavp, $xavu and $xavi: named values and records of named values, in one flat pool a message.
#pragma once

#include "routes/value.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace weir::routes {

// What tells the three kinds apart. Of $xavp and $xavi a name may stand several times, the newest
// first; names of $xavi are equal whatever their case; of $xavu each name stands once.
enum class XavpKind : std::uint8_t { kXavp, kXavu, kXavi };

inline constexpr unsigned kXavpKinds = 3;
inline constexpr unsigned kXavpDepth = 3;  // $xavu(a=>b=>c)

// NAME[INDEX]=>NAME[INDEX]... as a script writes it between the parentheses.
struct XavpPath {
  struct Step {
    std::string_view name;
    std::int32_t index = 0;  // negative counts from the oldest
    bool has_index = false;
    bool all = false;  // [*]
  };

  std::array<Step, kXavpDepth> steps;
  std::uint8_t count = 0;
};

// Reads a path. False when a name is empty, an index is no number, or there are more steps than the
// kind has ($xavp and $xavi: 2, $xavu: 3).
bool parse_xavp_path(std::string_view text, XavpKind kind, XavpPath& path) noexcept;

// The values of one message. Texts are borrowed, as those of all notes.
class XavpPool {
 public:
  static constexpr std::size_t kNodes = 96;
  using Index = std::uint8_t;
  static constexpr Index kNone = 0xff;
  using Heads = std::array<Index, kXavpKinds>;

  struct Node {
    std::string_view name;
    Value value;
    Index next;
    Index child;
    bool record;
  };

  void reset() noexcept {
    heads_.fill(kNone);
    free_ = kNone;
    used_ = 0;
  }

  // The value at `path`; null when there is none. A record reads as Value::null() with `record`
  // true.
  Value get(XavpKind kind, const XavpPath& path, bool& record) const noexcept;

  // What `$xavp(path) = value` does: null takes away, an index replaces, none adds. False when the
  // pool is full, or what an index names is not there.
  bool set(XavpKind kind, const XavpPath& path, const Value& value) noexcept;

  // How many values or records have the first name of `path`.
  std::int32_t count(XavpKind kind, const XavpPath& path) const noexcept;

  // Adds a value to the newest record of that name, which is made when there is none.
  bool add_to_record(XavpKind kind, std::string_view name, std::string_view key,
                     const Value& value) noexcept;
  // Puts an empty record on top; kNone when the pool is full.
  Index push_record(XavpKind kind, std::string_view name) noexcept;
  // Adds a value on top of a record's.
  bool push_value(Index record, std::string_view name, const Value& value) noexcept;

  // Adds one behind a record's.
  bool append_value(Index record, std::string_view name, const Value& value) noexcept;

  // For walks: the values of the record at `path` are first(), next(), ..., the newest first.
  Index find(XavpKind kind, const XavpPath& path) const noexcept;
  Index first(Index record) const noexcept { return nodes_[record].child; }
  Index next(Index node) const noexcept { return nodes_[node].next; }
  std::string_view name(Index node) const noexcept { return nodes_[node].name; }
  const Value& value(Index node) const noexcept { return nodes_[node].value; }
  bool is_record(Index node) const noexcept { return nodes_[node].record; }
  // The newest of all names; then next().
  Index first_of(XavpKind kind) const noexcept { return heads_[static_cast<std::size_t>(kind)]; }

  // Takes away all of that name; all there are when it is empty.
  void remove_all(XavpKind kind, std::string_view name) noexcept;
  // Moves the first `places` of that name behind its last one. False when there is none.
  bool rotate(XavpKind kind, std::string_view name, std::int32_t places) noexcept;

  // For keeping a pool beyond its message: the nodes in use or given back, and what leads to them.
  std::span<Node> nodes() noexcept { return {nodes_.data(), used_}; }
  std::span<const Node> nodes() const noexcept { return {nodes_.data(), used_}; }
  const Heads& heads() const noexcept { return heads_; }
  Index free_list() const noexcept { return free_; }
  void restore(const Heads& heads, Index free, std::span<const Node> nodes) noexcept {
    heads_ = heads;
    free_ = free;
    used_ = static_cast<Index>(nodes.size());
    std::copy(nodes.begin(), nodes.end(), nodes_.begin());
  }

 private:
  Index* list(XavpKind kind, const XavpPath& path, unsigned depth) noexcept;
  Index* place(XavpKind kind, Index* list, const XavpPath::Step& step) noexcept;
  Index take() noexcept;
  void give_back(Index node) noexcept;
  bool put(XavpKind kind, Index* list, const XavpPath::Step& step, const Value& value) noexcept;
  Index push(Index* list, std::string_view name) noexcept;

  Heads heads_;
  Index free_;
  Index used_;
  std::array<Node, kNodes> nodes_;
};

static_assert(std::is_trivially_copyable_v<XavpPool>);

}  // namespace weir::routes
