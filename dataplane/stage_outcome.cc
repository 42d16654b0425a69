#include "dataplane/stage_outcome.h"

#include "dataplane/guard/scanners.h"
#include "sip/via.h"

#include <algorithm>

namespace weir::dataplane {
namespace {

using sip::HeaderId;

// Nobody there, an incomplete number, forbidden; and, where somebody has tried a password, another
// challenge. A challenge alone is how every registration begins.
bool is_refusal(unsigned status, bool with_credentials) noexcept {
  if (status == 401 || status == 407) return with_credentials;
  return status == 403 || status == 404 || status == 484 || status == 604;
}

void tell(Worker& worker, const sip::Address& source, std::string_view user,
          unsigned status) noexcept {
  if (user.empty() || !worker.outcomes.admit(worker.now, worker.outcome_rate)) return;
  Lesson lesson;
  lesson.kind = Lesson::Kind::kRefused;
  lesson.source.address = source;
  lesson.status = static_cast<std::uint16_t>(status);
  lesson.user_size = static_cast<std::uint8_t>(std::min(user.size(), lesson.user.size()));
  std::copy_n(user.begin(), lesson.user_size, lesson.user.begin());
  worker.teach(lesson);
}

std::string_view to_user(const sip::MessageView& message) noexcept {
  const auto to = message.to();
  return to ? guard::uri_user((*to)->uri) : std::string_view();
}

bool is_watched(const Worker& worker) noexcept {
  return worker.guard->parameters().scan_limit != 0;
}

}  // namespace

void note_own_answer(Worker& worker, unsigned status) noexcept {
  const Packet& packet = *worker.turn.packet;
  if (status < 400 || packet.klass >= SourceClass::kTrusted || !is_watched(worker)) return;
  const sip::MessageView& request = worker.job->message;
  const bool credentials =
      request.has(HeaderId::kAuthorization) || request.has(HeaderId::kProxyAuthorization);
  if (!is_refusal(status, credentials)) return;
  // A REGISTER names the user in To only.
  const bool in_to = request.method() == sip::Method::kRegister;
  tell(worker, packet.src, in_to ? to_user(request) : guard::uri_user(request.request_uri()),
       status);
}

void note_answer(Worker& worker, bool with_credentials) noexcept {
  const sip::MessageView& reply = worker.job->message;
  const unsigned status = reply.status();
  if (status < 400 || !is_refusal(status, with_credentials) || !is_watched(worker)) return;
  const sip::Result<const sip::Via*> via = reply.second_via();
  if (!via) return;
  const sip::Result<sip::Endpoint> source = sip::reply_destination(**via);
  if (!source) return;
  const SourceClass klass = worker.guard->class_of(worker.now, source->address);
  if (klass == SourceClass::kStranger || klass == SourceClass::kProved) {
    tell(worker, source->address, to_user(reply), status);
  }
}

}  // namespace weir::dataplane
