// The vocabulary of module ipops.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kIpopsFunctions = std::to_array<FunctionSpec>({
    {"compare_ips", "ipops", "ss", Plane::kAny, kAnywhere,
     "True when both are the same address, IPv6 with or without brackets."},
    {"compare_pure_ips", "ipops", "ss", Plane::kAny, kAnywhere,
     "True when both are the same address, without brackets."},
    {"ip_type", "ipops", "s", Plane::kAny, kAnywhere,
     "1 for an IPv4 address, 2 for IPv6, 3 for IPv6 in brackets."},
    {"is_in_subnet", "ipops", "ss", Plane::kAny, kAnywhere,
     "True when the address lies in one of the networks ADDRESS/BITS, separated by commas."},
    {"is_ip", "ipops", "s", Plane::kAny, kAnywhere,
     "True for an address, IPv6 with or without brackets."},
    {"is_ip_rfc1918", "ipops", "s", Plane::kAny, kAnywhere,
     "True for an IPv4 address of private use (RFC 1918 section 3)."},
    {"is_ipv4", "ipops", "s", Plane::kAny, kAnywhere, "True for an IPv4 address."},
    {"is_ipv6", "ipops", "s", Plane::kAny, kAnywhere, "True for an IPv6 address without brackets."},
    {"is_ipv6_reference", "ipops", "s", Plane::kAny, kAnywhere,
     "True for an IPv6 address in brackets."},
    {"is_pure_ip", "ipops", "s", Plane::kAny, kAnywhere, "True for an address without brackets."},
    {"detailed_ip_type", "ipops", "sv", Plane::kAny, kAnywhere,
     "Puts the word for what an address is for into a variable: PRIVATE, LOOPBACK, PUBLIC, ..."},
    {"detailed_ipv4_type", "ipops", "sv", Plane::kAny, kAnywhere,
     "As detailed_ip_type, of IPv4 addresses alone."},
    {"detailed_ipv6_type", "ipops", "sv", Plane::kAny, kAnywhere,
     "As detailed_ip_type, of IPv6 addresses alone."},
});

}  // namespace weir::routes
