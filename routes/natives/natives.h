// Natives: the functions, pseudo-variables and transformations of the vocabulary in C++. What
// follows from the message alone is done here; the rest goes through the Host.
#pragma once

#include "routes/value.h"
#include "routes/vm.h"
#include "routes/vocabulary/vocabulary.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::routes {

// A function of the script: above 0 is true, 0 ends the script unless it is the core's. Arguments
// are texts ('s', 'c') or integers ('i'; 'x' a regex id, 'v' a pseudo-variable id), as FunctionSpec
// has them; left-out ones are missing at the end.
using Arguments = std::span<const Value>;
using Native = std::int32_t (*)(Execution& execution, Arguments arguments) noexcept;

struct Binding {
  std::string_view name;
  Native native = nullptr;
};

// Laid out by FunctionId; complete, checked by the compiler (natives/bindings.cc).
extern const std::array<Native, kFunctionCount> kNatives;

// The value of a pseudo-variable. `key` is its inner name, computed or constant; `index` is only
// looked at when pv.has_index.
Value read_pv(Execution& execution, const PvRef& pv, std::string_view key,
              std::int32_t index) noexcept;
// The same, made where it stays: `value` is null before.
void read_pv(Execution& execution, const PvRef& pv, std::string_view key, std::int32_t index,
             Value& value) noexcept;

// Assigns. False when the value is refused.
bool write_pv(Execution& execution, const PvRef& pv, std::string_view key, std::int32_t index,
              const Value& value) noexcept;

// Applies a transformation; null when it has no result. Arguments as in the vocabulary.
Value transform(Execution& execution, TransformationId id, const Value& value,
                Arguments arguments) noexcept;

// =~ with a computed pattern: 1 or 0, or -1 when the pattern is a bad one, which the log tells.
int match_computed(Execution& execution, const Value& subject, const Value& pattern) noexcept;

// Says in the log why the latest computed pattern was a bad one.
void tell_bad_pattern(Execution& execution, std::string_view pattern) noexcept;

// What a bare word stands for.
Value read_keyword(Execution& execution, std::uint32_t keyword) noexcept;
// The address of src_ip and its kin; false where there is none.
bool keyword_address(const Execution& execution, std::uint32_t keyword,
                     sip::Address& address) noexcept;
// Is it the address of a host of that name?
bool keyword_is_host(Execution& execution, std::uint32_t keyword, std::string_view host) noexcept;
// Is the host or address of that keyword ours?
bool keyword_is_myself(Execution& execution, std::uint32_t keyword) noexcept;

}  // namespace weir::routes
