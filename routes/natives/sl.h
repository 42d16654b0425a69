// Stateless replies.
#pragma once

#include "routes/host.h"
#include "routes/vm.h"

#include <string_view>

namespace weir::routes {

// Answers the request: To tag from code 180 on, Contact in a redirect, what append_to_reply() and
// set_reply_body() collected. False for a reply or an ACK, which get none, and when the plane
// could not send.
bool send_stateless(Execution& e, unsigned code, std::string_view reason) noexcept;

// What such an answer says but for its To tag: Contact in a redirect, what the script collected.
ReplyOrder reply_order(Execution& e, unsigned code, std::string_view reason) noexcept;

// How an action's error is answered, statelessly or in a transaction: Kamailio 5.6.3's codes and
// phrases, seen on the wire. The number behind the phrase is the caller's to add.
struct ErrorReply {
  unsigned code;
  std::string_view phrase;
};
ErrorReply error_reply(ScriptError error) noexcept;

}  // namespace weir::routes
