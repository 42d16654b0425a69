// cfgutils: routes by name, flags and probabilities that all messages share, locks.
#include "routes/core_hash.h"
#include "routes/natives/flag_bit.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/readers.h"

namespace weir::routes::natives {
namespace {

// A word that is 0 until a script sets it: it holds the difference to what the parameter says.
std::atomic<std::uint32_t>& global_flags(Execution& e) noexcept {
  return e.host->shared_word(e, SharedWord::kGlobalFlags);
}

// The probability in percent. The word holds one more, so that 0 stands for the parameter's.
std::int32_t probability(Execution& e) noexcept {
  const std::uint32_t set =
      e.host->shared_word(e, SharedWord::kRandomProbability).load(std::memory_order_relaxed);
  return set == 0 ? e.image->tunables().random_probability : static_cast<std::int32_t>(set) - 1;
}

// lock_set_size 0, the default, means that there are no locks.
bool has_locks(const Execution& e) noexcept { return e.image->tunables().lock_set_size > 0; }

std::uint64_t lock_name(const Execution& e, std::string_view key) noexcept {
  const auto size = static_cast<unsigned>(e.image->tunables().lock_set_size);
  return core_hash(key, {}) & ((std::uint64_t{1} << size) - 1);
}

}  // namespace

std::int32_t check_route_exists(Execution& e, Arguments a) noexcept {
  const int slot = e.image->find_route(RouteKind::kRequest, a[0].text);
  return e.image->has_route(RouteKind::kRequest, slot) ? 1 : -1;
}

// Never called: the compiler makes an instruction of it.
std::int32_t route_if_exists(Execution& e, Arguments a) noexcept { return no(e, a); }

std::int32_t set_gflag(Execution& e, Arguments a) noexcept {
  const std::uint32_t bit = flag_bit(a[0]);
  std::atomic<std::uint32_t>& word = global_flags(e);
  if ((e.image->tunables().initial_gflags & bit) != 0) {
    word.fetch_and(~bit, std::memory_order_relaxed);
  } else {
    word.fetch_or(bit, std::memory_order_relaxed);
  }
  return 1;
}

std::int32_t reset_gflag(Execution& e, Arguments a) noexcept {
  const std::uint32_t bit = flag_bit(a[0]);
  std::atomic<std::uint32_t>& word = global_flags(e);
  if ((e.image->tunables().initial_gflags & bit) != 0) {
    word.fetch_or(bit, std::memory_order_relaxed);
  } else {
    word.fetch_and(~bit, std::memory_order_relaxed);
  }
  return 1;
}

std::int32_t is_gflag(Execution& e, Arguments a) noexcept {
  const std::uint32_t flags =
      global_flags(e).load(std::memory_order_relaxed) ^ e.image->tunables().initial_gflags;
  return (flags & flag_bit(a[0])) != 0 ? 1 : -1;
}

std::int32_t rand_set_prob(Execution& e, Arguments a) noexcept {
  if (a[0].number < 0 || a[0].number > 100) return -1;
  e.host->shared_word(e, SharedWord::kRandomProbability)
      .store(static_cast<std::uint32_t>(a[0].number) + 1, std::memory_order_relaxed);
  return 1;
}

std::int32_t rand_reset_prob(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.host->shared_word(e, SharedWord::kRandomProbability).store(0, std::memory_order_relaxed);
  return 1;
}

// The probability itself is what it returns: at 0 the script ends.
std::int32_t rand_get_prob(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return probability(e);
}

std::int32_t rand_event(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return static_cast<std::int32_t>(next_random(e) % 100) < probability(e) ? 1 : -1;
}

// core_hash(text, text, bits): from 1 to 2^bits, since 0 would end the script.
std::int32_t core_hash_of(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const std::int32_t bits = a[2].number;
  if (bits < 0 || bits > 31) return -1;
  const std::uint32_t hash = core_hash(a[0].text, a[1].text) & ((1U << bits) - 1);
  return static_cast<std::int32_t>(hash + 1);
}

std::int32_t lock(Execution& e, Arguments a) noexcept {
  return has_locks(e) && e.host->lock(e, lock_name(e, a[0].text), true) ? 1 : -1;
}
std::int32_t trylock(Execution& e, Arguments a) noexcept {
  return has_locks(e) && e.host->lock(e, lock_name(e, a[0].text), false) ? 1 : -1;
}
std::int32_t unlock(Execution& e, Arguments a) noexcept {
  if (!has_locks(e)) return -1;
  static_cast<void>(e.host->unlock(e, lock_name(e, a[0].text)));
  return 1;
}

}  // namespace weir::routes::natives
