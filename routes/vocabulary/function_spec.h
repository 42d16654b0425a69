// FunctionSpec: one row of the vocabulary of functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::routes {

// Where a function can run.
enum class Plane : std::uint8_t {
  kCore,     // everywhere; the core's own, which leave $rc alone
  kAny,      // everywhere
  kControl,  // with memory: an lcore hands the message over first
};

// Block kinds a function may stand in. route[X] counts as a request's, and event routes take
// whatever a request_route takes, as in Kamailio.
enum RouteMask : std::uint8_t {
  kInRequest = 1,
  kInReply = 2,
  kInFailure = 4,
  kInBranch = 8,
  kInOnsend = 16,
  kAnywhere = 31,
};

struct FunctionSpec {
  std::string_view name;
  std::string_view module;  // "core", or what loadmodule must name
  // One letter each; upper case: may be left out.
  //   s text, its pseudo-variables replaced    c text taken as it is
  //   i integer                                v pseudo-variable by reference
  //   x regular expression: without case, ^ and $ at line ends
  //   w the same, but ^ and $ at the ends of the text alone
  //   r as w, with case
  //   p text used as a regular expression, compiled when it is met
  //   q the same of PCRE, which is compiled beforehand when it is constant
  //   n the name of an AVP, f one of its flags: their numbers
  //   u "/pattern/replacement/flags": the values of the replacement's variables, its text and the
  //     pattern, three operands or more
  //   h header field with a value of its list or a parameter: NAME, NAME[INDEX], NAME.PARAMETER
  std::string_view params;  // of the native
  Plane plane;
  std::uint8_t routes;   // RouteMask bits
  std::string_view doc;  // one sentence
  // Counts of arguments that are refused although fewer and more are taken: bit N for N.
  std::uint8_t gaps = 0;
  // As the script has them, where one becomes several for the native (compile_composite.cc):
  //   a pseudo-variable/flags                  b pseudo-variable/pseudo-variable/flags
  //   o operator/value/flags
  // The native gets a constant pattern of PCRE (q) by its id, and a computed one as a text.
  std::string_view script = {};

  constexpr std::string_view script_params() const noexcept {
    return script.empty() ? params : script;
  }
  constexpr std::size_t least() const noexcept {
    std::size_t count = 0;
    for (const char type : script_params()) count += type >= 'A' && type <= 'Z' ? 0 : 1;
    return count;
  }
  constexpr std::size_t most() const noexcept { return script_params().size(); }
  constexpr bool takes(std::size_t count) const noexcept {
    return count >= least() && count <= most() && (gaps >> count & 1) == 0;
  }
};

}  // namespace weir::routes
