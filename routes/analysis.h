// What can be said of a script before any message: where it bans, how deep its calls go.
#pragma once

#include "routes/ast.h"
#include "routes/builder.h"
#include "routes/compiler.h"

namespace weir::routes {

// Sets the image's ban_gate() and static_depth().
void analyze(const Script& script, const Names& names, Builder& builder);

}  // namespace weir::routes
