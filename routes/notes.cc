#include "routes/notes.h"

#include <algorithm>
#include <cstddef>

namespace weir::routes {

bool TableIterator::hold(const Value& value) noexcept {
  is_text = value.is_text();
  number = is_text ? 0 : value.number;
  const std::size_t most = std::min<std::size_t>(room.size() - key_size, 255);
  if (is_text && value.text.size() > most) return false;
  text_size = static_cast<std::uint8_t>(is_text ? value.text.size() : 0);
  if (is_text) std::copy(value.text.begin(), value.text.end(), room.data() + key_size);
  return true;
}

bool TableIterator::stand_at(std::string_view new_key, const Value& value) noexcept {
  standing = false;
  if (new_key.size() > std::min<std::size_t>(room.size(), 255)) return false;
  key_size = static_cast<std::uint8_t>(new_key.size());
  std::copy(new_key.begin(), new_key.end(), room.data());
  standing = hold(value);
  return standing;
}

void Notes::reset(std::span<const VariableKind> kinds) noexcept {
  message_flags = script_flags = branch_flags = internal_flags = via_flags = 0;
  extended_flags = 0;
  request_uri = destination_uri = last_route = {};
  forced_socket = kNoSocket;
  force_rport = local_rport = record_route = next_hop_route = false;
  route_params = record_route_extra = record_route_host = record_route_user = {};
  reply_headers = reply_body = reply_body_type = reply_reason = refusal_reason = {};
  reply_status = refusal_status = 0;
  credentials_field = -1;
  credentials_stale = false;
  dispatch = {};
  armed = {};
  uri_used = false;
  replies_sent = forwards_sent = 0;
  edits_refused = 0;
  advertised_address = {};
  advertised_port = 0;
  via_server_id = via_params = via_fields = false;
  avp_count = 0;
  branch_count = avp_name_count = 0;
  script_branch = {};
  for (Iterator& one : header_iterators) one.used = false;
  for (Iterator& one : body_iterators) one.used = false;
  for (Iterator& one : sdp_iterators) one.used = false;
  for (TableIterator& one : table_iterators) one.used = false;
  xavps.reset();
  edits.clear();
  variable_count = static_cast<std::uint16_t>(std::min(kinds.size(), kVariables));
  for (std::size_t i = 0; i < variable_count; ++i) {
    variables[i] = kinds[i] == VariableKind::kVn ? Value::null() : Value::integer(0);
  }
}

}  // namespace weir::routes
