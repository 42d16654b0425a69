// A message as text, for golden tests and for people.
#pragma once

#include "sip/message.h"

#include <string>

namespace weir::sip {

// One line an element: start line, every field with offsets, id and value (bytes that are not
// printable as \xHH), the parsed elements, the body. Allocates: not for the hot path.
std::string dump(const MessageView& message);

}  // namespace weir::sip
