// verify: an image is run only when every one of its instructions is safe to run.
#pragma once

#include "routes/image.h"

#include <string>

namespace weir::routes {

// Checks each operand, jump and function, and follows the stack through every path: never below
// empty, never above kStackSize, the same depth wherever paths meet, and empty where a failed
// expression goes on. False with `why` and the instruction's number for a corrupt image.
bool verify(const Image& image, std::string& why);

}  // namespace weir::routes
