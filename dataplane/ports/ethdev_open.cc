#include <rte_bus.h>
#include <rte_ethdev.h>
#include <rte_random.h>
#include <rte_ring.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "dataplane/ports/ethdev.h"
#include "dataplane/ports/ethdev_queue.h"

namespace weir::dataplane {
namespace {

constexpr std::uint16_t kDescriptors = 1024;
constexpr std::uint32_t kCache = 256;
constexpr std::uint32_t kRing = 512;          // exceptions, frames of the twin: one ring each
constexpr std::uint32_t kUnresolved = 256;    // datagrams that wait for control to ask
constexpr std::uint32_t kLargeBuffers = 128;  // reassembled datagrams under way
constexpr std::uint16_t kLargeRoom = 16384 + RTE_PKTMBUF_HEADROOM;
constexpr std::uint32_t kLeastMtu = 1280;

std::string devices_there() {
  std::string text;
  for (std::uint64_t next = rte_eth_find_next(0); next < RTE_MAX_ETHPORTS;) {
    const auto id = static_cast<std::uint16_t>(next);
    next = rte_eth_find_next(static_cast<std::uint16_t>(id + 1));
    std::array<char, RTE_ETH_NAME_MAX_LEN> name{};
    if (rte_eth_dev_get_name_by_port(id, name.data()) == 0) {
      text += (text.empty() ? "" : ", ") + std::string(name.data());
    }
  }
  return text.empty() ? "none" : text;
}

std::string because(int result) { return std::string(" (") + rte_strerror(-result) + ")"; }

// Hash addresses only: a source lives on one lcore whatever its port, and fragments follow.
void spread_by_address(rte_eth_conf& conf, const rte_eth_dev_info& info) {
  static std::array<std::uint8_t, 52> key;
  for (std::uint8_t& byte : key) byte = static_cast<std::uint8_t>(rte_rand());
  conf.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
  conf.rx_adv_conf.rss_conf.rss_hf =
      info.flow_type_rss_offloads &
      (RTE_ETH_RSS_IPV4 | RTE_ETH_RSS_FRAG_IPV4 | RTE_ETH_RSS_IPV6 | RTE_ETH_RSS_FRAG_IPV6);
  if (info.hash_key_size != 0 && info.hash_key_size <= key.size()) {
    conf.rx_adv_conf.rss_conf.rss_key = key.data();
    conf.rx_adv_conf.rss_conf.rss_key_len = info.hash_key_size;
  }
}

}  // namespace

Ethdev::~Ethdev() {
  if (started_) rte_eth_dev_stop(id_);
  for (const auto& queue : queues_) {
    rte_pktmbuf_free(queue->reserved);
    rte_pktmbuf_free_bulk(queue->frames.data(), queue->frame_count);
    queue->reassembly.reset();
  }
  for (rte_ring* const ring : {exceptions_, unresolved_, injected_}) {
    if (ring == nullptr) continue;
    while (rte_mbuf* const buffer = pop(ring)) rte_pktmbuf_free(buffer);
    rte_ring_free(ring);
  }
  // Drivers keep buffers of the pools until they are closed.
  if (id_ != 0xFFFF) rte_eth_dev_close(id_);
  rte_mempool_free(pool_);
  rte_mempool_free(send_pool_);
  rte_mempool_free(large_pool_);
}

std::string Ethdev::open(const EthdevSettings& settings, Listens listens) {
  device_ = settings.device;
  self_ = settings.self;
  twin_ = settings.twin;
  table_.fill(listens, settings.self);
  if (bell_.fd() < 0)
    return "no eventfd: " + std::string(std::strerror(errno)) + "; raise ulimit -n";
  std::string problem = configure(settings);
  if (problem.empty()) problem = make_memory(settings);
  if (problem.empty()) problem = start_queues();
  return problem.empty() ? problem : "dpdk port " + device_ + ": " + problem;
}

std::string Ethdev::configure(const EthdevSettings& settings) {
  std::uint16_t id = 0;
  if (rte_eth_dev_get_port_by_name(device_.c_str(), &id) != 0) {
    return "DPDK has no such device; it has: " + devices_there() +
           ". Look at EAL's messages (--log-level=debug after \"--\")";
  }
  rte_eth_dev_info info{};
  int result = rte_eth_dev_info_get(id, &info);
  if (result != 0) return "the driver does not describe it" + because(result);

  unsigned queues = std::min<unsigned>({settings.queues, info.max_rx_queues, info.max_tx_queues});
  const bool spreads = (info.flow_type_rss_offloads & (RTE_ETH_RSS_IPV4 | RTE_ETH_RSS_IPV6)) != 0;
  if (!spreads) queues = 1;
  rte_eth_conf conf{};
  if (queues > 1) spread_by_address(conf, info);
  conf.rxmode.offloads =
      info.rx_offload_capa & (RTE_ETH_RX_OFFLOAD_IPV4_CKSUM | RTE_ETH_RX_OFFLOAD_UDP_CKSUM);
  result = rte_eth_dev_configure(id, static_cast<std::uint16_t>(queues),
                                 static_cast<std::uint16_t>(queues), &conf);
  if (result != 0) return "it refuses " + std::to_string(queues) + " queues" + because(result);
  id_ = id;

  const rte_bus* const bus = rte_bus_find_by_device(info.device);
  const bool is_virtual = bus != nullptr && std::string_view(rte_bus_name(bus)) == "vdev";
  judge_udp_ = settings.judge_udp || !is_virtual;
  std::uint16_t mtu = 0;
  mtu_ = rte_eth_dev_get_mtu(id, &mtu) == 0 ? mtu : 1500;
  if (settings.mtu != 0) mtu_ = settings.mtu;
  if (mtu_ < kLeastMtu) return "its MTU is " + std::to_string(mtu_) + "; IPv6 needs 1280";
  rte_ether_addr mac{};
  result = rte_eth_macaddr_get(id, &mac);
  if (result != 0) return "it has no link address" + because(result);
  // Rings have none, and a twin cannot go without.
  if (rte_is_zero_ether_addr(&mac) != 0) rte_eth_random_addr(mac.addr_bytes);
  std::copy(std::begin(mac.addr_bytes), std::end(mac.addr_bytes), mac_.begin());
  device_queues_ = queues;
  for (unsigned i = 0; i < settings.queues + settings.senders; ++i) {
    queues_.push_back(std::make_unique<Queue>(settings));
    queues_.back()->number = static_cast<std::uint16_t>(i);
    queues_.back()->counters = &queues_.back()->unattached;
    queues_.back()->of_device = i < queues;
    queues_.back()->next_id = static_cast<std::uint32_t>(rte_rand());
    if (i >= settings.queues) continue;  // it receives nothing
    queues_.back()->reassembly =
        Reassembly::make(settings.reassembly, settings.frequency, rte_eth_dev_socket_id(id));
    if (queues_.back()->reassembly == nullptr) {
      return "no memory for reassembly; give EAL more with -m after \"--\"";
    }
  }
  return {};
}

std::string Ethdev::make_memory(const EthdevSettings& settings) {
  const std::uint32_t queues = settings.queues;
  const std::uint32_t buffers =
      queues * (kDescriptors + 2 * kCache + 2 * kBurst + settings.reassembly.buffers()) + kRing;
  const std::uint32_t send_buffers = static_cast<std::uint32_t>(queues_.size()) *
                                         (kDescriptors + 2 * kCache + 2 * kWaitingFrames) +
                                     kRing + 4 * kUnresolved;
  const std::string name = "weir" + std::to_string(id_);
  const int socket = rte_eth_dev_socket_id(id_);
  const auto private_size = static_cast<std::uint16_t>(RTE_ALIGN_CEIL(sizeof(Note), 64));
  const std::uint32_t frame = mtu_ + 64;
  const auto room = static_cast<std::uint16_t>(
      std::max<std::uint32_t>(RTE_MBUF_DEFAULT_BUF_SIZE, frame + RTE_PKTMBUF_HEADROOM));
  const auto receive_room = static_cast<std::uint16_t>(
      std::max<std::uint32_t>(room, settings.frame_size + RTE_PKTMBUF_HEADROOM));
  pool_ = rte_pktmbuf_pool_create((name + "_frames").c_str(), buffers, kCache, private_size,
                                  receive_room, socket);
  send_pool_ = rte_pktmbuf_pool_create((name + "_send").c_str(), send_buffers, kCache, private_size,
                                       room, socket);
  large_pool_ = rte_pktmbuf_pool_create((name + "_large").c_str(), kLargeBuffers * queues, 0,
                                        private_size, kLargeRoom, socket);
  const unsigned single_reader = RING_F_SC_DEQ;
  exceptions_ = rte_ring_create((name + "_exceptions").c_str(), kRing, socket, single_reader);
  unresolved_ = rte_ring_create((name + "_unresolved").c_str(), kUnresolved, socket, single_reader);
  injected_ = rte_ring_create((name + "_injected").c_str(), kRing, socket, single_reader);
  if (pool_ == nullptr || send_pool_ == nullptr || large_pool_ == nullptr ||
      exceptions_ == nullptr || unresolved_ == nullptr || injected_ == nullptr) {
    return "no memory for " + std::to_string(buffers + send_buffers) +
           " buffers; give EAL more with -m MEGABYTES after \"--\"";
  }
  scratch_.reserve(kMaxDatagram);
  return {};
}

std::string Ethdev::start_queues() {
  std::uint16_t receive = kDescriptors;
  std::uint16_t transmit = kDescriptors;
  rte_eth_dev_adjust_nb_rx_tx_desc(id_, &receive, &transmit);
  const auto socket = static_cast<unsigned>(rte_eth_dev_socket_id(id_));
  for (std::uint16_t i = 0; i < device_queues_; ++i) {
    int result = rte_eth_rx_queue_setup(id_, i, receive, socket, nullptr, pool_);
    if (result != 0) return "its receive queue cannot be set up" + because(result);
    result = rte_eth_tx_queue_setup(id_, i, transmit, socket, nullptr);
    if (result != 0) return "its transmit queue cannot be set up" + because(result);
  }
  const int result = rte_eth_dev_start(id_);
  if (result != 0) return "it does not start" + because(result);
  started_ = true;
  // Neighbour discovery and routing protocols are multicast; devices that cannot filter refuse.
  rte_eth_allmulticast_enable(id_);
  return {};
}

}  // namespace weir::dataplane
