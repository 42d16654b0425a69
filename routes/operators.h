// The operators of expressions over integers and texts: one meaning for the VM and the folder.
#pragma once

#include "routes/arena.h"
#include "routes/code.h"
#include "routes/value.h"

#include <cstdint>
#include <string_view>

namespace weir::routes {

// Integers wrap at 32 bits, as the machine does it; shifts count modulo 32. `op` is one of
// kSubtract to kShiftRight without kDivide and kModulo, or a comparison of integers.
std::int32_t apply_integers(Op op, std::int32_t left, std::int32_t right) noexcept;

// kDivide and kModulo; false when `right` is 0.
bool divide(Op op, std::int32_t left, std::int32_t right, std::int32_t& result) noexcept;

// The text a value stands for; an integer's is written into `scratch`. Null is empty.
std::string_view to_text(const Value& value, IntText& scratch) noexcept;

// The decimal form of a number, in the arena; empty when that is full.
std::string_view number_text(Arena& arena, std::int32_t number) noexcept;

// The same, kept: an integer's text is made in the arena.
std::string_view keep_text(const Value& value, Arena& arena) noexcept;

// `+`: the left operand says whether it adds or concatenates, the right one when the left is null.
Value add(const Value& left, const Value& right, Arena& arena) noexcept;

// `==`: the left operand says whether integers or texts are compared, the right one when the left
// is null: then null is 0 or empty. (A test against $null is not this: the compiler makes it
// kIsNull.)
bool equals(const Value& left, const Value& right) noexcept;
bool equals_as_text(const Value& left, const Value& right) noexcept;

}  // namespace weir::routes
