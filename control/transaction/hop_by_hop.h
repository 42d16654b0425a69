// What answers or takes back a request that we have sent: ACK and CANCEL of one hop.
#pragma once

#include "sip/message.h"

#include <string>
#include <string_view>

namespace weir::control::transaction {

// The ACK to a final refusal of `invite`, which left as it stands: its own top Via, Route, From,
// Call-ID and CSeq number, the To of `reply`. RFC 3261 section 17.1.1.3.
std::string make_ack(const sip::MessageView& invite, const sip::MessageView& reply);

// The CANCEL of `invite`. `reason` is a whole line, or empty. RFC 3261 section 9.1.
std::string make_cancel(const sip::MessageView& invite, std::string_view reason);

}  // namespace weir::control::transaction
