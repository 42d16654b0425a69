// What control tells a guard: one small value through the lcore's command ring.
#pragma once

#include "dataplane/guard/parameters.h"
#include "sip/address.h"

#include <cstdint>
#include <type_traits>

namespace weir::dataplane::guard {

class AccessLists;
class Signatures;
struct Survey;

// Who asked for a ban. Only kAutomatic doubles; the others mean what they say.
enum class BanReason : std::uint8_t { kAutomatic, kOperator, kScript };

enum class CommandKind : std::uint8_t {
  kBan,         // address, seconds (0: the automatic length, doubling), reason
  kUnban,       // address
  kTrust,       // address, port, seconds
  kDistrust,    // address, port
  kLists,       // lists: peers and denied prefixes; the one before is no longer used afterwards
  kSignatures,  // signatures: of this lcore alone; the one before is no longer used afterwards
  kParameters,  // parameters: read at once, not kept
  kSurvey,      // survey: filled over the next turns, then marked done
};

// Trivially copyable, a multiple of four bytes. What the pointers point at belongs to control and
// must stay until the command was applied (`lists` and `signatures`: until the next of that kind
// was; `survey`: until it is marked done).
struct GuardCommand {
  CommandKind kind = CommandKind::kBan;
  BanReason reason = BanReason::kOperator;
  std::uint16_t port = 0;
  std::uint32_t seconds = 0;
  sip::Address address;
  union {
    const AccessLists* lists = nullptr;
    Signatures* signatures;
    const Parameters* parameters;
    Survey* survey;
  };

  static GuardCommand ban(const sip::Address& address, std::uint32_t seconds, BanReason reason) {
    GuardCommand command;
    command.kind = CommandKind::kBan;
    command.reason = reason;
    command.seconds = seconds;
    command.address = address;
    return command;
  }
  static GuardCommand unban(const sip::Address& address) {
    GuardCommand command;
    command.kind = CommandKind::kUnban;
    command.address = address;
    return command;
  }
  static GuardCommand trust(const sip::Endpoint& flow, std::uint32_t seconds) {
    GuardCommand command;
    command.kind = CommandKind::kTrust;
    command.port = flow.port;
    command.seconds = seconds;
    command.address = flow.address;
    return command;
  }
  static GuardCommand distrust(const sip::Endpoint& flow) {
    GuardCommand command;
    command.kind = CommandKind::kDistrust;
    command.port = flow.port;
    command.address = flow.address;
    return command;
  }
  static GuardCommand publish(const AccessLists* lists) {
    GuardCommand command;
    command.kind = CommandKind::kLists;
    command.lists = lists;
    return command;
  }
  static GuardCommand publish(Signatures* signatures) {
    GuardCommand command;
    command.kind = CommandKind::kSignatures;
    command.signatures = signatures;
    return command;
  }
  static GuardCommand set(const Parameters* parameters) {
    GuardCommand command;
    command.kind = CommandKind::kParameters;
    command.parameters = parameters;
    return command;
  }
  static GuardCommand look(Survey* survey) {
    GuardCommand command;
    command.kind = CommandKind::kSurvey;
    command.survey = survey;
    return command;
  }
};

static_assert(std::is_trivially_copyable_v<GuardCommand>);
static_assert(sizeof(GuardCommand) % 4 == 0);

}  // namespace weir::dataplane::guard
