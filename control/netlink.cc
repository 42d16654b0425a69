#include "control/netlink.h"

#include <fmt/format.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/cache.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace weir::control {
namespace {

struct FreeObject {
  void operator()(rtnl_neigh* n) const { rtnl_neigh_put(n); }
  void operator()(rtnl_addr* a) const { rtnl_addr_put(a); }
  void operator()(rtnl_route* r) const { rtnl_route_put(r); }
  void operator()(rtnl_link* l) const { rtnl_link_put(l); }
  void operator()(nl_addr* a) const { nl_addr_put(a); }
};

template <class T>
using Owned = std::unique_ptr<T, FreeObject>;

std::string text_of(const sip::Address& address) {
  std::array<char, sip::kAddressText> text{};
  return {text.data(), sip::format_address(address, text)};
}

Owned<nl_addr> to_netlink(const sip::Address& address, int length = -1) {
  const bool v4 = address.is_v4();
  Owned<nl_addr> made(
      nl_addr_build(v4 ? AF_INET : AF_INET6, address.bytes.data() + (v4 ? 12 : 0), v4 ? 4 : 16));
  if (length >= 0) nl_addr_set_prefixlen(made.get(), length);
  return made;
}

// False for what is neither IPv4 nor IPv6.
bool from_netlink(nl_addr* from, sip::Address& address) {
  if (from == nullptr) return false;
  const int family = nl_addr_get_family(from);
  const auto* const bytes = static_cast<const std::uint8_t*>(nl_addr_get_binary_addr(from));
  if (family == AF_INET && nl_addr_get_len(from) == 4) {
    address = sip::Address::v4(0);
    std::copy_n(bytes, 4, address.bytes.begin() + 12);
    return true;
  }
  if (family == AF_INET6 && nl_addr_get_len(from) == 16) {
    std::copy_n(bytes, 16, address.bytes.begin());
    return true;
  }
  return false;
}

template <class Visit>
void each(nl_cache* cache, Visit&& visit) {
  for (nl_object* object = nl_cache_get_first(cache); object != nullptr;
       object = nl_cache_get_next(object)) {
    visit(object);
  }
}

// libnl's objects share a layout it keeps to itself; this is its own documented cast.
template <class T>
T* as(nl_object* object) {
  return reinterpret_cast<T*>(object);
}

std::string failed(const std::string& what, int error) {
  const bool permission = error == -NLE_PERM;
  return fmt::format("{}: {}{}", what, nl_geterror(error),
                     permission ? "; this needs root or CAP_NET_ADMIN" : "");
}

// What the kernel sends from when a route names no address: one of the interface in whose network
// the next hop lies, else the first of the family that is not link-local.
sip::Address preferred_source(std::span<const InterfaceAddressRow> addresses,
                              const RouteEntry& route) {
  const sip::Address& near = route.gateway.is_unspecified() ? route.to.address : route.gateway;
  sip::Address first;
  for (const InterfaceAddressRow& row : addresses) {
    const bool family = row.address.is_v4() == route.to.address.is_v4();
    if (!family || row.interface != route.interface) continue;
    if (sip::Prefix{row.address, row.length}.contains(near)) return row.address;
    const bool link_local = row.address.bytes[0] == 0xFE && (row.address.bytes[1] & 0xC0) == 0x80;
    if (first.is_unspecified() && !link_local) first = row.address;
  }
  return first;
}

bool read_route(rtnl_route* from, RouteEntry& route) {
  const std::uint32_t table = rtnl_route_get_table(from);
  const bool wanted = rtnl_route_get_type(from) == RTN_UNICAST &&
                      (table == RT_TABLE_MAIN || table == RT_TABLE_DEFAULT);
  nl_addr* const to = rtnl_route_get_dst(from);
  if (!wanted || to == nullptr || rtnl_route_get_nnexthops(from) < 1) return false;
  const bool v4 = rtnl_route_get_family(from) == AF_INET;
  if (nl_addr_get_len(to) == 0) {
    route.to.address = v4 ? sip::Address::v4(0) : sip::Address{};
  } else if (!from_netlink(to, route.to.address)) {
    return false;
  }
  route.to.length = static_cast<std::uint8_t>(nl_addr_get_prefixlen(to) + (v4 ? 96u : 0u));
  rtnl_nexthop* const hop = rtnl_route_nexthop_n(from, 0);
  route.interface = static_cast<std::uint32_t>(rtnl_route_nh_get_ifindex(hop));
  route.gateway = sip::Address{};
  from_netlink(rtnl_route_nh_get_gateway(hop), route.gateway);
  from_netlink(rtnl_route_nh_get_via(hop), route.gateway);
  from_netlink(rtnl_route_get_pref_src(from), route.source);
  route.metric = rtnl_route_get_priority(from);
  return true;
}

}  // namespace

struct Netlink::State {
  nl_cache_mngr* manager = nullptr;
  nl_sock* requests = nullptr;  // answered at once
  nl_sock* asks = nullptr;      // never answered
  nl_cache* neighbors = nullptr;
  nl_cache* routes = nullptr;
  nl_cache* addresses = nullptr;
  bool changed = false;

  static void note(nl_cache*, nl_object*, int, void* self) {
    static_cast<State*>(self)->changed = true;
  }
};

Netlink::Netlink() : state_(std::make_unique<State>()) {}

Netlink::~Netlink() {
  if (state_->manager != nullptr) nl_cache_mngr_free(state_->manager);
  nl_socket_free(state_->requests);
  nl_socket_free(state_->asks);
}

std::string Netlink::open() {
  State& s = *state_;
  s.requests = nl_socket_alloc();
  s.asks = nl_socket_alloc();
  if (s.requests == nullptr || s.asks == nullptr) return "no memory for netlink";
  int error = nl_connect(s.requests, NETLINK_ROUTE);
  if (error == 0) error = nl_connect(s.asks, NETLINK_ROUTE);
  if (error == 0) error = nl_socket_set_nonblocking(s.asks);
  if (error == 0) {
    nl_socket_disable_auto_ack(s.asks);
    error = nl_cache_mngr_alloc(nullptr, NETLINK_ROUTE, NL_AUTO_PROVIDE, &s.manager);
  }
  if (error == 0) error = nl_cache_mngr_add(s.manager, "route/addr", State::note, &s, &s.addresses);
  if (error == 0) error = nl_cache_mngr_add(s.manager, "route/route", State::note, &s, &s.routes);
  if (error == 0) {
    error = nl_cache_mngr_add(s.manager, "route/neigh", State::note, &s, &s.neighbors);
  }
  return error == 0 ? std::string() : failed("the kernel's tables cannot be followed", error);
}

int Netlink::fd() const { return nl_cache_mngr_get_fd(state_->manager); }

bool Netlink::read() {
  State& s = *state_;
  const int error = nl_cache_mngr_data_ready(s.manager);
  if (error == -NLE_NOMEM || error == -NLE_DUMP_INTR) {  // the kernel dropped notices: read anew
    for (nl_cache* const cache : {s.addresses, s.routes, s.neighbors}) {
      nl_cache_refill(s.requests, cache);
    }
    s.changed = true;
  }
  const bool changed = s.changed;
  s.changed = false;
  return changed;
}

std::uint32_t Netlink::interface_index(const std::string& name) const {
  return if_nametoindex(name.c_str());
}

std::vector<NeighborRow> Netlink::neighbors(std::uint32_t interface) const {
  constexpr int kUsable = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT;
  std::vector<NeighborRow> rows;
  each(state_->neighbors, [&](nl_object* object) {
    auto* const from = as<rtnl_neigh>(object);
    NeighborRow row;
    row.interface = static_cast<std::uint32_t>(rtnl_neigh_get_ifindex(from));
    if (row.interface != interface || !from_netlink(rtnl_neigh_get_dst(from), row.address)) return;
    const int state = std::max(rtnl_neigh_get_state(from), 0);
    nl_addr* const mac = rtnl_neigh_get_lladdr(from);
    row.failed = (state & NUD_FAILED) != 0;
    row.stale = (state & NUD_STALE) != 0;
    const bool usable = (state & kUsable) != 0 && mac != nullptr && nl_addr_get_len(mac) == 6;
    if (usable) std::memcpy(row.mac.data(), nl_addr_get_binary_addr(mac), 6);
    if (usable || row.failed) rows.push_back(row);
  });
  return rows;
}

std::vector<InterfaceAddressRow> Netlink::addresses() const {
  std::vector<InterfaceAddressRow> rows;
  each(state_->addresses, [&](nl_object* object) {
    auto* const from = as<rtnl_addr>(object);
    nl_addr* const local = rtnl_addr_get_local(from);
    InterfaceAddressRow row;
    if (!from_netlink(local, row.address)) return;
    row.interface = static_cast<std::uint32_t>(rtnl_addr_get_ifindex(from));
    row.length =
        static_cast<std::uint8_t>(rtnl_addr_get_prefixlen(from) + (row.address.is_v4() ? 96 : 0));
    rows.push_back(row);
  });
  return rows;
}

std::vector<RouteEntry> Netlink::routes() const {
  const std::vector<InterfaceAddressRow> own = addresses();
  std::vector<RouteEntry> rows;
  each(state_->routes, [&](nl_object* object) {
    RouteEntry route;
    if (!read_route(as<rtnl_route>(object), route)) return;
    if (route.source.is_unspecified()) route.source = preferred_source(own, route);
    rows.push_back(route);
  });
  return rows;
}

void Netlink::ask(std::uint32_t interface, const sip::Address& address) {
  const Owned<rtnl_neigh> neighbor(rtnl_neigh_alloc());
  const Owned<nl_addr> to = to_netlink(address);
  if (neighbor == nullptr || to == nullptr) return;
  rtnl_neigh_set_ifindex(neighbor.get(), static_cast<int>(interface));
  rtnl_neigh_set_dst(neighbor.get(), to.get());
  rtnl_neigh_set_flags(neighbor.get(), NTF_USE);
  rtnl_neigh_set_state(neighbor.get(), NUD_NONE);
  nl_msg* message = nullptr;
  if (rtnl_neigh_build_add_request(neighbor.get(), NLM_F_CREATE, &message) != 0) return;
  nl_send_auto(state_->asks, message);
  nlmsg_free(message);
}

std::string Netlink::add_address(std::uint32_t interface, const sip::Address& address,
                                 std::uint8_t length_of_family) {
  const Owned<rtnl_addr> wanted(rtnl_addr_alloc());
  const Owned<nl_addr> local = to_netlink(address, length_of_family);
  rtnl_addr_set_ifindex(wanted.get(), static_cast<int>(interface));
  int error = rtnl_addr_set_local(wanted.get(), local.get());
  // Nobody else bears our addresses on this link: no waiting for duplicate detection.
  if (!address.is_v4()) rtnl_addr_set_flags(wanted.get(), IFA_F_NODAD);
  if (error == 0) error = rtnl_addr_add(state_->requests, wanted.get(), NLM_F_REPLACE);
  if (error == 0 || error == -NLE_EXIST) return {};
  return failed("the address " + text_of(address) + " cannot be set", error);
}

std::string Netlink::add_default_route(std::uint32_t interface, const sip::Address& gateway) {
  const Owned<rtnl_route> wanted(rtnl_route_alloc());
  const bool v4 = gateway.is_v4();
  const Owned<nl_addr> everything(nl_addr_build(v4 ? AF_INET : AF_INET6, nullptr, 0));
  nl_addr_set_prefixlen(everything.get(), 0);
  const Owned<nl_addr> via = to_netlink(gateway);
  rtnl_route_set_family(wanted.get(), v4 ? AF_INET : AF_INET6);
  rtnl_route_set_scope(wanted.get(), RT_SCOPE_UNIVERSE);
  rtnl_route_set_table(wanted.get(), RT_TABLE_MAIN);
  rtnl_route_set_protocol(wanted.get(), RTPROT_STATIC);
  rtnl_route_set_type(wanted.get(), RTN_UNICAST);
  rtnl_route_set_dst(wanted.get(), everything.get());
  rtnl_nexthop* const hop = rtnl_route_nh_alloc();
  rtnl_route_nh_set_ifindex(hop, static_cast<int>(interface));
  rtnl_route_nh_set_gateway(hop, via.get());
  rtnl_route_add_nexthop(wanted.get(), hop);
  const int error = rtnl_route_add(state_->requests, wanted.get(), NLM_F_CREATE | NLM_F_REPLACE);
  if (error == 0 || error == -NLE_EXIST) return {};
  return failed("the default route by " + text_of(gateway) +
                    " cannot be set; does it lie in a network of the twin's addresses?",
                error);
}

std::string Netlink::set_up(std::uint32_t interface) {
  const Owned<rtnl_link> before(rtnl_link_alloc());
  const Owned<rtnl_link> wanted(rtnl_link_alloc());
  rtnl_link_set_ifindex(before.get(), static_cast<int>(interface));
  rtnl_link_set_flags(wanted.get(), IFF_UP);
  const int error = rtnl_link_change(state_->requests, before.get(), wanted.get(), 0);
  return error == 0 ? std::string() : failed("the device cannot be set up", error);
}

std::string check_port_device(const Netlink& netlink, const std::string& device, bool force) {
  const std::uint32_t interface = netlink.interface_index(device);
  if (interface == 0) {
    return fmt::format("there is no network device {}; `ip link` shows those there are", device);
  }
  for (const RouteEntry& route : netlink.routes()) {
    const bool everything = route.to.length == (route.to.address.is_v4() ? 96 : 0);
    if (!everything || route.interface != interface || force) continue;
    return fmt::format(
        "{} carries this machine's default route: a DPDK port would cut the machine "
        "off. Choose another device, or say --force-port if that is meant",
        device);
  }
  for (const InterfaceAddressRow& row : netlink.addresses()) {
    if (row.interface != interface) continue;
    if (!row.address.is_v4() && row.address.bytes[0] == 0xFE) continue;  // goes with disable_ipv6
    return fmt::format(
        "{} bears the address {}, so the kernel would answer beside us: move it to "
        "the twin (addr={}/...) with `ip addr flush dev {}`",
        device, text_of(row.address), text_of(row.address), device);
  }
  return {};
}

}  // namespace weir::control
