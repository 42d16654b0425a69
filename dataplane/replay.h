// One lcore on frames of a capture: the decoder, the guard and the script of the live path, with
// the capture's clock, and nothing is sent. Needs no EAL and no privilege.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dataplane/guard/access_lists.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/signatures.h"
#include "dataplane/lesson.h"
#include "dataplane/outcome.h"
#include "dataplane/plane.h"
#include "dataplane/stage_decode.h"

namespace weir::dataplane {

// What became of one frame.
struct Judged {
  // kDatagram has been judged; kException is not for one of our sockets, and kFragment is a piece
  // of a datagram, which is not put together here.
  FrameKind kind = FrameKind::kException;
  sip::Endpoint source;  // of UDP
  sip::Endpoint destination;
  SourceClass klass = SourceClass::kStranger;
  Outcome outcome;             // of kDatagram, kBadFrame and kChecksum
  bool banned = false;         // the guard bans the source for this packet
  bool script_banned = false;  // the source is in the script's ban table
};

class Replay {
 public:
  Replay();
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  // As Plane::open and publish; `settings.devices` is not looked at. The listens' addresses need
  // not be this machine's; wildcards match nothing.
  Problem open(const PlaneSettings& settings, Publication publication);
  void publish_lists(std::unique_ptr<const guard::AccessLists> lists);
  Problem publish_signatures(const std::shared_ptr<const guard::SignatureSet>& set);

  // One Ethernet frame that came at `wall_ns`. Time never goes back: an earlier frame comes at the
  // time of the one before.
  Judged judge(std::span<const std::uint8_t> frame, std::int64_t wall_ns);

  // The datagram of the last frame that was kDatagram.
  std::string_view payload() const noexcept;

  // What the last frame taught, and an answer to it.
  bool take_lesson(Lesson& lesson);
  void tell(const guard::GuardCommand& command);
  const guard::AddressList* addresses() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace weir::dataplane
