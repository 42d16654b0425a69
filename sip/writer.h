// Appends text to a caller's buffer; what does not fit is remembered, not written.
#pragma once

#include "sip/address.h"
#include "sip/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace weir::sip {

class Writer {
 public:
  explicit Writer(std::span<char> out) noexcept : out_(out) {}

  // Appends all of `text` or nothing.
  void put(std::string_view text) noexcept {
    if (text.size() > out_.size() - size_) {
      full_ = true;
      return;
    }
    if (!text.empty()) std::memcpy(out_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }

  void put(char c) noexcept { put({&c, 1}); }

  void put_number(std::uint32_t number) noexcept {
    std::array<char, 10> digits{};
    put({digits.data(), format_number(number, digits)});
  }

  // The size written. Errors: kNoSpace when anything did not fit.
  Result<std::size_t> result() const noexcept {
    if (full_) return Error::kNoSpace;
    return size_;
  }

 private:
  std::span<char> out_;
  std::size_t size_ = 0;
  bool full_ = false;
};

}  // namespace weir::sip
