// explain: a script annotated with where each line runs, and what it costs.
#pragma once

#include "routes/ast.h"
#include "routes/image.h"

#include <string>

namespace weir::routes {

// What `sipweir explain` prints: every file of the script that has routes, line by line. Left of a
// line stand where its statements run (fast: on an lcore; ctrl: with control, after a handoff;
// both; dead: never) and how many instructions they are; below it what there is to know: handoffs
// and why, regular expressions and their engine, shared tables, what is constant, why it is dead.
// Without an image (the script does not compile) there are no instructions to count.
std::string explain(const Script& script, const Sources& sources, const Image* image);

}  // namespace weir::routes
