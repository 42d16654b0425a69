#include "sip/edit_range.h"

#include <algorithm>

namespace weir::sip {

bool has_insertion(const EditList& edits, std::size_t begin, std::size_t end) noexcept {
  return std::ranges::any_of(edits.edits(), [=](const EditList::Edit& edit) {
    return edit.is_insertion() && begin <= edit.begin && edit.begin <= end;
  });
}

bool is_gone(const EditList& edits, std::size_t begin, std::size_t end) noexcept {
  std::size_t at = begin;
  for (const EditList::Edit& edit : edits.edits()) {
    if (edit.is_insertion()) {
      if (edit.size > 0 && begin < edit.begin && edit.begin < end) return false;
      continue;
    }
    if (edit.end <= at || edit.begin >= end) continue;
    if (edit.begin > at || edit.size > 0) return false;
    at = edit.end;
  }
  return begin < end && at >= end;
}

bool is_untouched(const EditList& edits, std::size_t begin, std::size_t end) noexcept {
  return !has_insertion(edits, begin, end) && !edits.removed(begin, end);
}

Error remove_rest(EditList& edits, std::size_t begin, std::size_t end) noexcept {
  EditList result = edits;
  std::size_t at = begin;
  for (const EditList::Edit& edit : edits.edits()) {
    if (edit.is_insertion()) {
      if (begin < edit.begin && edit.begin < end) return Error::kEditRefused;
      continue;
    }
    if (edit.end <= begin || edit.begin >= end) continue;
    if (edit.size > 0) return Error::kEditRefused;
    if (edit.begin > at && !result.remove(at, edit.begin)) return Error::kEditRefused;
    at = edit.end;
  }
  if (at < end && !result.remove(at, end)) return Error::kEditRefused;
  edits = result;
  return Error::kNone;
}

}  // namespace weir::sip
