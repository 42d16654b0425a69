// Host names to addresses and back, at start and reload only: the resolver blocks.
#pragma once

#include "sip/address.h"

#include <optional>
#include <string>

struct sockaddr;

namespace weir::control {

// The address of an IPv4 or IPv6 socket address; empty for others and for link-local IPv6.
std::optional<sip::Address> from_kernel(const sockaddr* address);

// The first address of a host name, IPv4 before IPv6, as Kamailio takes it. `error` says why there
// is none, as half a sentence.
std::optional<sip::Address> resolve_host(const std::string& host, std::string& error);

// The name that the resolver has for an address; empty when there is none.
std::string reverse_name(const sip::Address& address);

}  // namespace weir::control
