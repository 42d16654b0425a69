#include "control/capture/pcapng.h"

#include <algorithm>
#include <cstring>

namespace weir::control::capture {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
constexpr std::uint32_t kInterface = 1;
constexpr std::uint32_t kEnhancedPacket = 6;

constexpr std::uint16_t kLinkRaw = 101;
constexpr std::uint16_t kOptionEnd = 0;
constexpr std::uint16_t kOptionComment = 1;
constexpr std::uint16_t kShbApplication = 4;
constexpr std::uint16_t kIfName = 2;
constexpr std::uint16_t kIfResolution = 9;
constexpr std::uint16_t kPacketFlags = 2;
constexpr std::uint32_t kInbound = 1;  // of kPacketFlags

constexpr std::size_t kIpv4Size = 20;
constexpr std::size_t kUdpSize = 8;
constexpr std::size_t kLongestOption = 0xffff - 3;

// In the order of this machine; the section header says which.
template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void put16(std::string& out, std::size_t value) {  // in network order
  out += static_cast<char>(value >> 8 & 0xff);
  out += static_cast<char>(value & 0xff);
}

void pad(std::string& out) { out.append((4 - out.size() % 4) % 4, '\0'); }

void put_option(std::string& out, std::uint16_t code, std::string_view value) {
  value = value.substr(0, kLongestOption);
  put(out, code);
  put(out, static_cast<std::uint16_t>(value.size()));
  out += value;
  pad(out);
}

// The type and both lengths around a body of whole words.
std::string block(std::uint32_t type, std::string_view body) {
  const auto size = static_cast<std::uint32_t>(body.size() + 12);
  std::string out;
  put(out, type);
  put(out, size);
  out += body;
  put(out, size);
  return out;
}

// The one's complement sum of 16-bit words. RFC 1071.
std::uint32_t sum(std::string_view bytes, std::uint32_t start) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    start += i % 2 == 0 ? std::uint32_t{byte} << 8 : byte;
    start = (start & 0xffff) + (start >> 16);
  }
  return start;
}

std::size_t checksum(std::uint32_t sum_of_all) {
  const std::uint32_t inverse = ~sum_of_all & 0xffff;
  return inverse == 0 ? 0xffff : inverse;
}

std::string address_bytes(const sip::Address& address) {
  const std::size_t first = address.is_v4() ? 12 : 0;
  return {address.bytes.begin() + static_cast<std::ptrdiff_t>(first), address.bytes.end()};
}

std::string udp_header(const Datagram& d, std::string_view addresses, std::size_t length) {
  std::string udp;
  put16(udp, d.source.port);
  put16(udp, d.destination.port);
  put16(udp, length);
  std::string pseudo(addresses);
  put16(pseudo, 17);
  put16(pseudo, length);
  // Of a datagram cut short nobody can tell; 0 says that there is none.
  const bool whole = d.bytes.size() == d.size;
  put16(udp, whole ? checksum(sum(d.bytes, sum(udp, sum(pseudo, 0)))) : 0);
  return udp;
}

// RFC 791 section 3.1, RFC 8200 section 3.
std::string headers(const Datagram& d) {
  const bool v4 = d.source.address.is_v4() && d.destination.address.is_v4();
  const std::string addresses =
      v4 ? address_bytes(d.source.address) + address_bytes(d.destination.address)
         : std::string(d.source.address.bytes.begin(), d.source.address.bytes.end()) +
               std::string(d.destination.address.bytes.begin(), d.destination.address.bytes.end());
  const std::size_t udp = std::min<std::size_t>(kUdpSize + d.size, 0xffff);
  std::string ip;
  if (!v4) {
    put16(ip, 0x6000);
    put16(ip, 0);
    put16(ip, udp);
    put16(ip, 17 << 8 | 64);
    return ip + addresses + udp_header(d, addresses, udp);
  }
  put16(ip, 0x4500);
  put16(ip, std::min<std::size_t>(kIpv4Size + udp, 0xffff));
  put16(ip, 0);
  put16(ip, 0x4000);        // don't fragment
  put16(ip, 64 << 8 | 17);  // time to live, UDP
  const std::size_t whole = checksum(sum(addresses, sum(ip, 0)));
  put16(ip, whole);
  return ip + addresses + udp_header(d, addresses, udp);
}

}  // namespace

std::string pcapng_start(std::string_view application) {
  std::string section;
  put(section, std::uint32_t{0x1A2B3C4D});
  put(section, std::uint16_t{1});  // version 1.0
  put(section, std::uint16_t{0});
  put(section, ~std::uint64_t{0});  // as long as it gets
  put_option(section, kShbApplication, application);
  put_option(section, kOptionEnd, {});

  std::string interface;
  put(interface, kLinkRaw);
  put(interface, std::uint16_t{0});
  put(interface, std::uint32_t{0});  // no limit
  put_option(interface, kIfName, "sipweir");
  put_option(interface, kIfResolution, "\x09");  // nanoseconds
  put_option(interface, kOptionEnd, {});
  return block(kSectionHeader, section) + block(kInterface, interface);
}

std::string pcapng_packet(const Datagram& datagram, std::string_view comment) {
  const std::string head = headers(datagram);
  const auto time = static_cast<std::uint64_t>(datagram.wall_nanoseconds);
  std::string body;
  put(body, std::uint32_t{0});  // the interface
  put(body, static_cast<std::uint32_t>(time >> 32));
  put(body, static_cast<std::uint32_t>(time));
  put(body, static_cast<std::uint32_t>(head.size() + datagram.bytes.size()));
  put(body, static_cast<std::uint32_t>(head.size() + datagram.size));
  body += head;
  body += datagram.bytes;
  pad(body);
  put_option(body, kOptionComment, comment);
  std::string flags;
  put(flags, kInbound);
  put_option(body, kPacketFlags, flags);
  put_option(body, kOptionEnd, {});
  return block(kEnhancedPacket, body);
}

}  // namespace weir::control::capture
