// Completion scripts for bash and zsh, made from the option tables.
#pragma once

#include <string>
#include <string_view>

namespace weir::control {

// For program "sipweir" or "sipweirctl" and shell "bash" or "zsh"; empty for another.
std::string completion_script(std::string_view program, std::string_view shell);

}  // namespace weir::control
