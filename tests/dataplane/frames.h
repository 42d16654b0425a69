// Frames for tests, built layer by layer: Frames().eth().ipv4(a, b).udp(1, 2).payload("x").build().
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "sip/address.h"

namespace weir::dataplane::test {

using Bytes = std::vector<std::uint8_t>;

inline sip::Address address(std::string_view text) { return *sip::parse_address(text); }

inline std::uint32_t sum16(const std::uint8_t* data, std::size_t size, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i < size; ++i) sum += i % 2 == 0 ? data[i] * 256u : data[i];
  return sum;
}

inline std::uint16_t fold(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum & 0xFFFF);
}

class Frames {
 public:
  Frames& eth(std::uint16_t type) {
    for (const int byte : {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}) put8(byte);
    put16(type);
    return *this;
  }
  Frames& vlan(std::uint16_t type) {  // after eth(0x8100)
    put16(42);
    put16(type);
    return *this;
  }
  Frames& ipv4(std::string_view src, std::string_view dst, int protocol = 17) {
    if (bytes_.empty()) eth(0x0800);
    l3_ = bytes_.size();
    src_ = address(src);
    dst_ = address(dst);
    for (const int byte : {0x45, 0, 0, 0, 0, 7, 0, 0, 64}) put8(byte);
    put8(protocol);
    put16(0);
    put(src_.bytes.data() + 12, 4);
    put(dst_.bytes.data() + 12, 4);
    return *this;
  }
  Frames& ip_options(int words) {
    for (int i = 0; i < words * 4; ++i) put8(1);  // no operation
    bytes_[l3_] = static_cast<std::uint8_t>(0x45 + words);
    return *this;
  }
  Frames& ipv6(std::string_view src, std::string_view dst, int next = 17) {
    if (bytes_.empty()) eth(0x86DD);
    l3_ = bytes_.size();
    src_ = address(src);
    dst_ = address(dst);
    for (const int byte : {0x60, 0, 0, 0, 0, 0}) put8(byte);
    put8(next);
    put8(64);
    put(src_.bytes.data(), 16);
    put(dst_.bytes.data(), 16);
    return *this;
  }
  Frames& hops(int left) {  // TTL or hop limit
    bytes_[l3_ + (bytes_[l3_] >> 4 == 4 ? 8 : 7)] = static_cast<std::uint8_t>(left);
    return *this;
  }
  Frames& extension(int next, int units = 0) {  // hop-by-hop, routing, destination options
    put8(next);
    put8(units);
    for (int i = 0; i < units * 8 + 6; ++i) put8(0);
    return *this;
  }
  Frames& fragment(int next, int offset, bool more, std::uint32_t id) {  // IPv6's header
    put8(next);
    put8(0);
    put16(static_cast<std::uint16_t>(offset | (more ? 1 : 0)));
    put16(static_cast<std::uint16_t>(id >> 16));
    put16(static_cast<std::uint16_t>(id));
    return *this;
  }
  Frames& udp(int sport, int dport) {
    udp_ = bytes_.size();
    put16(static_cast<std::uint16_t>(sport));
    put16(static_cast<std::uint16_t>(dport));
    put16(0);
    put16(0);
    return *this;
  }
  Frames& payload(std::string_view text) {
    put(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    return *this;
  }
  Frames& raw(const Bytes& bytes) {
    put(bytes.data(), bytes.size());
    return *this;
  }
  Frames& byte(std::size_t from_l3, int value) {  // after everything: spoils one byte
    spoil_.push_back({l3_ + from_l3, static_cast<std::uint8_t>(value)});
    return *this;
  }
  Frames& ipv4_fragment(int offset, bool more, int id) {
    const int word = offset / 8 | (more ? 0x2000 : 0);
    bytes_[l3_ + 4] = static_cast<std::uint8_t>(id >> 8);
    bytes_[l3_ + 5] = static_cast<std::uint8_t>(id);
    bytes_[l3_ + 6] = static_cast<std::uint8_t>(word >> 8);
    bytes_[l3_ + 7] = static_cast<std::uint8_t>(word);
    return *this;
  }
  Frames& padding(std::size_t size) {
    padding_ = size;
    return *this;
  }

  // Lengths and checksums are filled in.
  Bytes build() {
    const bool v4 = l3_ != 0 && bytes_[l3_] >> 4 == 4;
    const bool v6 = l3_ != 0 && bytes_[l3_] >> 4 == 6;
    if (udp_ != 0) finish_udp(v6);
    const std::size_t l3_size = bytes_.size() - l3_;
    if (v4) {
      set16(l3_ + 2, l3_size);
      const std::size_t header = (bytes_[l3_] % 16u) * 4u;
      set16(l3_ + 10, 0);
      set16(l3_ + 10, fold(sum16(bytes_.data() + l3_, header)));
    }
    if (v6) set16(l3_ + 4, l3_size - 40);
    for (const auto& [at, value] : spoil_) bytes_[at] = value;
    bytes_.resize(bytes_.size() + padding_);
    return bytes_;
  }

 private:
  void finish_udp(bool v6) {
    const std::size_t size = bytes_.size() - udp_;
    set16(udp_ + 4, size);
    const std::size_t skip = v6 ? 0 : 12;
    std::uint32_t sum = sum16(src_.bytes.data() + skip, 16 - skip);
    sum = sum16(dst_.bytes.data() + skip, 16 - skip, sum);
    sum += static_cast<std::uint32_t>(17 + size);
    const std::uint16_t checksum = fold(sum16(bytes_.data() + udp_, size, sum));
    set16(udp_ + 6, checksum == 0 ? 0xFFFF : checksum);
  }
  void put8(int value) { bytes_.push_back(static_cast<std::uint8_t>(value)); }
  void put16(std::uint16_t value) {
    put8(value >> 8);
    put8(value & 0xFF);
  }
  void put(const std::uint8_t* data, std::size_t size) {
    bytes_.insert(bytes_.end(), data, data + size);
  }
  void set16(std::size_t at, std::size_t value) {
    bytes_[at] = static_cast<std::uint8_t>(value >> 8);
    bytes_[at + 1] = static_cast<std::uint8_t>(value);
  }

  Bytes bytes_;
  std::size_t l3_ = 0;
  std::size_t udp_ = 0;
  std::size_t padding_ = 0;
  sip::Address src_;
  sip::Address dst_;
  std::vector<std::pair<std::size_t, std::uint8_t>> spoil_;
};

// A whole UDP datagram cut into pieces of `step` bytes of layer 3 payload (a multiple of 8).
inline std::vector<Bytes> cut(std::string_view src, std::string_view dst, int sport, int dport,
                              std::string_view text, std::size_t step, int id) {
  const bool v6 = !address(src).is_v4();
  const Bytes whole = v6 ? Frames().ipv6(src, dst).udp(sport, dport).payload(text).build()
                         : Frames().ipv4(src, dst).udp(sport, dport).payload(text).build();
  const Bytes body(whole.begin() + 14 + (v6 ? 40 : 20), whole.end());
  std::vector<Bytes> pieces;
  for (std::size_t at = 0; at < body.size(); at += step) {
    const std::size_t size = std::min(step, body.size() - at);
    const Bytes part(body.begin() + static_cast<std::ptrdiff_t>(at),
                     body.begin() + static_cast<std::ptrdiff_t>(at + size));
    const bool more = at + size < body.size();
    const int offset = static_cast<int>(at);
    if (v6) {
      pieces.push_back(Frames()
                           .ipv6(src, dst, 44)
                           .fragment(17, offset, more, static_cast<std::uint32_t>(id))
                           .raw(part)
                           .build());
    } else {
      pieces.push_back(Frames().ipv4(src, dst).ipv4_fragment(offset, more, id).raw(part).build());
    }
  }
  return pieces;
}

}  // namespace weir::dataplane::test
