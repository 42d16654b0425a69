// What happens to the guards, and the event routes that a script has for it.
#include "control/bridge_state.h"
#include "dataplane/drops.h"
#include "dataplane/event_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace weir::control {
namespace {

using dataplane::DropReason;
using dataplane::EventFacts;
using dataplane::Lesson;
using dataplane::guard::BanReason;
using dataplane::guard::GuardCommand;

// What a flood is made of: refused before the script, but for what friends do.
constexpr auto kOfFloods = std::to_array<DropReason>({
    DropReason::kBadFrame,      DropReason::kChecksum,         DropReason::kFragment,
    DropReason::kOversize,      DropReason::kNotSip,           DropReason::kReflection,
    DropReason::kBanned,        DropReason::kDenied,           DropReason::kGeoip,
    DropReason::kRateSource,    DropReason::kRatePrefix,       DropReason::kRateStrangers,
    DropReason::kMalformed,     DropReason::kScanner,          DropReason::kForeignDialog,
    DropReason::kRateMethod,    DropReason::kUnsolicitedReply, DropReason::kReplyBudget,
    DropReason::kExceptionFull,
});

std::string_view reason_text(BanReason reason) {
  switch (reason) {
    case BanReason::kAutomatic:
      return "automatic";
    case BanReason::kOperator:
      return "operator";
    case BanReason::kScript:
      break;
  }
  return "script";
}

std::int32_t clamp(std::uint64_t number) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::min(number, kMost));
}

std::uint64_t flood_drops(const dataplane::Counters& counters) {
  std::uint64_t sum = counters.observed_drops;
  for (const DropReason reason : kOfFloods) sum += counters.drops[static_cast<std::size_t>(reason)];
  return sum;
}

}  // namespace

void Bridge::State::learn(const Lesson& lesson) {
  switch (lesson.kind) {
    case Lesson::Kind::kRegistered:
      if (!believes(lesson, script.targets, plane->addresses())) return;
      if (lesson.seconds == 0) return distrust(lesson.source);
      return trust(lesson.source, lesson.seconds);
    case Lesson::Kind::kBanned:
      // An automatic ban stands where the source is; the script's word counts everywhere.
      if (lesson.reason == BanReason::kScript) {
        plane->tell_all(GuardCommand::ban(lesson.source.address, lesson.seconds, lesson.reason));
      }
      if (!lesson.quiet) tell_ban(lesson.source.address, lesson.seconds, lesson.reason);
      return;
    case Lesson::Kind::kUnbanned:
      plane->tell_all(GuardCommand::unban(lesson.source.address));
      return;
    case Lesson::Kind::kTrusted:
      return trust(lesson.source, lesson.seconds);
    case Lesson::Kind::kRefused:
      return note_refusal(lesson.source.address, lesson.user_text());
    case Lesson::Kind::kProbed:
      return prober.take_reply(
          lesson.number, lesson.status,
          [this](const dispatcher::StateChange& change) { tell_state(change); });
  }
}

void Bridge::State::tell_ban(const sip::Address& address, std::uint32_t seconds, BanReason reason) {
  if (!plane->has_event("guard:ban")) return;
  if (!ban_events.take(script.guard.ban_events)) return;
  EventFacts facts;
  facts.address = address;
  // Only a proved source is banned by the guard itself.
  if (reason == BanReason::kAutomatic) facts.klass = dataplane::SourceClass::kProved;
  facts.reason = reason_text(reason);
  facts.seconds = clamp(seconds);
  plane->run_event("guard:ban", facts);
}

void Bridge::each_second() {
  State& s = *state_;
  const GuardSettings& guard = s.script.guard;
  s.keep_trust(false);
  if (const std::uint64_t refused = s.ban_events.renew(); refused != 0) {
    s.log->write(Level::kWarning,
                 fmt::format("{} bans without event_route[guard:ban]: over {} a second", refused,
                             guard.ban_events));
  }
  s.scan_events.renew();
  const std::uint64_t drops = flood_drops(s.plane->total());
  const std::uint64_t dropped = drops - std::min(drops, s.flood_drops);
  s.flood_drops = drops;
  EventFacts facts;
  facts.address = sip::Address::v4(0x7f000001);
  switch (s.flood.step(dropped, guard.flood_rate, guard.flood_seconds)) {
    case FloodWatch::Change::kNone:
      return;
    case FloodWatch::Change::kStart:
      facts.dropped = clamp(s.flood.dropped());
      s.log->write(Level::kNotice,
                   fmt::format("a flood: {} packets refused in a second", s.flood.dropped()));
      s.plane->run_event("guard:flood-start", facts);
      return;
    case FloodWatch::Change::kEnd:
      facts.dropped = clamp(s.flood.dropped());
      facts.seconds = clamp(s.flood.seconds());
      s.log->write(Level::kNotice, fmt::format("the flood is over: {} packets refused in {} s",
                                               s.flood.dropped(), s.flood.seconds()));
      s.plane->run_event("guard:flood-end", facts);
      return;
  }
}

}  // namespace weir::control
