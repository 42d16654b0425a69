// An image as text, for people and for golden tests.
#pragma once

#include "routes/image.h"

#include <string>

namespace weir::routes {

// Every route by list and name with its instructions, one a line, names and texts spelled out.
std::string disassemble(const Image& image);

}  // namespace weir::routes
