// Listen addresses: what -l and listen= say, and the sockets they come to on this machine.
#pragma once

#include "sip/address.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control {

enum class Transport : std::uint8_t { kUdp, kTcp, kTls, kSctp };

// One -l, or one listen= of the script: [proto:]addr_lst[:port][/advaddr[:port]].
struct ListenSpec {
  Transport transport = Transport::kUdp;
  bool named_transport = false;    // "udp:" and so on stood there; else UDP and, once built, TCP
  std::vector<std::string> hosts;  // addresses, host names, interfaces
  std::uint16_t port = 0;          // 0: the default port
  std::string advertised_host;
  std::uint16_t advertised_port = 0;
  std::string name;  // the script's: listen=... name "NAME"
};

// One socket to bind.
struct ListenSocket {
  Transport transport = Transport::kUdp;
  sip::Endpoint at;
  std::string advertised_host;  // empty: the address itself
  std::uint16_t advertised_port = 0;
  std::string name;  // the script's
  std::string host;  // the host name it was found by; empty for addresses and interfaces
};

// Reads one specification. `error` says what is wrong and what to write instead.
bool parse_listen(std::string_view text, ListenSpec& spec, std::string& error);

// The name of an interface and one of its addresses.
struct InterfaceAddress {
  std::string name;
  sip::Address address;
};

// What this machine's interfaces that are up bear; IPv6 link-local addresses are left out.
std::vector<InterfaceAddress> interface_addresses(std::string& error);

// Appends the sockets of `spec` to `sockets`, each once; hosts are looked up among `interfaces`,
// as addresses, then by the resolver.
bool resolve_listen(const ListenSpec& spec, std::uint16_t default_port,
                    std::span<const InterfaceAddress> interfaces,
                    std::vector<ListenSocket>& sockets, std::string& error);

// All addresses of all interfaces, UDP `port`: what Kamailio listens on when nothing is said.
// Loopback is among them.
std::vector<ListenSocket> default_listens(std::uint16_t port,
                                          std::span<const InterfaceAddress> interfaces);

// "udp:127.0.0.1:5060"
std::string to_text(const ListenSocket& socket);

std::string_view transport_name(Transport transport) noexcept;

}  // namespace weir::control
