// The frames of a capture file, one after another: pcap and pcapng, Ethernet, Linux cooked, raw IP.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control::capture {

// One frame, its link header turned into Ethernet's. Valid until the next one is read.
struct Frame {
  std::int64_t wall_nanoseconds = 0;  // since 1970
  std::span<const std::uint8_t> bytes;
  bool cut = false;        // the capture holds less than was on the wire
  bool understood = true;  // false: of a link type that we do not know; `bytes` is empty
  std::uint16_t link_type = 1;
};

// Reads a file of any size in fixed memory. Any bytes are safe.
class FrameReader {
 public:
  // An error that says what to do, or empty. "-" is stdin.
  std::string open(const std::string& path);

  // False at the end, or with error() where the file breaks.
  bool next(Frame& frame);

  const std::string& error() const noexcept { return error_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  // What a pcapng interface says of its packets; the only one of a pcap file.
  struct Interface {
    std::uint16_t link_type = 1;
    std::uint64_t ticks = 1'000'000;  // a second
    std::int64_t offset = 0;          // seconds
  };

  bool take(std::size_t size);  // `size` more bytes into buffer_
  bool fail(std::string error);
  std::uint16_t u16(std::size_t at) const noexcept;
  std::uint32_t u32(std::size_t at) const noexcept;
  bool next_pcap(Frame& frame);
  bool next_block(Frame& frame, bool& is_packet);
  void read_interface();
  bool read_packet(Frame& frame, bool enhanced);
  void fill(Frame& frame, const Interface& interface, std::size_t at, std::size_t size);

  std::unique_ptr<std::FILE, Close> file_;
  std::string path_;
  std::string error_;
  bool ng_ = false;
  bool swapped_ = false;  // the file has the other byte order
  std::vector<Interface> interfaces_;
  std::vector<std::uint8_t> buffer_;
  std::vector<std::uint8_t> frame_;
  std::int64_t last_time_ = 0;
};

}  // namespace weir::control::capture
