#include "dataplane/ports/ethdev.h"

#include <rte_ethdev.h>
#include <rte_ring.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "dataplane/ports/ethdev_queue.h"
#include "dataplane/ports/headers.h"

namespace weir::dataplane {
namespace {

constexpr std::size_t kPrefetch = 4;  // frames ahead
constexpr std::uint32_t kInjectedBurst = 32;

Verified verified(std::uint64_t flags, std::uint64_t mask, std::uint64_t good,
                  std::uint64_t bad) noexcept {
  if ((flags & mask) == good) return Verified::kGood;
  if ((flags & mask) == bad) return Verified::kBad;
  return Verified::kUnknown;
}

DecodeRules rules_of(const rte_mbuf* buffer, bool judge_udp) noexcept {
  return {.judge_udp = judge_udp,
          .ip = verified(buffer->ol_flags, RTE_MBUF_F_RX_IP_CKSUM_MASK, RTE_MBUF_F_RX_IP_CKSUM_GOOD,
                         RTE_MBUF_F_RX_IP_CKSUM_BAD),
          .udp = verified(buffer->ol_flags, RTE_MBUF_F_RX_L4_CKSUM_MASK,
                          RTE_MBUF_F_RX_L4_CKSUM_GOOD, RTE_MBUF_F_RX_L4_CKSUM_BAD)};
}

std::span<std::uint8_t> bytes_of(const rte_mbuf* buffer) noexcept {
  return {rte_pktmbuf_mtod(buffer, std::uint8_t*), buffer->data_len};
}

}  // namespace

Ethdev::Ethdev() = default;

void Ethdev::set_classifier(unsigned queue, ClassOf class_of, void* self) noexcept {
  queues_[queue]->class_of = class_of;
  queues_[queue]->class_self = self;
}

void Ethdev::attach(unsigned queue, Counters& counters) noexcept {
  queues_[queue]->counters = &counters;
}

std::uint32_t Ethdev::receive(unsigned number, Cycles now, std::span<Packet> out) noexcept {
  Queue& queue = *queues_[number];
  queue.now = now;
  queue.taken = 0;
  queue.around = surroundings_.refresh(number);
  if (!queue.of_device) return 0;
  if (number == 0) send_injected(queue, number);

  std::array<rte_mbuf*, kBurst> burst;
  const auto room = static_cast<std::uint16_t>(std::min<std::size_t>(out.size(), kBurst));
  const std::uint32_t n = rte_eth_rx_burst(id_, queue.number, burst.data(), room);
  take_burst(queue, {burst.data(), n}, out);
  queue.free_dead();
  const std::uint32_t given_up = queue.reassembly->collect(now);
  queue.counters->received += given_up;
  queue.counters->drops[static_cast<std::size_t>(DropReason::kFragment)] += given_up;
  return queue.taken;
}

void Ethdev::take_burst(Queue& queue, std::span<rte_mbuf* const> burst,
                        std::span<Packet> out) noexcept {
  const std::size_t n = burst.size();
  for (std::size_t i = 0; i < std::min(n, kPrefetch); ++i) {
    rte_prefetch0(rte_pktmbuf_mtod(burst[i], const void*));
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (i + kPrefetch < n) rte_prefetch0(rte_pktmbuf_mtod(burst[i + kPrefetch], const void*));
    take(queue, burst[i], out);
  }
}

void Ethdev::take(Queue& queue, rte_mbuf* buffer, std::span<Packet> out) noexcept {
  if (buffer->nb_segs > 1) {
    buffer = flatten(queue, buffer);
    if (buffer == nullptr) return;
  }
  Packet& packet = out[queue.taken];
  const DecodeRules rules = rules_of(buffer, judge_udp_);
  if (decode_usual(bytes_of(buffer), table_, rules, packet)) [[likely]] {
    return keep(queue, buffer, packet);
  }
  take_unusual(queue, buffer, out);
}

// Apart, so that the loop over usual frames keeps its values in registers.
void Ethdev::take_unusual(Queue& queue, rte_mbuf* buffer, std::span<Packet> out) noexcept {
  const DecodeRules rules = rules_of(buffer, judge_udp_);
  take_decoded(queue, buffer, decode(bytes_of(buffer), table_, rules), out);
}

// The next packet of the burst, decoded: counted, and its buffer noted.
void Ethdev::keep(Queue& queue, rte_mbuf* buffer, Packet& packet) const noexcept {
  packet.mbuf = buffer;
  packet.port = self_;
  ++queue.taken;
  ++queue.counters->received;
  queue.counters->received_bytes += packet.size;
}

void Ethdev::take_decoded(Queue& queue, rte_mbuf* buffer, const Frame& f,
                          std::span<Packet> out) noexcept {
  switch (f.kind) {
    case FrameKind::kDatagram: {
      Packet& packet = out[queue.taken];
      packet.data = rte_pktmbuf_mtod_offset(buffer, char*, f.payload_offset);
      packet.src = f.src;
      packet.dst = f.dst;
      packet.size = f.payload_size;
      packet.sport = f.sport;
      packet.dport = f.dport;
      packet.listen = f.listen;
      return keep(queue, buffer, packet);
    }
    case FrameKind::kFragment:
      return take_piece(queue, buffer, f, out);
    case FrameKind::kException:
      return take_exception(queue, buffer, f);
    case FrameKind::kBadFrame:
      return queue.refuse(buffer, DropReason::kBadFrame);
    case FrameKind::kChecksum:
      return queue.refuse(buffer, DropReason::kChecksum);
  }
}

// A piece that is held is not counted as received until its fate is known: with its datagram, or
// as the drop `fragment`.
void Ethdev::take_piece(Queue& queue, rte_mbuf* buffer, const Frame& f,
                        std::span<Packet> out) noexcept {
  SourceClass klass = SourceClass::kStranger;
  if (queue.class_of != nullptr) klass = queue.class_of(queue.class_self, f.src);
  if (klass == SourceClass::kDenied) return queue.refuse(buffer, DropReason::kBanned);
  const bool known = klass >= SourceClass::kTrusted;
  rte_mbuf* whole = queue.reassembly->add(buffer, f, queue.now, known);
  if (whole == nullptr) return;
  if (whole->nb_segs > 1) whole = flatten(queue, whole);
  if (whole == nullptr) return;
  // The library leaves IPv4's header checksum 0; the pieces' own were right.
  const DecodeRules rules{.judge_udp = judge_udp_, .ip = Verified::kGood};
  const Frame again = decode(bytes_of(whole), table_, rules);
  if (again.kind == FrameKind::kFragment) return queue.refuse(whole, DropReason::kFragment);
  if (again.kind == FrameKind::kException && !again.ipv6) {
    auto* const ip = rte_pktmbuf_mtod_offset(whole, rte_ipv4_hdr*, again.l3_offset);
    ip->hdr_checksum = rte_ipv4_cksum(ip);
  }
  take_decoded(queue, whole, again, out);
}

// Copies a chain into one buffer. Null: refused and counted, the chain is gone either way.
rte_mbuf* Ethdev::flatten(Queue& queue, rte_mbuf* chain) noexcept {
  rte_mbuf* const flat = rte_pktmbuf_alloc(large_pool_);
  const bool fits = flat != nullptr && rte_pktmbuf_tailroom(flat) >= chain->pkt_len;
  if (!fits) {
    if (flat != nullptr) rte_pktmbuf_free(flat);
    queue.refuse(chain, flat == nullptr ? DropReason::kPoolEmpty : DropReason::kOversize);
    return nullptr;
  }
  char* at = rte_pktmbuf_append(flat, static_cast<std::uint16_t>(chain->pkt_len));
  for (const rte_mbuf* part = chain; part != nullptr; part = part->next) {
    std::memcpy(at, rte_pktmbuf_mtod(part, const char*), part->data_len);
    at += part->data_len;
  }
  queue.bury(chain);
  return flat;
}

void Ethdev::take_exception(Queue& queue, rte_mbuf* buffer, const Frame& f) noexcept {
  if (queue.class_of != nullptr && f.l3_size != 0 &&
      queue.class_of(queue.class_self, f.src) == SourceClass::kDenied) {
    return queue.refuse(buffer, DropReason::kBanned);
  }
  if (!twin_) {  // there is no kernel behind this port
    ++queue.counters->received;
    ++queue.counters->exception;
    return queue.bury(buffer);
  }
  const ExceptionClass c = queue.gate.classify(bytes_of(buffer), f);
  const bool admitted = queue.gate.admit(queue.now, c, rte_ring_count(exceptions_),
                                         rte_ring_get_capacity(exceptions_));
  if (!admitted || rte_ring_mp_enqueue(exceptions_, buffer) != 0) {
    return queue.refuse(buffer, DropReason::kExceptionFull);
  }
  ++queue.counters->received;
  ++queue.counters->exception;
  bell_.ring();
}

void Ethdev::release(unsigned, std::span<Packet> packets) noexcept {
  std::array<rte_mbuf*, kBurst> buffers;
  std::uint32_t n = 0;
  for (Packet& packet : packets) {
    if (packet.mbuf == nullptr) continue;
    buffers[n++] = packet.mbuf;
    packet.mbuf = nullptr;
    if (n == buffers.size()) {
      rte_pktmbuf_free_bulk(buffers.data(), n);
      n = 0;
    }
  }
  if (n != 0) rte_pktmbuf_free_bulk(buffers.data(), n);
}

void Ethdev::send_injected(Queue& queue, unsigned number) noexcept {
  std::array<rte_mbuf*, kInjectedBurst> frames;
  void** const objects = reinterpret_cast<void**>(frames.data());
  const std::uint32_t n = rte_ring_sc_dequeue_burst(injected_, objects, kInjectedBurst, nullptr);
  if (n == 0) return;
  for (std::uint32_t i = 0; i < n; ++i) queue.gate.learn(bytes_of(frames[i]));
  const std::uint32_t sent = rte_eth_tx_burst(id_, static_cast<std::uint16_t>(number),
                                              frames.data(), static_cast<std::uint16_t>(n));
  if (sent < n) rte_pktmbuf_free_bulk(frames.data() + sent, n - sent);
}

std::span<const int> Ethdev::wait_fds(unsigned) const noexcept { return {}; }

std::uint64_t Ethdev::lost(unsigned queue) const noexcept {
  rte_eth_stats stats{};
  if (queue != 0 || rte_eth_stats_get(id_, &stats) != 0) return 0;  // the device counts as a whole
  return stats.imissed + stats.rx_nombuf;
}

bool Ethdev::prepare_sleep() noexcept {
  bell_.announce();
  if (rte_ring_empty(exceptions_) == 1 && rte_ring_empty(unresolved_) == 1) return true;
  bell_.rise();
  return false;
}

void Ethdev::woken() noexcept { bell_.rise(); }

void Ethdev::publish(std::unique_ptr<const Surroundings> surroundings) {
  surroundings_.publish(std::move(surroundings));
}

void Ethdev::collect() { surroundings_.collect(); }

rte_mbuf* Ethdev::pop(rte_ring* ring) noexcept {
  void* buffer = nullptr;
  return rte_ring_sc_dequeue(ring, &buffer) == 0 ? static_cast<rte_mbuf*>(buffer) : nullptr;
}

const Ethdev::Note& Ethdev::note_of(const rte_mbuf* buffer) noexcept {
  return *static_cast<const Note*>(static_cast<const void*>(buffer + 1));
}

void Ethdev::free_buffer(rte_mbuf* buffer) noexcept { rte_pktmbuf_free(buffer); }

std::span<const std::uint8_t> Ethdev::whole(const rte_mbuf* buffer) {
  if (buffer->nb_segs == 1) return bytes_of(buffer);
  scratch_.resize(buffer->pkt_len);
  const void* const read = rte_pktmbuf_read(buffer, 0, buffer->pkt_len, scratch_.data());
  return {static_cast<const std::uint8_t*>(read), buffer->pkt_len};
}

bool Ethdev::inject(std::span<const std::uint8_t> frame) {
  rte_mbuf* const buffer = rte_pktmbuf_alloc(send_pool_);
  if (buffer == nullptr) return false;
  char* const at = frame.size() > 0xFFFF
                       ? nullptr
                       : rte_pktmbuf_append(buffer, static_cast<std::uint16_t>(frame.size()));
  if (at != nullptr) {
    std::memcpy(at, frame.data(), frame.size());
    if (rte_ring_mp_enqueue(injected_, buffer) == 0) return true;
  }
  rte_pktmbuf_free(buffer);
  return false;
}

}  // namespace weir::dataplane
