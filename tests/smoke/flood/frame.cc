#include "tests/smoke/flood/frame.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

namespace weir::flood {
namespace {

constexpr size_t kEthernet = 14;
constexpr size_t kIpv4 = 20;
constexpr size_t kIpv6 = 40;
constexpr size_t kIpv6Fragment = 8;
constexpr size_t kUdp = 8;
constexpr uint8_t kProtocolUdp = 17;
constexpr uint8_t kProtocolFragment = 44;

void put16(uint8_t* at, size_t value) {
  at[0] = static_cast<uint8_t>(value >> 8);
  at[1] = static_cast<uint8_t>(value);
}

void put32(uint8_t* at, uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value & 0xffff);
}

// The Internet checksum's running sum over bytes that start at an even offset.
uint64_t sum(std::span<const uint8_t> bytes, uint64_t start) {
  uint64_t total = start;
  size_t at = 0;
  for (; at + 2 <= bytes.size(); at += 2) {
    total += static_cast<uint64_t>(bytes[at] << 8 | bytes[at + 1]);
  }
  if (at < bytes.size()) total += static_cast<uint64_t>(bytes[at] << 8);
  return total;
}

uint16_t fold(uint64_t total) {
  while (total >> 16 != 0) total = (total & 0xffff) + (total >> 16);
  return static_cast<uint16_t>(~total);
}

size_t address_size(const Ip& ip) { return ip.v6 ? 16 : 4; }

size_t write_ethernet(const Flow& flow, uint8_t* out) {
  std::copy(flow.target_mac.begin(), flow.target_mac.end(), out);
  std::copy(flow.source_mac.begin(), flow.source_mac.end(), out + 6);
  put16(out + 12, flow.source.v6 ? 0x86dd : 0x0800);
  return kEthernet;
}

// `control` holds the flags and the offset in units of 8, `id` the fragment's identification.
size_t write_ipv4(const Flow& flow, size_t payload, uint32_t id, size_t control, uint8_t* out,
                  uint8_t protocol = kProtocolUdp) {
  std::memset(out, 0, kIpv4);
  out[0] = 0x45;
  put16(out + 2, kIpv4 + payload);
  put16(out + 4, id & 0xffff);
  put16(out + 6, control);
  out[8] = 64;
  out[9] = protocol;
  std::copy_n(flow.source.bytes.begin(), 4, out + 12);
  std::copy_n(flow.target.bytes.begin(), 4, out + 16);
  put16(out + 10, fold(sum({out, kIpv4}, 0)));
  return kIpv4;
}

size_t write_ipv6(const Flow& flow, size_t payload, uint8_t next, uint8_t* out) {
  std::memset(out, 0, kIpv6);
  out[0] = 0x60;
  put16(out + 4, payload);
  out[6] = next;
  out[7] = 64;
  std::copy_n(flow.source.bytes.begin(), 16, out + 8);
  std::copy_n(flow.target.bytes.begin(), 16, out + 24);
  return kIpv6;
}

void write_udp(const Flow& flow, std::string_view payload, uint8_t* out) {
  const size_t size = kUdp + payload.size();
  put16(out, flow.source_port);
  put16(out + 2, flow.target_port);
  put16(out + 4, size);
  put16(out + 6, 0);
  std::memcpy(out + kUdp, payload.data(), payload.size());
  uint64_t total = kProtocolUdp + size;
  total = sum({flow.source.bytes.data(), address_size(flow.source)}, total);
  total = sum({flow.target.bytes.data(), address_size(flow.target)}, total);
  const uint16_t check = fold(sum({out, size}, total));
  put16(out + 6, check == 0 ? 0xffff : check);
}

}  // namespace

std::optional<Ip> parse_ip(const std::string& text) {
  Ip ip;
  ip.v6 = text.find(':') != std::string::npos;
  if (inet_pton(ip.v6 ? AF_INET6 : AF_INET, text.c_str(), ip.bytes.data()) != 1) return {};
  return ip;
}

std::optional<Mac> parse_mac(const std::string& text) {
  Mac mac{};
  std::array<unsigned, 6> part{};
  char end = 0;
  const int found = std::sscanf(text.c_str(), "%2x:%2x:%2x:%2x:%2x:%2x%c", &part[0], &part[1],
                                &part[2], &part[3], &part[4], &part[5], &end);
  if (found != 6) return {};
  std::transform(part.begin(), part.end(), mac.begin(),
                 [](unsigned value) { return static_cast<uint8_t>(value); });
  return mac;
}

bool is_test_address(const Ip& ip) {
  const auto& b = ip.bytes;
  if (ip.v6) {
    const bool documentation = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && b[3] == 0xb8;
    const bool loopback = std::all_of(b.begin(), b.begin() + 15, [](uint8_t x) { return x == 0; });
    return documentation || (loopback && b[15] == 1);
  }
  return b[0] == 127 || (b[0] == 192 && b[1] == 0 && b[2] == 2) ||
         (b[0] == 198 && b[1] == 51 && b[2] == 100) || (b[0] == 203 && b[1] == 0 && b[2] == 113) ||
         (b[0] == 198 && (b[1] == 18 || b[1] == 19));
}

size_t write_datagram(const Flow& flow, std::string_view payload,
                      std::span<uint8_t, kMaxFrame> out) {
  const size_t header = flow.source.v6 ? kIpv6 : kIpv4;
  payload = payload.substr(0, kMaxFrame - kEthernet - header - kUdp);
  uint8_t* at = out.data();
  at += write_ethernet(flow, at);
  const size_t size = kUdp + payload.size();
  at +=
      flow.source.v6 ? write_ipv6(flow, size, kProtocolUdp, at) : write_ipv4(flow, size, 0, 0, at);
  write_udp(flow, payload, at);
  return kEthernet + header + size;
}

size_t write_syn(const Flow& flow, uint32_t sequence, std::span<uint8_t, kMaxFrame> out) {
  constexpr size_t kTcp = 20;
  constexpr uint8_t kProtocolTcp = 6;
  uint8_t* at = out.data();
  at += write_ethernet(flow, at);
  at += flow.source.v6 ? write_ipv6(flow, kTcp, kProtocolTcp, at)
                       : write_ipv4(flow, kTcp, 0, 0, at, kProtocolTcp);
  std::memset(at, 0, kTcp);
  put16(at, flow.source_port);
  put16(at + 2, flow.target_port);
  put32(at + 4, sequence);
  at[12] = kTcp / 4 << 4;
  at[13] = 2;  // SYN
  put16(at + 14, 64240);
  uint64_t total = kProtocolTcp + kTcp;
  total = sum({flow.source.bytes.data(), address_size(flow.source)}, total);
  total = sum({flow.target.bytes.data(), address_size(flow.target)}, total);
  put16(at + 16, fold(sum({at, kTcp}, total)));
  return static_cast<size_t>(at - out.data()) + kTcp;
}

size_t write_fragment(const Flow& flow, std::string_view payload, const Fragment& fragment,
                      std::span<uint8_t, kMaxFrame> out) {
  std::vector<uint8_t> datagram(kUdp + payload.size());
  write_udp(flow, payload, datagram.data());
  const size_t offset = std::min(fragment.offset, datagram.size());
  const size_t size = std::min({fragment.size, datagram.size() - offset, size_t{1440}});
  uint8_t* at = out.data();
  at += write_ethernet(flow, at);
  if (flow.source.v6) {
    at += write_ipv6(flow, kIpv6Fragment + size, kProtocolFragment, at);
    at[0] = kProtocolUdp;
    at[1] = 0;
    put16(at + 2, (offset & ~size_t{7}) | (fragment.more ? 1 : 0));
    put32(at + 4, fragment.id);
    at += kIpv6Fragment;
  } else {
    at += write_ipv4(flow, size, fragment.id, offset / 8 | (fragment.more ? 0x2000 : 0), at);
  }
  std::memcpy(at, datagram.data() + offset, size);
  return static_cast<size_t>(at - out.data()) + size;
}

}  // namespace weir::flood
