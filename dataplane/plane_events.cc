// Event routes: the control thread runs them, as an lcore of its own without packets or ports.
#include <ctime>

#include "dataplane/bindings.h"
#include "dataplane/plane_state.h"
#include "dataplane/stage_route.h"
#include "sip/validate.h"

namespace weir::dataplane {
namespace {

// An event has no message, and scripts read one: as in Kamailio it is an OPTIONS of our own.
constexpr std::string_view kEventMessage =
    "OPTIONS sip:event@sipweir.invalid SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKevent\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:event@sipweir.invalid>;tag=event\r\n"
    "To: <sip:event@sipweir.invalid>\r\n"
    "Call-ID: event@sipweir.invalid\r\n"
    "CSeq: 1 OPTIONS\r\n"
    "Content-Length: 0\r\n\r\n";

// The lcores' host, but nothing is sent: there is no queue to send from, and nobody to answer.
const routes::Host& event_host() noexcept {
  static const routes::Host kEventHost = [] {
    routes::Host host = kHost;
    host.reply = [](routes::Execution&, const routes::ReplyOrder&) noexcept { return false; };
    host.forward = [](routes::Execution& e, const routes::Target&) noexcept {
      e.error = routes::ScriptError::kNoSocket;
      return false;
    };
    host.send_copy = [](routes::Execution&, const sip::Endpoint&) noexcept { return false; };
    host.send_text = [](routes::Execution&, const sip::Endpoint&, int, std::string_view) noexcept {
      return false;
    };
    return host;
  }();
  return kEventHost;
}

std::int64_t wall_nanoseconds() noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

bool Plane::State::make_desk(std::uint32_t log_lines) {
  // It judges no packets, but counts for pike and for replies what messages that were handed over do.
  constexpr guard::GuardSizes kSmall{4096, 4096, 4096, 4096, 64, 64, 64};
  auto guard = guard::Guard::make(shared.frequency, seed, *parameters, kSmall);
  if (guard == nullptr) return false;
  const auto number = static_cast<unsigned>(workers.size());
  desk = std::make_unique<Worker>(number, shared, std::move(guard), seed * (2 * number + 3),
                                  log_lines);
  for (const auto& port : shared.ports) port->attach(number, desk->counters);
  return true;
}

bool Plane::has_event(std::string_view name) const noexcept {
  const routes::Image* const running = image();
  return running != nullptr &&
         running->has_route(routes::RouteKind::kEvent,
                            running->find_route(routes::RouteKind::kEvent, name));
}

bool Plane::run_event(std::string_view name, const EventFacts& facts) {
  State& s = *state_;
  if (!has_event(name)) return false;
  Worker& desk = *s.desk;
  Program& program = *s.current.programs.back();
  desk.now = read_cycles();
  desk.wall_ns = wall_nanoseconds();
  if (desk.job->message.parse(kEventMessage) != sip::Error::kNone) return false;
  Packet packet;
  packet.src = facts.address;
  packet.dst = sip::Address::v4(0x7f000001);
  packet.klass = facts.klass;
  begin_message(desk, packet, program);
  desk.execution.host = &event_host();
  desk.event = &facts;
  const int slot = image()->find_route(routes::RouteKind::kEvent, name);
  routes::run(desk.execution, routes::RouteKind::kEvent, slot);
  desk.locks.release();
  desk.event = nullptr;
  return true;
}

}  // namespace weir::dataplane
