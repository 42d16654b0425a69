// compile: from a parsed script to a verified image.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"
#include "routes/image.h"
#include "routes/source.h"

#include <optional>

namespace weir::routes {

// Resolves every name, folds constants, compiles and verifies. Every error of the script is in
// `diagnostics`, not only the first; no image when there was one. What is not built yet is checked
// like everything else and told as planned; no image then either.
//
// `sources` names the files of locations; the image keeps no reference to any argument. With an
// `older` image every name that it knows keeps its slot, with the block that the script has now or
// empty: what was armed by index before a reload stays armed. `load` reads the files that module
// parameters name.
std::optional<Image> compile(const Script& script, const Sources& sources, Diagnostics& diagnostics,
                             const Image* older = nullptr, const FileLoader& load = load_file);

}  // namespace weir::routes
