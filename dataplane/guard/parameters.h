// The guard's numbers, as the script's modparams give them.
#pragma once

#include "dataplane/guard/precedence.h"

#include <array>
#include <cstdint>

namespace weir::dataplane::tables {
class SharedTable;
}

namespace weir::dataplane::guard {

// What a stranger's request asks for, for budgets of their own.
enum class MethodGroup : std::uint8_t { kRegister, kInvite, kOptions, kOther };
inline constexpr std::size_t kMethodGroups = 4;

// Rates are packets a second and lcore, bursts packets, times seconds. A rate of 0 is no limit.
struct Parameters {
  std::uint32_t source_rate = 40;  // a stranger's or proved source's (IPv4 /32, IPv6 /64)
  std::uint32_t source_burst = 80;
  std::uint32_t prefix_rate = 2000;  // strangers of one IPv4 /24 or IPv6 /48
  std::uint32_t prefix_burst = 4000;
  std::uint32_t stranger_rate = 0;   // all strangers together
  std::uint32_t stranger_burst = 0;  // 0: a tenth of a second's worth
  std::uint32_t trusted_rate = 200;  // one trusted address and port
  std::uint32_t trusted_burst = 400;
  std::uint32_t foreign_rate = 20;  // all other ports of a trusted address
  std::uint32_t foreign_burst = 40;
  std::uint32_t peer_rate = 0;                              // one peer entry
  std::uint32_t peer_burst = 0;                             // 0: a second's worth
  std::uint32_t method_rate[kMethodGroups] = {0, 0, 0, 0};  // strangers, by what they ask for
  std::uint32_t emergency_rate = 10;  // emergency calls that no other budget lets in; 0: none
  std::array<EmergencyNumber, 8> emergency_numbers{};
  std::uint32_t reply_rate = 1000;   // stateless replies to strangers
  std::uint32_t keepalive_rate = 2;  // answers to one flow's keepalives; 0: to nobody's
  std::uint32_t ban_seconds = 30;    // the first automatic ban; doubles up to ban_limit
  std::uint32_t ban_limit = 3600;
  std::uint32_t ban_excess = 200;  // packets over its rate in one second that ban a proved source
  std::uint32_t proved_seconds = 300;  // how long a proof of path is remembered
  std::uint32_t trust_seconds = 7200;  // the longest trust a command may give
  std::uint32_t scan_limit = 8;        // users refused to a stranger that make a scan; 0: no scans
  std::uint32_t pike_unit = 2;         // pike's sampling_time_unit
  std::uint32_t pike_density = 30;     // pike's reqs_density_per_unit
  std::uint32_t pike_latency = 120;    // pike's remove_latency
  bool stranger_always = false;        // strangers' budgets hold without pressure too
  bool refuse_foreign_dialogs = false;
  bool ban_gate = false;  // the image's compiler proved that ban_table's test comes first
  // Whose address keys are the script's own bans; read only with ban_gate. Null: none.
  const tables::SharedTable* ban_table = nullptr;
  bool overload_loss = false;  // overload control with friends, by RFC 7339
  bool overload_rate = false;  // and by RFC 7415
  bool overload_control() const noexcept { return overload_loss || overload_rate; }
  bool observe = false;  // count what would be dropped, drop nothing
};

// Fixed memory, taken at start.
struct GuardSizes {
  std::uint32_t sources = 1u << 20;    // source slots; rounded up to a power of two
  std::uint32_t prefixes = 1u << 17;   // prefix slots; the same
  std::uint32_t addresses = 1u << 16;  // banned or trusted addresses at once
  std::uint32_t flows = 1u << 16;      // trusted or proved flows at once
  std::uint32_t peers = 4096;          // peer entries with a cap of their own; more share
  std::uint32_t pike = 1u << 16;       // sources that pike_check_req() was asked about
  std::uint32_t meters = 1u << 15;     // sources whose $guard(rate) was asked for
  std::uint32_t dialogs = 1u << 16;    // dialogs whose cookie somebody has said lately
};

// The name by which other rooms know it.
using GuardParameters = Parameters;

}  // namespace weir::dataplane::guard
