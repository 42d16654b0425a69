#include "dataplane/egress.h"

#include <algorithm>
#include <utility>

namespace weir::dataplane {
namespace {

sip::Address last_of(const sip::Prefix& prefix) noexcept {
  sip::Address last = prefix.address;
  for (unsigned bit = prefix.length; bit < 128; ++bit) {
    last.bytes[bit / 8] = static_cast<std::uint8_t>(last.bytes[bit / 8] | 0x80u >> bit % 8);
  }
  return last;
}

sip::Address masked(const sip::Prefix& prefix) noexcept {
  sip::Address first = prefix.address;
  for (unsigned bit = prefix.length; bit < 128; ++bit) {
    first.bytes[bit / 8] = static_cast<std::uint8_t>(first.bytes[bit / 8] & ~(0x80u >> bit % 8));
  }
  return first;
}

// False when `address` was the largest.
bool increment(sip::Address& address) noexcept {
  for (std::size_t i = address.bytes.size(); i-- > 0;) {
    if (++address.bytes[i] != 0) return true;
  }
  return false;
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {
  // Mapped addresses are a world of their own: nothing of IPv6 may cover them.
  std::vector<std::pair<sip::Prefix, std::uint32_t>> order;
  order.reserve(routes_.size() + 1);
  order.push_back({sip::Prefix{sip::Address::v4(0), 96}, kNone});
  for (std::uint32_t i = 0; i < routes_.size(); ++i) {
    routes_[i].to.address = masked(routes_[i].to);
    order.push_back({routes_[i].to, i});
  }
  std::stable_sort(order.begin() + 1, order.end(), [this](const auto& a, const auto& b) {
    return routes_[a.second].metric < routes_[b.second].metric;
  });
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.address, a.first.length) < std::pair(b.first.address, b.first.length);
  });
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  // An IPv4 default route has the very prefix of the barrier and replaces it.
  const auto barrier = std::find_if(order.begin(), order.end(),
                                    [](const auto& entry) { return entry.second == kNone; });
  if (barrier + 1 != order.end() && same(*barrier, *(barrier + 1))) order.erase(barrier);
  order.erase(std::unique(order.begin(), order.end(), same), order.end());

  // Sweep: `nested` holds the prefixes around the current point, the innermost last.
  std::vector<std::pair<sip::Prefix, std::uint32_t>> nested;
  open(sip::Address{}, kNone);
  const auto close = [&] {
    sip::Address after = last_of(nested.back().first);
    nested.pop_back();
    if (increment(after)) open(after, nested.empty() ? kNone : nested.back().second);
  };
  for (const auto& entry : order) {
    while (!nested.empty() && !nested.back().first.contains(entry.first.address)) close();
    open(entry.first.address, entry.second);
    nested.push_back(entry);
  }
  while (!nested.empty()) close();
}

void RouteTable::open(const sip::Address& start, std::uint32_t route) {
  if (!starts_.empty() && starts_.back() == start) {
    chosen_.back() = route;  // a longer prefix that begins at the same address, or the end of two
    return;
  }
  starts_.push_back(start);
  chosen_.push_back(route);
}

const Route* RouteTable::find(const sip::Address& to) const noexcept {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), to);
  if (after == starts_.begin()) return nullptr;
  const std::uint32_t route = chosen_[static_cast<std::size_t>(after - starts_.begin()) - 1];
  return route == kNone ? nullptr : &routes_[route];
}

void choose_listens(std::span<Route> routes, Listens listens) noexcept {
  for (Route& route : routes) {
    route.listen = kNoListen;
    const bool ipv4 = route.to.address.is_v4();
    for (std::size_t i = 0; i < listens.size(); ++i) {
      const Listen& listen = listens[i];
      if (listen.ipv4 != ipv4) continue;
      const bool exact = !listen.wildcard && listen.address == route.source;
      if (exact || (listen.wildcard && route.listen == kNoListen)) {
        route.listen = static_cast<std::uint16_t>(i);
      }
      if (exact) break;
    }
  }
}

std::uint16_t outbound_listen(const RouteTable* table, Listens listens,
                              const sip::Address& to) noexcept {
  const Route* const route = table == nullptr ? nullptr : table->find(to);
  if (route != nullptr && route->listen != kNoListen) return route->listen;
  return first_listen(listens, to);
}

}  // namespace weir::dataplane
