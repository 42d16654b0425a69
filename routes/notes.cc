#include "routes/notes.h"

#include <algorithm>
#include <cstddef>

namespace weir::routes {

void Notes::reset(std::span<const VariableKind> kinds) noexcept {
  message_flags = script_flags = branch_flags = 0;
  request_uri = destination_uri = last_route = {};
  forced_socket = kNoSocket;
  force_rport = record_route = advertise_rr = false;
  route_params = record_route_extra = record_route_host = {};
  reply_headers = reply_body = reply_body_type = reply_reason = refusal_reason = {};
  reply_status = refusal_status = 0;
  replies_sent = forwards_sent = 0;
  edits_refused = 0;
  avp_count = 0;
  xavps.reset();
  edits.clear();
  variable_count = static_cast<std::uint16_t>(std::min(kinds.size(), kVariables));
  for (std::size_t i = 0; i < variable_count; ++i) {
    variables[i] = kinds[i] == VariableKind::kVn ? Value::null() : Value::integer(0);
  }
}

}  // namespace weir::routes
