#include "control/listen.h"

#include "control/resolve.h"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace weir::control {
namespace {

constexpr std::array<std::string_view, 4> kTransports = {"udp", "tcp", "tls", "sctp"};
constexpr std::string_view kShape =
    "write [proto:]address[:port][/advertised[:port]], as in udp:192.0.2.1:5060";

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Transport> find_transport(std::string_view word) {
  for (std::size_t i = 0; i < kTransports.size(); ++i) {
    if (std::equal(word.begin(), word.end(), kTransports[i].begin(), kTransports[i].end(),
                   [](char a, char b) { return (a | 0x20) == b; })) {
      return static_cast<Transport>(i);
    }
  }
  return std::nullopt;
}

// Splits "host[:port]" with IPv6 in brackets or alone. An absent port leaves 0.
bool split_host(std::string_view text, std::string& host, std::uint16_t& port) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return false;
    host = text.substr(1, close - 1);
    if (!sip::parse_address(host)) return false;
    rest = text.substr(close + 1);
  } else if (sip::parse_address(text)) {
    host = text;
  } else {
    const auto colon = text.find(':');
    host = trim(text.substr(0, colon));
    if (colon != std::string_view::npos) rest = text.substr(colon);
  }
  if (host.empty()) return false;
  if (rest.empty()) return true;
  if (rest.front() != ':') return false;
  const auto parsed = sip::parse_port(trim(rest.substr(1)));
  if (!parsed || *parsed == 0) return false;
  port = *parsed;
  return true;
}

// "(a, b):port"
bool split_list(std::string_view text, ListenSpec& spec) {
  const auto close = text.find(')');
  if (close == std::string_view::npos) return false;
  std::string_view list = text.substr(1, close - 1);
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string host;
    std::uint16_t port = 0;
    if (!split_host(trim(list.substr(0, comma)), host, port) || port != 0) return false;
    spec.hosts.push_back(std::move(host));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  const std::string_view rest = trim(text.substr(close + 1));
  if (rest.empty()) return !spec.hosts.empty();
  const auto parsed = sip::parse_port(trim(rest.substr(1)));
  if (rest.front() != ':' || !parsed || *parsed == 0) return false;
  spec.port = *parsed;
  return !spec.hosts.empty();
}

// Takes "udp:" away. False when something else stands where a protocol belongs.
bool take_transport(std::string_view& text, ListenSpec& spec) {
  if (text.starts_with('[') || text.starts_with('(') || sip::parse_address(text)) return true;
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string_view word = trim(text.substr(0, colon));
  const std::string_view rest = trim(text.substr(colon + 1));
  if (const auto transport = find_transport(word)) {
    spec.transport = *transport;
    spec.named_transport = true;
    text = rest;
    return true;
  }
  return rest.find_first_not_of("0123456789") == std::string_view::npos;
}

// A multicast group, or the broadcast address.
bool is_group(const sip::Address& address) noexcept {
  if (!address.is_v4()) return address.bytes[0] == 0xff;
  const auto first = address.bytes[12];
  const bool everybody = std::all_of(address.bytes.begin() + 12, address.bytes.end(),
                                     [](std::uint8_t byte) { return byte == 0xff; });
  return (first >= 224 && first < 240) || everybody;
}

void add_socket(const ListenSpec& spec, const sip::Address& address, std::uint16_t port,
                std::vector<ListenSocket>& sockets, std::string_view host = {}) {
  ListenSocket socket = {spec.transport,       {address, port}, spec.advertised_host,
                         spec.advertised_port, spec.name,       std::string(host)};
  for (const ListenSocket& other : sockets) {
    if (other.transport == socket.transport && other.at == socket.at) return;
  }
  sockets.push_back(socket);
}

}  // namespace

std::string_view transport_name(Transport transport) noexcept {
  return kTransports[static_cast<std::size_t>(transport)];
}

bool parse_listen(std::string_view text, ListenSpec& spec, std::string& error) {
  const std::string_view whole = text;
  text = trim(text);
  bool good = true;
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    good = split_host(trim(text.substr(slash + 1)), spec.advertised_host, spec.advertised_port);
    text = trim(text.substr(0, slash));
  }
  good = good && take_transport(text, spec);
  if (text.starts_with('(')) {
    good = good && split_list(text, spec);
  } else {
    std::string host;
    good = good && split_host(text, host, spec.port);
    spec.hosts.push_back(std::move(host));
  }
  if (!good) error = fmt::format("bad listen address '{}': {}", whole, kShape);
  return good;
}

std::vector<InterfaceAddress> interface_addresses(std::string& error) {
  std::vector<InterfaceAddress> result;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) {
    error = fmt::format("cannot list the interfaces of this machine: {}", std::strerror(errno));
    return result;
  }
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if ((entry->ifa_flags & IFF_UP) == 0) continue;
    if (const auto address = from_kernel(entry->ifa_addr)) {
      result.push_back({entry->ifa_name, *address});
    }
  }
  freeifaddrs(list);
  return result;
}

bool resolve_listen(const ListenSpec& spec, std::uint16_t default_port,
                    std::span<const InterfaceAddress> interfaces,
                    std::vector<ListenSocket>& sockets, std::string& error) {
  const std::uint16_t port = spec.port != 0 ? spec.port : default_port;
  for (const std::string& host : spec.hosts) {
    if (const auto address = sip::parse_address(host)) {
      if (is_group(*address)) {
        error = fmt::format(
            "cannot listen on '{}': it is a multicast or broadcast address and no address of one "
            "machine, from which replies could come; `ip addr` shows what there is",
            host);
        return false;
      }
      add_socket(spec, *address, port, sockets);
      continue;
    }
    bool found = false;
    for (const InterfaceAddress& entry : interfaces) {
      if (entry.name != host) continue;
      add_socket(spec, entry.address, port, sockets);
      found = true;
    }
    if (found) continue;
    const auto address = resolve_host(host, error);
    if (!address) {
      error = fmt::format(
          "cannot listen on '{}': it is no address, no interface of this machine, "
          "and {}; `ip addr` shows what there is",
          host, error);
      return false;
    }
    add_socket(spec, *address, port, sockets, host);
  }
  return true;
}

std::vector<ListenSocket> default_listens(std::uint16_t port,
                                          std::span<const InterfaceAddress> interfaces) {
  std::vector<ListenSocket> sockets;
  for (const InterfaceAddress& entry : interfaces) add_socket({}, entry.address, port, sockets);
  return sockets;
}

std::string to_text(const ListenSocket& socket) {
  std::array<char, sip::kEndpointText> text{};
  const std::size_t size = sip::format_endpoint(socket.at, text);
  std::string result =
      fmt::format("{}:{}", transport_name(socket.transport), std::string_view(text.data(), size));
  if (!socket.advertised_host.empty()) {
    result += fmt::format(" advertised as {}", socket.advertised_host);
    if (socket.advertised_port != 0) result += fmt::format(":{}", socket.advertised_port);
  }
  return result;
}

}  // namespace weir::control
