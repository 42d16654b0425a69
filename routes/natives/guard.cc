// guard: what a script asks of the flood defence; the plane does it.
#include "routes/natives/functions_core.h"

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kLongest = 365 * 24 * 3600;

// True with the address that argument `at` names, or else the source's.
bool address_of(const Execution& e, Arguments a, std::size_t at, sip::Address& address) noexcept {
  address = e.reception->source.address;
  if (a.size() <= at) return true;
  const auto given = sip::parse_address(a[at].text);
  if (given) address = *given;
  return static_cast<bool>(given);
}

bool seconds_of(Arguments a, std::uint32_t& seconds) noexcept {
  const std::int32_t given = a.empty() ? 0 : a[0].number;
  if (given < 0 || given > kLongest) return false;
  seconds = static_cast<std::uint32_t>(given);
  return true;
}

std::int32_t ask(Execution& e, const GuardOrder& order) noexcept {
  return e.host->guard_order(e, order) ? 1 : -1;
}

}  // namespace

std::int32_t ban(Execution& e, Arguments a) noexcept {
  GuardOrder order;
  if (!seconds_of(a, order.seconds) || !address_of(e, a, 1, order.about.address)) return -1;
  return ask(e, order);
}

std::int32_t unban(Execution& e, Arguments a) noexcept {
  GuardOrder order{GuardOrder::Kind::kUnban, {}, 0};
  return address_of(e, a, 0, order.about.address) ? ask(e, order) : -1;
}

std::int32_t trust(Execution& e, Arguments a) noexcept {
  GuardOrder order{GuardOrder::Kind::kTrust, e.reception->source, 0};
  return seconds_of(a, order.seconds) ? ask(e, order) : -1;
}

}  // namespace weir::routes::natives
