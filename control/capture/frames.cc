#include "control/capture/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace weir::control::capture {
namespace {

constexpr std::uint32_t kPcap = 0xa1b2c3d4;
constexpr std::uint32_t kPcapNanoseconds = 0xa1b23c4d;
constexpr std::uint32_t kSection = 0x0a0d0d0a;
constexpr std::uint32_t kByteOrder = 0x1a2b3c4d;
constexpr std::uint32_t kInterfaceBlock = 1;
constexpr std::uint32_t kSimplePacket = 3;
constexpr std::uint32_t kEnhancedPacket = 6;

constexpr std::size_t kLongestBlock = 16u << 20;  // more is no packet but a broken file
constexpr std::uint64_t kBillion = 1'000'000'000;

// https://www.tcpdump.org/linktypes.html
constexpr std::uint16_t kNull = 0;
constexpr std::uint16_t kEthernet = 1;
constexpr std::uint16_t kRaw = 101;
constexpr std::uint16_t kLoop = 108;
constexpr std::uint16_t kCooked = 113;
constexpr std::uint16_t kIpv4 = 228;
constexpr std::uint16_t kIpv6 = 229;
constexpr std::uint16_t kCooked2 = 276;

std::uint32_t swap(std::uint32_t value) noexcept { return __builtin_bswap32(value); }

bool is_raw(std::uint16_t link) noexcept {
  // 12 and 14 are what raw IP is called on some systems.
  return link == kRaw || link == kIpv4 || link == kIpv6 || link == 12 || link == 14;
}

// Bytes of the link header before the network header; -1: unknown.
int header_size(std::uint16_t link) noexcept {
  if (is_raw(link)) return 0;
  if (link == kNull || link == kLoop) return 4;
  if (link == kCooked) return 16;
  if (link == kCooked2) return 20;
  return -1;
}

// Where the EtherType stands in a cooked header.
std::size_t type_offset(std::uint16_t link) noexcept { return link == kCooked ? 14 : 0; }

}  // namespace

std::string FrameReader::open(const std::string& path) {
  path_ = path;
  file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rbe"));
  if (file_ == nullptr) return fmt::format("cannot read {}: {}", path, std::strerror(errno));
  buffer_.clear();
  if (!take(4)) return fmt::format("{} is empty: give a pcap or pcapng file", path);
  const std::uint32_t magic = u32(0);
  ng_ = magic == kSection;
  if (ng_) return {};  // the section header is read as a block
  Interface only;
  swapped_ = magic == swap(kPcap) || magic == swap(kPcapNanoseconds);
  const std::uint32_t native = swapped_ ? swap(magic) : magic;
  if (native != kPcap && native != kPcapNanoseconds) {
    return fmt::format("{} is no capture: give a pcap or pcapng file", path);
  }
  if (!take(20)) return fmt::format("{} ends in its header", path);
  only.ticks = native == kPcap ? 1'000'000 : kBillion;
  only.link_type = static_cast<std::uint16_t>(u32(20) & 0xffff);
  interfaces_.push_back(only);
  buffer_.clear();
  return {};
}

bool FrameReader::take(std::size_t size) {
  const std::size_t before = buffer_.size();
  buffer_.resize(before + size);
  const std::size_t got = std::fread(buffer_.data() + before, 1, size, file_.get());
  buffer_.resize(before + got);
  return got == size;
}

bool FrameReader::fail(std::string error) {
  error_ = fmt::format("{}: {}", path_, error);
  return false;
}

std::uint16_t FrameReader::u16(std::size_t at) const noexcept {
  std::uint16_t value = 0;
  std::memcpy(&value, buffer_.data() + at, sizeof value);
  return swapped_ ? __builtin_bswap16(value) : value;
}

std::uint32_t FrameReader::u32(std::size_t at) const noexcept {
  std::uint32_t value = 0;
  std::memcpy(&value, buffer_.data() + at, sizeof value);
  return swapped_ ? swap(value) : value;
}

bool FrameReader::next(Frame& frame) {
  if (!error_.empty()) return false;
  if (!ng_) return next_pcap(frame);
  bool is_packet = false;
  while (!is_packet) {
    if (!next_block(frame, is_packet)) return false;
  }
  return true;
}

bool FrameReader::next_pcap(Frame& frame) {
  buffer_.clear();
  if (!take(16)) return buffer_.empty() ? false : fail("ends within a packet's header");
  const std::uint64_t seconds = u32(0);
  const std::uint64_t part = u32(4);
  const std::size_t size = u32(8);
  frame.cut = u32(12) > size;
  if (size > kLongestBlock) return fail("a packet of more than 16 MB: the file is broken");
  const Interface interface = interfaces_.front();
  frame.wall_nanoseconds =
      static_cast<std::int64_t>(seconds * kBillion + part * (kBillion / interface.ticks));
  buffer_.clear();
  if (!take(size)) return fail("ends within a packet");
  fill(frame, interface, 0, size);
  return true;
}

bool FrameReader::next_block(Frame& frame, bool& is_packet) {
  // open() has read the first block's type.
  if (buffer_.size() != 4 && (buffer_.clear(), !take(4))) {
    return buffer_.empty() ? false : fail("ends within a block");
  }
  if (!take(4)) return fail("ends within a block");
  std::uint32_t type = u32(0);
  if (type == kSection || type == swap(kSection)) {
    if (!take(4)) return fail("ends within a block");
    swapped_ = false;
    swapped_ = u32(8) != kByteOrder;
    if (u32(8) != kByteOrder) return fail("a section of no byte order");
    interfaces_.clear();
    type = kSection;
  }
  const std::size_t size = u32(4);
  const std::size_t have = buffer_.size();
  if (size < 12 || size % 4 != 0 || size > kLongestBlock || size < have) {
    return fail("a block of an impossible size: the file is broken");
  }
  if (!take(size - have)) return fail("ends within a block");
  is_packet = false;
  if (type == kInterfaceBlock) read_interface();
  if (type == kEnhancedPacket || type == kSimplePacket) {
    is_packet = true;
    if (!read_packet(frame, type == kEnhancedPacket)) return false;
  }
  buffer_.clear();
  return true;
}

// The options that times depend on. draft-ietf-opsawg-pcapng section 4.2.
void FrameReader::read_interface() {
  Interface interface;
  if (buffer_.size() < 20) return interfaces_.push_back(interface);
  interface.link_type = u16(8);
  const std::size_t end = buffer_.size() - 4;
  for (std::size_t at = 16; at + 4 <= end;) {
    const std::uint16_t code = u16(at);
    const std::size_t size = u16(at + 2);
    if (code == 0 || at + 4 + size > end) break;
    if (code == 9 && size == 1) {
      const unsigned exponent = buffer_[at + 4] & 0x7fu;
      const bool binary = (buffer_[at + 4] & 0x80u) != 0;
      interface.ticks = 1;
      for (unsigned i = 0; i < std::min(exponent, binary ? 30u : 9u); ++i) {
        interface.ticks *= binary ? 2 : 10;
      }
    }
    if (code == 14 && size == 8) {
      const std::uint64_t low = u32(at + (swapped_ ? 8 : 4));
      const std::uint64_t high = u32(at + (swapped_ ? 4 : 8));
      interface.offset = static_cast<std::int64_t>(high << 32 | low);
    }
    at += 4 + (size + 3) / 4 * 4;
  }
  interfaces_.push_back(interface);
}

bool FrameReader::read_packet(Frame& frame, bool enhanced) {
  const std::size_t head = enhanced ? 28 : 12;
  if (buffer_.size() < head + 4) return fail("a packet block without its header");
  const std::size_t index = enhanced ? u32(8) : 0;
  if (index >= interfaces_.size()) return fail("a packet of an interface that is not described");
  const Interface& interface = interfaces_[index];
  const std::size_t room = buffer_.size() - head - 4;
  const std::size_t full = enhanced ? u32(24) : u32(8);
  const std::size_t size = enhanced ? u32(20) : std::min(full, room);
  if (size > room) return fail("a packet longer than its block");
  frame.cut = full > size;
  if (enhanced) {
    const std::uint64_t ticks = std::uint64_t{u32(12)} << 32 | u32(16);
    const std::uint64_t seconds = ticks / interface.ticks;
    const std::uint64_t part = ticks % interface.ticks * kBillion / interface.ticks;
    last_time_ = static_cast<std::int64_t>(
        (seconds + static_cast<std::uint64_t>(interface.offset)) * kBillion + part);
  }
  frame.wall_nanoseconds = last_time_;  // simple packets have no time
  fill(frame, interface, head, size);
  return true;
}

void FrameReader::fill(Frame& frame, const Interface& interface, std::size_t at, std::size_t size) {
  frame.link_type = interface.link_type;
  frame.understood = true;
  frame_.clear();
  const auto bytes = std::span<const std::uint8_t>(buffer_).subspan(at, size);
  if (interface.link_type == kEthernet) {
    frame_.assign(bytes.begin(), bytes.end());
    frame.bytes = frame_;
    return;
  }
  const int head = header_size(interface.link_type);
  frame.understood = head >= 0;
  frame.bytes = {};
  if (head < 0 || size <= static_cast<std::size_t>(head)) return;
  const auto packet = bytes.subspan(static_cast<std::size_t>(head));
  frame_.assign(12, 0);
  if (interface.link_type == kCooked || interface.link_type == kCooked2) {
    const std::size_t type = type_offset(interface.link_type);
    frame_.insert(frame_.end(), {bytes[type], bytes[type + 1]});
  } else {
    const bool v6 = packet[0] >> 4 == 6;
    frame_.insert(frame_.end(), {std::uint8_t(v6 ? 0x86 : 0x08), std::uint8_t(v6 ? 0xdd : 0x00)});
  }
  frame_.insert(frame_.end(), packet.begin(), packet.end());
  frame.bytes = frame_;
}

}  // namespace weir::control::capture
