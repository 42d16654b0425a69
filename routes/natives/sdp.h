// The session description of a message, for sdpops and its pseudo-variables.
#pragma once

#include "routes/vm.h"
#include "sip/sdp.h"

#include <optional>
#include <string_view>

namespace weir::routes {

// The body, or the part of it, whose Content-Type is application/sdp; empty without one.
std::string_view sdp_text(const Execution& e) noexcept;

// The same, cut into its sections; nothing when it is no session description.
std::optional<sip::Sdp> read_sdp(const Execution& e) noexcept;

// $sdp(body), $sdp(sess_version)
Value read_sdp_field(Execution& e, unsigned field) noexcept;
bool write_sdp_field(Execution& e, unsigned field, const Value& value) noexcept;

}  // namespace weir::routes
