// A message as text, for tests.
#pragma once

#include "sip/message.h"
#include "sip/result.h"

#include <cstddef>
#include <span>

namespace weir::sip {

// Writes one line an element into `out`: start line, every field with offsets, id and value (bytes
// that are not printable as \xHH), the parsed elements, the body. The result is the size.
// Errors: kNoSpace.
Result<std::size_t> dump(const MessageView& message, std::span<char> out) noexcept;

}  // namespace weir::sip
