#include "control/transaction/hop_by_hop.h"

#include "sip/cseq.h"

namespace weir::control::transaction {
namespace {

using sip::HeaderId;

void add_line(std::string& text, const sip::MessageView& from, HeaderId id) {
  const sip::Field* const field = from.first(id);
  if (field != nullptr) text += from.line(*field);
}

// The fields in the order in which Kamailio 5.6.3 writes them.
std::string make(const sip::MessageView& invite, const sip::MessageView& to_of,
                 std::string_view method, std::string_view reason) {
  std::string text;
  text.reserve(512);
  text.append(method).append(" ").append(invite.request_uri()).append(" SIP/2.0\r\n");
  add_line(text, invite, HeaderId::kVia);
  add_line(text, invite, HeaderId::kFrom);
  add_line(text, to_of, HeaderId::kTo);
  add_line(text, invite, HeaderId::kCallId);
  const auto cseq = invite.cseq();
  text.append("CSeq: ").append(std::to_string(cseq ? (*cseq)->number : 0));
  text.append(" ").append(method).append("\r\n");
  for (const sip::Field* route = invite.first(HeaderId::kRoute); route != nullptr;
       route = invite.next(*route)) {
    text += invite.line(*route);
  }
  add_line(text, invite, HeaderId::kMaxForwards);
  return text.append("Content-Length: 0\r\n").append(reason).append("\r\n");
}

}  // namespace

std::string make_ack(const sip::MessageView& invite, const sip::MessageView& reply) {
  return make(invite, reply, "ACK", {});
}

std::string make_cancel(const sip::MessageView& invite, std::string_view reason) {
  return make(invite, invite, "CANCEL", reason);
}

}  // namespace weir::control::transaction
