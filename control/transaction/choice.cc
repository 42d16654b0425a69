#include "control/transaction/choice.h"

namespace weir::control::transaction {

int priority(unsigned status) noexcept {
  const auto rest = static_cast<int>(status % 100);
  switch (status / 100) {
    case 6:
      return 1000 + rest;
    case 3:
      return 3000 + rest;
    case 5:
      return 5000 + rest;
    case 4:
      break;
    default:
      return 10000 + static_cast<int>(status);
  }
  const bool tells =
      status == 401 || status == 407 || status == 415 || status == 420 || status == 484;
  return tells ? 4000 + rest : 4100 + rest;
}

int choose(const Transaction& transaction, int making, int faked_priority) noexcept {
  int best = -1;
  int least = 0;
  for (std::size_t i = 0; i < transaction.branches.size(); ++i) {
    const Branch& branch = transaction.branches[i];
    if (branch.unsent || branch.dropped || branch.status < 300) continue;
    int rank = priority(branch.status);
    if (branch.faked && static_cast<int>(i) != making) rank += faked_priority;
    if (best >= 0 && rank >= least) continue;
    best = static_cast<int>(i);
    least = rank;
  }
  return best;
}

}  // namespace weir::control::transaction
