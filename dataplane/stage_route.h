// What becomes of an admitted packet: parsed, judged once more, given to the script.
#pragma once

#include "dataplane/worker.h"

namespace weir::dataplane {

// Settles `packet` in the account, or leaves that to the port that took its principal datagram.
// `program` may be null: nothing has been published yet.
void stage_route(Worker& worker, Packet& packet, Program* program) noexcept;

// Readies notes, arena, reception and execution for the message in `worker.job->message`.
void begin_message(Worker& worker, Packet& packet, Program& program) noexcept;

// An execution over worker.job as it stands, by that program.
routes::Execution make_execution(Worker& worker, Program& program) noexcept;

// The URI parameter of our Record-Route that proves a dialog's path (sip::dialog_cookie).
inline constexpr std::string_view kCookieParam = "weir";

// guard::CookieCheck: `self` is the sip::KeyRing.
bool carries_cookie(const void* self, const sip::MessageView& message) noexcept;

}  // namespace weir::dataplane
