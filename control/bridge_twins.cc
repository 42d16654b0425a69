#include "control/bridge_twins.h"

#include "control/ingress_block.h"
#include "control/lone_fragment.h"
#include "control/loop.h"
#include "control/netlink.h"
#include "control/twin.h"
#include "dataplane/plane.h"

#include <fmt/format.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace weir::control {
namespace {

constexpr std::size_t kFramesATurn = 256;  // each way, of each port
constexpr Milliseconds kConfirmEvery{1000};

std::unique_ptr<dataplane::Surroundings> surroundings_of(const Netlink& netlink,
                                                         std::uint32_t interface) {
  auto around = std::make_unique<dataplane::Surroundings>();
  std::vector<dataplane::Route> routes;
  for (const RouteEntry& entry : netlink.routes()) {
    if (entry.interface != interface) continue;
    routes.push_back({entry.to, entry.gateway, entry.source, entry.interface, entry.metric});
  }
  around->routes = dataplane::RouteTable(std::move(routes));
  std::vector<dataplane::Neighbor> neighbors;
  for (const NeighborRow& row : netlink.neighbors(interface)) {
    neighbors.push_back({row.address, row.mac, row.failed});
  }
  around->neighbors = dataplane::NeighborTable(neighbors);
  return around;
}

// Receive queues that the device has in use; 1 when it does not say (ETHTOOL_GCHANNELS).
std::uint32_t receive_queues(const std::string& device) {
  ethtool_channels channels{};
  channels.cmd = ETHTOOL_GCHANNELS;
  ifreq request{};
  device.copy(request.ifr_name, IFNAMSIZ - 1);
  request.ifr_data = static_cast<char*>(static_cast<void*>(&channels));
  const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool said = any >= 0 && ioctl(any, SIOCETHTOOL, &request) == 0;
  if (any >= 0) ::close(any);
  return said ? std::max({channels.rx_count, channels.combined_count, 1u}) : 1;
}

// An XDP socket gets one queue's frames. The others' would end in the ingress block, uncounted.
std::string check_queues(const dataplane::PortSpec& spec) {
  if (spec.driver() != "net_af_xdp") return {};
  const std::uint32_t queues = receive_queues(spec.iface);
  if (queues == 1) return {};
  return fmt::format(
      "{0} spreads packets over {1} receive queues and af_xdp serves one: put all into one with "
      "`ethtool -L {0} combined 1` (or `rx 1`)",
      spec.iface, queues);
}

}  // namespace

struct Twins::State {
  // One DPDK port with its twin.
  struct Pair {
    dataplane::Ethdev* port = nullptr;
    Twin twin;
  };

  explicit State(Log& into) : log(&into) {}

  Log* log;
  Netlink netlink;
  bool follows = false;  // netlink is open
  dataplane::Plane* plane = nullptr;
  std::vector<std::unique_ptr<IngressBlock>> blocks;
  std::vector<std::unique_ptr<Pair>> pairs;
  Milliseconds next_confirm{0};

  std::string open_pair(const dataplane::DevicePort& device, std::uint16_t port_index);
  void publish();
  void carry(Pair& pair);
  void confirm(const Pair& pair);
};

Twins::Twins(Log& log)
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), state_(std::make_unique<State>(log)) {}

Twins::~Twins() {
  close();
  if (epoll_ >= 0) ::close(epoll_);
}

std::string Twins::prepare(std::span<const std::string> devices, bool force) {
  State& s = *state_;
  if (epoll_ < 0) return "the kernel gives no epoll descriptor: raise `ulimit -n`";
  const std::string unfollowed = s.netlink.open();
  s.follows = unfollowed.empty();
  if (!s.follows && !devices.empty()) return unfollowed;
  for (const std::string& text : devices) {
    std::string problem;
    const auto spec = dataplane::parse_port_spec(text, problem);
    if (!spec) return problem;
    if (!spec->shares_kernel_device() || spec->iface.empty()) continue;
    problem = check_port_device(s.netlink, spec->iface, force);
    if (problem.empty()) problem = check_queues(*spec);
    if (problem.empty()) {
      s.blocks.push_back(std::make_unique<IngressBlock>());
      problem = s.blocks.back()->open(spec->iface);
    }
    if (problem.empty()) problem = s.netlink.set_up(s.netlink.interface_index(spec->iface));
    if (!problem.empty()) return fmt::format("dpdk port {}: {}", spec->device, problem);
  }
  return {};
}

std::string Twins::open(dataplane::Plane& plane) {
  State& s = *state_;
  s.plane = &plane;
  std::uint16_t index = 1;  // port 0 is the kernel's sockets
  for (const dataplane::DevicePort& device : plane.devices()) {
    std::string problem = s.open_pair(device, index++);
    if (!problem.empty()) return problem;
  }
  epoll_event event{};
  event.events = EPOLLIN;
  bool watched = epoll_ctl(epoll_, EPOLL_CTL_ADD, plane.event_fd(), &event) == 0;
  if (s.follows) {
    watched = watched && epoll_ctl(epoll_, EPOLL_CTL_ADD, s.netlink.fd(), &event) == 0;
  }
  for (const auto& pair : s.pairs) {
    watched = watched && epoll_ctl(epoll_, EPOLL_CTL_ADD, pair->twin.fd(), &event) == 0;
    watched = watched && epoll_ctl(epoll_, EPOLL_CTL_ADD, pair->port->event_fd(), &event) == 0;
  }
  if (!watched) return fmt::format("epoll: {}", std::strerror(errno));
  if (s.follows) {
    s.netlink.read();
    s.publish();
  }
  return {};
}

std::string Twins::State::open_pair(const dataplane::DevicePort& device, std::uint16_t port_index) {
  if (device.spec.twin.empty()) {
    auto around = std::make_unique<dataplane::Surroundings>();
    around->fixed = device.spec.mac;
    device.port->publish(std::move(around));
    return {};
  }
  TwinSettings settings;
  settings.name = device.spec.twin;
  settings.mac = device.port->mac();
  settings.mtu = device.port->mtu();
  settings.gateways = device.spec.gateways;
  settings.partial_checksums = device.port->partial_checksums();
  for (const dataplane::TwinAddress& own : device.spec.addresses) {
    settings.addresses.push_back({own.address, own.length});
  }
  for (const dataplane::Listen& listen : plane->listens()) {
    if (listen.port == port_index) settings.sockets.push_back({listen.address, listen.number});
  }
  pairs.push_back(std::make_unique<Pair>());
  pairs.back()->port = device.port;
  return pairs.back()->twin.open(settings, netlink);
}

void Twins::close() {
  State& s = *state_;
  s.pairs.clear();
  s.blocks.clear();
  s.plane = nullptr;
}

void Twins::State::publish() {
  for (const auto& pair : pairs) {
    pair->port->publish(surroundings_of(netlink, pair->twin.interface()));
  }
  std::vector<dataplane::Route> routes;
  for (const RouteEntry& entry : netlink.routes()) {
    routes.push_back({entry.to, entry.gateway, entry.source, entry.interface, entry.metric});
  }
  plane->publish_routes(std::move(routes));
}

void Twins::turn() {
  State& s = *state_;
  if (s.plane == nullptr || !s.follows) return;
  if (s.netlink.read()) s.publish();
  for (const auto& pair : s.pairs) s.carry(*pair);
  const Milliseconds now = Loop::now();
  if (now < s.next_confirm) return;
  s.next_confirm = now + kConfirmEvery;
  for (const auto& pair : s.pairs) s.confirm(*pair);
}

// Frames and datagrams between the port and the kernel. What the kernel does not take is lost, as
// on any link: it has its own counters for that.
void Twins::State::carry(Pair& pair) {
  pair.port->drain_exceptions([&](std::span<const std::uint8_t> frame) { pair.twin.write(frame); },
                              kFramesATurn);
  pair.port->drain_unresolved(
      [&](const dataplane::Send& send, std::span<const std::uint8_t> payload) {
        pair.twin.send(send.from, send.to, payload);
      },
      kFramesATurn);
  for (std::size_t i = 0; i < kFramesATurn; ++i) {
    const std::span<const std::uint8_t> frame = pair.twin.read();
    if (frame.empty()) return;
    if (!answers_lone_fragment(frame) && !pair.port->inject(frame)) return;
  }
}

// The kernel believes a neighbour for a while only; who is in use is asked again before that ends,
// and who did not answer is given another chance.
void Twins::State::confirm(const Pair& pair) {
  const dataplane::Surroundings* const around = pair.port->surroundings();
  if (around == nullptr) return;
  const std::vector<sip::Address> used = around->neighbors.take_used();
  if (used.empty()) return;
  for (const NeighborRow& row : netlink.neighbors(pair.twin.interface())) {
    const bool doubtful = row.stale || row.failed;
    if (doubtful && std::find(used.begin(), used.end(), row.address) != used.end()) {
      netlink.ask(pair.twin.interface(), row.address);
    }
  }
}

bool Twins::prepare_sleep() {
  for (const auto& pair : state_->pairs) {
    if (!pair->port->prepare_sleep()) return false;
  }
  return true;
}

void Twins::woken() {
  for (const auto& pair : state_->pairs) pair->port->woken();
}

}  // namespace weir::control
