// The kernel's UDP sockets as a port: the default, without privilege, hugepages or a NIC.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dataplane/listen.h"
#include "dataplane/ports/port.h"

namespace weir::dataplane {

// All listen sockets that no DPDK port serves. Each queue has its own socket of every listen
// address; the kernel keeps a source on one queue (steer.h). Datagrams of any size land in a slot
// of kMaxDatagram virtual bytes, of which only the touched pages exist.
class SocketPort final : public Port {
 public:
  SocketPort();
  ~SocketPort() override;

  // Binds every listen of `listens` whose `port` is `self`, for `queues` lcores; one more queue, the
  // last, sends by the sockets of the first: control's own. Ports of 0 become numbers there. The span must outlive the port. Returns what is wrong and what to do, or
  // nothing.
  std::string open(std::span<Listen> listens, std::uint16_t self, unsigned queues,
                   std::uint32_t receive_buffer, std::uint32_t key);

  void attach(unsigned queue, Counters& counters) noexcept override;
  std::uint32_t receive(unsigned queue, Cycles now, std::span<Packet> out) noexcept override;
  void release(unsigned queue, std::span<Packet> packets) noexcept override;
  char* reserve(unsigned queue, std::uint32_t size) noexcept override;
  void commit(unsigned queue, std::uint32_t size, const Send& send) noexcept override;
  void flush(unsigned queue) noexcept override;
  std::span<const int> wait_fds(unsigned queue) const noexcept override;
  std::uint64_t lost(unsigned queue) const noexcept override;

  // The kernel's receive buffer of the first socket in bytes, as granted; 0 without sockets.
  std::uint32_t receive_buffer() const noexcept;

 private:
  struct Queue;

  std::uint32_t receive_from(Queue& queue, std::size_t socket, std::span<Packet> out) noexcept;
  void send_run(Queue& queue, std::uint32_t begin, std::uint32_t end) noexcept;

  std::span<Listen> listens_;
  std::uint16_t self_ = 0;
  std::vector<std::unique_ptr<Queue>> queues_;
};

}  // namespace weir::dataplane
