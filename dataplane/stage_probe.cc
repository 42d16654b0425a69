#include "dataplane/stage_probe.h"

#include <algorithm>

#include "dataplane/egress.h"
#include "dataplane/forward_edits.h"
#include "dataplane/stage_send.h"
#include "dataplane/text_line.h"
#include "dataplane/worker.h"
#include "sip/probe_branch.h"

namespace weir::dataplane {
namespace {

void send(Worker& worker, const ProbeOrder& order) noexcept {
  const Listens listens = worker.shared->listens;
  const sip::Address& to = order.to.address;
  const auto wanted = static_cast<std::size_t>(order.socket);
  const bool forced = wanted < listens.size() && listens[wanted].ipv4 == to.is_v4();
  const std::uint16_t out =
      forced ? static_cast<std::uint16_t>(wanted) : outbound_listen(worker.routes, listens, to);
  if (out == kNoListen) return;
  const sip::Endpoint from = own_endpoint(listens[out], to);

  TextLine via;
  via.add("Via: SIP/2.0/UDP ");
  add_sent_by(via, listens[out], from);
  via.add(";branch=").add(sip::make_probe_branch(worker.shared->keys, order.number).view());
  via.add(";rport\r\n");
  worker.job->arena.reset();
  const std::string_view line = via.keep(worker.job->arena);
  if (line.empty()) return;

  Port& port = worker.port_of(out);
  const auto size = static_cast<std::uint32_t>(order.size + line.size());
  char* const room = port.reserve(worker.index, size);
  if (room == nullptr) return;
  const char* const text = order.text.data();
  char* at = std::copy(text, text + order.start_size, room);
  at = std::copy(line.begin(), line.end(), at);
  std::copy(text + order.start_size, text + order.size, at);
  port.commit(worker.index, size, {out, SendKind::kExtra, from, order.to});
}

}  // namespace

bool ProbeOrder::set_text(std::string_view start_line, std::string_view rest) noexcept {
  if (start_line.size() + rest.size() > kRoom) return false;
  std::copy(rest.begin(), rest.end(), std::copy(start_line.begin(), start_line.end(), text.data()));
  start_size = static_cast<std::uint16_t>(start_line.size());
  size = static_cast<std::uint16_t>(start_line.size() + rest.size());
  return true;
}

void send_probes(Worker& worker) noexcept {
  while (const ProbeOrder* const order = worker.probes.front()) {
    send(worker, *order);
    worker.probes.pop();
  }
}

bool take_probe_reply(Worker& worker, const Packet& packet) noexcept {
  const sip::MessageView& reply = worker.job->message;
  const sip::Result<const sip::Via*> top = reply.top_via();
  if (!top) return false;
  const auto number = sip::verify_probe_branch(worker.shared->keys, (*top)->branch);
  if (!number) return false;
  worker.turn = {};
  worker.turn.settled = true;
  ++worker.counters.handed_off;
  Lesson lesson;
  lesson.kind = Lesson::Kind::kProbed;
  lesson.source = {packet.src, packet.sport};
  lesson.number = *number;
  lesson.status = static_cast<std::uint16_t>(reply.status());
  worker.teach(lesson);
  return true;
}

}  // namespace weir::dataplane
