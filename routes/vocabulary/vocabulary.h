// The vocabulary: every function, pseudo-variable, transformation, module and parameter that a
// script may name. One table each, sorted by the compiler, so that an index is an id.
#pragma once

#include "routes/vocabulary/auth.h"
#include "routes/vocabulary/avpops.h"
#include "routes/vocabulary/cfgutils.h"
#include "routes/vocabulary/core.h"
#include "routes/vocabulary/corex.h"
#include "routes/vocabulary/debugger.h"
#include "routes/vocabulary/dialplan.h"
#include "routes/vocabulary/dispatcher.h"
#include "routes/vocabulary/diversion.h"
#include "routes/vocabulary/function_spec.h"
#include "routes/vocabulary/globals.h"
#include "routes/vocabulary/guard.h"
#include "routes/vocabulary/htable.h"
#include "routes/vocabulary/ipops.h"
#include "routes/vocabulary/kex.h"
#include "routes/vocabulary/maxfwd.h"
#include "routes/vocabulary/module_spec.h"
#include "routes/vocabulary/path.h"
#include "routes/vocabulary/permissions.h"
#include "routes/vocabulary/pike.h"
#include "routes/vocabulary/pipelimit.h"
#include "routes/vocabulary/pseudo_variable_spec.h"
#include "routes/vocabulary/pv.h"
#include "routes/vocabulary/ratelimit.h"
#include "routes/vocabulary/rr.h"
#include "routes/vocabulary/sanity.h"
#include "routes/vocabulary/sdpops.h"
#include "routes/vocabulary/siputils.h"
#include "routes/vocabulary/sl.h"
#include "routes/vocabulary/statistics.h"
#include "routes/vocabulary/textops.h"
#include "routes/vocabulary/textopsx.h"
#include "routes/vocabulary/tm.h"
#include "routes/vocabulary/transformation_spec.h"
#include "routes/vocabulary/uac.h"
#include "routes/vocabulary/xlog.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

namespace weir::routes {

using FunctionId = std::uint16_t;

inline constexpr std::size_t kFunctionCount =
    kCoreFunctions.size() + kCfgutilsFunctions.size() + kCorexFunctions.size() +
    kHtableFunctions.size() + kIpopsFunctions.size() + kKexFunctions.size() +
    kMaxfwdFunctions.size() + kPermissionsFunctions.size() + kPikeFunctions.size() +
    kPvFunctions.size() + kRrFunctions.size() + kSanityFunctions.size() + kSdpopsFunctions.size() +
    kSiputilsFunctions.size() + kSlFunctions.size() + kTextopsFunctions.size() +
    kTextopsxFunctions.size() + kXlogFunctions.size() + kDiversionFunctions.size() +
    kPathFunctions.size() + kUacFunctions.size() + kAvpopsFunctions.size() +
    kCountersFunctions.size() + kPipelimitFunctions.size() + kRatelimitFunctions.size() +
    kStatisticsFunctions.size() + kDebuggerFunctions.size() + kDialplanFunctions.size() +
    kMtreeFunctions.size() + kRegexFunctions.size() + kGuardFunctions.size() +
    kAuthFunctions.size() + kDispatcherFunctions.size() + kTmFunctions.size() +
    kTmxFunctions.size();

// All functions, sorted by name: the index is the FunctionId.
inline constexpr std::array<FunctionSpec, kFunctionCount> kFunctions = [] {
  std::array<FunctionSpec, kFunctionCount> all{};
  std::size_t count = 0;
  const auto add = [&](const auto& rows) {
    for (const FunctionSpec& row : rows) all[count++] = row;
  };
  add(kCoreFunctions);
  add(kCfgutilsFunctions);
  add(kCorexFunctions);
  add(kHtableFunctions);
  add(kIpopsFunctions);
  add(kKexFunctions);
  add(kMaxfwdFunctions);
  add(kPermissionsFunctions);
  add(kPikeFunctions);
  add(kPvFunctions);
  add(kRrFunctions);
  add(kSanityFunctions);
  add(kSdpopsFunctions);
  add(kSiputilsFunctions);
  add(kSlFunctions);
  add(kTextopsFunctions);
  add(kTextopsxFunctions);
  add(kXlogFunctions);
  add(kDiversionFunctions);
  add(kPathFunctions);
  add(kUacFunctions);
  add(kAvpopsFunctions);
  add(kCountersFunctions);
  add(kPipelimitFunctions);
  add(kRatelimitFunctions);
  add(kStatisticsFunctions);
  add(kDebuggerFunctions);
  add(kDialplanFunctions);
  add(kMtreeFunctions);
  add(kRegexFunctions);
  add(kGuardFunctions);
  add(kAuthFunctions);
  add(kDispatcherFunctions);
  add(kTmFunctions);
  add(kTmxFunctions);
  std::sort(all.begin(), all.end(),
            [](const FunctionSpec& a, const FunctionSpec& b) { return a.name < b.name; });
  return all;
}();

static_assert(std::adjacent_find(kFunctions.begin(), kFunctions.end(),
                                 [](const FunctionSpec& a, const FunctionSpec& b) {
                                   return a.name == b.name;
                                 }) == kFunctions.end(),
              "a function stands twice in the vocabulary");

// The FunctionId of `name`, or -1.
constexpr int find_function(std::string_view name) noexcept {
  const auto at = std::lower_bound(
      kFunctions.begin(), kFunctions.end(), name,
      [](const FunctionSpec& row, std::string_view wanted) { return row.name < wanted; });
  if (at == kFunctions.end() || at->name != name) return -1;
  return static_cast<int>(at - kFunctions.begin());
}

// The row of the planned function `name`, or null. Where two modules have one of that name, that of
// a `loaded` one comes first.
const FunctionSpec* find_planned_function(
    std::string_view name, const std::unordered_set<std::string>& loaded = {}) noexcept;
bool is_planned(const FunctionSpec& row) noexcept;

// A module Kamailio has, built here or not; and what is known of it, null for a name alone.
bool is_module(std::string_view name) noexcept;
const ModuleSpec* find_module(std::string_view name) noexcept;

// The type is 'i', 's', '*' for both or when nothing is known of `module`, or 0 when it has no such
// parameter.
struct ParameterSpec {
  char type = 0;
  Effect effect = Effect::kWorks;
};
ParameterSpec find_parameter(std::string_view module, std::string_view name) noexcept;

// What Kamailio's global parameter `name` takes and does; null: there is none of that name.
struct GlobalSpec {
  char type = 0;  // as in globals.h
  const GlobalGroup* group = nullptr;
};
GlobalSpec find_global(std::string_view name) noexcept;

// `did you mean "X"?` over the names of each table, or empty.
std::string function_advice(std::string_view name);
std::string module_advice(std::string_view name);
std::string global_advice(std::string_view name);
std::string parameter_advice(std::string_view module, std::string_view name);
std::string pseudo_variable_advice(std::string_view name);
std::string transformation_advice(std::string_view name);

}  // namespace weir::routes
