// Sums and rates of the lcores' counters, as the operator sees them.
#pragma once

#include "control/admin/protocol.h"
#include "control/bridge.h"
#include "control/timers.h"

#include <cstdint>
#include <vector>

namespace weir::control {

// Keeps the last two samples, a second apart; rates are what happened between them.
class Statistics {
 public:
  explicit Statistics(std::uint64_t cycles_per_second) : cycles_per_second_(cycles_per_second) {}

  // Once a second.
  void sample(Milliseconds now, std::vector<LcoreCounts> counts);

  // `sipweirctl stats` and `drops`, from `counts` as they are now and the rates of the last second.
  admin::Json stats(Milliseconds now, const std::vector<LcoreCounts>& counts) const;
  admin::Json drops(const std::vector<LcoreCounts>& counts) const;
  // What the guards let past their first gate, a row a class.
  admin::Json classes(const std::vector<LcoreCounts>& counts) const;

  // One line for the log at the end and on SIGUSR1.
  static std::string summary(const std::vector<LcoreCounts>& counts);

 private:
  struct Sample {
    Milliseconds at{};
    std::vector<LcoreCounts> counts;
  };

  // Events a second between the two samples; 0 before there are two.
  double rate(std::uint64_t before, std::uint64_t after) const;
  admin::Json lcore(const LcoreCounts& now, std::size_t index) const;

  std::uint64_t cycles_per_second_;
  Sample older_;
  Sample newer_;
};

// Sums over all lcores; empty counts give an all-zero sum.
LcoreCounts sum_counts(const std::vector<LcoreCounts>& counts);

std::uint64_t dropped(const LcoreCounts& counts);

// received minus everything that became of it: 0, always.
std::int64_t account_difference(const LcoreCounts& counts);

}  // namespace weir::control
