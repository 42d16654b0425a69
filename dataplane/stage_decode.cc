#include "dataplane/stage_decode.h"

#include "dataplane/checksum.h"

#include <rte_byteorder.h>

#include <immintrin.h>

#include <algorithm>
#include <cstring>

namespace weir::dataplane {
namespace {

constexpr std::size_t kEthernetSize = 14;
constexpr std::size_t kIpv6Size = 40;
constexpr std::size_t kUdpSize = 8;
constexpr unsigned kMaxExtensions = 8;

constexpr std::uint16_t kTypeIpv4 = 0x0800;
constexpr std::uint16_t kTypeIpv6 = 0x86DD;
constexpr std::uint16_t kTypeVlan = 0x8100;
constexpr std::uint16_t kTypeQinq = 0x88A8;

constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kUdp = 17;
constexpr std::uint8_t kRouting = 43;
constexpr std::uint8_t kFragmentHeader = 44;
constexpr std::uint8_t kAuthentication = 51;
constexpr std::uint8_t kDestination = 60;

std::uint16_t be16(const std::uint8_t* at) noexcept {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

// One store of 16 bytes, so that a copy made right after it does not wait for smaller ones.
sip::Address v4(const std::uint8_t* at) noexcept {
  int value = 0;
  std::memcpy(&value, at, sizeof value);
  const __m128i mapped = _mm_set_epi32(value, static_cast<int>(0xFFFF0000u), 0, 0);
  sip::Address address;
  std::memcpy(address.bytes.data(), &mapped, sizeof mapped);
  return address;
}

sip::Address v6(const std::uint8_t* at) noexcept {
  sip::Address address;
  std::memcpy(address.bytes.data(), at, address.bytes.size());
  return address;
}

// The checksum of an IPv4 header of `size` bytes, a multiple of four, is right. RFC 1071.
bool ipv4_checksum_good(const std::uint8_t* ip, std::size_t size) noexcept {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < size; at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, ip + at, sizeof word);
    sum += word;
  }
  sum = (sum >> 32) + (sum & 0xFFFFFFFF);
  while (sum >> 16 != 0) sum = (sum >> 16) + (sum & 0xFFFF);
  return sum == 0xFFFF;
}

// The sum of an IPv4 header without options is right: 0xFFFF is 0 in ones' complement, and the
// header is not all zero.
bool usual_checksum_good(const std::uint8_t* ip) noexcept {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint32_t c = 0;
  std::memcpy(&a, ip, sizeof a);
  std::memcpy(&b, ip + 8, sizeof b);
  std::memcpy(&c, ip + 16, sizeof c);
  const std::uint64_t sum = (a >> 32) + (a & 0xFFFFFFFF) + (b >> 32) + (b & 0xFFFFFFFF) + c;
  return sum % 0xFFFF == 0;
}

// The Internet checksum over header and pseudo header is right.
bool udp_checksum_good(const Frame& f, const std::uint8_t* l3, const std::uint8_t* l4) noexcept {
  const std::uint16_t length = be16(l4 + 4);
  std::uint64_t sum = std::uint64_t{rte_cpu_to_be_16(kUdp)} + rte_cpu_to_be_16(length);
  sum = add_words(f.ipv6 ? l3 + 8 : l3 + 12, f.ipv6 ? 32 : 8, sum);
  return fold_sum(add_payload(l4, length, sum)) == 0xFFFF;
}

bool udp_checksum_refused(const Frame& f, const std::uint8_t* l3, const std::uint8_t* l4,
                          const DecodeRules& rules) noexcept {
  const bool absent = be16(l4 + 6) == 0;
  if (absent) return f.ipv6;  // RFC 8200 section 8.1: mandatory there, optional in IPv4
  if (rules.udp == Verified::kBad) return true;
  if (!rules.judge_udp || rules.udp == Verified::kGood) return false;
  return !udp_checksum_good(f, l3, l4);
}

// Layer 4 of a whole datagram whose l4_offset, l3_offset and l3_size are set.
FrameKind decode_udp(Frame& f, const std::uint8_t* base, const ListenTable& listens,
                     const DecodeRules& rules) noexcept {
  const std::size_t available = f.l3_offset + f.l3_size - f.l4_offset;
  if (available < kUdpSize) return FrameKind::kBadFrame;
  const std::uint8_t* const l4 = base + f.l4_offset;
  const std::size_t length = be16(l4 + 4);
  if (length < kUdpSize || length > available) return FrameKind::kBadFrame;
  f.sport = be16(l4);
  f.dport = be16(l4 + 2);
  f.listen = listens.find(f.dst, f.dport);
  if (f.listen == kNoListen) return FrameKind::kException;
  if (udp_checksum_refused(f, base + f.l3_offset, l4, rules)) return FrameKind::kChecksum;
  f.payload_offset = f.l4_offset + static_cast<std::uint32_t>(kUdpSize);
  f.payload_size = static_cast<std::uint32_t>(length - kUdpSize);
  return FrameKind::kDatagram;
}

FrameKind decode_ipv4(Frame& f, std::span<const std::uint8_t> frame, const ListenTable& listens,
                      const DecodeRules& rules) noexcept {
  const auto packet = frame.subspan(f.l3_offset);
  if (packet.size() < 20) return FrameKind::kBadFrame;
  const std::uint8_t* const ip = packet.data();
  const std::size_t header = std::size_t{ip[0]} % 16 * 4;
  const std::size_t total = be16(ip + 2);
  if (ip[0] >> 4 != 4 || header < 20 || total < header || total > packet.size()) {
    return FrameKind::kBadFrame;
  }
  if (rules.ip == Verified::kBad ||
      (rules.ip == Verified::kUnknown && !ipv4_checksum_good(ip, header))) {
    return FrameKind::kChecksum;
  }
  f.l3_size = static_cast<std::uint32_t>(total);
  f.l4_offset = static_cast<std::uint16_t>(f.l3_offset + header);
  f.protocol = ip[9];
  f.src = v4(ip + 12);
  f.dst = v4(ip + 16);
  if (f.protocol != kUdp) return FrameKind::kException;
  const std::uint16_t fragment = be16(ip + 6);
  if ((fragment & 0x3FFF) != 0) {  // "more fragments" or an offset
    return listens.has_address(f.dst) ? FrameKind::kFragment : FrameKind::kException;
  }
  return decode_udp(f, frame.data(), listens, rules);
}

// Steps over extension headers. Leaves l4_offset and protocol at the first header that is none, or
// at a fragment header that cuts the packet (then `fragment` is true).
FrameKind walk_extensions(Frame& f, std::span<const std::uint8_t> frame, bool& fragment) noexcept {
  const std::size_t end = f.l3_offset + f.l3_size;
  for (unsigned i = 0; i <= kMaxExtensions; ++i) {
    const bool known = f.protocol == kHopByHop || f.protocol == kRouting ||
                       f.protocol == kDestination || f.protocol == kAuthentication ||
                       f.protocol == kFragmentHeader;
    if (!known) return FrameKind::kDatagram;
    if (i == kMaxExtensions) break;
    if (f.l4_offset + 8u > end) return FrameKind::kBadFrame;
    const std::uint8_t* const header = frame.data() + f.l4_offset;
    std::size_t size = (std::size_t{header[1]} + 1) * 8;
    if (f.protocol == kAuthentication) size = (std::size_t{header[1]} + 2) * 4;  // RFC 4302 2.2
    if (f.protocol == kFragmentHeader) {
      size = 8;
      fragment = (be16(header + 2) & 0xFFF9) != 0;
    }
    if (f.l4_offset + size > end) return FrameKind::kBadFrame;
    f.protocol = header[0];
    f.l4_offset = static_cast<std::uint16_t>(f.l4_offset + size);
    if (fragment) return FrameKind::kDatagram;
  }
  return FrameKind::kBadFrame;
}

FrameKind decode_ipv6(Frame& f, std::span<const std::uint8_t> frame, const ListenTable& listens,
                      const DecodeRules& rules) noexcept {
  const auto packet = frame.subspan(f.l3_offset);
  if (packet.size() < kIpv6Size) return FrameKind::kBadFrame;
  const std::uint8_t* const ip = packet.data();
  const std::size_t total = kIpv6Size + be16(ip + 4);
  if (ip[0] >> 4 != 6 || total > packet.size()) return FrameKind::kBadFrame;
  f.ipv6 = true;
  f.l3_size = static_cast<std::uint32_t>(total);
  f.l4_offset = static_cast<std::uint16_t>(f.l3_offset + kIpv6Size);
  f.protocol = ip[6];
  f.src = v6(ip + 8);
  f.dst = v6(ip + 24);
  // A mapped address on the wire would pass for IPv4 above us: RFC 4291 2.5.5.2 never allows it.
  if (f.src.is_v4() || f.dst.is_v4()) return FrameKind::kBadFrame;
  bool fragment = false;
  const FrameKind walked = walk_extensions(f, frame, fragment);
  if (walked != FrameKind::kDatagram) return walked;
  if (fragment) {
    const bool ours = f.protocol == kUdp && listens.has_address(f.dst);
    return ours ? FrameKind::kFragment : FrameKind::kException;
  }
  if (f.protocol != kUdp) return FrameKind::kException;
  return decode_udp(f, frame.data(), listens, rules);
}

}  // namespace

void ListenTable::fill(Listens listens, std::uint16_t port) noexcept {
  size_ = 0;
  for (std::size_t i = 0; i < listens.size() && size_ < kMaxListens; ++i) {
    if (listens[i].port != port) continue;
    ports_[size_] = listens[i].number;
    indices_[size_] = static_cast<std::uint16_t>(i);
    addresses_[size_] = listens[i].address;
    wire_keys_[size_] = kSourcePort;
    if (listens[i].address.is_v4()) {
      std::array<std::uint8_t, 8> key{};
      std::copy_n(listens[i].address.bytes.begin() + 12, 4, key.begin());
      key[6] = static_cast<std::uint8_t>(listens[i].number >> 8);
      key[7] = static_cast<std::uint8_t>(listens[i].number & 0xFF);
      wire_keys_[size_] = std::bit_cast<std::uint64_t>(key);
    }
    ++size_;
  }
}

bool ListenTable::has_address(const sip::Address& address) const noexcept {
  return std::find(addresses_.begin(), addresses_.begin() + static_cast<std::ptrdiff_t>(size_),
                   address) != addresses_.begin() + static_cast<std::ptrdiff_t>(size_);
}

Frame decode(std::span<const std::uint8_t> frame, const ListenTable& listens,
             const DecodeRules& rules) noexcept {
  Frame f;
  if (frame.size() < kEthernetSize) {
    f.kind = FrameKind::kBadFrame;
    return f;
  }
  std::size_t offset = kEthernetSize;
  f.ether_type = be16(frame.data() + 12);
  for (unsigned tags = 0; f.ether_type == kTypeVlan || f.ether_type == kTypeQinq; ++tags) {
    if (tags == 2 || frame.size() < offset + 4) {
      f.kind = FrameKind::kBadFrame;
      return f;
    }
    f.ether_type = be16(frame.data() + offset + 2);
    offset += 4;
  }
  f.l3_offset = static_cast<std::uint8_t>(offset);
  if (f.ether_type == kTypeIpv4) {
    f.kind = decode_ipv4(f, frame, listens, rules);
  } else if (f.ether_type == kTypeIpv6) {
    f.kind = decode_ipv6(f, frame, listens, rules);
  }
  return f;
}

bool decode_usual(std::span<std::uint8_t> frame, const ListenTable& listens,
                  const DecodeRules& rules, Packet& out) noexcept {
  constexpr std::size_t kHeaders = kEthernetSize + 20 + kUdpSize;
  if (frame.size() < kHeaders) return false;
  std::uint8_t* const ip = frame.data() + kEthernetSize;
  // Ethernet's type and the first fourteen bytes of IPv4: type, version and header length, no
  // offset and no "more fragments", protocol.
  __m128i head;
  std::memcpy(&head, ip - 2, sizeof head);
  const __m128i looked_at = _mm_setr_epi8(-1, -1, -1, 0, 0, 0, 0, 0, 0x3F, -1, 0, -1, 0, 0, 0, 0);
  const __m128i usual = _mm_setr_epi8(0x08, 0x00, 0x45, 0, 0, 0, 0, 0, 0, 0, 0, kUdp, 0, 0, 0, 0);
  const __m128i same = _mm_cmpeq_epi8(_mm_and_si128(head, looked_at), usual);
  if (_mm_movemask_epi8(same) != 0xFFFF) return false;

  const std::uint8_t* const udp = ip + 20;
  const std::size_t total = be16(ip + 2);
  const std::size_t length = be16(udp + 4);
  const bool fits =
      total <= frame.size() - kEthernetSize && length >= kUdpSize && length + 20 <= total;
  if (!fits) return false;
  if (rules.ip != Verified::kGood && (rules.ip == Verified::kBad || !usual_checksum_good(ip))) {
    return false;
  }
  const bool judged = be16(udp + 6) == 0 || rules.udp == Verified::kGood ||
                      (rules.udp == Verified::kUnknown && !rules.judge_udp);
  if (!judged) return false;
  std::uint64_t target = 0;
  std::memcpy(&target, ip + 16, sizeof target);
  out.listen = listens.find_wire(target);
  if (out.listen == kNoListen) return false;
  out.src = v4(ip + 12);
  out.dst = v4(ip + 16);
  out.sport = be16(udp);
  out.dport = be16(udp + 2);
  out.data = reinterpret_cast<char*>(ip) + 20 + kUdpSize;
  out.size = static_cast<std::uint32_t>(length - kUdpSize);
  return true;
}

}  // namespace weir::dataplane
