// What one lcore owns of an Ethdev; for ethdev*.cc only.
#pragma once

#include <rte_mbuf.h>

#include <array>
#include <cstdint>
#include <memory>

#include "dataplane/ports/ethdev.h"

namespace weir::dataplane {

// Frames that wait for flush(): more than the pieces of the longest datagram over the least MTU.
inline constexpr std::uint32_t kWaitingFrames = 128;

// Buffers that only decode() refused or that became exceptions, at most a burst.
struct alignas(64) Ethdev::Queue {
  explicit Queue(const EthdevSettings& settings)
      : gate(settings.exceptions, settings.frequency),
        large(std::make_unique<char[]>(kMaxDatagram)) {}

  // A datagram among the waiting frames, settled when they have gone.
  struct Waiting {
    std::uint32_t frames;
    std::uint32_t size;
    SendKind kind;
  };

  std::uint16_t number = 0;
  // False for lcores beyond the device's queues: they receive nothing, and send through the ring
  // that queue 0 empties.
  bool of_device = true;
  Counters* counters = nullptr;
  Counters unattached;  // until attach()
  ClassOf class_of = nullptr;
  void* class_self = nullptr;
  Cycles now{};
  const Surroundings* around = nullptr;

  // Receiving.
  std::uint32_t taken = 0;  // datagrams of the current receive()
  std::uint32_t dead_count = 0;
  std::array<rte_mbuf*, kBurst> dead{};  // freed in bulk at the end of receive()
  std::unique_ptr<Reassembly> reassembly;
  ExceptionGate gate;

  // Sending.
  rte_mbuf* reserved = nullptr;   // its payload begins at the default headroom
  bool in_large = false;          // the reservation is `large`
  std::unique_ptr<char[]> large;  // datagrams that do not fit a buffer
  std::uint32_t next_id = 0;
  std::uint32_t frame_count = 0;
  std::uint32_t waiting_count = 0;
  std::array<rte_mbuf*, kWaitingFrames> frames{};
  std::array<Waiting, kWaitingFrames> waiting{};

  void refuse(rte_mbuf* buffer, DropReason reason) noexcept {
    ++counters->received;
    counters->drop(reason);
    bury(buffer);
  }
  void bury(rte_mbuf* buffer) noexcept {
    if (dead_count == dead.size()) free_dead();
    dead[dead_count++] = buffer;
  }
  void free_dead() noexcept {
    if (dead_count != 0) rte_pktmbuf_free_bulk(dead.data(), dead_count);
    dead_count = 0;
  }
};

}  // namespace weir::dataplane
