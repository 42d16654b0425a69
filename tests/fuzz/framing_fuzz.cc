// Any bytes as a stream: the same frames in one piece and in pieces of any sizes, work in
// proportion to the bytes, and what is framed ends where MessageView sees its end.
#include "sip/framing.h"

#include "sip/message.h"
#include "tests/fuzz/require.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace {

using weir::fuzz::require;
using weir::sip::Error;
using weir::sip::Frame;
using weir::sip::FramingLimits;
using weir::sip::MessageView;
using weir::sip::StreamFramer;

// Some of the inputs meet limits.
FramingLimits limits_of(std::uint32_t seed) {
  FramingLimits limits;
  if (seed % 4 == 1) limits.head = 64 + seed / 4 % 64;
  if (seed % 4 == 2) limits.body = seed / 4 % 32;
  if (seed % 4 == 3) limits.message = 64 + seed / 4 % 64;
  return limits;
}

void check_message(const char* bytes, std::size_t size) {
  MessageView message;
  const Error error = message.parse({bytes, size});
  if (error != Error::kNone) return;
  require(message.body_error() == Error::kNone && message.raw().size() == size);
}

// A reader of a connection: everything that was framed, as a text, and what is left.
struct Reader {
  explicit Reader(std::uint32_t seed) : framer(limits_of(seed)) {
    if (seed & 64) framer.expect_pong();
    if (seed & 128) framer.expect_pong();
  }

  void feed(std::string_view segment) {
    if (broken) return;
    pending += segment;
    for (;;) {
      // A block of exactly this size, so that a read beyond it is seen.
      const auto block = std::make_unique<char[]>(pending.size());
      if (!pending.empty()) std::memcpy(block.get(), pending.data(), pending.size());
      const Frame frame = framer.next({block.get(), pending.size()});
      require(frame.begin <= frame.end && frame.end <= pending.size());
      require((frame.kind == Frame::Kind::kBroken) == (frame.error != Error::kNone));
      if (frame.kind == Frame::Kind::kMessage) {
        check_message(block.get() + frame.begin, frame.end - frame.begin);
      }
      if (frame.kind != Frame::Kind::kMore) {
        log += static_cast<char>(frame.kind);
        log += static_cast<char>(frame.error);
        log.append(pending, frame.begin, frame.end - frame.begin);
      }
      pending.erase(0, frame.end);
      broken = frame.kind == Frame::Kind::kBroken;
      if (frame.kind == Frame::Kind::kMore) require(frame.need > pending.size());
      if (broken) pending.clear();
      if (broken || frame.kind == Frame::Kind::kMore) return;
    }
  }

  StreamFramer framer;
  std::string pending;
  std::string log;
  bool broken = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A stream starts with a letter; what stands before it here, up to two bytes, chooses sizes.
  std::uint32_t seed = 1;
  while (size > 0 && data[0] >= 0x80) {
    seed = seed * 251 + data[0];
    ++data;
    --size;
  }
  if (size > 8192) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data), size);

  Reader whole(seed);
  whole.feed(stream);
  Reader bytewise(seed);
  for (std::size_t at = 0; at < size; ++at) bytewise.feed(stream.substr(at, 1));
  Reader pieces(seed);
  std::uint32_t random = seed;
  for (std::size_t at = 0; at < size;) {
    random = random * 1664525 + 1013904223;
    const std::size_t piece = 1 + random / 65536 % (1u << (random >> 29));
    pieces.feed(stream.substr(at, piece));
    at += piece;
  }

  require(bytewise.log == whole.log && pieces.log == whole.log);
  require(bytewise.pending == whole.pending && pieces.pending == whole.pending);
  require(bytewise.framer.examined() == whole.framer.examined());
  require(whole.framer.examined() <= 3 * std::uint64_t{size});
  return 0;
}
