// A header line being put together, in fixed memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "routes/arena.h"
#include "sip/address.h"

namespace weir::dataplane {

// What does not fit makes the line bad; a bad line is never sent.
class TextLine {
 public:
  TextLine& add(std::string_view text) noexcept {
    if (text.size() > bytes_.size() - size_) {
      good_ = false;
      return *this;
    }
    if (!text.empty()) std::memcpy(bytes_.data() + size_, text.data(), text.size());
    size_ += text.size();
    return *this;
  }
  TextLine& add_number(std::uint32_t number) noexcept {
    std::array<char, 10> digits;
    return add({digits.data(), sip::format_number(number, digits)});
  }

  // A copy in `arena`; empty when the line is bad or the arena full.
  std::string_view keep(routes::Arena& arena) const noexcept {
    return good_ ? arena.copy({bytes_.data(), size_}) : std::string_view{};
  }

 private:
  std::array<char, 2048> bytes_;
  std::size_t size_ = 0;
  bool good_ = true;
};

}  // namespace weir::dataplane
