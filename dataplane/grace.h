// Grace periods without waiting: when may what lcores have been reading be freed?
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>

#include <rte_rcu_qsbr.h>

namespace weir::dataplane {

inline constexpr unsigned kMaxWorkers = 64;

// rte_rcu_qsbr with up to kMaxWorkers readers. It lives in ordinary memory and needs no EAL, so
// that it can be tested under ThreadSanitizer. One writer (control); a reader that sleeps or has
// not started is offline and holds nothing.
class Grace {
 public:
  Grace() {
    const std::size_t size = rte_rcu_qsbr_get_memsize(kMaxWorkers);
    rcu_.reset(static_cast<rte_rcu_qsbr*>(std::aligned_alloc(64, (size + 63) / 64 * 64)));
    rte_rcu_qsbr_init(rcu_.get(), kMaxWorkers);
    for (unsigned i = 0; i < kMaxWorkers; ++i) rte_rcu_qsbr_thread_register(rcu_.get(), i);
  }

  // By reader `worker`, before its first read of what is published.
  void online(unsigned worker) noexcept { rte_rcu_qsbr_thread_online(rcu_.get(), worker); }

  // By reader `worker`: it holds no reference from before this call.
  void quiescent(unsigned worker) noexcept { rte_rcu_qsbr_quiescent(rcu_.get(), worker); }

  // By reader `worker`: as quiescent, and it will not read before the next online().
  void offline(unsigned worker) noexcept { rte_rcu_qsbr_thread_offline(rcu_.get(), worker); }

  // By the writer, after the last replacement; returns what over() is asked about.
  std::uint64_t begin() noexcept { return rte_rcu_qsbr_start(rcu_.get()); }

  // By the writer: nobody can hold what was replaced before begin() gave `token`. Never blocks.
  bool over(std::uint64_t token) noexcept {
    return rte_rcu_qsbr_check(rcu_.get(), token, /*wait=*/false) == 1;
  }

 private:
  struct Free {
    void operator()(rte_rcu_qsbr* rcu) const noexcept { std::free(rcu); }
  };
  std::unique_ptr<rte_rcu_qsbr, Free> rcu_;
};

}  // namespace weir::dataplane
