// One received UDP payload, after decode: what every stage between receive and release sees.
#pragma once

#include <cstdint>
#include <string_view>

#include "sip/address.h"

struct rte_mbuf;

namespace weir::dataplane {

// Datagrams of one receive call; also the size of every per-burst array.
inline constexpr std::uint32_t kBurst = 64;

// The largest UDP payload of IPv4 and IPv6 without jumbograms fits; a power of two.
inline constexpr std::uint32_t kMaxDatagram = 65536;

// How well we know where a packet comes from, worst first. The order is compared.
enum class SourceClass : std::uint8_t { kDenied, kStranger, kProved, kTrusted, kPeer };

inline constexpr std::size_t kSourceClasses = 5;

constexpr std::string_view class_name(SourceClass c) noexcept {
  constexpr std::string_view kNames[kSourceClasses] = {"denied", "stranger", "proved", "trusted",
                                                       "peer"};
  return kNames[static_cast<std::size_t>(c)];
}

// Borrowed from the port that received it until Port::release(). The addresses are v4-mapped for
// IPv4, the ports in host order.
struct Packet {
  char* data = nullptr;      // the UDP payload; writable, `size` bytes
  rte_mbuf* mbuf = nullptr;  // null on socket ports
  sip::Address src;
  sip::Address dst;
  std::uint32_t size = 0;
  std::uint16_t sport = 0;
  std::uint16_t dport = 0;
  std::uint16_t listen = 0;  // index into Listens: the socket it came to
  std::uint16_t port = 0;    // index of the Port it came in by
  SourceClass klass = SourceClass::kStranger;

  std::string_view text() const noexcept { return {data, size}; }
};

static_assert(sizeof(Packet) <= 64, "a packet is one cache line");

}  // namespace weir::dataplane
