// Keeps a network device out of the kernel's input path while a DPDK port reads it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

struct nl_sock;

namespace weir::control {

// While it lives: an nftables chain of the netdev family drops everything that comes in on the
// device, after packet sockets have seen it and before the kernel's IP; and the device has no IPv6
// of its own. The table is owned by our netlink socket, so the kernel removes it even when we are
// killed.
//
// The driver's packet socket has the kernel put IPv4 fragments together, in memory that all sources
// share for 30 s: a flood of lone fragments would cost every good one. So, as far as we may, this
// namespace gives fragments one second and more memory, until the destructor.
class IngressBlock {
 public:
  IngressBlock() = default;
  ~IngressBlock();
  IngressBlock(const IngressBlock&) = delete;
  IngressBlock& operator=(const IngressBlock&) = delete;

  // Returns an error that says what to do, or nothing.
  std::string open(const std::string& device);

 private:
  struct FreeSocket {
    void operator()(nl_sock* socket) const;
  };

  std::unique_ptr<nl_sock, FreeSocket> socket_;
  void change(const std::string& file, unsigned long value);

  std::vector<std::pair<std::string, std::string>> restore_;  // file and what it held
};

}  // namespace weir::control
