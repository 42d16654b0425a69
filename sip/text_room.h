// Room for texts that edits borrow: a caller's buffer, filled from the left.
#pragma once

#include "sip/result.h"

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string_view>

namespace weir::sip {

class TextRoom {
 public:
  explicit TextRoom(std::span<char> room) noexcept : room_(room) {}

  // The pieces one after the other, borrowed from the room. Errors: kNoSpace, and nothing written.
  Result<std::string_view> join(std::initializer_list<std::string_view> pieces) noexcept {
    std::size_t size = 0;
    for (const std::string_view piece : pieces) size += piece.size();
    if (size > room_.size() - used_) return Error::kNoSpace;
    char* const begin = room_.data() + used_;
    char* to = begin;
    for (const std::string_view piece : pieces) {
      if (piece.empty()) continue;
      std::memcpy(to, piece.data(), piece.size());
      to += piece.size();
    }
    used_ += size;
    return std::string_view(begin, size);
  }

  std::size_t used() const noexcept { return used_; }

 private:
  std::span<char> room_;
  std::size_t used_ = 0;
};

}  // namespace weir::sip
