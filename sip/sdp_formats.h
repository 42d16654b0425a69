// The formats of a stream and the codecs they stand for.
#pragma once

#include "sip/result.h"
#include "sip/sdp.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace weir::sip {

inline constexpr std::size_t kMaxFormats = 128;

// One format of an m= line.
struct SdpFormat {
  std::string_view payload;  // "0"
  std::string_view codec;    // "PCMU/8000", "opus/48000/2"; empty when nothing says it

  std::string_view encoding() const noexcept { return codec.substr(0, codec.find('/')); }
};

// All formats of one m= line, in their order.
class SdpFormats {
 public:
  std::span<const SdpFormat> all() const noexcept { return {formats_.data(), count_}; }

 private:
  friend Result<SdpFormats> read_formats(const SdpMedia& media) noexcept;

  std::array<SdpFormat, kMaxFormats> formats_{};
  std::size_t count_ = 0;
};

// Reads the formats and, in one pass over the stream's lines, what a=rtpmap says of them. Payload
// types without one have their meaning of RFC 3551 section 6 where the protocol is RTP. Errors:
// kTooMany for more than kMaxFormats.
Result<SdpFormats> read_formats(const SdpMedia& media) noexcept;

// Codecs by payload type or by name, separated by commas: "0,8,101"; "PCMU,telephone-event". A name
// may go on with the clock: "opus/48000". Names are compared in any case.
struct CodecList {
  std::string_view list;
  bool by_name = false;

  bool contains(const SdpFormat& format) const noexcept;
};

}  // namespace weir::sip
