#include "bench/harness.h"

#include <rte_cycles.h>
#include <rte_dev.h>
#include <rte_eal.h>
#include <rte_ethdev.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "dataplane/clock.h"
#include "dataplane/ports/headers.h"

namespace weir::bench {
namespace {

using dataplane::kBurst;

constexpr std::uint32_t kSourceOffset = dataplane::kEthernetHeader + 12;
constexpr std::uint32_t kChecksumOffset = dataplane::kEthernetHeader + 10;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(1);
}

std::string frame_of(const std::string& payload, const Load& load) {
  dataplane::Envelope envelope{};
  envelope.source_mac = {2, 0, 0, 0, 0, 1};
  envelope.target_mac = {2, 0, 0, 0, 0, 2};
  envelope.from = {load.first_source, load.source_port};
  envelope.to = {sip::Address::v4(0xC0000201), 5060};
  const std::uint32_t headers = envelope.link_and_ip();
  std::string frame(headers + dataplane::kUdpHeader, '\0');
  auto* const at = static_cast<std::uint8_t*>(static_cast<void*>(frame.data()));
  const auto size = static_cast<std::uint32_t>(dataplane::kUdpHeader + payload.size());
  dataplane::write_link_and_ip(at, envelope, dataplane::Piece{.size = size});
  dataplane::write_udp(at + headers, envelope, payload);
  frame[headers + 6] = frame[headers + 7] = 0;  // the source changes: no UDP checksum (RFC 768)
  return frame + payload;
}

}  // namespace

// What the receive callback needs.
struct MemoryPort::Sources {
  std::uint32_t first = 0;
  std::uint32_t mask = 0;
  std::uint64_t random = 0x9E3779B97F4A7C15ull;
  bool spoofed = false;
  std::uint32_t serial = 0;

  std::uint32_t next() noexcept {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    const auto drawn = static_cast<std::uint32_t>(random >> 32);
    if (!spoofed) return first + (drawn & mask);
    const auto percent = static_cast<std::uint32_t>(std::uint64_t{drawn} * 100 >> 32);
    const auto low = static_cast<std::uint32_t>(random) >> 8;
    if (percent == 0) return Load::kFirstTrusted + low % Load::kTrusted;
    if (percent == 1) return Load::kFirstStranger + low % Load::kStrangers;
    return 0x80000000u | (++serial * 0x9E3779B1u & 0x7FFFFFFFu);  // 2^31 others, each once
  }

  static std::uint16_t write(std::uint16_t, std::uint16_t, rte_mbuf* packets[], std::uint16_t n,
                             std::uint16_t, void* self) {
    Sources& sources = *static_cast<Sources*>(self);
    for (std::uint16_t i = 0; i < n; ++i) {
      auto* const frame = rte_pktmbuf_mtod(packets[i], std::uint8_t*);
      std::uint32_t old = 0;
      std::memcpy(&old, frame + kSourceOffset, 4);
      const std::uint32_t source = rte_cpu_to_be_32(sources.next());
      std::memcpy(frame + kSourceOffset, &source, 4);
      std::uint16_t checksum = 0;  // mended as in RFC 1624
      std::memcpy(&checksum, frame + kChecksumOffset, 2);
      std::uint32_t sum = static_cast<std::uint16_t>(~checksum);
      sum += static_cast<std::uint16_t>(~old) +
             static_cast<std::uint32_t>(static_cast<std::uint16_t>(~(old >> 16)));
      sum += (source & 0xFFFF) + (source >> 16);
      while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
      checksum = static_cast<std::uint16_t>(~sum);
      std::memcpy(frame + kChecksumOffset, &checksum, 2);
    }
    return n;
  }
};

void start_eal() {
  static bool started = false;
  if (started) return;
  started = true;
  static std::array<std::string, 9> arguments = {
      "bench", "--no-huge",      "--no-shconf", "--no-pci",         "-m",
      "1024",  "--no-telemetry", "--lcores=0",  "--log-level=error"};
  static std::array<char*, 9> argv;
  for (std::size_t i = 0; i < argv.size(); ++i) argv[i] = arguments[i].data();
  if (rte_eal_init(static_cast<int>(argv.size()), argv.data()) < 0) fail("EAL does not start");
}

MemoryPort::MemoryPort(const Load& load) {
  start_eal();
  if (load.payloads.empty() || (load.sources & (load.sources - 1)) != 0 || load.sources == 0) {
    fail("a load needs payloads and a power of two of sources");
  }
  static int serial = 0;
  device_ = "net_null" + std::to_string(serial++);
  std::size_t size = 0;
  for (const std::string& payload : load.payloads) {
    size = std::max(size, frame_of(payload, load).size());
  }
  const std::string arguments = "size=" + std::to_string(size) + ",copy=0";
  if (rte_eal_hotplug_add("vdev", device_.c_str(), arguments.c_str()) != 0) {
    fail("net_null does not start");
  }

  dataplane::Listen listen;
  listen.address = listen.source = sip::Address::v4(0xC0000201);
  listen.number = 5060;
  listens_.push_back(listen);
  owned_ = std::make_unique<dataplane::Ethdev>();
  port_ = owned_.get();
  dataplane::EthdevSettings settings;
  settings.device = device_;
  settings.frequency.hz = rte_get_tsc_hz();
  settings.twin = false;
  const std::string problem = port_->open(settings, listens_);
  if (!problem.empty()) fail(problem);
  auto around = std::make_unique<dataplane::Surroundings>();
  around->fixed = dataplane::Mac{2, 0, 0, 0, 0, 1};
  port_->publish(std::move(around));

  if (rte_eth_dev_get_port_by_name(device_.c_str(), &id_) != 0) fail("the device is gone");
  preload(load, size);
  // A callback outlives its device: the next one with that number finds it in place.
  static std::array<Sources, RTE_MAX_ETHPORTS> sources;
  static std::array<bool, RTE_MAX_ETHPORTS> called;
  sources[id_].first = load.first_source.v4_value();
  sources[id_].mask = load.sources - 1;
  sources[id_].spoofed = load.spoofed;
  if (!called[id_] && rte_eth_add_rx_callback(id_, 0, Sources::write, &sources[id_]) == nullptr) {
    fail("no receive callback");
  }
  called[id_] = true;
}

MemoryPort::~MemoryPort() = default;

// Writes the packets into every buffer of the receive pool; the null device only sets their size.
void MemoryPort::preload(const Load& load, std::size_t size) {
  rte_mempool* const pool = rte_mempool_lookup(("weir" + std::to_string(id_) + "_frames").c_str());
  if (pool == nullptr) fail("the receive pool is not found");
  std::vector<rte_mbuf*> buffers;
  while (rte_mbuf* const buffer = rte_pktmbuf_alloc(pool)) {
    std::string frame = frame_of(load.payloads[buffers.size() % load.payloads.size()], load);
    frame.resize(size);  // padding
    if (size > rte_pktmbuf_tailroom(buffer)) fail("a payload does not fit a buffer");
    std::memcpy(rte_pktmbuf_mtod(buffer, char*), frame.data(), size);
    buffers.push_back(buffer);
  }
  for (rte_mbuf* const buffer : buffers) rte_pktmbuf_free(buffer);
}

std::uint32_t MemoryPort::bare_burst() noexcept {
  std::array<rte_mbuf*, kBurst> packets;
  const std::uint16_t n = rte_eth_rx_burst(id_, 0, packets.data(), kBurst);
  rte_pktmbuf_free_bulk(packets.data(), n);
  return n;
}

double MemoryPort::limit_cycles() {
  constexpr int kRuns = 7;
  constexpr int kBursts = 20000;
  if (limit_ != 0) return limit_;
  for (int run = 0; run < kRuns; ++run) {
    std::uint64_t packets = 0;
    const std::uint64_t begin = count(dataplane::read_cycles());
    for (int i = 0; i < kBursts; ++i) packets += bare_burst();
    const std::uint64_t cycles = count(dataplane::read_cycles()) - begin;
    const double each = static_cast<double>(cycles) / static_cast<double>(packets);
    limit_ = limit_ == 0 ? each : std::min(limit_, each);
  }
  return limit_;
}

void report(benchmark::State& state, std::uint64_t packets, std::uint64_t cycles, double limit) {
  const double each = static_cast<double>(cycles) / static_cast<double>(packets);
  const double mega_hz = static_cast<double>(rte_get_tsc_hz()) / 1e6;
  state.counters["Mpps"] = mega_hz / each;
  state.counters["cycles_per_packet"] = each;
  state.counters["limit_Mpps"] = mega_hz / limit;
  state.counters["limit_ratio"] = limit / each;
  state.SetItemsProcessed(static_cast<std::int64_t>(packets));
}

}  // namespace weir::bench
