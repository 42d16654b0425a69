// Where the checkout is that the tests were built from: corpora and golden files are read there.
#pragma once

#include <filesystem>

namespace weir {

std::filesystem::path source_root();

}  // namespace weir
