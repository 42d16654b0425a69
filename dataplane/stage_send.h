// What leaves because of a message: a forwarded request, a forwarded reply, an answer of our own.
#pragma once

#include "dataplane/worker.h"
#include "routes/host.h"
#include "sip/validate.h"

namespace weir::dataplane {

// All work on worker.job->message, worker.job->notes and worker.turn. What was committed is settled by its
// port; when nothing was, the result is false and turn.failure says why. Callers settle that.

// Kamailio's forward(): Via (and Record-Route) added, edits applied, onsend_route run.
bool forward_request(Worker& worker, const routes::Target& target) noexcept;

// The first half of it: where the request leaves and the edits that it needs, in worker.edits. What
// onsend_route does to it is asked by is_stopped().
bool prepare_request(Worker& worker, const routes::Target& target, Send& send) noexcept;
bool prepare_reply(Worker& worker, Send& send) noexcept;

// onsend_route sees the final buffer and may stop the send, nothing else.
bool is_stopped(Worker& worker, const Send& send, std::string_view buffer) noexcept;

// Takes our Via off and sends the reply to where the next one says. RFC 3261 section 16.7.
bool forward_reply(Worker& worker) noexcept;

// A stateless reply to the request (RFC 3261 section 8.2.7), to where it came from.
bool answer(Worker& worker, const routes::ReplyOrder& order) noexcept;

// Answers as `verdict` says, for a request with a basic flaw; turn.top and turn.fix are set.
bool answer_malformed(Worker& worker, const sip::Verdict& verdict) noexcept;

// Any text, beside whatever else happens, from the listen socket of that index; -1: as forwarded
// messages do.
bool send_text(Worker& worker, const sip::Endpoint& to, int socket, std::string_view text) noexcept;

// Which of our addresses a datagram to `to` leaves from, by that socket.
sip::Endpoint own_endpoint(const Listen& listen, const sip::Address& to) noexcept;

// The listen socket to send to `to` from (semantics of Kamailio's get_send_socket): the forced one
// if its address family fits, else the one the message came to, unless that is on loopback and
// `to` is not, else the first of the family that is not on loopback. kNoListen: none fits.
// Unlike Kamailio, where the kernel's `routes` lead to a socket of another port than the one the
// message came by, that socket is taken: from a DPDK port there is no other way.
std::uint16_t choose_listen(Listens listens, int forced, std::uint16_t received,
                            const sip::Address& to, const RouteTable* routes = nullptr) noexcept;

}  // namespace weir::dataplane
