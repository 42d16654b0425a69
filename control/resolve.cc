#include "control/resolve.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

namespace weir::control {

std::optional<sip::Address> from_kernel(const sockaddr* address) {
  sip::Address result;
  if (address == nullptr) return std::nullopt;
  if (address->sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, address, sizeof in);
    return sip::Address::v4(ntohl(in.sin_addr.s_addr));
  }
  if (address->sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 in6{};
  std::memcpy(&in6, address, sizeof in6);
  if (IN6_IS_ADDR_LINKLOCAL(&in6.sin6_addr)) return std::nullopt;
  std::memcpy(result.bytes.data(), &in6.sin6_addr, result.bytes.size());
  return result;
}

std::optional<sip::Address> resolve_host(const std::string& host, std::string& error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* list = nullptr;
  const int status = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (status != 0) {
    error = fmt::format("no name that resolves ({})", gai_strerror(status));
    return std::nullopt;
  }
  std::optional<sip::Address> found;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    const auto address = from_kernel(entry->ai_addr);
    if (address && (!found || (address->is_v4() && !found->is_v4()))) found = address;
  }
  freeaddrinfo(list);
  if (!found) error = "a name with link-local addresses only";
  return found;
}

std::string reverse_name(const sip::Address& address) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  if (address.is_v4()) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_addr.s_addr = htonl(address.v4_value());
    std::memcpy(&storage, &in, size = sizeof in);
  } else {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    std::memcpy(&in6.sin6_addr, address.bytes.data(), address.bytes.size());
    std::memcpy(&storage, &in6, size = sizeof in6);
  }
  std::array<char, 256> name{};
  const auto* const generic = static_cast<const sockaddr*>(static_cast<const void*>(&storage));
  if (getnameinfo(generic, size, name.data(), name.size(), nullptr, 0, NI_NAMEREQD) != 0) return {};
  return name.data();
}

}  // namespace weir::control
