// Session descriptions: the lines of an SDP body and what NAT and media work reads in them.
#pragma once

#include "sip/address.h"
#include "sip/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

inline constexpr std::size_t kMaxMedia = 64;

// One line, type=value.
struct SdpLine {
  char type = 0;           // 0: there is no such line
  std::string_view value;  // without white space at both ends
  std::string_view text;   // the whole line with its end, which the last one may lack

  explicit operator bool() const noexcept { return type != 0; }
};

// a=name or a=name:value.
struct SdpAttribute {
  SdpLine line;
  std::string_view name;
  std::string_view value;
  bool has_value = false;

  explicit operator bool() const noexcept { return static_cast<bool>(line); }
};

// Goes over the lines of a text. Empty lines, and such of NUL bytes and white space, are skipped.
// A line that is not type=value ends it with an error: kSyntax.
class SdpLines {
 public:
  explicit SdpLines(std::string_view text) noexcept : rest_(text) {}
  SdpLine next() noexcept;
  Error error() const noexcept { return error_; }

 private:
  std::string_view rest_;
  Error error_ = Error::kNone;
};

// The session level, or one media description from its m= on.
struct SdpSection {
  std::string_view text;

  SdpLine find(char type) const noexcept;                           // the first of this type
  SdpAttribute attribute(std::string_view name) const noexcept;     // the first of this name
  SdpAttribute next(const SdpAttribute& attribute) const noexcept;  // the next of its name
};

// m=type port[/count] protocol formats
struct SdpMedia {
  SdpSection section;
  std::string_view type;       // "audio"
  std::string_view port_text;  // without the count
  std::string_view protocol;   // "RTP/AVP"
  std::string_view formats;    // "0 8 101"; may be empty
  std::uint16_t port = 0;      // 0: the stream is refused (RFC 3264 section 6)
  std::uint16_t port_count = 1;
};

// A session description by its sections; borrows the text.
class Sdp {
 public:
  std::string_view text() const noexcept { return text_; }  // without empty lines at its end
  SdpSection session() const noexcept { return {text_.substr(0, begin(0))}; }
  std::size_t media_count() const noexcept { return count_; }
  SdpMedia media(std::size_t number) const noexcept;  // number < media_count()

 private:
  friend Result<Sdp> parse_sdp(std::string_view text) noexcept;

  std::size_t begin(std::size_t number) const noexcept {
    return number < count_ ? begins_[number] : text_.size();
  }

  std::string_view text_;
  std::uint16_t count_ = 0;
  std::array<std::uint16_t, kMaxMedia> begins_{};
};

// Cuts `text` into its sections and checks the form of each line and of each m=. Other lines are
// read when asked for.
//
// More than RFC 8866 section 9 allows, for devices on the wire: lines that end in LF alone or, the
// last one, not at all; lines in any order after v= and lines that are missing; unknown types;
// white space around values and more than one space inside; an m= without formats. Errors: kEmpty;
// kSyntax also when the first line is not v=; kRange for a port above 65535; kTooMany for more than
// kMaxMedia media descriptions; kTooLarge for more than 65,535 bytes.
Result<Sdp> parse_sdp(std::string_view text) noexcept;

// o=username sess-id sess-version nettype addrtype unicast-address. The user name may be empty and
// may hold spaces.
struct SdpOrigin {
  std::string_view username;
  std::string_view session_id;
  std::string_view session_version;
  std::string_view net_type;
  std::string_view address_type;
  std::string_view address;
};
Result<SdpOrigin> parse_sdp_origin(std::string_view value) noexcept;

// c=nettype addrtype address[/ttl][/count]
struct SdpConnection {
  std::string_view net_type;
  std::string_view address_type;
  std::string_view address;
  std::string_view suffix;  // from the first '/', or empty
  std::uint16_t ttl = 0;    // of IP4 multicast
  std::uint16_t count = 1;
};
Result<SdpConnection> parse_sdp_connection(std::string_view value) noexcept;

// b=type:number, in kbit/s for AS and CT, in bit/s for TIAS, RS and RR.
struct SdpBandwidth {
  std::string_view type;
  std::uint32_t number = 0;
};
Result<SdpBandwidth> parse_sdp_bandwidth(std::string_view value) noexcept;

// t=start stop, in seconds since 1900; 0 0 for a session without bounds.
struct SdpTiming {
  std::uint64_t start = 0;
  std::uint64_t stop = 0;
};
Result<SdpTiming> parse_sdp_timing(std::string_view value) noexcept;

// The value of a=rtpmap: payload encoding/clock[/parameters]. RFC 8866 section 6.6.
struct SdpRtpmap {
  std::string_view payload;
  std::string_view encoding;
  std::string_view parameters;  // channels; may be empty
  std::uint32_t clock = 0;      // Hz
};
Result<SdpRtpmap> parse_sdp_rtpmap(std::string_view value) noexcept;

// The value of a=fmtp: format parameters. RFC 8866 section 6.15.
struct SdpFmtp {
  std::string_view format;
  std::string_view parameters;
};
Result<SdpFmtp> parse_sdp_fmtp(std::string_view value) noexcept;

// The value of a=rtcp: port [nettype addrtype address]. RFC 3605 section 2.1.
struct SdpRtcp {
  std::string_view port_text;
  std::string_view address_type;  // empty without an address
  std::string_view address;
  std::uint16_t port = 0;
};
Result<SdpRtcp> parse_sdp_rtcp(std::string_view value) noexcept;

// The value of a=candidate. RFC 8839 section 5.1.
struct SdpCandidate {
  std::string_view foundation;
  std::string_view transport;
  std::string_view address;
  std::string_view type;             // "host", "srflx", "prflx", "relay"
  std::string_view related_address;  // empty without one
  std::uint32_t priority = 0;
  std::uint16_t component = 0;
  std::uint16_t port = 0;
  std::uint16_t related_port = 0;
};
Result<SdpCandidate> parse_sdp_candidate(std::string_view value) noexcept;

enum class SdpDirection : std::uint8_t { kSendRecv, kSendOnly, kRecvOnly, kInactive };

// The direction of a stream: its own, else the session's, else sendrecv. RFC 8866 section 6.7.
SdpDirection direction(const Sdp& sdp, const SdpMedia& media) noexcept;

// The c= that holds for a stream: its own first one, else the session's; none when both lack.
SdpLine connection_line(const Sdp& sdp, const SdpMedia& media) noexcept;

// True when the stream is on hold: sendonly, inactive, or sent to 0.0.0.0 (RFC 3264 section 8.4).
bool on_hold(const Sdp& sdp, const SdpMedia& media) noexcept;

// Takes the next word off a text in which white space parts words; empty at its end.
std::string_view next_word(std::string_view& rest) noexcept;

}  // namespace weir::sip
