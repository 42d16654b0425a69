// AST -> text: what --cfg-print shows, and what parser tests compare.
#pragma once

#include "routes/ast.h"

#include <string>

namespace weir::routes {

// The script after the preprocessor, one statement a line, every expression fully in parentheses;
// parses again to the same tree.
std::string print_script(const Script& script);

// One block, as print_script() shows it.
std::string print_block(const RouteBlock& block);

// Its head: request_route, route[NAME], failure_route[NAME] ...
std::string print_block_name(const RouteBlock& block);

std::string print_expression(const Expression& expression);

}  // namespace weir::routes
