#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir::flood {

using Mac = std::array<uint8_t, 6>;

// An IPv4 or IPv6 address, network byte order; IPv4 uses the first four bytes.
struct Ip {
  bool v6 = false;
  std::array<uint8_t, 16> bytes{};
};

// Parses "192.0.2.1" or "2001:db8::1".
std::optional<Ip> parse_ip(const std::string& text);
std::optional<Mac> parse_mac(const std::string& text);

// True for addresses that can only be a test host: loopback, and the documentation and benchmark
// prefixes (RFC 5737, RFC 3849, RFC 2544). The generator sends to nothing else.
bool is_test_address(const Ip& ip);

// Where one datagram comes from and goes to. `source` and `target` are of one family.
struct Flow {
  Mac source_mac;
  Mac target_mac;
  Ip source;
  Ip target;
  uint16_t source_port;
  uint16_t target_port;
};

// The part of a datagram that one IP fragment carries; `offset` is a multiple of 8.
struct Fragment {
  uint32_t id;
  size_t offset;
  size_t size;
  bool more;
};

constexpr size_t kMaxFrame = 1514;

// Writes an Ethernet frame with a whole UDP datagram, checksums included. Returns its size; the
// payload is cut to what fits a frame.
size_t write_datagram(const Flow& flow, std::string_view payload,
                      std::span<uint8_t, kMaxFrame> out);

// Writes an Ethernet frame with a TCP SYN.
size_t write_syn(const Flow& flow, uint32_t sequence, std::span<uint8_t, kMaxFrame> out);

// Writes an Ethernet frame with one fragment of the UDP datagram that has `payload`.
size_t write_fragment(const Flow& flow, std::string_view payload, const Fragment& fragment,
                      std::span<uint8_t, kMaxFrame> out);

}  // namespace weir::flood
