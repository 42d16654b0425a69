// A list of signatures as text: which values of a request give a scanner away.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::dataplane::guard {

// Values of a request that a pattern can be held against, in the order in which they are.
enum class SignatureField : std::uint8_t {
  kUserAgent,
  kFromDisplay,
  kFromUser,
  kToDisplay,
  kToUser,
  kRuriUser,
  kContact,  // the whole value of the first field
  kCallId,
  kSdpOrigin,   // o= of the body
  kSdpSession,  // s= of the body
};
inline constexpr auto kSignatureFields = std::to_array<std::string_view>({
    "user-agent",
    "from-display",
    "from-user",
    "to-display",
    "to-user",
    "ruri-user",
    "contact",
    "call-id",
    "sdp-origin",
    "sdp-session",
});

struct Signature {
  std::string name;
  std::string pattern;       // POSIX extended, without case
  std::uint32_t fields = 0;  // a bit for each SignatureField
  std::uint32_t line = 0;    // where it stood, from 1
};

struct SignatureList {
  std::string date;  // YYYY-MM-DD, as the list says
  std::vector<Signature> signatures;
};

struct SignatureError {
  std::uint32_t line = 0;
  std::string message;  // what is wrong and what to do
};

inline constexpr std::size_t kMostSignatures = 1000;

// Reads a list: "date YYYY-MM-DD", then lines of FIELD[,FIELD...] NAME PATTERN, where the pattern
// is the rest of the line. Empty lines and those that begin with `#` are comments. All errors are
// reported, at most ten.
std::vector<SignatureError> parse_signature_list(std::string_view text, SignatureList& list);

// "user-agent,from-user".
std::string signature_field_names(std::uint32_t fields);

}  // namespace weir::dataplane::guard
