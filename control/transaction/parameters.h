// Parameters of module tm, as a script sets them.
#pragma once

#include "control/timers.h"
#include "routes/settings.h"

#include <cstdint>
#include <string>

namespace weir::control::transaction {

// Kamailio's names and defaults.
struct Parameters {
  Milliseconds fr{30'000};
  Milliseconds fr_inv{120'000};
  Milliseconds retransmit_first{500};
  Milliseconds retransmit_most{4'000};
  Milliseconds lifetime_inv{180'000};  // 0: no limit
  Milliseconds lifetime{32'000};
  Milliseconds wait{5'000};
  bool auto_trying = true;
  std::string trying_reason = "trying -- your call is important to us";
  bool relay_trying = false;
  bool remap_503 = true;
  bool aggregate_challenges = true;
  bool restart_fr = true;
  bool block_6xx = true;
  bool cancel_reason = true;      // e2e_cancel_reason
  bool own_cancel_reason = true;  // local_cancel_reason
  int cancel_without_reply = 1;   // cancel_b_method
  int unmatched_cancel = 0;
  int failure_reply_mode = 3;
  int faked_reply_priority = 0;
  unsigned most_branches = 12;  // the core's max_branches
  unsigned default_code = 500;
  std::string default_reason = "Server Internal Error";
  std::size_t most_transactions = 262'144;
};

Parameters read_parameters(const routes::Settings& settings);

}  // namespace weir::control::transaction
