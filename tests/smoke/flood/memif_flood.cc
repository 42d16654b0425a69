// A bounded flood over memif: a DPDK process of its own that sends the frames of one attack, made
// beforehand, as fast as the other end takes them or at a stated rate, and prints what was taken.
//
// memif's transmit copies a frame into memory that both ends share and is refused when there is no
// room: what it takes is what the other end receives.
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "tests/smoke/flood/attacks.h"

namespace weir::flood {
namespace {

constexpr uint16_t kBurst = 64;
constexpr uint32_t kFrames = 4096;
constexpr uint32_t kMaxRate = 100'000'000;
constexpr uint64_t kMaxCount = 2'000'000'000;
constexpr unsigned kMaxSeconds = 60;
constexpr unsigned kLinkSeconds = 20;
constexpr unsigned kDrainMicroseconds = 500'000;

struct Options {
  std::string socket;
  std::string attack = "one_source";
  std::string target;
  std::string target_mac = "02:00:00:00:00:01";
  uint16_t port = 5060;
  uint32_t rate = 0;
  uint64_t count = kMaxCount;
  unsigned seconds = 3;
  unsigned cpu = 0;
};

std::string start_eal(const Options& options) {
  std::array<std::string, 10> arguments = {
      "memif-flood",
      "--no-huge",
      "--no-shconf",
      "--no-pci",
      "--no-telemetry",
      "-m",
      "256",
      "--log-level=error",
      "--lcores=0@" + std::to_string(options.cpu),
      "--vdev=net_memif0,role=client,socket-abstract=no,socket=" + options.socket};
  std::array<char*, arguments.size()> argv{};
  for (size_t i = 0; i < argv.size(); ++i) argv[i] = arguments[i].data();
  if (rte_eal_init(static_cast<int>(argv.size()), argv.data()) < 0) return "EAL does not start";
  if (rte_eth_dev_count_avail() != 1) return "no memif on " + options.socket;
  return {};
}

// Within a second.
bool link_comes() {
  for (unsigned ms = 0; ms < 1000; ++ms) {
    rte_eth_link link{};
    if (rte_eth_link_get_nowait(0, &link) == 0 && link.link_status == RTE_ETH_LINK_UP) return true;
    rte_delay_us_sleep(1000);
  }
  return false;
}

// Starts port 0 and waits until the other end has connected.
std::string open_port(rte_mempool* pool) {
  rte_eth_conf conf{};
  if (rte_eth_dev_configure(0, 1, 1, &conf) != 0) return "the port cannot be configured";
  const auto node = static_cast<unsigned>(SOCKET_ID_ANY);
  if (rte_eth_rx_queue_setup(0, 0, 1024, node, nullptr, pool) != 0) return "no receive queue";
  if (rte_eth_tx_queue_setup(0, 0, 1024, node, nullptr) != 0) return "no transmit queue";
  for (unsigned second = 0; second < kLinkSeconds; ++second) {
    if (rte_eth_dev_start(0) != 0) return "the port does not start";
    if (link_comes()) return {};
    // A server that is met before its port has started never answers: once more from the start.
    if (rte_eth_dev_stop(0) != 0) return "the port does not stop";
  }
  return "nobody is at the other end of the socket";
}

// The attack's first kFrames frames, each in a buffer that sending does not free.
std::vector<rte_mbuf*> make_frames(rte_mempool* pool, Maker& maker) {
  std::vector<rte_mbuf*> frames;
  std::array<uint8_t, kMaxFrame> frame;
  for (uint32_t i = 0; i < kFrames; ++i) {
    rte_mbuf* const buffer = rte_pktmbuf_alloc(pool);
    if (buffer == nullptr) break;
    const size_t size = maker.make(frame);
    std::memcpy(rte_pktmbuf_append(buffer, static_cast<uint16_t>(size)), frame.data(), size);
    frames.push_back(buffer);
  }
  return frames;
}

volatile std::sig_atomic_t told_to_end = 0;

struct Result {
  uint64_t sent = 0;
  uint64_t refused = 0;
  double seconds = 0;
};

// Without a rate what is refused is tried again at once; with one it is lost, as on a wire.
Result run(const Options& options, std::vector<rte_mbuf*>& frames) {
  Result result;
  const uint64_t hz = rte_get_tsc_hz();
  const uint64_t start = rte_rdtsc();
  const uint64_t end = start + options.seconds * hz;
  const double per_cycle = static_cast<double>(options.rate) / static_cast<double>(hz);
  size_t at = 0;
  uint64_t now = start;
  for (; now < end && told_to_end == 0 && result.sent < options.count; now = rte_rdtsc()) {
    if (options.rate != 0) {
      const double due = static_cast<double>(now - start) * per_cycle;
      if (due < static_cast<double>(result.sent + result.refused + kBurst)) {
        rte_delay_us_sleep(20);
        continue;
      }
    }
    const auto wanted =
        static_cast<uint16_t>(std::min<uint64_t>(kBurst, options.count - result.sent));
    for (uint16_t i = 0; i < wanted; ++i) rte_mbuf_refcnt_set(frames[at + i], 2);
    const uint16_t sent = rte_eth_tx_burst(0, 0, &frames[at], wanted);
    result.sent += sent;
    if (options.rate != 0) result.refused += wanted - sent;
    at = (at + kBurst) % frames.size();
  }
  result.seconds = static_cast<double>(now - start) / static_cast<double>(hz);
  return result;
}

int fail(const std::string& text) {
  std::fprintf(stderr, "memif-flood: %s\n", text.c_str());
  return 1;
}

int main_with(const Options& options) {
  const Attack* attack = find_attack(options.attack);
  if (attack == nullptr) return fail("no attack named " + options.attack);
  const auto ip = parse_ip(options.target);
  const auto mac = parse_mac(options.target_mac);
  if (!ip || !mac) return fail("--target and --target-mac want an IP and a MAC address");
  if (!is_test_address(*ip)) return fail(options.target + " is no test address");
  const Aim aim{{2, 0, 0, 0, 0, 2}, *mac, {*ip}, options.port, {}};
  Maker maker(*attack, aim, 1);

  std::string problem = start_eal(options);
  if (!problem.empty()) return fail(problem);
  rte_mempool* const pool =
      rte_pktmbuf_pool_create("frames", 2 * kFrames, 256, 0, RTE_MBUF_DEFAULT_BUF_SIZE, 0);
  if (pool == nullptr) return fail("no memory");
  problem = open_port(pool);
  if (!problem.empty()) return fail(problem);
  std::vector<rte_mbuf*> frames = make_frames(pool, maker);
  if (frames.size() != kFrames) return fail("too few buffers");
  std::signal(SIGTERM, [](int) { told_to_end = 1; });
  const Result result = run(options, frames);
  std::printf("{\"sent\":%llu,\"refused\":%llu,\"seconds\":%.3f,\"per_second\":%.0f}\n",
              static_cast<unsigned long long>(result.sent),
              static_cast<unsigned long long>(result.refused), result.seconds,
              static_cast<double>(result.sent) / result.seconds);
  std::fflush(stdout);
  // The driver unmaps the rings when a peer goes: the receiver gets time to empty them before.
  rte_delay_us_sleep(kDrainMicroseconds);
  rte_eth_dev_stop(0);
  rte_eth_dev_close(0);
  return 0;
}

}  // namespace
}  // namespace weir::flood

int main(int argc, char** argv) {
  using weir::flood::Options;
  Options options;
  CLI::App app{"A bounded SIP flood over memif"};
  app.add_option("--socket", options.socket, "of memif; the other end is its server")->required();
  app.add_option("--attack", options.attack, "which attack (see weir-flood --list)");
  app.add_option("--target", options.target, "address of the edge")->required();
  app.add_option("--target-mac", options.target_mac, "MAC address of the edge");
  app.add_option("--port", options.port, "UDP port of the edge");
  app.add_option("--rate", options.rate, "packets a second; 0: as many as are taken")
      ->check(CLI::Range(0u, weir::flood::kMaxRate));
  app.add_option("--count", options.count, "packets in all, at most")
      ->check(CLI::Range(uint64_t{1}, weir::flood::kMaxCount));
  app.add_option("--seconds", options.seconds, "time in all, at most")
      ->check(CLI::Range(1u, weir::flood::kMaxSeconds));
  app.add_option("--cpu", options.cpu, "the processor to run on");
  CLI11_PARSE(app, argc, argv);
  return weir::flood::main_with(options);
}
