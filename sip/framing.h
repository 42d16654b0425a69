// Cuts a byte stream (TCP, TLS) into SIP messages and keep-alives, however it comes in segments.
#pragma once

#include "sip/result.h"
#include "sip/scan.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

// What a stream may ask us to hold; each has its own error.
struct FramingLimits {
  std::uint32_t head = 32768;           // start line, header fields, empty line: kHeadTooLarge
  std::uint32_t body = kMaxMessage;     // kBodyTooLarge
  std::uint32_t message = kMaxMessage;  // head and body; at most kMaxMessage: kTooLarge
};

// What stands at the front of a stream. Offsets are into what next() was given.
struct Frame {
  enum class Kind : std::uint8_t {
    kMore,     // nothing whole yet
    kMessage,  // [begin, end) is a message with the body that its Content-Length says
    kPing,     // CRLFCRLF: to be answered with one CRLF (RFC 5626 section 4.4.1)
    kPong,     // CRLF, the answer to a ping of ours
    kBroken,   // `error` says why; nothing after it can be framed, the connection has to go
  };

  Kind kind = Kind::kMore;
  Error error = Error::kNone;
  std::size_t begin = 0;  // after line ends that mean nothing
  std::size_t end = 0;    // everything before it is done with
  std::size_t need = 0;   // kMore: bytes of the unfinished message that must be there, counted from
                          // `end`, before another call can say more than this one
};

// One direction of one connection. Holds no bytes, only how far it has looked: every byte is looked
// at a fixed number of times, in segments of whatever size, and where segments end changes nothing.
//
//   frame = framer.next(buffer);  ...  drop the first frame.end bytes;  until kMore
//
// Line ends between messages are skipped (RFC 3261 section 7.5). A line ends at LF, with or without
// CR before it, as scan() has it. Errors of kBroken: kNotSip; kHeadTooLarge, kBodyTooLarge,
// kTooLarge; and, once the head is whole, kMissing without a Content-Length (RFC 3261 section
// 18.3), kSyntax or kRange for one that is no number, kDuplicate for two that differ. In these last
// cases and for a body or message that is too large [begin, end) is the head, so that a request may
// still be refused with 400 or 413; otherwise it is empty. After kBroken every call gives the same
// error.
class StreamFramer {
 public:
  StreamFramer() noexcept = default;
  explicit StreamFramer(const FramingLimits& limits) noexcept : limits_(limits) {}

  // Looks at `pending`: what has been received and not been dropped.
  Frame next(std::string_view pending) noexcept;

  // We have sent a ping: the next CRLF between messages is its pong. Without one due, a single CRLF
  // is the first half of a peer's ping, or nothing.
  void expect_pong() noexcept { ++pongs_due_; }
  std::uint32_t pongs_due() const noexcept { return pongs_due_; }

  // Bytes looked at since the beginning, each as often as it was: the work done.
  std::uint64_t examined() const noexcept { return examined_; }

 private:
  enum class LineEnds : std::uint8_t { kNone, kCr, kCrlf, kCrlfCr };

  Frame::Kind skip_line_ends(std::string_view pending, std::size_t& at) noexcept;
  Error read_head(std::string_view message) noexcept;
  Error end_line(std::string_view message, std::size_t end) noexcept;
  void read_field(std::string_view field) noexcept;
  Error end_head(std::size_t size) noexcept;
  void start_message() noexcept;
  Frame broken(Error error, std::size_t begin) noexcept;

  FramingLimits limits_;
  std::uint64_t examined_ = 0;
  std::uint32_t pongs_due_ = 0;
  Error error_ = Error::kNone;            // of the stream: final
  LineEnds line_ends_ = LineEnds::kNone;  // how much of a ping stands before here

  // The message being read; offsets from its first byte.
  bool in_message_ = false;
  bool has_start_line_ = false;
  bool has_length_ = false;
  Error length_error_ = Error::kNone;
  std::uint32_t length_ = 0;       // Content-Length
  std::uint32_t looked_ = 0;       // up to here there is no line end left to be found
  std::uint32_t line_begin_ = 0;   // of the line that looked_ is in
  std::uint32_t field_begin_ = 0;  // of the header field that may go on in that line; 0 without one
  std::uint32_t head_ = 0;         // size of the head, 0 before its end
};

}  // namespace weir::sip
