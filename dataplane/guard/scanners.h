// Signatures of tools that scan for SIP servers, matched on values, never on whole messages.
#pragma once

#include <string_view>

namespace weir::sip {
class MessageView;
}

namespace weir::dataplane::guard {

// True when `value` has the name of a scanner as a word of its own, in any case: friendly-scanner,
// sipvicious, sundayddr, sipcli, VaxSIPUserAgent, pplsip. "SipClient" is none of them. Looks at the
// first 256 bytes. Not in the list, since real users run them: sipsak, PortSIP, CSipSimple,
// eyeBeam, MizuPhone.
bool names_scanner(std::string_view value) noexcept;

// The same for a request's User-Agent and the display names and users of From and To.
bool is_scanner(const sip::MessageView& message) noexcept;

}  // namespace weir::dataplane::guard
