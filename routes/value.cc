#include "routes/value.h"

#include <array>
#include <bit>
#include <charconv>

namespace weir::routes {

bool text_to_int(std::string_view text, std::int32_t& number) noexcept {
  number = 0;
  bool negative = false;
  bool is_signed = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    is_signed = true;
    text.remove_prefix(1);
  }
  unsigned base = 10;
  if (!is_signed && text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  if (text.empty()) return false;
  std::uint64_t sum = 0;
  for (const char c : text) {
    unsigned digit = 16;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
    if (digit >= base) return false;
    sum = sum * base + digit;
    if (sum > (base == 16 ? 0xffffffff : 0x80000000)) return false;
  }
  if (base == 10 && !negative && sum == 0x80000000) return false;
  const std::uint32_t wrapped = static_cast<std::uint32_t>(sum);
  number = static_cast<std::int32_t>(negative ? 0U - wrapped : wrapped);
  return true;
}

IntText int_to_text(std::int32_t number) noexcept {
  if (number >= 0 && number < 100) {  // nearly all of them
    // Made in words: a byte written to memory and read as part of a word is waited for.
    static_assert(std::endian::native == std::endian::little);
    const auto tens = static_cast<std::uint64_t>(number / 10);
    const auto ones = static_cast<std::uint64_t>(number % 10);
    const std::uint64_t text = tens == 0 ? '0' + ones : ('0' + tens) | ('0' + ones) << 8;
    const std::uint64_t size = tens == 0 ? 1 : 2;
    return std::bit_cast<IntText>(std::array<std::uint64_t, 2>{text, size << 56});
  }
  IntText out{};
  const auto done = std::to_chars(out.bytes, out.bytes + sizeof out.bytes, number);
  out.size = static_cast<std::uint8_t>(done.ptr - out.bytes);
  return out;
}

}  // namespace weir::routes
