#include "dataplane/ports/socket.h"

#include <linux/sock_diag.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "dataplane/ports/bind.h"
#include "dataplane/ports/sockaddr.h"

namespace weir::dataplane {
namespace {

union ControlBuffer {
  cmsghdr align;
  char v4[CMSG_SPACE(sizeof(in_pktinfo))];
  char v6[CMSG_SPACE(sizeof(in6_pktinfo))];
};

// kBurst slots of kMaxDatagram virtual bytes: a page exists once a datagram has touched it.
class SlotMemory {
 public:
  SlotMemory() noexcept
      : base_(mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
  ~SlotMemory() {
    if (base_ != MAP_FAILED) munmap(base_, kBytes);
  }
  SlotMemory(const SlotMemory&) = delete;
  SlotMemory& operator=(const SlotMemory&) = delete;

  bool good() const noexcept { return base_ != MAP_FAILED; }
  char* slot(std::uint32_t i) noexcept {
    return static_cast<char*>(base_) + std::size_t{i} * kMaxDatagram;
  }

 private:
  static constexpr std::size_t kBytes = std::size_t{kBurst} * kMaxDatagram;
  void* base_;
};

// One direction's message headers, bound to its slots once.
struct Messages {
  SlotMemory memory;
  std::array<mmsghdr, kBurst> headers{};
  std::array<iovec, kBurst> vectors{};
  std::array<SocketAddress, kBurst> names{};
  std::array<ControlBuffer, kBurst> controls{};

  Messages() noexcept {
    for (std::uint32_t i = 0; i < kBurst; ++i) {
      vectors[i] = {memory.slot(i), kMaxDatagram};
      headers[i].msg_hdr.msg_iov = &vectors[i];
      headers[i].msg_hdr.msg_iovlen = 1;
      headers[i].msg_hdr.msg_name = &names[i];
    }
  }
};

sip::Address arrival_address(msghdr& header, const Listen& listen) noexcept {
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
      in_pktinfo info;
      std::memcpy(&info, CMSG_DATA(c), sizeof info);
      return v4_address(info.ipi_addr);
    }
    if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info;
      std::memcpy(&info, CMSG_DATA(c), sizeof info);
      return v6_address(info.ipi6_addr);
    }
  }
  return listen.source;
}

// Says which of our addresses a wildcard socket shall send from.
void set_source(msghdr& header, ControlBuffer& control, const sip::Address& from) noexcept {
  std::memset(&control, 0, sizeof control);
  header.msg_control = &control;
  if (from.is_v4()) {
    header.msg_controllen = sizeof control.v4;
    cmsghdr* const c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = IPPROTO_IP;
    c->cmsg_type = IP_PKTINFO;
    c->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
    in_pktinfo info{};
    std::memcpy(&info.ipi_spec_dst, from.bytes.data() + 12, 4);
    std::memcpy(CMSG_DATA(c), &info, sizeof info);
  } else {
    header.msg_controllen = sizeof control.v6;
    cmsghdr* const c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = IPPROTO_IPV6;
    c->cmsg_type = IPV6_PKTINFO;
    c->cmsg_len = CMSG_LEN(sizeof(in6_pktinfo));
    in6_pktinfo info{};
    std::memcpy(&info.ipi6_addr, from.bytes.data(), 16);
    std::memcpy(CMSG_DATA(c), &info, sizeof info);
  }
}

DropReason send_failure(int error) noexcept {
  switch (error) {
    case EAGAIN:
    case ENOBUFS:
    case ENOMEM:
      return DropReason::kTxFull;
    case EMSGSIZE:
      return DropReason::kTooLarge;
    default:  // ENETUNREACH, EHOSTUNREACH, EPERM of a firewall, EINVAL for port 0, ...
      return DropReason::kNoRoute;
  }
}

}  // namespace

struct SocketPort::Queue {
  Counters* counters = nullptr;
  std::vector<int> fds;                  // in the order of `listens`
  std::vector<std::uint16_t> listens;    // the Listen of each fd
  std::array<int, kMaxListens> fd_of{};  // by listen index, -1 where it is not ours
  std::size_t first = 0;                 // the socket whose turn it is to be asked first
  Messages in;
  Messages out;
  std::array<Send, kBurst> sends{};
  std::uint32_t queued = 0;

  Queue() noexcept { fd_of.fill(-1); }
  ~Queue() {
    for (const int fd : fds) close(fd);
  }
};

SocketPort::SocketPort() = default;
SocketPort::~SocketPort() = default;

std::string SocketPort::open(std::span<Listen> listens, std::uint16_t self, unsigned queues,
                             std::uint32_t receive_buffer, std::uint32_t key) {
  listens_ = listens;
  self_ = self;
  for (unsigned q = 0; q <= queues; ++q) {
    queues_.push_back(std::make_unique<Queue>());
    if (!queues_.back()->in.memory.good() || !queues_.back()->out.memory.good()) {
      return "no address space for receive buffers; raise `ulimit -v`";
    }
  }
  for (std::size_t i = 0; i < listens.size(); ++i) {
    if (listens[i].port != self) continue;
    std::vector<int> fds;
    if (std::string problem = open_sockets(listens[i], queues, receive_buffer, key, fds);
        !problem.empty()) {
      return problem;
    }
    for (unsigned q = 0; q < queues; ++q) {
      queues_[q]->fds.push_back(fds[q]);
      queues_[q]->listens.push_back(static_cast<std::uint16_t>(i));
      queues_[q]->fd_of[i] = fds[q];
    }
    queues_[queues]->fd_of[i] = fds[0];
  }
  return {};
}

void SocketPort::attach(unsigned queue, Counters& counters) noexcept {
  queues_[queue]->counters = &counters;
}

std::uint32_t SocketPort::receive(unsigned queue, Cycles, std::span<Packet> out) noexcept {
  Queue& q = *queues_[queue];
  const std::size_t sockets = q.fds.size();
  const std::size_t room = std::min<std::size_t>(out.size(), kBurst);
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < sockets && n < room; ++i) {
    n += receive_from(q, (q.first + i) % sockets, out.subspan(n, room - n));
  }
  // Whoever was asked first is last next time: one flooded socket cannot starve the others.
  if (sockets != 0) q.first = (q.first + 1) % sockets;
  return n;
}

std::uint32_t SocketPort::receive_from(Queue& q, std::size_t socket,
                                       std::span<Packet> out) noexcept {
  const std::uint16_t listen_index = q.listens[socket];
  const Listen& listen = listens_[listen_index];
  const auto first = static_cast<std::uint32_t>(kBurst - out.size());
  for (std::uint32_t i = first; i < kBurst; ++i) {
    msghdr& header = q.in.headers[i].msg_hdr;
    header.msg_namelen = sizeof(SocketAddress);
    header.msg_control = listen.wildcard ? &q.in.controls[i] : nullptr;
    header.msg_controllen = listen.wildcard ? sizeof(ControlBuffer) : 0;
  }
  int got = 0;
  // An ICMP error of an earlier datagram may be reported here once; it says nothing about now.
  for (int attempt = 0; attempt < 2; ++attempt) {
    got = recvmmsg(q.fds[socket], &q.in.headers[first], static_cast<unsigned>(out.size()),
                   MSG_DONTWAIT, nullptr);
    if (got >= 0 || errno == EAGAIN) break;
  }
  if (got <= 0) return 0;

  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(got); ++i) {
    mmsghdr& message = q.in.headers[first + i];
    const sip::Endpoint source = from_kernel(q.in.names[first + i]);
    Packet& packet = out[i];
    packet.data = q.in.memory.slot(first + i);
    packet.mbuf = nullptr;
    packet.src = source.address;
    packet.sport = source.port;
    packet.dst = listen.wildcard ? arrival_address(message.msg_hdr, listen) : listen.address;
    packet.dport = listen.number;
    packet.size = message.msg_len;
    packet.listen = listen_index;
    packet.port = self_;
    packet.klass = SourceClass::kStranger;
    q.counters->received_bytes += message.msg_len;
  }
  q.counters->received += static_cast<std::uint64_t>(got);
  return static_cast<std::uint32_t>(got);
}

void SocketPort::release(unsigned, std::span<Packet>) noexcept {
  // The slots belong to the queue and are filled again by the next receive().
}

char* SocketPort::reserve(unsigned queue, std::uint32_t size) noexcept {
  Queue& q = *queues_[queue];
  if (size > kMaxDatagram) return nullptr;
  if (q.queued == kBurst) flush(queue);
  return q.out.memory.slot(q.queued);
}

void SocketPort::commit(unsigned queue, std::uint32_t size, const Send& send) noexcept {
  Queue& q = *queues_[queue];
  const std::uint32_t i = q.queued;
  if (send.listen >= listens_.size() || q.fd_of[send.listen] < 0) {
    q.counters->settle(send.kind, DropReason::kNoSocket, size);
    return;
  }
  const Listen& listen = listens_[send.listen];
  msghdr& header = q.out.headers[i].msg_hdr;
  header.msg_namelen = to_kernel(send.to, q.out.names[i]);
  q.out.vectors[i].iov_len = size;
  if (listen.wildcard) {
    set_source(header, q.out.controls[i], send.from.address);
  } else {
    header.msg_control = nullptr;
    header.msg_controllen = 0;
  }
  q.sends[i] = send;
  ++q.queued;
}

void SocketPort::flush(unsigned queue) noexcept {
  Queue& q = *queues_[queue];
  std::uint32_t begin = 0;
  while (begin < q.queued) {
    std::uint32_t end = begin + 1;
    while (end < q.queued && q.sends[end].listen == q.sends[begin].listen) ++end;
    send_run(q, begin, end);
    begin = end;
  }
  q.queued = 0;
}

// Sends the datagrams begin..end, all of one socket, and settles each.
void SocketPort::send_run(Queue& q, std::uint32_t begin, std::uint32_t end) noexcept {
  const int fd = q.fd_of[q.sends[begin].listen];
  bool reported = false;  // a pending ICMP error fails one call without having tried
  while (begin < end) {
    const int done = sendmmsg(fd, &q.out.headers[begin], end - begin, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (done > 0) {
      for (const std::uint32_t stop = begin + static_cast<std::uint32_t>(done); begin < stop;) {
        const auto size = static_cast<std::uint32_t>(q.out.vectors[begin].iov_len);
        q.counters->settle(q.sends[begin].kind, DropReason::kNone, size);
        ++begin;
      }
      reported = false;
      continue;
    }
    const int error = errno;
    if (error == EINTR) continue;
    if (error == ECONNREFUSED && !reported) {
      reported = true;
      continue;
    }
    const DropReason reason = send_failure(error);
    // A full buffer stays full for the rest of this run; other errors concern one datagram.
    const std::uint32_t stop = reason == DropReason::kTxFull ? end : begin + 1;
    for (; begin < stop; ++begin) q.counters->settle(q.sends[begin].kind, reason, 0);
    reported = false;
  }
}

std::span<const int> SocketPort::wait_fds(unsigned queue) const noexcept {
  return queues_[queue]->fds;
}

std::uint64_t SocketPort::lost(unsigned queue) const noexcept {
  std::uint64_t sum = 0;
  for (const int fd : queues_[queue]->fds) {
    std::array<std::uint32_t, SK_MEMINFO_VARS> info{};
    socklen_t size = sizeof info;
    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info.data(), &size) == 0) {
      sum += info[SK_MEMINFO_DROPS];
    }
  }
  return sum;
}

std::uint32_t SocketPort::receive_buffer() const noexcept {
  if (queues_.empty() || queues_[0]->fds.empty()) return 0;
  int size = 0;
  socklen_t length = sizeof size;
  getsockopt(queues_[0]->fds[0], SOL_SOCKET, SO_RCVBUF, &size, &length);
  return static_cast<std::uint32_t>(size);
}

}  // namespace weir::dataplane
