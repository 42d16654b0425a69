// In-memory ports for benchmarks: packets without a wire, and the bare loop to compare with.
#pragma once

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dataplane/listen.h"
#include "dataplane/ports/ethdev.h"

namespace weir::bench {

// What comes in for ever.
struct Load {
  std::vector<std::string> payloads;  // SIP messages, spread evenly over the pool
  std::uint32_t sources = 1;          // different source addresses, drawn at random; a power of two
  sip::Address first_source = sip::Address::v4(0x0A000000);
  std::uint16_t source_port = 5060;
  // Instead: never the same source twice, but one packet in a hundred from kTrusted addresses
  // (10.1.0.0 and up) and one from kStrangers honest strangers (10.2.0.0 and up).
  bool spoofed = false;
  static constexpr std::uint32_t kTrusted = 1000;
  static constexpr std::uint32_t kStrangers = 1000;
  static constexpr std::uint32_t kFirstTrusted = 0x0A010000;
  static constexpr std::uint32_t kFirstStranger = 0x0A020000;
};

// A device of DPDK that never runs dry: net_null over a preloaded pool, whose buffers already hold
// the packets, so nothing is copied. A receive callback writes the source address into every packet
// and mends the IP checksum: the bare loop and ours see and pay the same. What is sent is freed.
//
// One listen socket: 192.0.2.1:5060. Every datagram sent finds its neighbour.
class MemoryPort {
 public:
  // Starts EAL when it does not run yet; ends the process with a message when something fails.
  explicit MemoryPort(const Load& load);
  ~MemoryPort();
  MemoryPort(const MemoryPort&) = delete;
  MemoryPort& operator=(const MemoryPort&) = delete;

  // The port as lcores use it. release_port() hands it to an owner, who must let go of it before
  // this object ends.
  dataplane::Ethdev& port() noexcept { return *port_; }
  std::unique_ptr<dataplane::Ethdev> release_port() noexcept { return std::move(owned_); }
  const std::vector<dataplane::Listen>& listens() const noexcept { return listens_; }

  // The limit: receives a burst of 64 and frees it in bulk. Returns how many packets that were.
  std::uint32_t bare_burst() noexcept;

  // Cycles a packet of the bare loop: the best of several runs, measured once.
  double limit_cycles();

 private:
  struct Sources;

  void preload(const Load& load, std::size_t size);

  std::string device_;
  std::uint16_t id_ = 0;
  std::vector<dataplane::Listen> listens_;
  std::unique_ptr<dataplane::Ethdev> owned_;
  dataplane::Ethdev* port_ = nullptr;
  double limit_ = 0;
};

// Sets Mpps, cycles_per_packet, limit_Mpps and limit_ratio from `packets` handled in `cycles` and
// the bare loop's cycles a packet.
void report(benchmark::State& state, std::uint64_t packets, std::uint64_t cycles, double limit);

// Starts EAL quietly, without hugepages or privilege; once per process.
void start_eal();

}  // namespace weir::bench
