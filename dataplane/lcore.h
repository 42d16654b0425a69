// The loop of one lcore: take a burst, judge it, route it, send, give it back.
#pragma once

#include "dataplane/worker.h"

namespace weir::dataplane {

// Runs until worker.stop is set (and worker.idle woken).
void run_lcore(Worker& worker) noexcept;

// One turn of it: commands, a burst of every port, and what has to be done once a turn. True when
// there were packets. For tests and benches, which call it without a loop.
bool run_turn(Worker& worker) noexcept;

// The same at a time that the caller names. `wall_ns` 0: the clock is read when packets came.
bool run_turn_at(Worker& worker, Cycles now, std::int64_t wall_ns) noexcept;

}  // namespace weir::dataplane
