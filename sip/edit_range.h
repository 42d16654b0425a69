// Questions about the edits that a list holds already, and removals that take them into account.
#pragma once

#include "sip/edit.h"
#include "sip/result.h"

#include <cstddef>

namespace weir::sip {

// True when something is inserted at an offset in [begin, end], both ends included.
bool has_insertion(const EditList& edits, std::size_t begin, std::size_t end) noexcept;

// True when nothing of [begin, end) is left and nothing stands in its place. An empty range is not
// gone.
bool is_gone(const EditList& edits, std::size_t begin, std::size_t end) noexcept;

// True when [begin, end) is as it was received: nothing of it removed or replaced, and nothing
// inserted inside or at an end of it.
bool is_untouched(const EditList& edits, std::size_t begin, std::size_t end) noexcept;

// Takes out what is left of [begin, end), some of which may be gone already. Errors: kEditRefused,
// and nothing changed, when text was inserted strictly inside or stands in the place of a part of
// it, or when the list is full.
[[nodiscard]] Error remove_rest(EditList& edits, std::size_t begin, std::size_t end) noexcept;

// Removals in the order of the message, of which those that touch become one edit unless something
// is inserted between them.
class RemovalRun {
 public:
  explicit RemovalRun(EditList& edits) noexcept : edits_(&edits) {}

  // The errors of remove_rest(); `begin` is at or behind the last `end`.
  [[nodiscard]] Error add(std::size_t begin, std::size_t end) noexcept {
    if (begin == end_ && begin_ < end_ && !has_insertion(*edits_, begin, begin)) {
      end_ = end;
      return Error::kNone;
    }
    const Error error = finish();
    begin_ = begin;
    end_ = end;
    return error;
  }

  // To be called at the end.
  [[nodiscard]] Error finish() noexcept {
    const Error error = begin_ < end_ ? remove_rest(*edits_, begin_, end_) : Error::kNone;
    begin_ = end_ = 0;
    return error;
  }

 private:
  EditList* edits_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace weir::sip
