// Value: what an expression of the route language gives: null, an integer or a text.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace weir::routes {

// Integers are 32-bit and wrap, as in Kamailio 5.6. A text is borrowed: from the message, the
// image's text pool or the message's Arena.
struct Value {
  enum class Kind : std::uint8_t { kNull, kInt, kText };

  Kind kind = Kind::kNull;
  std::int32_t number = 0;
  std::string_view text;

  static constexpr Value null() noexcept { return {}; }
  static constexpr Value integer(std::int32_t n) noexcept { return {Kind::kInt, n, {}}; }
  static constexpr Value of(std::string_view t) noexcept { return {Kind::kText, 0, t}; }
  static constexpr Value boolean(bool b) noexcept { return integer(b ? 1 : 0); }

  constexpr bool is_null() const noexcept { return kind == Kind::kNull; }
  constexpr bool is_int() const noexcept { return kind == Kind::kInt; }
  constexpr bool is_text() const noexcept { return kind == Kind::kText; }
};

static_assert(std::is_trivially_copyable_v<Value>);

// Reads a text as Kamailio's expressions do: an optional sign and decimal digits, or 0x and
// hexadecimal digits, and nothing else. False (and 0) when it is not a number, or one that 32 bits
// do not hold: with their sign when it is decimal, without one when it is hexadecimal.
bool text_to_int(std::string_view text, std::int32_t& number) noexcept;

// The integer a value stands for: null and texts that are no numbers count as 0.
inline std::int32_t to_int(const Value& value) noexcept {
  if (value.is_int()) return value.number;
  std::int32_t number = 0;
  if (value.is_text()) text_to_int(value.text, number);
  return number;
}

// Room for the decimal form of any integer; two words, so that it is returned in registers.
struct alignas(8) IntText {
  char bytes[15];
  std::uint8_t size;
  std::string_view view() const noexcept { return {bytes, size}; }
};

IntText int_to_text(std::int32_t number) noexcept;

// Truth in a condition: the integer value is above zero.
inline bool is_true(const Value& value) noexcept { return to_int(value) > 0; }

}  // namespace weir::routes
