// ipops: what an address is for, by the registries of RFC 6890.
#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "sip/address.h"

namespace weir::routes::natives {
namespace {

struct Range {
  std::string_view prefix;
  std::string_view type;  // Kamailio 5.6.3's word
};

// The first that holds the address counts.
constexpr Range kRanges4[] = {
    {"0.0.0.0/8", "PRIVATE"},
    {"10.0.0.0/8", "PRIVATE"},
    {"100.64.0.0/10", "SHARED"},
    {"127.0.0.0/8", "LOOPBACK"},
    {"169.254.0.0/16", "LINK-LOCAL"},
    {"172.16.0.0/12", "PRIVATE"},
    {"192.0.0.0/24", "RESERVED"},
    {"192.0.2.0/24", "TEST-NET"},
    {"192.88.99.0/24", "6TO4-RELAY"},
    {"192.168.0.0/16", "PRIVATE"},
    {"198.18.0.0/15", "RESERVED"},
    {"198.51.100.0/24", "TEST-NET"},
    {"203.0.113.0/24", "TEST-NET"},
    {"224.0.0.0/4", "MULTICAST"},
    {"255.255.255.255/32", "BROADCAST"},
    {"240.0.0.0/4", "RESERVED"},
};

constexpr Range kRanges6[] = {
    {"::/128", "UNSPECIFIED"},
    {"::1/128", "LOOPBACK"},
    {"100::/64", "DISCARD"},
    {"2001::/32", "TEREDO"},
    {"2001:2::/48", "BMWG"},
    {"2001:10::/28", "ORCHID"},
    {"2001:db8::/32", "DOCUMENTATION"},
    {"2002::/16", "6TO4"},
    {"2000::/3", "GLOBAL-UNICAST"},
    {"fc00::/7", "UNIQUE-LOCAL-UNICAST"},
    {"fe80::/10", "LINK-LOCAL-UNICAST"},
    {"ff00::/8", "MULTICAST"},
};

// The prefixes of a table, parsed once.
template <std::size_t N>
struct Prefixes {
  std::array<sip::Prefix, N> list;
  explicit Prefixes(const Range (&ranges)[N]) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
      if (const auto parsed = sip::parse_prefix(ranges[i].prefix)) list[i] = *parsed;
    }
  }
};

template <std::size_t N>
std::string_view type_in(const Range (&ranges)[N], const Prefixes<N>& prefixes,
                         const sip::Address& address, std::string_view otherwise) noexcept {
  for (std::size_t i = 0; i < N; ++i) {
    if (prefixes.list[i].contains(address)) return ranges[i].type;
  }
  return otherwise;
}

const Prefixes<std::size(kRanges4)> kPrefixes4(kRanges4);
const Prefixes<std::size(kRanges6)> kPrefixes6(kRanges6);

std::string_view type_of_v4(const sip::Address& address) noexcept {
  return type_in(kRanges4, kPrefixes4, address, "PUBLIC");
}

// `mapped`: an IPv4 address inside, as text ::ffff:a.b.c.d.
std::string_view type_of_v6(const sip::Address& address, bool mapped) noexcept {
  return mapped ? "IPV4MAP" : type_in(kRanges6, kPrefixes6, address, "RESERVED");
}

std::int32_t set_type(Execution& e, Arguments a, bool v4, bool v6) noexcept {
  const auto address = sip::parse_address(a[0].text);
  if (!address) return -1;
  const bool is_v6 = a[0].text.find(':') != a[0].text.npos;
  if (is_v6 ? !v6 : !v4) return -1;
  const std::string_view type =
      is_v6 ? type_of_v6(*address, address->is_v4()) : type_of_v4(*address);
  return write_reference(e, a[1], Value::of(type)) ? 1 : -1;
}

}  // namespace

std::int32_t detailed_ip_type(Execution& e, Arguments a) noexcept {
  return set_type(e, a, true, true);
}
std::int32_t detailed_ipv4_type(Execution& e, Arguments a) noexcept {
  return set_type(e, a, true, false);
}
std::int32_t detailed_ipv6_type(Execution& e, Arguments a) noexcept {
  return set_type(e, a, false, true);
}

}  // namespace weir::routes::natives
