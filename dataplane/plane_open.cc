// Plane::open: sockets, names, workers.
#include <ifaddrs.h>
#include <sys/random.h>

#include <rte_lcore.h>

#include <algorithm>
#include <cstring>

#include "dataplane/plane_state.h"
#include "dataplane/ports/bind.h"
#include "dataplane/ports/sockaddr.h"
#include "dataplane/stage_route.h"

namespace weir::dataplane {
namespace {

std::uint64_t random_seed() {
  std::uint64_t seed = 0;
  while (getrandom(&seed, sizeof seed, 0) != sizeof seed) {
  }
  return seed;
}

Listen make_listen(const ListenSpec& spec) {
  Listen listen;
  listen.address = spec.address;
  listen.number = spec.port;
  listen.wildcard = spec.address.is_unspecified();
  listen.ipv4 = spec.address.is_v4();
  listen.source = listen.wildcard ? outbound_address(listen.ipv4) : spec.address;
  listen.advertised = !spec.advertised_host.empty();
  return listen;
}

std::string address_text(const sip::Address& address) {
  std::array<char, sip::kAddressText> text;
  return {text.data(), sip::format_address(address, text)};
}

void set_host(Listen& listen, const ListenSpec& spec) {
  std::string text;
  if (listen.advertised) {
    text = spec.advertised_host;
    const std::uint16_t port = spec.advertised_port != 0 ? spec.advertised_port : listen.number;
    if (port != 5060) text += ":" + std::to_string(port);
  } else {
    std::array<char, Listen::kHostSize> host;
    text.assign(host.data(), format_sent_by({listen.source, listen.number}, host));
  }
  listen.host_size = static_cast<std::uint8_t>(std::min(text.size(), Listen::kHostSize));
  std::memcpy(listen.host_text.data(), text.data(), listen.host_size);
}

// Kamailio's server_header is the whole line; a reply needs its value.
std::string server_value(std::string header) {
  const std::size_t colon = header.find(':');
  if (colon == header.npos) return header;
  const std::size_t begin = header.find_first_not_of(" \t", colon + 1);
  return begin == header.npos ? std::string() : header.substr(begin);
}

Problem check(const std::vector<ListenSpec>& specs) {
  if (specs.empty()) return "nothing to listen on; add -l udp:ADDRESS:PORT or listen=";
  if (specs.size() > kMaxListens) {
    return "more than " + std::to_string(kMaxListens) + " listen sockets; remove some";
  }
  for (const ListenSpec& spec : specs) {
    if (spec.advertised_host.size() + 6 > Listen::kHostSize) {
      return "advertised host name too long: " + spec.advertised_host;
    }
  }
  return {};
}

}  // namespace

void name_sockets(Shared& shared, const std::vector<ListenSpec>& specs) {
  // Two texts a socket stay where they are: the vector is filled before views are taken.
  shared.socket_texts.clear();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    set_host(shared.listens[i], specs[i]);
    shared.socket_texts.push_back(address_text(shared.listens[i].source));
    shared.socket_texts.push_back(specs[i].name);
    shared.socket_texts.push_back(specs[i].advertised_host);
  }
  shared.socket_names.clear();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    routes::SocketNames names;
    names.address = shared.socket_texts[3 * i];
    names.port = shared.listens[i].number;
    names.name = shared.socket_texts[3 * i + 1];
    names.advertised_address = shared.socket_texts[3 * i + 2];
    names.advertised_port = specs[i].advertised_port;
    shared.socket_names.push_back(names);
  }
}

std::vector<sip::Address> interface_addresses() {
  std::vector<sip::Address> found;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return found;
  for (const ifaddrs* i = list; i != nullptr; i = i->ifa_next) {
    if (i->ifa_addr == nullptr) continue;
    const int family = i->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    SocketAddress address;
    std::memcpy(&address, i->ifa_addr,
                family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
    found.push_back(from_kernel(address).address);
  }
  freeifaddrs(list);
  return found;
}

Problem Plane::open(const PlaneSettings& settings) {
  State& s = *state_;
  if (!settings.devices.empty()) {
    return "DPDK port " + settings.devices.front() +
           ": not served by this build yet; remove it, kernel sockets serve every listen=";
  }
  if (Problem problem = check(settings.listens); !problem.empty()) return problem;
  s.seed = settings.seed != 0 ? settings.seed : random_seed();
  s.shared.keys = settings.keys;
  s.shared.frequency = frequency();
  s.shared.server = server_value(settings.server_header);
  s.addresses = settings.addresses;
  s.shared.add_local_rport = settings.add_local_rport;
  s.shared.own_addresses = interface_addresses();
  for (const ListenSpec& spec : settings.listens) s.shared.listens.push_back(make_listen(spec));

  unsigned lcore = 0;
  RTE_LCORE_FOREACH_WORKER(lcore) { s.lcores.push_back(lcore); }
  if (s.lcores.size() > kMaxWorkers) s.lcores.resize(kMaxWorkers);
  const auto queues = static_cast<unsigned>(s.lcores.size());

  auto sockets = std::make_unique<SocketPort>();
  s.sockets = sockets.get();
  s.shared.ports.push_back(std::move(sockets));
  if (Problem problem = s.sockets->open(s.shared.listens, 0, queues, settings.receive_buffer,
                                        static_cast<std::uint32_t>(s.seed >> 32));
      !problem.empty()) {
    return problem;
  }
  name_sockets(s.shared, settings.listens);

  const guard::Parameters defaults;
  const guard::Parameters& wanted = settings.guard != nullptr ? *settings.guard : defaults;
  s.parameters = std::make_unique<const guard::Parameters>(wanted);
  s.waiting.resize(queues);
  for (unsigned i = 0; i < queues; ++i) {
    auto guard = guard::Guard::make(s.shared.frequency, s.seed, wanted, settings.guard_sizes);
    if (guard == nullptr) return "no memory for the source tables; lower the guard's sizes";
    guard->set_cookie_check(carries_cookie, &s.shared.keys);
    s.workers.push_back(std::make_unique<Worker>(i, s.shared, std::move(guard),
                                                 s.seed * (2 * i + 3), settings.log_lines));
    Worker& worker = *s.workers.back();
    std::vector<int> fds;
    bool polled = false;
    for (const auto& port : s.shared.ports) {
      port->attach(i, worker.counters);
      const std::span<const int> more = port->wait_fds(i);
      polled = polled || (more.empty() && port.get() != s.sockets);
      fds.insert(fds.end(), more.begin(), more.end());
    }
    if (!worker.idle.open(fds, polled, s.shared.frequency)) {
      return "no file descriptors are left for sleeping; raise `ulimit -n`";
    }
  }
  return {};
}

}  // namespace weir::dataplane
