// Header fields, methods and status codes: number <-> name, from headers.def, methods.def and
// status.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

// A known header field, or kOther.
enum class HeaderId : std::uint8_t {
  kOther,
#define HEADER(id, name, compact, shape, rule, rfc) id,
#include "sip/headers.def"
#undef HEADER
};

inline constexpr std::size_t kHeaderCount = 1
#define HEADER(id, name, compact, shape, rule, rfc) +1
#include "sip/headers.def"
#undef HEADER
    ;

// How often a header field may stand in a message (RFC 3261 section 7.3.1).
enum class HeaderShape : std::uint8_t {
  kOnce,  // one value
  kList,  // values separated by commas, in one field or several
  kMany,  // several fields, and commas belong to the value (credentials, challenges)
};

// A known method, or kOther.
enum class Method : std::uint8_t {
  kOther,
#define METHOD(id, name, rfc) id,
#include "sip/methods.def"
#undef METHOD
};

inline constexpr std::size_t kMethodCount = 1
#define METHOD(id, name, rfc) +1
#include "sip/methods.def"
#undef METHOD
    ;

// The id of a header name, long or compact, in any case; kOther when it is not in headers.def.
HeaderId find_header(std::string_view name) noexcept;

// True for a name of 2 to 15 bytes: all but the compact forms and the long ones.
inline constexpr std::size_t kShortName = 15;
constexpr bool is_short_name(std::string_view name) noexcept {
  return name.size() - 2 <= kShortName - 2;
}

// find_header() of a short name that a ':' follows, that begins sixteen readable bytes and ends
// eight; kOther also for the few names that find_header() alone knows.
HeaderId find_short_header(std::string_view name) noexcept;

// The name in its long form, and the compact letter or 0. Both are empty for kOther.
std::string_view header_name(HeaderId id) noexcept;
char header_compact(HeaderId id) noexcept;

// Where the header field is defined, "RFC 3261 20.10"; empty for kOther.
std::string_view header_section(HeaderId id) noexcept;

// kMany for kOther: an unknown field's commas mean nothing to us.
HeaderShape header_shape(HeaderId id) noexcept;

// Case-sensitive, as RFC 3261 section 7.1 asks; kOther when it is not in methods.def.
Method find_method(std::string_view name) noexcept;

// Empty for kOther.
std::string_view method_name(Method method) noexcept;

// The default reason phrase; for a code that is not in status.def that of its class (x00).
std::string_view reason_phrase(unsigned code) noexcept;

}  // namespace weir::sip
