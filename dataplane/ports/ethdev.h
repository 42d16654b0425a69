// Any DPDK device as a port: af_packet, af_xdp, tap, ring, pcap, null, memif, or a NIC.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataplane/bell.h"
#include "dataplane/exception.h"
#include "dataplane/listen.h"
#include "dataplane/neighbors.h"
#include "dataplane/ports/port.h"
#include "dataplane/reassembly.h"
#include "dataplane/snapshot.h"

struct rte_mbuf;
struct rte_mempool;
struct rte_ring;

namespace weir::dataplane {

struct EthdevSettings {
  std::string device;            // EAL's name
  std::uint16_t self = 0;        // index of the port
  unsigned queues = 1;           // wanted; a device that cannot spread sources gets one
  unsigned senders = 0;          // queues behind those that send only, and by no queue of the device
  std::uint32_t mtu = 0;         // 0: the device's own
  std::uint32_t frame_size = 0;  // that buffers must hold; 0: by the MTU
  Frequency frequency;
  bool twin = true;        // somebody drains the exceptions
  bool judge_udp = false;  // judge UDP checksums although the device is virtual
  ExceptionRates exceptions;
  ReassemblySettings reassembly;
};

// What a source is, as the guard of the queue's lcore sees it.
using ClassOf = SourceClass (*)(void* self, const sip::Address& source) noexcept;

// The methods of Port are for lcores; those below "Control" are for the control thread alone. The
// kernel's twin hangs on the latter: control carries frames between it and this port.
class Ethdev final : public Port {
 public:
  Ethdev();
  ~Ethdev() override;

  // Configures and starts the device. The span must outlive the port. Returns what is wrong and
  // what to do, or nothing.
  std::string open(const EthdevSettings& settings, Listens listens);

  // Of the device; at most as many as wanted.
  unsigned queues() const noexcept { return device_queues_; }

  // Before the first receive(): who tells peers and trusted sources from strangers, for the shares
  // of reassembly, and banned ones from the rest. Without it all are strangers.
  void set_classifier(unsigned queue, ClassOf class_of, void* self) noexcept;

  void attach(unsigned queue, Counters& counters) noexcept override;
  std::uint32_t receive(unsigned queue, Cycles now, std::span<Packet> out) noexcept override;
  void release(unsigned queue, std::span<Packet> packets) noexcept override;
  char* reserve(unsigned queue, std::uint32_t size) noexcept override;
  void commit(unsigned queue, std::uint32_t size, const Send& send) noexcept override;
  void flush(unsigned queue) noexcept override;
  std::span<const int> wait_fds(unsigned queue) const noexcept override;
  std::uint64_t lost(unsigned queue) const noexcept override;

  // Control.

  const Mac& mac() const noexcept { return mac_; }
  std::uint32_t mtu() const noexcept { return mtu_; }
  const std::string& device() const noexcept { return device_; }
  // Frames may carry checksums that are only begun: the twin has to be told.
  bool partial_checksums() const noexcept { return !judge_udp_; }

  // Replaces what lcores know of routes and neighbours; collect() frees the old.
  void publish(std::unique_ptr<const Surroundings> surroundings);
  void collect();
  const Surroundings* surroundings() const noexcept { return surroundings_.latest(); }

  // Calls take(frame) for up to `limit` frames that are the kernel's; returns how many.
  template <class Take>
  std::size_t drain_exceptions(Take&& take, std::size_t limit) {
    return drain(exceptions_, limit,
                 [&](const Note&, std::span<const std::uint8_t> bytes) { take(bytes); });
  }

  // Calls take(send, payload) for up to `limit` datagrams whose next hop has no link address yet.
  // Control sends each through the twin, so that the kernel asks for it.
  template <class Take>
  std::size_t drain_unresolved(Take&& take, std::size_t limit) {
    return drain(unresolved_, limit, [&](const Note& note, std::span<const std::uint8_t> bytes) {
      take(note.send, bytes);
    });
  }

  // Sends a frame of the twin out of the port. False: no buffer or no place is left, it is gone.
  bool inject(std::span<const std::uint8_t> frame);

  // Readable when a drain would give something that came while control slept. Protocol: when
  // prepare_sleep() returns true wait on event_fd() among others; then call woken().
  int event_fd() const noexcept { return bell_.fd(); }
  bool prepare_sleep() noexcept;
  void woken() noexcept;

 private:
  struct Queue;

  // Stands in the private area of a buffer on its way to control.
  struct Note {
    Send send;
  };

  template <class Take>
  std::size_t drain(rte_ring* ring, std::size_t limit, Take&& take) {
    std::size_t n = 0;
    for (rte_mbuf* buffer = pop(ring); buffer != nullptr; buffer = pop(ring)) {
      take(note_of(buffer), whole(buffer));
      free_buffer(buffer);
      if (++n == limit) break;
    }
    return n;
  }

  std::string configure(const EthdevSettings& settings);
  std::string make_memory(const EthdevSettings& settings);
  std::string start_queues();

  static rte_mbuf* pop(rte_ring* ring) noexcept;
  static const Note& note_of(const rte_mbuf* buffer) noexcept;
  static void free_buffer(rte_mbuf* buffer) noexcept;
  std::span<const std::uint8_t> whole(const rte_mbuf* buffer);

  [[gnu::noinline]] void take_burst(Queue& queue, std::span<rte_mbuf* const> burst,
                                    std::span<Packet> out) noexcept;
  void take(Queue& queue, rte_mbuf* buffer, std::span<Packet> out) noexcept;
  void take_unusual(Queue& queue, rte_mbuf* buffer, std::span<Packet> out) noexcept;
  void keep(Queue& queue, rte_mbuf* buffer, Packet& packet) const noexcept;
  void take_decoded(Queue& queue, rte_mbuf* buffer, const Frame& f, std::span<Packet> out) noexcept;
  void take_piece(Queue& queue, rte_mbuf* buffer, const Frame& f, std::span<Packet> out) noexcept;
  void take_exception(Queue& queue, rte_mbuf* buffer, const Frame& f) noexcept;
  rte_mbuf* flatten(Queue& queue, rte_mbuf* chain) noexcept;
  void send_injected(Queue& queue, unsigned number) noexcept;

  DropReason send_datagram(Queue& queue, std::uint32_t size, const Send& send) noexcept;
  DropReason send_whole(Queue& queue, std::span<const char> payload, const Send& send,
                        const Mac& to) noexcept;
  DropReason send_pieces(Queue& queue, std::span<const char> payload, const Send& send,
                         const Mac& to) noexcept;
  DropReason ask(Queue& queue, std::span<const char> payload, const Send& send) noexcept;

  std::string device_;
  std::uint16_t self_ = 0;
  std::uint16_t id_ = 0xFFFF;  // DPDK's number
  unsigned device_queues_ = 0;
  std::uint32_t mtu_ = 1500;
  Mac mac_{};
  bool judge_udp_ = false;
  bool twin_ = true;
  bool started_ = false;
  ListenTable table_;
  // What comes in and what goes out do not share a pool: a flood that fills one leaves the other.
  rte_mempool* pool_ = nullptr;
  rte_mempool* send_pool_ = nullptr;
  rte_mempool* large_pool_ = nullptr;
  rte_ring* exceptions_ = nullptr;
  rte_ring* unresolved_ = nullptr;
  rte_ring* injected_ = nullptr;
  std::vector<std::unique_ptr<Queue>> queues_;
  Snapshot<Surroundings> surroundings_;
  std::vector<std::uint8_t> scratch_;  // control's, for frames in several pieces
  Bell bell_;
};

}  // namespace weir::dataplane
