// What the tests of next_x() share: a case is a value of a field, and what is read from it or where
// it breaks.
#pragma once

#include "sip/result.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir::sip {

struct ValueCase {
  const char* name;
  std::string text;
  std::string expected;  // the values, " / " between them; for an error "NAME at 'REST'"
};

// An optional number as text; "-" for none.
template <class T>
std::string shown(const std::optional<T>& number) {
  return number ? std::to_string(*number) : "-";
}

// All values of `text`, by `show`, up to the first error and the byte it is at.
template <class T, class Show>
std::string read_values(std::string_view text, Result<T> (*next)(std::string_view&) noexcept,
                        Show show) {
  std::string out;
  std::string_view rest = text;
  do {
    if (!out.empty()) out += " / ";
    const Result<T> value = next(rest);
    if (!value) {
      EXPECT_EQ(rest.data() + rest.size(), text.data() + text.size()) << text;
      return out + std::string(error_name(value.error())) + " at '" + std::string(rest) + "'";
    }
    out += show(*value);
  } while (!rest.empty());
  return out;
}

template <class T, class Show>
void check_values(std::span<const ValueCase> cases, Result<T> (*next)(std::string_view&) noexcept,
                  Show show) {
  for (const ValueCase& c : cases) {
    SCOPED_TRACE(c.name);
    const ExactCopy copy(c.text);
    EXPECT_EQ(read_values(copy.view(), next, show), c.expected);
  }
}

}  // namespace weir::sip
