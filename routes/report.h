// report: what becomes of each line of a script here, beside Kamailio.
#pragma once

#include "routes/ast.h"
#include "routes/diagnostic.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

enum class Support : std::uint8_t {
  kSupported,
  kWithoutEffect,  // accepted, and `why` says what it would set
  kPlanned,        // Kamailio has it; not built yet: a script that calls it does not start
  kUnknown,        // neither has it
  kWrong,          // known, but not used as it must be
};
inline constexpr std::array<std::string_view, 5> kSupportNames = {"supported", "without effect",
                                                                  "planned", "unknown", "wrong"};

struct ReportRow {
  Location location;
  Support support = Support::kSupported;
  std::string what;  // t_relay(), $ru, {s.len}, loadmodule "tm", modparam("tm", "fr_timer")
  std::string why;   // may be empty
};

// One row for each module, parameter, function, pseudo-variable, transformation and block that a
// line names, once a line, in the order of files and lines. `diagnostics`: what parser and compiler
// said of the script; errors that no other row of the line explains become rows of their own.
std::vector<ReportRow> report(const Script& script, const Diagnostics& diagnostics);

}  // namespace weir::routes
