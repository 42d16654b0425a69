#include "sip/edit.h"

#include <algorithm>
#include <cstring>

namespace weir::sip {

bool EditList::place(std::size_t at, std::size_t begin, std::size_t end, std::string_view text,
                     Rank rank) noexcept {
  if (count_ == kCapacity) return false;
  std::copy_backward(edits_.begin() + static_cast<std::ptrdiff_t>(at),
                     edits_.begin() + static_cast<std::ptrdiff_t>(count_),
                     edits_.begin() + static_cast<std::ptrdiff_t>(count_ + 1));
  edits_[at] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), text.data(),
                static_cast<std::uint32_t>(text.size()), rank};
  ++count_;
  return true;
}

bool EditList::insert(std::size_t offset, std::string_view text, Rank rank) noexcept {
  std::size_t at = 0;
  for (; at < count_; ++at) {
    const Edit& edit = edits_[at];
    if (edit.begin < offset && offset < edit.end) return false;
    if (edit.begin > offset) break;
    if (edit.begin == offset && (edit.end > offset || edit.rank > rank)) break;
  }
  return place(at, offset, offset, text, rank);
}

bool EditList::insert_first(std::size_t offset, std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at < count_; ++at) {
    const Edit& edit = edits_[at];
    if (edit.begin < offset && offset < edit.end) return false;
    if (edit.begin > offset) break;
    if (edit.begin == offset && (edit.end > offset || edit.rank >= Rank::kPlain)) break;
  }
  return place(at, offset, offset, text, Rank::kPlain);
}

bool EditList::remove(std::size_t begin, std::size_t end) noexcept {
  return replace(begin, end, {});
}

bool EditList::replace(std::size_t begin, std::size_t end, std::string_view text,
                       Rank rank) noexcept {
  if (begin > end) return false;
  if (begin == end) return insert(begin, text, rank);
  std::size_t at = count_;
  for (std::size_t i = 0; i < count_; ++i) {
    const Edit& edit = edits_[i];
    if (edit.is_insertion() ? begin < edit.begin && edit.begin < end
                            : begin < edit.end && edit.begin < end) {
      return false;
    }
    if (at == count_ && edit.begin > begin) at = i;
  }
  return place(at, begin, end, text, rank);
}

bool EditList::removed(std::size_t begin, std::size_t end) const noexcept {
  return std::ranges::any_of(
      edits(), [=](const Edit& edit) { return begin < edit.end && edit.begin < end; });
}

std::size_t EditList::applied_size(std::string_view raw) const noexcept {
  std::size_t size = raw.size();
  for (const Edit& edit : edits()) size = size + edit.size - (edit.end - edit.begin);
  return size;
}

Result<std::size_t> EditList::apply(std::string_view raw, std::span<char> out) const noexcept {
  if (count_ > 0 && edits_[count_ - 1].end > raw.size()) return Error::kRange;
  if (applied_size(raw) > out.size()) return Error::kNoSpace;

  char* to = out.data();
  std::size_t from = 0;
  const auto copy = [&to](const char* bytes, std::size_t size) {
    if (size > 0) std::memcpy(to, bytes, size);
    to += size;
  };
  for (const Edit& edit : edits()) {
    copy(raw.data() + from, edit.begin - from);
    copy(edit.text, edit.size);
    from = edit.end;
  }
  copy(raw.data() + from, raw.size() - from);
  return static_cast<std::size_t>(to - out.data());
}

}  // namespace weir::sip
