// What forwarding itself changes in a message: Via, Record-Route, Route, R-URI, Content-Length.
#pragma once

#include "dataplane/text_line.h"
#include "dataplane/worker.h"
#include "sip/via.h"

namespace weir::dataplane {

// Fills worker.edits: the script's edits and those of a request that leaves as `send` says. Needs
// turn.top and turn.fix. False when a text or an edit finds no room.
//
// The top lines come out as Kamailio orders them: Record-Route, our Via, the rest.
bool add_forward_edits(Worker& worker, const Send& send) noexcept;

// Fills worker.edits: the script's edits, our Via taken off, a status changed by the script.
bool add_reply_edits(Worker& worker) noexcept;

// "HOST[:PORT]" that the world knows a socket by; a wildcard is known by the address in use.
void add_sent_by(TextLine& line, const Listen& listen, const sip::Endpoint& address) noexcept;

// What we ask of the friend whose Via says that it can hold back, in the arena; empty for others,
// and without overload control.
std::string_view overload_report(Worker& worker, const sip::Via& via, SourceClass klass) noexcept;

// The socket whose number our Via carries in its parameter `i`: where the request had come to, when
// it left by another one. -1: the parameter is not there or names no socket.
//
// The MAC does not cover it: whoever changes it can only choose among our own sockets.
int socket_of_our_via(const sip::Via& via, Listens listens) noexcept;

}  // namespace weir::dataplane
