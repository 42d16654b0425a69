// The kernel's neighbours, routes and addresses, followed over netlink, and the few things we ask
// it to change.
#pragma once

#include "sip/address.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace weir::control {

struct NeighborRow {
  std::uint32_t interface = 0;
  sip::Address address;
  std::array<std::uint8_t, 6> mac{};
  bool failed = false;  // asked in vain
  bool stale = false;   // usable, but not confirmed of late
};

// A unicast route of the main or the default table.
struct RouteEntry {
  sip::Prefix to;
  sip::Address gateway;  // unspecified: on the link
  sip::Address source;   // what the kernel would send from; unspecified: nothing fits
  std::uint32_t interface = 0;
  std::uint32_t metric = 0;
};

struct InterfaceAddressRow {
  std::uint32_t interface = 0;
  sip::Address address;
  std::uint8_t length = 128;  // of its network, in bits of the 16 bytes
};

// All methods belong to the control thread. A text returned is an error that says what to do, or
// empty.
class Netlink {
 public:
  Netlink();
  ~Netlink();
  Netlink(const Netlink&) = delete;
  Netlink& operator=(const Netlink&) = delete;

  std::string open();

  // Readable when something has changed; read() then takes it in. True: what the snapshots below
  // say may differ from before.
  int fd() const;
  bool read();

  std::uint32_t interface_index(const std::string& name) const;  // 0: there is none
  // Those that can be used and those that failed; not what is being asked for.
  std::vector<NeighborRow> neighbors(std::uint32_t interface) const;
  std::vector<RouteEntry> routes() const;
  std::vector<InterfaceAddressRow> addresses() const;

  // The kernel resolves or confirms `address` on that link, as if it were about to send there.
  void ask(std::uint32_t interface, const sip::Address& address);

  std::string add_address(std::uint32_t interface, const sip::Address& address,
                          std::uint8_t length_of_family);
  std::string add_default_route(std::uint32_t interface, const sip::Address& gateway);
  std::string set_up(std::uint32_t interface);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Why the device beneath a port must not be taken, or nothing. `force`: --force-port was given.
std::string check_port_device(const Netlink& netlink, const std::string& device, bool force);

}  // namespace weir::control
