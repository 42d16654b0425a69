#include "dataplane/stage_route.h"

#include <algorithm>

#include "dataplane/bindings.h"
#include "dataplane/stage_outcome.h"
#include "dataplane/stage_send.h"
#include "sip/authentication.h"
#include "sip/contact.h"
#include "sip/name_addr.h"
#include "sip/nonce.h"
#include "sip/uri.h"
#include "sip/validate.h"
#include "sip/via.h"

namespace weir::dataplane {
namespace {

using sip::HeaderId;

void drop(Worker& worker, DropReason reason) noexcept {
  worker.ended = reason;
  worker.counters.drop(reason);
}

// As drop(), for what people will want to see an example of.
void drop_shown(Worker& worker, const Packet& packet, DropReason reason) noexcept {
  drop(worker, reason);
  worker.guard->note_drop(worker.now, packet, reason);
}

// A reply that says what is wrong to those we know; strangers hear nothing, since an answer tells
// them that somebody is here. `error` is what parse() said.
void refuse_malformed(Worker& worker, Packet& packet, sip::Error error) noexcept {
  sip::MessageView& message = worker.message;
  worker.turn = {};
  worker.turn.packet = &packet;
  if (packet.klass >= SourceClass::kTrusted) {
    if (message.fields().empty()) static_cast<void>(message.salvage(packet.text()));
    const sip::Verdict verdict = sip::validate(error, message, sip::kBasicFlaws, {});
    if (verdict.action == sip::Action::kAnswer) {
      worker.turn.top = *message.top_via();
      worker.turn.fix = sip::make_via_fix(*worker.turn.top, {packet.src, packet.sport}, false);
      if (answer_malformed(worker, verdict)) return;
    }
  }
  drop_shown(worker, packet, DropReason::kMalformed);
}

// True when the request brings a nonce back from the address that it was given to.
bool carries_nonce(const Worker& worker, const Packet& packet, std::uint32_t lifetime) noexcept {
  const sip::MessageView& message = worker.message;
  for (const HeaderId id : {HeaderId::kAuthorization, HeaderId::kProxyAuthorization}) {
    const std::string_view value = message.first_value(id);
    if (value.empty()) continue;
    const auto realm = sip::find_auth_param(value, "realm");
    const auto text = sip::find_auth_param(value, "nonce");
    if (!realm || !text) continue;
    const auto now = static_cast<std::uint32_t>(worker.wall_ns / 1'000'000'000);
    const auto nonce =
        sip::verify_nonce(worker.shared->keys, {*realm, packet.src}, *text, now, lifetime);
    if (nonce && nonce->bound && nonce->state == sip::Nonce::State::kFresh) return true;
  }
  return false;
}

void route_request(Worker& worker, Packet& packet, Program& program) noexcept {
  const sip::MessageView& message = worker.message;
  const bool unproved =
      packet.klass == SourceClass::kStranger || packet.klass == SourceClass::kProved;
  const std::int32_t lifetime = program.edition->image->tunables().auth_nonce_expire;
  if (unproved && carries_nonce(worker, packet, static_cast<std::uint32_t>(lifetime))) {
    worker.guard->note_proof(worker.now, packet);
  }
  const DropReason refused = worker.guard->admit_parsed(worker.now, packet, message);
  if (refused != DropReason::kNone) return drop(worker, refused);

  // An ACK to a reply of our own ends here, as with Kamailio's sl module; but without its clock,
  // since the tag proves itself.
  if (message.method() == sip::Method::kAck &&
      sip::verify_reply_tag(worker.shared->keys, message)) {
    return drop(worker, DropReason::kAckAbsorbed);
  }
  begin_message(worker, packet, program);
  worker.turn.top = *message.top_via();
  const routes::RunResult result = routes::run(worker.execution, routes::RouteKind::kRequest, 0);
  worker.locks.release();
  worker.counters.edits_refused += worker.notes.edits_refused;
  if (worker.turn.settled) return;
  if (worker.turn.provisional) {
    ++worker.counters.answered;
    return;
  }
  switch (result.stop) {
    case routes::RunResult::Stop::kError:
      return drop(worker, DropReason::kScriptError);
    case routes::RunResult::Stop::kHandoff:
      // The compiler refuses what would need control, so no image of today gets here.
      return drop(worker, DropReason::kHandoffState);
    case routes::RunResult::Stop::kDone:
    case routes::RunResult::Stop::kDropped:
      break;
  }
  const bool tried = worker.turn.failure != DropReason::kNone;
  drop(worker, tried ? worker.turn.failure : DropReason::kScriptDrop);
}

// Seconds that a 2xx to a REGISTER grants: the most of its Contacts, else Expires.
std::uint32_t granted_expires(const sip::MessageView& reply) noexcept {
  constexpr std::uint32_t kDefault = 3600;  // RFC 3261 section 10.2.1.1 leaves it to the registrar
  const sip::Result<std::uint32_t> field = reply.expires();
  std::uint32_t most = 0;
  sip::ValueList<sip::Contact> contacts(reply, HeaderId::kContact, sip::next_contact);
  while (const auto contact = contacts.next()) {
    most = std::max(most, contact->expires.value_or(field ? *field : kDefault));
  }
  return most;
}

void learn(Worker& worker, const Packet& packet) noexcept {
  const sip::MessageView& reply = worker.message;
  const sip::Result<const sip::Via*> via = reply.second_via();
  if (!via || reply.method_for_reply() != sip::Method::kRegister) return;
  const sip::Result<sip::Endpoint> source = sip::reply_destination(**via);
  const std::uint32_t expires = granted_expires(reply);
  if (!source || expires == 0) return;
  Lesson lesson;
  lesson.teacher_class = packet.klass;
  lesson.listen = packet.listen;
  lesson.source = *source;
  lesson.teacher = {packet.src, packet.sport};
  lesson.seconds = expires;
  worker.teach(lesson);
}

void route_reply(Worker& worker, Packet& packet, Program& program) noexcept {
  const sip::MessageView& reply = worker.message;
  const auto branch = sip::verify_branch(worker.shared->keys, reply, packet.src);
  if (!branch) {
    if (take_probe_reply(worker, packet)) return;
    return drop_shown(worker, packet, DropReason::kUnsolicitedReply);
  }
  if (branch->from_target) {
    worker.guard->note_proof(worker.now, packet);
    // A next hop may ask for fewer requests where it was told so.
    sip::OverloadReport report;
    if (worker.guard->parameters().overload_control() &&
        sip::read_overload_report(**reply.top_via(), report)) {
      worker.overload_clients.learn(worker.now, {packet.src, packet.sport}, report);
    }
  }
  const bool credentials = branch->flags == sip::BranchFlags::kCredentials;
  if (credentials && reply.status() / 100 == 2) learn(worker, packet);

  note_answer(worker, credentials);

  begin_message(worker, packet, program);
  const routes::RunResult result = routes::run(worker.execution, routes::RouteKind::kReply, 0);
  worker.locks.release();
  worker.counters.edits_refused += worker.notes.edits_refused;
  DropReason reason = DropReason::kReplyRouteDrop;
  if (result.stop == routes::RunResult::Stop::kError) {
    reason = DropReason::kScriptError;
  } else if (result.stop == routes::RunResult::Stop::kDone && result.return_code > 0) {
    if (forward_reply(worker)) return;
    reason = worker.turn.failure;
  }
  // The script may have forwarded it already.
  if (!worker.turn.settled) drop(worker, reason);
}

}  // namespace

void begin_message(Worker& worker, Packet& packet, Program& program) noexcept {
  const Edition& edition = *program.edition;
  routes::begin_notes(*edition.image, worker.notes);
  worker.arena.reset();
  worker.reception = {
      .source = {packet.src, packet.sport},
      .destination = {packet.dst, packet.dport},
      .transport = routes::Transport::kUdp,
      .listen = packet.listen,
      .source_class = static_cast<std::uint8_t>(packet.klass),
      .wall_nanoseconds = worker.wall_ns,
      .cycles = count(worker.now),
      .random_seed = worker.next_random(),
      .message_id = ++worker.messages,
  };
  worker.turn = {};
  worker.turn.packet = &packet;
  worker.turn.edition = &edition;
  worker.execution = {
      .image = edition.image.get(),
      .message = &worker.message,
      .reception = &worker.reception,
      .notes = &worker.notes,
      .arena = &worker.arena,
      .workspace = &program.workspace,
      .host = &kHost,
      .host_self = &worker,
      .sending = nullptr,
      .keys = &worker.shared->keys,
      .well_formed = true,
  };
}

void stage_route(Worker& worker, Packet& packet, Program* program) noexcept {
  if (program == nullptr) return drop(worker, DropReason::kNoScript);
  const sip::Error error = worker.message.parse(packet.text());
  if (error != sip::Error::kNone || !sip::well_formed(worker.message)) {
    return refuse_malformed(worker, packet, error);
  }
  if (worker.message.is_request()) {
    ++worker.counters.requests;
    route_request(worker, packet, *program);
  } else {
    ++worker.counters.replies;
    route_reply(worker, packet, *program);
  }
}

bool carries_cookie(const void* self, const sip::MessageView& message) noexcept {
  const sip::KeyRing& keys = *static_cast<const sip::KeyRing*>(self);
  const sip::Result<std::string_view> call_id = message.call_id();
  if (!call_id) return false;
  sip::ValueList<sip::NameAddr> list(message, HeaderId::kRoute, sip::next_name_addr);
  if (const auto route = list.next()) {
    const sip::Result<sip::Uri> uri = sip::parse_uri(route->uri);
    if (uri && sip::verify_dialog_cookie(keys, *call_id, uri->params.find(kCookieParam).value)) {
      return true;
    }
  }
  const sip::Result<const sip::Uri*> uri = message.uri();  // a strict router put ours there
  return uri && sip::verify_dialog_cookie(keys, *call_id, (*uri)->params.find(kCookieParam).value);
}

}  // namespace weir::dataplane
