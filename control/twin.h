// The kernel's face of a DPDK port: a persistent tap with the port's link address and IP addresses.
#pragma once

#include "sip/address.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace weir::control {

class Netlink;

struct TwinSettings {
  struct Address {
    sip::Address address;
    std::uint8_t length = 0;  // in the family's own bits
  };

  std::string name;
  std::array<std::uint8_t, 6> mac{};
  std::uint32_t mtu = 1500;
  std::vector<Address> addresses;      // empty: what `ip addr` has put there stays
  std::vector<sip::Address> gateways;  // of default routes
  std::vector<sip::Endpoint> sockets;  // that the port serves
  bool partial_checksums = false;      // TCP and UDP checksums of the port may be only begun
};

// All methods belong to the control thread.
class Twin {
 public:
  Twin() = default;
  ~Twin();
  Twin(const Twin&) = delete;
  Twin& operator=(const Twin&) = delete;

  // Makes the tap or takes the one there is; it stays when we end, with its addresses. Returns an
  // error that says what to do, or nothing.
  std::string open(const TwinSettings& settings, Netlink& netlink);

  // Readable when the kernel has a frame to send.
  int fd() const noexcept { return tap_; }
  std::uint32_t interface() const noexcept { return interface_; }

  // Gives a frame to the kernel. False: it took none.
  bool write(std::span<const std::uint8_t> frame);
  // The next frame that the kernel sends; empty: there is none. Valid until the next read().
  std::span<const std::uint8_t> read();

  // Sends a datagram by the kernel, so that it finds the link address of the next hop. False: it
  // refused.
  bool send(const sip::Endpoint& from, const sip::Endpoint& to,
            std::span<const std::uint8_t> payload);

 private:
  // One of the port's sockets in the kernel: it sends what waits for a link address, and keeps the
  // number from other programs. Nothing arrives there; the port has it.
  struct Socket {
    sip::Endpoint at;
    int fd = -1;
  };

  std::string open_tap(const TwinSettings& settings);
  std::string open_socket(const sip::Endpoint& at, const std::string& device);

  int tap_ = -1;
  std::uint32_t interface_ = 0;
  bool partial_checksums_ = false;
  std::vector<Socket> sockets_;
  std::vector<std::uint8_t> frame_;
};

}  // namespace weir::control
