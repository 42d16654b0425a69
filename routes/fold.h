// Constant folding: what an expression gives without a message.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string>

namespace weir::routes {

// A constant of the script: an integer or a text.
struct Constant {
  bool is_text = false;
  std::int32_t number = 0;
  std::string text;
};

// What the type of an expression is known to be before any message.
StaticType static_type(const Expression& expression) noexcept;

// The value of a constant expression, or nothing when it depends on the message or fails. Does not
// look for errors: check_types() does.
std::optional<Constant> fold(const Expression& expression);

// Kamailio refuses what mixes a known text into integer arithmetic (3+"4", "b" > "a", 5 eq "5")
// and divisions of constants by zero; so do we, with the same rules. Goes down into all operands.
void check_types(const Expression& expression, Diagnostics& diagnostics);

}  // namespace weir::routes
