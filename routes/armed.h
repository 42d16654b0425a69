// Armed: what a script has said of the transaction that it works on, or that it will make.
#pragma once

#include <cstdint>
#include <type_traits>

namespace weir::routes {

// Slots of routes, -1 none; times in milliseconds, 0 the module's parameter.
struct Armed {
  static constexpr std::int16_t kNone = -1;

  std::int16_t on_failure = kNone;
  std::int16_t on_branch = kNone;
  std::int16_t on_reply = kNone;
  std::int16_t on_branch_failure = kNone;  // slot of event_route[tm:branch-failure:NAME]

  std::uint32_t fr_inv = 0;  // t_set_fr()
  std::uint32_t fr = 0;
  std::uint32_t retransmit_first = 0;  // t_set_retr()
  std::uint32_t retransmit_most = 0;
  std::uint32_t lifetime_inv = 0;  // t_set_max_lifetime()
  std::uint32_t lifetime = 0;

  bool no_trying = false;          // t_set_auto_inv_100(0)
  bool no_6xx_block = false;       // t_set_disable_6xx()
  bool no_internal_reply = false;  // t_set_disable_internal_reply()
  bool no_cancel_reason = false;   // t_set_no_e2e_cancel_reason()

  bool operator==(const Armed&) const = default;
};

static_assert(std::is_trivially_copyable_v<Armed>);

}  // namespace weir::routes
