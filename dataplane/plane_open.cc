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

// The addresses of the twin: those that the script names, and those it bears already.
bool bears(const PortSpec& spec, const sip::Address& address) {
  for (const TwinAddress& own : spec.addresses) {
    if (own.address == address) return true;
  }
  if (spec.twin.empty()) return false;
  const std::vector<sip::Address> more = interface_addresses(spec.twin);
  return std::find(more.begin(), more.end(), address) != more.end();
}

// Gives port `self` the listens whose address is its own.
void claim_listens(const PortSpec& spec, std::uint16_t self, std::span<Listen> listens) {
  for (Listen& listen : listens) {
    if (!listen.wildcard && bears(spec, listen.address)) listen.port = self;
  }
}

SourceClass class_of_source(void* guard, const sip::Address& source) noexcept {
  return static_cast<guard::Guard*>(guard)->class_of(read_cycles(), source);
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

std::vector<Listen> make_listens(const std::vector<ListenSpec>& specs) {
  std::vector<Listen> listens;
  for (const ListenSpec& spec : specs) listens.push_back(make_listen(spec));
  return listens;
}

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

std::vector<sip::Address> interface_addresses(std::string_view name) {
  std::vector<sip::Address> found;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return found;
  for (const ifaddrs* i = list; i != nullptr; i = i->ifa_next) {
    if (i->ifa_addr == nullptr || (!name.empty() && name != i->ifa_name)) continue;
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

Problem Plane::State::open_devices(const PlaneSettings& settings) {
  const auto queues = static_cast<unsigned>(lcores.size());
  for (const std::string& text : settings.devices) {
    std::string problem;
    std::optional<PortSpec> spec = parse_port_spec(text, problem);
    if (!spec) return problem;
    const auto self = static_cast<std::uint16_t>(shared.ports.size());
    claim_listens(*spec, self, shared.listens);

    EthdevSettings wanted;
    wanted.device = spec->device;
    wanted.self = self;
    wanted.queues = queues;
    wanted.senders = 1;  // control
    wanted.mtu = spec->mtu;
    wanted.frame_size = spec->frame_size();
    wanted.frequency = shared.frequency;
    wanted.twin = !spec->twin.empty();
    auto port = std::make_unique<Ethdev>();
    problem = port->open(wanted, shared.listens);
    if (!problem.empty()) return problem;
    devices.push_back({*std::move(spec), port.get()});
    shared.ports.push_back(std::move(port));
  }
  return {};
}

Problem Plane::State::open_sockets(const PlaneSettings& settings) {
  return sockets->open(shared.listens, 0, static_cast<unsigned>(lcores.size()),
                       settings.receive_buffer, static_cast<std::uint32_t>(seed >> 32));
}

Problem Plane::State::make_workers(const PlaneSettings& settings) {
  for (unsigned i = 0; i < lcores.size(); ++i) {
    auto guard = guard::Guard::make(shared.frequency, seed, *parameters, settings.guard_sizes);
    if (guard == nullptr) return "no memory for the source tables; lower the guard's sizes";
    guard->set_cookie_check(carries_cookie, &shared.keys);
    workers.push_back(std::make_unique<Worker>(i, shared, std::move(guard), seed * (2 * i + 3),
                                               settings.log_lines));
    Worker& worker = *workers.back();
    std::vector<int> fds;
    for (const auto& port : shared.ports) {
      port->attach(i, worker.counters);
      const std::span<const int> more = port->wait_fds(i);
      fds.insert(fds.end(), more.begin(), more.end());
    }
    bool polled = false;
    for (const DevicePort& device : devices) {
      polled = polled || device.port->wait_fds(i).empty();
      device.port->set_classifier(i, class_of_source, worker.guard.get());
    }
    if (!worker.idle.open(fds, polled, shared.frequency)) {
      return "no file descriptors are left for sleeping; raise `ulimit -n`";
    }
  }
  return {};
}

Problem Plane::open(const PlaneSettings& settings) {
  State& s = *state_;
  if (Problem problem = check(settings.listens); !problem.empty()) return problem;
  s.seed = settings.seed != 0 ? settings.seed : random_seed();
  s.shared.keys = settings.keys;
  s.shared.frequency = frequency();
  s.shared.server = server_value(settings.server_header);
  s.shared.add_local_rport = settings.add_local_rport;
  s.shared.own_addresses = interface_addresses();
  const guard::Parameters defaults;
  s.parameters = std::make_unique<const guard::Parameters>(
      settings.guard != nullptr ? *settings.guard : defaults);
  s.shared.listens = make_listens(settings.listens);
  unsigned lcore = 0;
  RTE_LCORE_FOREACH_WORKER(lcore) { s.lcores.push_back(lcore); }
  if (s.lcores.size() > kMaxWorkers) s.lcores.resize(kMaxWorkers);
  s.waiting.resize(s.lcores.size());

  auto sockets = std::make_unique<SocketPort>();
  s.sockets = sockets.get();
  s.shared.ports.push_back(std::move(sockets));  // port 0: whatever no device claims
  if (Problem problem = s.open_devices(settings); !problem.empty()) return problem;
  if (Problem problem = s.open_sockets(settings); !problem.empty()) return problem;
  name_sockets(s.shared, settings.listens);
  if (Problem problem = s.make_workers(settings); !problem.empty()) return problem;
  return s.make_desk(settings.log_lines) ? "" : "no memory for event routes";
}

}  // namespace weir::dataplane
