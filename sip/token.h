// Character classes of RFC 3261 section 25, as one table made by the compiler.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

enum CharClass : std::uint8_t {
  kTokenChar = 1,    // token = 1*(alphanum / "-.!%*_+`'~")
  kSpaceChar = 2,    // SP, HT and the CR and LF of a fold: LWS once a field is cut out
  kHostChar = 4,     // alphanum / "-" / "." / "_" (the last by custom)
  kDigitChar = 8,    // 0-9
  kHexChar = 16,     // 0-9 a-f A-F
  kSchemeChar = 32,  // ALPHA / DIGIT / "+" / "-" / "."
  kUpperChar = 64,   // A-Z
  kLineChar = 128,   // CR, LF
};

inline constexpr auto kCharClasses = [] {
  std::array<std::uint8_t, 256> table{};
  const auto mark = [&](std::string_view chars, unsigned bits) {
    for (const char c : chars)
      table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
  };
  mark("0123456789", kTokenChar | kHostChar | kDigitChar | kHexChar | kSchemeChar);
  mark("abcdefghijklmnopqrstuvwxyz", kTokenChar | kHostChar | kSchemeChar);
  mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kTokenChar | kHostChar | kSchemeChar | kUpperChar);
  mark("abcdefABCDEF", kHexChar);
  mark("-.!%*_+`'~", kTokenChar);
  mark("-._", kHostChar);
  mark("+-.", kSchemeChar);
  mark(" \t\r\n", kSpaceChar);
  mark("\r\n", kLineChar);
  return table;
}();

constexpr bool has_class(char c, unsigned bits) noexcept {
  return (kCharClasses[static_cast<unsigned char>(c)] & bits) != 0;
}

constexpr bool is_space(char c) noexcept { return has_class(c, kSpaceChar); }
constexpr bool is_digit(char c) noexcept { return has_class(c, kDigitChar); }

constexpr char to_lower(char c) noexcept {
  return has_class(c, kUpperChar) ? static_cast<char>(c + 32) : c;
}

constexpr bool is_token(std::string_view text) noexcept {
  for (const char c : text) {
    if (!has_class(c, kTokenChar)) return false;
  }
  return !text.empty();
}

// ASCII only, as SIP compares names, parameters and hosts.
constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

// text.substr(at, size) for an `at` known to be within: std::string_view's own brings a call and an
// exception's text along, wherever the compiler cannot tell that.
[[gnu::always_inline]] constexpr std::string_view slice(
    std::string_view text, std::size_t at, std::size_t size = std::string_view::npos) noexcept {
  assert(at <= text.size());
  const std::size_t rest = text.size() - at;
  return {text.data() + at, size < rest ? size : rest};
}

// `text` without the LWS (folds included) at both ends.
constexpr std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

static_assert(is_token("INVITE") && is_token("x-weir.1") && !is_token("a b") && !is_token(""));
static_assert(equal_ignoring_case("Call-ID", "cALL-id") && !equal_ignoring_case("a", "ab"));
static_assert(trim(" \r\n a b\t") == "a b" && trim(" ").empty());

}  // namespace weir::sip
