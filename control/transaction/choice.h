// Which reply goes upstream. RFC 3261 section 16.7 (6), in Kamailio's order.
#pragma once

#include "control/transaction/transaction.h"

namespace weir::control::transaction {

// How good a refusal is; the least is the best. 6xx, 3xx, 4xx, 5xx, and of the 4xx first those that
// tell the client what to do: 401, 407, 415, 420, 484.
int priority(unsigned status) noexcept;

// The best final refusal of the branches, the first of equals; -1: none. `making` is the branch
// whose reply is just being made: faked_priority counts for earlier ones.
int choose(const Transaction& transaction, int making, int faked_priority) noexcept;

}  // namespace weir::control::transaction
