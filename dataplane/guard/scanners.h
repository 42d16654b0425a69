// The signatures that are always there: tools that scan for SIP servers, found in values of a
// request, never in whole messages. data/signatures.list is the same list as a file.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace weir::sip {
class MessageView;
}

namespace weir::dataplane::guard {

// friendly-scanner, pplsip, sipcli, sipvicious, sundayddr, VaxSIPUserAgent. Not in the list, since
// real users run them: sipsak, PortSIP, CSipSimple, eyeBeam, MizuPhone.
std::span<const std::string_view> scanner_names() noexcept;

inline constexpr std::string_view kScannersDate = "2026-11-28";  // when the list was last changed
inline constexpr std::size_t kNoScanner = static_cast<std::size_t>(-1);
inline constexpr std::size_t kScannerLook = 256;  // bytes of a value that are looked at

// The index of the first name of scanner_names() that `value` has as a word of its own, in any
// case; kNoScanner. "SipClient" is none of them.
std::size_t find_scanner(std::string_view value) noexcept;

// The same for a request's User-Agent and the display names and users of From and To.
std::size_t find_scanner(const sip::MessageView& message) noexcept;

inline bool names_scanner(std::string_view value) noexcept {
  return find_scanner(value) != kNoScanner;
}
inline bool is_scanner(const sip::MessageView& message) noexcept {
  return find_scanner(message) != kNoScanner;
}

// The user part of a URI: between the scheme and '@'; empty without one.
std::string_view uri_user(std::string_view uri) noexcept;

}  // namespace weir::dataplane::guard
