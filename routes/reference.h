// The reference: what the vocabulary says, for people. docs/reference/ and `sipweir doc`.
#pragma once

#include "routes/vocabulary/function_spec.h"
#include "routes/vocabulary/module_spec.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

struct Page {
  std::string path;  // below docs/reference/
  std::string text;  // Markdown
};

// Every page: one a module, the three cookbooks, the index of all names and the overview.
std::vector<Page> reference_pages();

// What is known of `name` as text for a terminal: a function, $variable, {transformation}, module,
// MODULE.PARAMETER, event route, RPC command, statistic or global parameter, with or without its
// marks. Several entries when several kinds have that name. Empty when nothing has.
std::string describe(std::string_view name);

// Every name that describe() knows, for advice and completion.
std::vector<std::string> reference_names();

// One line a name: MODULE KIND NAME STATE, what scripts/check-vocabulary reads.
std::string vocabulary_list();

// "sht_setxi(text, text, number, number)"; what may be left out stands in brackets.
std::string signature(const FunctionSpec& row);
// "request_route, onreply_route".
std::string allowed_blocks(const FunctionSpec& row);
// Where it runs, in a sentence.
std::string_view plane_words(const FunctionSpec& row);
// "works", "void" or "planned".
std::string_view effect_word(Effect effect);
// The example of a function, or empty.
std::string_view example_of(std::string_view function);
// What a global parameter of Kamailio does here, in a sentence.
std::string global_words(std::string_view name);

// The functions of a module that work, and those that are planned, by name.
std::vector<const FunctionSpec*> functions_of(std::string_view module);

}  // namespace weir::routes
