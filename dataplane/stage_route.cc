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
  sip::MessageView& message = worker.job->message;
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

void drop_unsettled(Worker& worker, DropReason reason) noexcept {
  if (!worker.turn.settled) drop(worker, reason);
}

// Gives the job to control and goes on with another one. Nothing is moved: notes, arena and message
// stay where they are.
void hand_over(Worker& worker, const Packet& packet, bool is_reply) noexcept {
  routes::Job* const* const next = worker.fresh_jobs.front();
  if (next == nullptr) return drop_unsettled(worker, DropReason::kHandoffFull);
  Handoff item{worker.job, worker.turn.edition, packet, worker.turn,
               is_reply,   worker.log.written()};
  const std::string_view text = worker.job->message.raw();
  item.packet.data = const_cast<char*>(text.data());  // the job's own copy
  item.packet.mbuf = nullptr;
  if (!worker.handoffs.try_push(item)) return drop_unsettled(worker, DropReason::kHandoffFull);
  worker.job = *next;
  worker.fresh_jobs.pop();
  worker.turn.handed_over = true;
  if (!worker.turn.settled) ++worker.counters.handed_off;
  worker.shared->bell.ring();
}

// True when the request brings a nonce back from the address that it was given to.
bool carries_nonce(const Worker& worker, const Packet& packet, std::uint32_t lifetime) noexcept {
  const sip::MessageView& message = worker.job->message;
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
  const sip::MessageView& message = worker.job->message;
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
  if (result.stop == routes::RunResult::Stop::kHandoff) {
    if (result.return_code == 0) return drop_unsettled(worker, DropReason::kHandoffState);
    return hand_over(worker, packet, /*is_reply=*/false);
  }
  worker.counters.edits_refused += worker.job->notes.edits_refused;
  if (worker.turn.settled) return;
  if (worker.turn.provisional) {
    ++worker.counters.answered;
    return;
  }
  switch (result.stop) {
    case routes::RunResult::Stop::kError:
      return drop(worker, DropReason::kScriptError);
    case routes::RunResult::Stop::kHandoff:
      break;  // seen above
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
  const sip::MessageView& reply = worker.job->message;
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
  const sip::MessageView& reply = worker.job->message;
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
  // To a transaction: its reply_route runs on control. Without one it is forwarded as it comes.
  if (branch->stateful && program.edition->image->hands_off()) {
    return hand_over(worker, packet, /*is_reply=*/true);
  }
  const routes::RunResult result = routes::run(worker.execution, routes::RouteKind::kReply, 0);
  worker.locks.release();
  worker.counters.edits_refused += worker.job->notes.edits_refused;
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
  routes::begin_notes(*edition.image, worker.job->notes);
  worker.job->arena.reset();
  worker.job->reception = {
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
  worker.execution = make_execution(worker, program);
}

routes::Execution make_execution(Worker& worker, Program& program) noexcept {
  return {
      .image = program.edition->image.get(),
      .message = &worker.job->message,
      .reception = &worker.job->reception,
      .notes = &worker.job->notes,
      .arena = &worker.job->arena,
      .workspace = &program.workspace,
      .host = &kHost,
      .host_self = &worker,
      .sending = nullptr,
      .keys = &worker.shared->keys,
      .well_formed = true,
      .transactions = nullptr,
      .suspended = &worker.job->suspended,
  };
}

void stage_route(Worker& worker, Packet& packet, Program* program) noexcept {
  if (program == nullptr) return drop(worker, DropReason::kNoScript);
  // What may change planes is read from a copy that goes along.
  const bool may_leave = program->edition->image->hands_off();
  const std::string_view text = may_leave ? worker.job->hold(packet.text()) : packet.text();
  const sip::Error error = worker.job->message.parse(text);
  if (error != sip::Error::kNone || !sip::well_formed(worker.job->message)) {
    return refuse_malformed(worker, packet, error);
  }
  if (worker.job->message.is_request()) {
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
