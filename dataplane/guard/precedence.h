// What goes before what when a budget runs short, by the first bytes of a payload.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::dataplane::guard {

// A call that has begun is worth more than one that has not.
enum class Precedence : std::uint8_t {
  kReply,   // a status line
  kDialog,  // CANCEL, and any request whose To has a tag
  kNew,
};

// Safe for any bytes; reads the To field of the first 4,096 bytes. For a budget that is nearly used
// up: it walks over the lines.
Precedence precedence_of(std::string_view payload) noexcept;

// A number that is dialled in an emergency, as it stands in a R-URI: digits, "+", "*", "#".
struct EmergencyNumber {
  std::array<char, 15> digits{};
  std::uint8_t size = 0;

  std::string_view view() const noexcept { return {digits.data(), size}; }
  bool operator==(const EmergencyNumber&) const = default;
};

// True when `text` makes such a number.
bool parse_emergency_number(std::string_view text, EmergencyNumber& number) noexcept;

// True for an INVITE to urn:service:sos, in any case and with subservices (RFC 5031 section 4.2),
// or to sip:, sips: or tel: and one of `numbers` as the user.
// Asked of every packet over its rate: most are told by their first bytes.
bool is_emergency_uri(std::string_view uri, std::span<const EmergencyNumber> numbers) noexcept;
inline bool is_emergency_call(std::string_view payload,
                              std::span<const EmergencyNumber> numbers) noexcept {
  constexpr std::string_view kInvite = "INVITE ";
  if (payload.size() <= kInvite.size() || !payload.starts_with(kInvite)) return false;
  const std::string_view uri = payload.substr(kInvite.size());
  return (!numbers.empty() || uri.front() == 'u' || uri.front() == 'U') &&
         is_emergency_uri(uri, numbers);
}

}  // namespace weir::dataplane::guard
