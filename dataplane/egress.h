// The kernel's routes as lcores read them: next hop, interface and socket for a destination.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dataplane/listen.h"
#include "sip/address.h"

namespace weir::dataplane {

struct Route {
  sip::Prefix to;
  sip::Address gateway;              // unspecified: the destination is on the link
  sip::Address source;               // the address the kernel prefers; unspecified: none known
  std::uint32_t interface = 0;       // the kernel's index
  std::uint32_t metric = 0;          // lower wins
  std::uint16_t listen = kNoListen;  // filled by choose_listens()
};

// Longest-prefix match by one binary search: prefixes are flattened to ranges that do not overlap.
// Immutable after build(); 20 bytes a range, so a full Internet table takes some 40 MB.
class RouteTable {
 public:
  RouteTable() = default;

  // Of several routes to one prefix the one with the lowest metric stays, then the first. A
  // destination of IPv4 is never matched by an IPv6 default route.
  explicit RouteTable(std::vector<Route> routes);

  // Null when the kernel has no route.
  const Route* find(const sip::Address& to) const noexcept;

  std::span<const Route> routes() const noexcept { return routes_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void open(const sip::Address& start, std::uint32_t route);

  std::vector<sip::Address> starts_;   // ascending
  std::vector<std::uint32_t> chosen_;  // parallel to starts_: index into routes_, or kNone
  std::vector<Route> routes_;
};

// Gives each route the socket that sends to it: the one bound to the address that the kernel
// prefers, else a wildcard of the family, else none (first_listen() is the last resort then).
void choose_listens(std::span<Route> routes, Listens listens) noexcept;

// The socket for a destination: by route, else the first of its family, else kNoListen.
std::uint16_t outbound_listen(const RouteTable* table, Listens listens,
                              const sip::Address& to) noexcept;

}  // namespace weir::dataplane
