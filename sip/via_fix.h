// What the receiver of a request writes into its top Via: received and rport.
#pragma once

#include "sip/address.h"
#include "sip/edit.h"
#include "sip/message.h"
#include "sip/via.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace weir::sip {

// Decided once for a request, and the same for its replies, its forwarded form and its branch.
struct ViaFix {
  bool received = false;  // write ;received=ADDRESS
  bool rport = false;     // write ;rport=PORT
  Endpoint source;        // where the request came from
};

// As Kamailio does: received when the Via has received or rport already or its host differs as text
// from the source address; rport when the Via has it, with or without a value, or `force_rport`.
// RFC 3261 section 18.2.1, RFC 3581 section 4.
ViaFix make_via_fix(const Via& top, const Endpoint& source, bool force_rport) noexcept;

// Where a reply goes, given the fix: the source address; its port when rport is written, otherwise
// that of the Via (default 5060).
Endpoint reply_destination(const Via& top, const ViaFix& fix) noexcept;

// The parameters as they stand in the Via, from their ';' on; only when the Via has them.
std::string_view rport_text(const Via& via) noexcept;
std::string_view received_text(const Via& via) noexcept;

// Write ";received=ADDRESS" (IPv6 without brackets) and ";rport=PORT"; return the size.
std::size_t format_received(const ViaFix& fix, std::span<char> out) noexcept;
std::size_t format_rport(const ViaFix& fix, std::span<char> out) noexcept;

// Scratch that add_via_fix() needs, and room enough for either format.
inline constexpr std::size_t kViaFixText = 16 + kAddressText + 16;

// Adds the edits of a request that is forwarded: ";received=A;rport=P" right after sent-by, in
// place of what the Via says itself. The text is written into `scratch`, which the list borrows.
// False when the list refuses an edit.
[[nodiscard]] bool add_via_fix(const MessageView& request, const Via& top, const ViaFix& fix,
                               std::span<char, kViaFixText> scratch, EditList& edits) noexcept;

}  // namespace weir::sip
