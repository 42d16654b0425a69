#include "sip/tel.h"

#include "sip/token.h"

namespace weir::sip {
namespace {

// The next character of a number that is no visual separator, in lower case; NUL at the end.
char next_digit(std::string_view& number) noexcept {
  while (!number.empty()) {
    const char c = number.front();
    number.remove_prefix(1);
    if (c != '-' && c != '.' && c != '(' && c != ')') return to_lower(c);
  }
  return '\0';
}

bool equal_numbers(std::string_view a, std::string_view b) noexcept {
  for (;;) {
    const char digit = next_digit(a);
    if (digit != next_digit(b)) return false;
    if (digit == '\0') return true;
  }
}

bool holds_number(std::string_view name, std::string_view value) noexcept {
  return equal_ignoring_case(name, "ext") ||
         (equal_ignoring_case(name, "phone-context") && value.starts_with('+'));
}

// Every parameter of `a` is in `b`.
bool covers(const Params& a, const Params& b) noexcept {
  std::string_view rest = a.text;
  for (;;) {
    const Result<Param> mine = next_uri_param(rest);
    if (!mine || mine->name.empty()) return rest.empty();
    const Param other = b.find(mine->name);
    if (other.name.empty()) return false;
    // Of two with one name the first counts, on both sides.
    const std::string_view value = a.find(mine->name).value;
    const bool equal = holds_number(mine->name, value) ? equal_numbers(value, other.value)
                                                       : equal_escaped(value, other.value, true);
    if (!equal) return false;
  }
}

}  // namespace

bool equal_tel(const Uri& a, const Uri& b) noexcept {
  if (equal_ignoring_case(a.text, b.text)) return true;  // also when the parameters break
  return equal_numbers(a.user, b.user) && covers(a.params, b.params) && covers(b.params, a.params);
}

}  // namespace weir::sip
