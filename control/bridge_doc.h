// `sipweir doc`: the reference in the terminal. Drop reasons come through the bridge's door.
#pragma once

#include <string>
#include <vector>

namespace weir::control {

// doc NAME prints what is known of a name; --list one line a name; --names the names alone;
// --write DIRECTORY the Markdown of docs/reference/. Returns the exit status.
int doc_command(const std::vector<std::string>& words);

}  // namespace weir::control
