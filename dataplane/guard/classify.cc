#include "dataplane/guard/classify.h"

#include "sip/token.h"

#include <algorithm>
#include <array>

namespace weir::dataplane::guard {

namespace {

constexpr std::size_t kKeepaliveBytes = 16;  // longer runs of CR, LF and NUL are no keepalives
constexpr std::size_t kLeadingLineEnds = 8;  // CR and LF before a start line, RFC 3261 section 7.5
constexpr std::size_t kMethodBytes = 64;
constexpr std::size_t kSpaces = 4;
constexpr std::size_t kSchemeBytes = 24;

// Sorted. Services that reflect, by their UDP ports.
constexpr auto kReflectors = std::to_array<std::uint16_t>({
    7,      // echo
    13,     // daytime
    17,     // quote of the day
    19,     // character generator
    37,     // time
    53,     // DNS
    69,     // TFTP
    111,    // portmap
    123,    // NTP
    137,    // NetBIOS names
    138,    // NetBIOS datagrams
    161,    // SNMP
    177,    // XDMCP
    389,    // CLDAP
    427,    // SLP
    464,    // kpasswd
    500,    // IKE
    520,    // RIP
    623,    // IPMI
    1434,   // SQL server's resolution
    1604,   // Citrix
    1701,   // L2TP
    1900,   // SSDP
    2362,   // Digiman
    3283,   // Apple remote desktop
    3389,   // RDP over UDP
    3478,   // STUN and TURN
    3702,   // WS-Discovery
    4500,   // IKE behind NAT
    5093,   // Sentinel licences
    5351,   // NAT-PMP
    5353,   // mDNS
    5683,   // CoAP
    6881,   // BitTorrent DHT
    10001,  // Ubiquiti discovery
    11211,  // memcached
    17185,  // VxWorks debugger
    20800,  // Call of Duty
    27015,  // Source engine
    27960,  // Quake
    32414,  // Plex
    33848,  // Jenkins discovery
    37810,  // DHCPDiscover of cameras
    41794,  // Crestron
});
static_assert(std::is_sorted(kReflectors.begin(), kReflectors.end()));

bool is_idle(std::string_view payload) noexcept {
  if (payload.size() > kKeepaliveBytes) return false;
  return std::all_of(payload.begin(), payload.end(),
                     [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// METHOD SP *SP scheme ":".
bool begins_as_request(std::string_view text) noexcept {
  std::size_t at = 0;
  const std::size_t method_limit = std::min(text.size(), kMethodBytes);
  while (at < method_limit && sip::has_class(text[at], sip::kTokenChar)) ++at;
  if (at == 0) return false;
  const std::size_t uri_limit = std::min(text.size(), at + kSpaces);
  std::size_t uri = at;
  while (uri < uri_limit && text[uri] == ' ') ++uri;
  if (uri == at) return false;
  const std::size_t limit = std::min(text.size(), uri + kSchemeBytes);
  for (std::size_t i = uri; i < limit; ++i) {
    if (text[i] == ':') return i != uri;
    if (text[i] <= ' ' || text[i] == '\x7f') return false;  // white space, controls, 8-bit bytes
  }
  return false;
}

}  // namespace

Payload classify(std::string_view payload) noexcept {
  std::size_t start = 0;
  const std::size_t limit = std::min(payload.size(), kLeadingLineEnds);
  while (start < limit && (payload[start] == '\r' || payload[start] == '\n')) ++start;
  const std::string_view text = payload.substr(start);
  if (begins_as_usual(text)) return Payload::kSip;
  if (text.starts_with("SIP/2.0 ") || begins_as_request(text)) return Payload::kSip;
  return is_idle(payload) || is_stun_binding(payload) ? Payload::kKeepalive : Payload::kOther;
}

bool is_reflector(std::uint16_t source_port) noexcept {
  return std::binary_search(kReflectors.begin(), kReflectors.end(), source_port);
}

bool is_stun_binding(std::string_view payload) noexcept {
  constexpr std::size_t kHeader = 20;
  constexpr std::string_view kCookie = "\x21\x12\xa4\x42";
  if (payload.size() < kHeader || payload.substr(4, 4) != kCookie) return false;
  if (payload[0] != 0 || (payload[1] != 0x01 && payload[1] != 0x11)) return false;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(payload[i]));
  };
  const std::size_t length = byte(2) << 8 | byte(3);
  return length % 4 == 0 && length + kHeader == payload.size();
}

}  // namespace weir::dataplane::guard
