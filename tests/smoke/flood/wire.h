#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/smoke/flood/attacks.h"

namespace weir::flood {

// What the flood leaves by, a burst at a time.
class Wire {
 public:
  static constexpr size_t kBurst = 32;

  virtual ~Wire() = default;
  // Fills place `index` of the next burst.
  virtual void make(size_t index, Maker& maker) = 0;
  // Sends the first `count` places; returns how many the kernel took.
  virtual size_t send(size_t count) = 0;
  // Datagrams that came back to where the flood was sent from, as far as this wire can see them.
  virtual uint64_t answers() { return 0; }
};

// A packet socket on one interface: frames with any source address.
class PacketWire final : public Wire {
 public:
  ~PacketWire() override;
  // Returns an empty text, or what went wrong.
  std::string open(const std::string& interface);
  const Mac& mac() const { return mac_; }

  void make(size_t index, Maker& maker) override;
  size_t send(size_t count) override;

 private:
  int fd_ = -1;
  Mac mac_{};
  std::array<std::array<uint8_t, kMaxFrame>, kBurst> frames_{};
  std::array<size_t, kBurst> sizes_{};
  std::array<iovec, kBurst> vectors_{};
  std::array<mmsghdr, kBurst> messages_{};
};

// UDP sockets on many addresses of 127.0.0.0/8, without privilege: nothing is spoofed here, and
// IP fragments cannot be made.
class LoopbackWire final : public Wire {
 public:
  ~LoopbackWire() override;
  std::string open(const Attack& attack, const Aim& aim);

  void make(size_t index, Maker& maker) override;
  size_t send(size_t count) override;
  uint64_t answers() override;

 private:
  static constexpr size_t kSockets = 512;

  std::vector<int> sockets_;
  size_t next_ = 0;
  uint64_t answers_ = 0;
  std::array<std::string, kBurst> payloads_;
};

}  // namespace weir::flood
