// Edits of a message: collected by offset while it is read, applied in one pass when it is sent.
#pragma once

#include "sip/result.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

// Where an insertion stands among others at one offset, whatever the order in which they were made:
// what belongs to the end of an element comes before what belongs to the begin of the next, at an
// end the inner element comes first, at a begin the outer one.
enum class Rank : std::uint8_t {
  kPort,        // of a host
  kUriParam,    // the end of a URI
  kBracketEnd,  // ">"
  kParam,       // the end of a value of a list
  kValueEnd,    // behind such a value
  kPlain,       // whole header fields, and whatever is in no element
  kValue,       // before a value of a list
  kDisplay,     // before its URI
  kBracket,     // "<"
  kUser,        // before the host of a URI
};

// An ordered list of insertions, removals and replacements over one message. Reads of the message
// see the received bytes until the list is applied. Texts are borrowed and must outlive the list's
// use. Trivially copyable, so that it travels with a packet; copy only the edits in use where that
// matters.
class EditList {
 public:
  static constexpr std::size_t kCapacity = 64;

  struct Edit {
    std::uint32_t begin = 0;  // [begin, end) goes, text comes in its place
    std::uint32_t end = 0;
    const char* text = nullptr;
    std::uint32_t size = 0;
    Rank rank = Rank::kPlain;

    constexpr bool is_insertion() const noexcept { return begin == end; }
  };

  // Puts `text` before the byte at `offset`. Insertions at one offset stand in the order of their
  // ranks, those of one rank in the order in which they were made, and all before a removal that
  // begins there. False when the list is full, or when the offset lies inside a range that is
  // already removed.
  [[nodiscard]] bool insert(std::size_t offset, std::string_view text,
                            Rank rank = Rank::kPlain) noexcept;

  // The same, but before the plain insertions already made at `offset`: for what must come out on
  // top, such as a Record-Route above one set earlier.
  [[nodiscard]] bool insert_first(std::size_t offset, std::string_view text) noexcept;

  // Takes [begin, end) out. The first edit wins: false when the range touches an earlier removal or
  // has an earlier insertion strictly inside, or when the list is full.
  [[nodiscard]] bool remove(std::size_t begin, std::size_t end) noexcept;

  // Puts `text` in place of [begin, end); refused like remove(). An empty range is an insertion.
  // `rank` is remembered; it orders nothing but insertions.
  [[nodiscard]] bool replace(std::size_t begin, std::size_t end, std::string_view text,
                             Rank rank = Rank::kPlain) noexcept;

  void clear() noexcept { count_ = 0; }

  // Takes over the edits of `other`, and copies no more than those.
  void assign(const EditList& other) noexcept {
    std::copy_n(other.edits_.begin(), other.count_, edits_.begin());
    count_ = other.count_;
  }
  bool empty() const noexcept { return count_ == 0; }
  std::size_t size() const noexcept { return count_; }
  std::span<const Edit> edits() const noexcept { return {edits_.data(), count_}; }

  // True when [begin, end) or a part of it is already removed or replaced.
  bool removed(std::size_t begin, std::size_t end) const noexcept;

  // The size of `raw` after all edits.
  std::size_t applied_size(std::string_view raw) const noexcept;

  // Writes `raw` with all edits applied into `out`, which must not overlap with `raw` or a text.
  // The result is the size. Errors: kNoSpace; kRange when an edit lies beyond `raw`.
  Result<std::size_t> apply(std::string_view raw, std::span<char> out) const noexcept;

 private:
  bool place(std::size_t at, std::size_t begin, std::size_t end, std::string_view text,
             Rank rank) noexcept;

  std::array<Edit, kCapacity> edits_{};
  std::uint32_t count_ = 0;
};

}  // namespace weir::sip
