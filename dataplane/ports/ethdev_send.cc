#include <rte_ethdev.h>
#include <rte_ring.h>

#include <algorithm>
#include <cstring>

#include "dataplane/ports/ethdev.h"
#include "dataplane/ports/ethdev_queue.h"
#include "dataplane/ports/headers.h"

namespace weir::dataplane {
namespace {

constexpr unsigned kSendTries = 4;

// The largest payload that leaves in one frame and fits a buffer behind the default headroom.
std::uint32_t whole_limit(const rte_mempool* pool, std::uint32_t mtu) noexcept {
  const std::uint32_t room = rte_pktmbuf_data_room_size(const_cast<rte_mempool*>(pool)) -
                             std::uint32_t{RTE_PKTMBUF_HEADROOM};
  return std::min(room, mtu - kIpv6Header - kUdpHeader);
}

}  // namespace

char* Ethdev::reserve(unsigned number, std::uint32_t size) noexcept {
  Queue& queue = *queues_[number];
  queue.in_large = size > whole_limit(send_pool_, mtu_);
  if (queue.in_large) return size <= kMaxDatagram ? queue.large.get() : nullptr;
  if (queue.reserved == nullptr) queue.reserved = rte_pktmbuf_alloc(send_pool_);
  return queue.reserved == nullptr ? nullptr : rte_pktmbuf_mtod(queue.reserved, char*);
}

void Ethdev::commit(unsigned number, std::uint32_t size, const Send& send) noexcept {
  Queue& queue = *queues_[number];
  const DropReason reason = send_datagram(queue, size, send);
  if (reason != DropReason::kNone) queue.counters->settle(send.kind, reason, size);
}

// Queues the reserved datagram; kNone: flush() settles it, or it is control's.
DropReason Ethdev::send_datagram(Queue& queue, std::uint32_t size, const Send& send) noexcept {
  const bool ipv6 = !send.to.address.is_v4();
  if (send.from.address.is_v4() == ipv6) return DropReason::kNoSocket;
  const std::uint32_t ip_header = ipv6 ? kIpv6Header : kIpv4Header;
  if (size + kUdpHeader + (ipv6 ? 0 : kIpv4Header) > 65535) return DropReason::kTooLarge;
  const char* const data =
      queue.in_large ? queue.large.get() : rte_pktmbuf_mtod(queue.reserved, const char*);
  const std::span<const char> payload(data, size);
  Mac to{};
  switch (find_hop(queue.around, send.to.address, to)) {
    case Hop::kUnknown:
      return ask(queue, payload, send);
    case Hop::kFailed:
      return DropReason::kNoNeighbor;
    case Hop::kKnown:
      break;
  }
  if (size + kUdpHeader + ip_header > mtu_) return send_pieces(queue, payload, send, to);
  return send_whole(queue, payload, send, to);
}

DropReason Ethdev::send_whole(Queue& queue, std::span<const char> payload, const Send& send,
                              const Mac& to) noexcept {
  rte_mbuf* buffer = queue.reserved;
  if (queue.in_large) {
    buffer = rte_pktmbuf_alloc(send_pool_);
    if (buffer == nullptr) return DropReason::kPoolEmpty;
    std::memcpy(rte_pktmbuf_mtod(buffer, char*), payload.data(), payload.size());
  } else {
    queue.reserved = nullptr;
  }
  if (queue.frame_count == kWaitingFrames) flush(queue.number);
  const Envelope envelope{mac_, to, send.from, send.to, ++queue.next_id};
  const auto size = static_cast<std::uint32_t>(payload.size());
  const std::uint32_t headers = envelope.link_and_ip() + kUdpHeader;
  buffer->data_len = static_cast<std::uint16_t>(size);
  buffer->pkt_len = size;
  auto* const at = static_cast<std::uint8_t*>(
      static_cast<void*>(rte_pktmbuf_prepend(buffer, static_cast<std::uint16_t>(headers))));
  write_link_and_ip(at, envelope, Piece{.size = kUdpHeader + size});
  write_udp(at + envelope.link_and_ip(), envelope,
            {rte_pktmbuf_mtod_offset(buffer, char*, headers), payload.size()});
  queue.frames[queue.frame_count++] = buffer;
  queue.waiting[queue.waiting_count++] = {1, size, send.kind};
  return DropReason::kNone;
}

// Each piece is one buffer of its own, which every driver can send; rte_ip_frag makes chains.
DropReason Ethdev::send_pieces(Queue& queue, std::span<const char> payload, const Send& send,
                               const Mac& to) noexcept {
  const Envelope envelope{mac_, to, send.from, send.to, ++queue.next_id};
  const auto total = static_cast<std::uint32_t>(kUdpHeader + payload.size());
  const Piece any{.cut = true};
  const std::uint32_t headers = piece_header_size(envelope, any);
  const std::uint32_t room =
      rte_pktmbuf_data_room_size(send_pool_) - std::uint32_t{RTE_PKTMBUF_HEADROOM};
  const std::uint32_t step = (std::min(mtu_ + kEthernetHeader, room) - headers) / 8 * 8;
  const std::uint32_t pieces = (total + step - 1) / step;
  if (pieces > kWaitingFrames) return DropReason::kTooLarge;
  if (queue.frame_count + pieces > kWaitingFrames) flush(queue.number);
  rte_mbuf** const buffers = &queue.frames[queue.frame_count];
  if (rte_pktmbuf_alloc_bulk(send_pool_, buffers, pieces) != 0) return DropReason::kPoolEmpty;
  for (std::uint32_t i = 0; i < pieces; ++i) {
    const std::uint32_t offset = i * step;
    const Piece piece{offset, std::min(step, total - offset), true, offset + step < total};
    auto* const at = static_cast<std::uint8_t*>(static_cast<void*>(
        rte_pktmbuf_append(buffers[i], static_cast<std::uint16_t>(headers + piece.size))));
    write_link_and_ip(at, envelope, piece);
    const bool first = offset == 0;
    if (first) write_udp(at + headers, envelope, payload);
    const std::uint32_t skip = first ? kUdpHeader : 0;
    std::memcpy(at + headers + skip, payload.data() + offset + skip - kUdpHeader,
                piece.size - skip);
  }
  queue.frame_count += pieces;
  queue.waiting[queue.waiting_count++] = {pieces, total - kUdpHeader, send.kind};
  return DropReason::kNone;
}

// The kernel shall find the link address: control gets the payload in a chain of buffers and sends
// it through the twin. It counts as sent; if nobody answers, what follows is dropped as
// kNoNeighbor.
DropReason Ethdev::ask(Queue& queue, std::span<const char> payload, const Send& send) noexcept {
  if (!twin_) return DropReason::kNoNeighbor;
  rte_mbuf* head = nullptr;
  rte_mbuf* tail = nullptr;
  std::size_t at = 0;
  do {
    rte_mbuf* const part = rte_pktmbuf_alloc(send_pool_);
    if (part == nullptr) {
      rte_pktmbuf_free(head);
      return DropReason::kPoolEmpty;
    }
    const auto size = static_cast<std::uint16_t>(
        std::min<std::size_t>(payload.size() - at, rte_pktmbuf_tailroom(part)));
    std::memcpy(rte_pktmbuf_append(part, size), payload.data() + at, size);
    at += size;
    if (head == nullptr) {
      head = part;
    } else {
      tail->next = part;
      head->nb_segs = static_cast<std::uint16_t>(head->nb_segs + 1);
      head->pkt_len += size;
    }
    tail = part;
  } while (at < payload.size());
  ::new (static_cast<void*>(head + 1)) Note{send};
  if (rte_ring_mp_enqueue(unresolved_, head) != 0) {
    rte_pktmbuf_free(head);
    return DropReason::kNoNeighbor;
  }
  queue.counters->settle(send.kind, DropReason::kNone, static_cast<std::uint32_t>(payload.size()));
  bell_.ring();
  return DropReason::kNone;
}

void Ethdev::flush(unsigned number) noexcept {
  Queue& queue = *queues_[number];
  if (queue.frame_count == 0) return;
  std::uint32_t sent = 0;
  for (unsigned tries = 0; sent < queue.frame_count && tries < kSendTries; ++tries) {
    rte_mbuf** const rest = queue.frames.data() + sent;
    const std::uint32_t count = queue.frame_count - sent;
    sent +=
        queue.of_device
            ? rte_eth_tx_burst(id_, queue.number, rest, static_cast<std::uint16_t>(count))
            : rte_ring_mp_enqueue_burst(injected_, reinterpret_cast<void**>(rest), count, nullptr);
  }
  if (sent < queue.frame_count) {
    rte_pktmbuf_free_bulk(queue.frames.data() + sent, queue.frame_count - sent);
  }
  std::uint32_t end = 0;
  for (std::uint32_t i = 0; i < queue.waiting_count; ++i) {
    const Queue::Waiting& waiting = queue.waiting[i];
    end += waiting.frames;
    const DropReason reason = end <= sent ? DropReason::kNone : DropReason::kTxFull;
    queue.counters->settle(waiting.kind, reason, waiting.size);
  }
  queue.frame_count = 0;
  queue.waiting_count = 0;
}

}  // namespace weir::dataplane
