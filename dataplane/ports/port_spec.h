// modparam("dpdk", "port", "net_af_packet0 iface=eth1 twin=sw0 addr=192.0.2.1/24 gw=192.0.2.254").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sip/address.h"

namespace weir::dataplane {

// An address of the twin with the length of its network, in the family's own bits kept apart.
struct TwinAddress {
  sip::Address address;
  std::uint8_t length = 0;  // 0 to 32 for IPv4, 0 to 128 for IPv6
};

struct PortSpec {
  std::string device;     // EAL's name: net_af_packet0, net_tap1, 0000:03:00.0
  std::string iface;      // the kernel's network device beneath af_packet, af_xdp and pcap
  std::string twin;       // the tap that bears the port's addresses; empty: none
  std::string arguments;  // `args=`: more for the driver, as EAL wants it
  // Of the twin; empty: what `ip addr` puts on it is followed. Without a twin: of the port itself.
  std::vector<TwinAddress> addresses;
  std::vector<sip::Address> gateways;  // of the twin's default routes, at most one a family
  std::optional<std::array<std::uint8_t, 6>> mac;  // without a twin: where everything is sent
  std::uint32_t mtu = 0;                           // 0: the device's own

  // The driver's name: the device's without the number, "net_af_packet". Empty for PCI devices.
  std::string_view driver() const noexcept;
  // The kernel keeps the device and must be kept from answering on it.
  bool shares_kernel_device() const noexcept;
  // The longest frame that the driver hands over, headers of its own included; 0: by the MTU.
  std::uint32_t frame_size() const noexcept;
  // Bytes that the driver locks in memory for rings of the size that vdev_argument() gives them; 0:
  // none, or of a size that the user has given.
  std::size_t locked_bytes() const noexcept;
};

// Parses one value of the parameter: the device, then KEY=VALUE in any order, separated by blanks;
// `addr` and `gw` take lists with commas. `problem` gets what is wrong and what to do.
std::optional<PortSpec> parse_port_spec(std::string_view text, std::string& problem);

// EAL's --vdev argument of the port. Empty without a problem: EAL finds the device by itself (PCI),
// or `arguments` (the user's own, after "--") name it already.
std::string vdev_argument(const PortSpec& spec, std::span<const std::string> arguments,
                          std::string& problem);

}  // namespace weir::dataplane
