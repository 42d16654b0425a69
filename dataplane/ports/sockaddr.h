// Endpoint <-> the kernel's socket addresses.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "sip/address.h"

namespace weir::dataplane {

union SocketAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

// Writes `endpoint` for a socket of its own family; returns the size the kernel wants.
inline socklen_t to_kernel(const sip::Endpoint& endpoint, SocketAddress& out) noexcept {
  std::memset(&out, 0, sizeof out);
  if (endpoint.address.is_v4()) {
    out.v4.sin_family = AF_INET;
    out.v4.sin_port = htons(endpoint.port);
    std::memcpy(&out.v4.sin_addr, endpoint.address.bytes.data() + 12, 4);
    return sizeof out.v4;
  }
  out.v6.sin6_family = AF_INET6;
  out.v6.sin6_port = htons(endpoint.port);
  std::memcpy(&out.v6.sin6_addr, endpoint.address.bytes.data(), 16);
  return sizeof out.v6;
}

inline sip::Address v4_address(const in_addr& address) noexcept {
  sip::Address out{};
  out.bytes[10] = 0xFF;
  out.bytes[11] = 0xFF;
  std::memcpy(out.bytes.data() + 12, &address, 4);
  return out;
}

inline sip::Address v6_address(const in6_addr& address) noexcept {
  sip::Address out{};
  std::memcpy(out.bytes.data(), &address, 16);
  return out;
}

inline sip::Endpoint from_kernel(const SocketAddress& address) noexcept {
  if (address.any.sa_family == AF_INET) {
    return {v4_address(address.v4.sin_addr), ntohs(address.v4.sin_port)};
  }
  return {v6_address(address.v6.sin6_addr), ntohs(address.v6.sin6_port)};
}

}  // namespace weir::dataplane
