#include "dataplane/exception.h"

#include <algorithm>
#include <cstring>

namespace weir::dataplane {
namespace {

constexpr std::uint16_t kTypeIpv4 = 0x0800;
constexpr std::uint16_t kTypeArp = 0x0806;
constexpr std::uint16_t kTypeIpv6 = 0x86DD;
constexpr std::uint16_t kTypeEthertypes = 0x0600;  // below: a length, that is LLC (IS-IS, STP)

constexpr std::uint8_t kIgmp = 2;
constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;
constexpr std::uint8_t kIcmp6 = 58;
constexpr std::uint8_t kOspf = 89;
constexpr std::uint8_t kPim = 103;
constexpr std::uint8_t kVrrp = 112;

constexpr std::uint16_t kBgp = 179;
constexpr std::uint16_t kBfd = 3784;
constexpr std::uint16_t kBfdMultihop = 4784;

constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kRst = 0x04;
constexpr std::uint8_t kAck = 0x10;

std::uint16_t be16(const std::uint8_t* at) noexcept {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

// The same for both directions: address pairs and port pairs are ordered. Never 0.
std::uint32_t flow_fingerprint(const Frame& f, std::uint16_t sport, std::uint16_t dport) noexcept {
  std::uint64_t words[4];
  std::memcpy(words, f.src.bytes.data(), 16);
  std::memcpy(words + 2, f.dst.bytes.data(), 16);
  // Sums and products commute, so that the answer to a frame has the frame's fingerprint.
  std::uint64_t mixed = (words[0] ^ 0x9E37u) * 0xD6E8FEB86659FD93ull ^ words[1];
  std::uint64_t other = (words[2] ^ 0x9E37u) * 0xD6E8FEB86659FD93ull ^ words[3];
  mixed = (mixed + sport) * 0x9E3779B97F4A7C15ull;
  other = (other + dport) * 0x9E3779B97F4A7C15ull;
  mixed ^= mixed >> 29;
  other ^= other >> 29;
  const std::uint64_t sum = (mixed + other) * 0xD6E8FEB86659FD93ull;
  return static_cast<std::uint32_t>(sum >> 32) | 1u;
}

struct TcpHeader {
  bool present = false;
  std::uint16_t sport = 0;
  std::uint16_t dport = 0;
  std::uint8_t flags = 0;
};

TcpHeader read_tcp(std::span<const std::uint8_t> frame, const Frame& f) noexcept {
  TcpHeader tcp;
  if (f.protocol != kTcp || frame.size() < f.l4_offset + 14u) return tcp;
  const std::uint8_t* const at = frame.data() + f.l4_offset;
  tcp.present = true;
  tcp.sport = be16(at);
  tcp.dport = be16(at + 2);
  tcp.flags = at[13];
  return tcp;
}

// 255 for what no router has passed on: the sender is a neighbour.
std::uint8_t hops_left(std::span<const std::uint8_t> frame, const Frame& f) noexcept {
  return frame[f.l3_offset + (f.ipv6 ? 7u : 8u)];
}

bool is_routing(std::span<const std::uint8_t> frame, const Frame& f) noexcept {
  if (f.protocol == kOspf || f.protocol == kPim || f.protocol == kVrrp || f.protocol == kIgmp) {
    return true;
  }
  if (f.protocol != kUdp || frame.size() < f.l4_offset + 4u) return false;
  const std::uint16_t dport = be16(frame.data() + f.l4_offset + 2);
  // RFC 5881 section 5: over one hop BFD comes with 255.
  if (dport == kBfd || dport == kBfd + 1) return hops_left(frame, f) == 255;
  return dport == kBfdMultihop;
}

// Router and neighbour discovery, which come with 255 (RFC 4861 section 4); multicast listeners
// (RFC 3810).
bool is_discovery(std::span<const std::uint8_t> frame, const Frame& f) noexcept {
  if (!f.ipv6 || f.protocol != kIcmp6 || frame.size() <= f.l4_offset) return false;
  const std::uint8_t type = frame[f.l4_offset];
  if (type >= 133 && type <= 137) return hops_left(frame, f) == 255;
  return (type >= 130 && type <= 132) || type == 143;
}

}  // namespace

ExceptionGate::ExceptionGate(const ExceptionRates& rates, Frequency frequency) noexcept {
  for (std::size_t i = 0; i < kExceptionClasses; ++i) {
    buckets_[i].cost = count(frequency.per_event(rates.rates[i].per_second));
    buckets_[i].burst = buckets_[i].cost * rates.rates[i].burst;
  }
}

ExceptionClass ExceptionGate::classify(std::span<const std::uint8_t> frame,
                                       const Frame& f) const noexcept {
  if (f.ether_type == kTypeArp) return ExceptionClass::kArp;
  if (f.ether_type < kTypeEthertypes) return ExceptionClass::kRouting;
  if (f.ether_type != kTypeIpv4 && f.ether_type != kTypeIpv6) return ExceptionClass::kRest;
  if (is_discovery(frame, f)) return ExceptionClass::kDiscovery;
  if (is_routing(frame, f)) return ExceptionClass::kRouting;
  const TcpHeader tcp = read_tcp(frame, f);
  if (!tcp.present) return ExceptionClass::kRest;
  const std::uint32_t fingerprint = flow_fingerprint(f, tcp.sport, tcp.dport);
  const bool known = flows_[fingerprint / 2 % kFlows] == fingerprint;
  const bool bgp = tcp.sport == kBgp || tcp.dport == kBgp;
  if (known) return bgp ? ExceptionClass::kRouting : ExceptionClass::kKnownTcp;
  return bgp ? ExceptionClass::kOpening : ExceptionClass::kRest;
}

bool ExceptionGate::admit(Cycles now, ExceptionClass c, std::uint32_t used,
                          std::uint32_t size) noexcept {
  if (c >= ExceptionClass::kOpening && used >= size / 2) return false;
  if (c == ExceptionClass::kArp && used >= size / 4 * 3) return false;
  if (c == ExceptionClass::kKnownTcp && used >= size / 10 * 9) return false;
  if (used >= size) return false;
  Bucket& bucket = buckets_[static_cast<std::size_t>(c)];
  const std::uint64_t earliest = std::max(bucket.due, count(now));
  if (earliest - count(now) > bucket.burst) return false;
  bucket.due = earliest + bucket.cost;
  return true;
}

void ExceptionGate::learn(std::span<const std::uint8_t> frame) noexcept {
  static constinit const ListenTable kNone;  // whatever it is, it is not ours
  const Frame f = decode(frame, kNone, DecodeRules{.ip = Verified::kGood});
  if (f.kind != FrameKind::kException) return;
  const TcpHeader tcp = read_tcp(frame, f);
  if (!tcp.present || (tcp.flags & kRst) != 0) return;
  if ((tcp.flags & (kSyn | kAck)) == (kSyn | kAck)) return;
  const std::uint32_t fingerprint = flow_fingerprint(f, tcp.sport, tcp.dport);
  flows_[fingerprint / 2 % kFlows] = fingerprint;
}

}  // namespace weir::dataplane
