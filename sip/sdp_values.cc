// The values of single SDP lines.
#include "sip/sdp.h"

#include "sip/cseq.h"
#include "sip/token.h"

#include <array>
#include <charconv>

namespace weir::sip {
namespace {

// Takes the last word off `text`.
std::string_view take_last_word(std::string_view& text) noexcept {
  text = trim(text);
  std::size_t begin = text.size();
  while (begin > 0 && !is_space(text[begin - 1])) --begin;
  const std::string_view word = text.substr(begin);
  text = trim(text.substr(0, begin));
  return word;
}

Result<std::uint64_t> parse_seconds(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  if (status == std::errc::result_out_of_range) return Error::kRange;
  if (status != std::errc{} || rest != end) return Error::kSyntax;
  return number;
}

Result<std::uint32_t> parse_word(std::string_view text) noexcept {
  return text.empty() ? Result<std::uint32_t>(Error::kSyntax) : parse_number(text);
}

// [/ttl][/count]: RFC 8866 section 5.7. IP6 has no ttl.
Error read_suffix(SdpConnection& connection) noexcept {
  if (connection.suffix.empty()) return Error::kNone;
  const std::string_view numbers = connection.suffix.substr(1);
  const std::size_t slash = numbers.find('/');
  const bool has_ttl = equal_ignoring_case(connection.address_type, "IP4");
  if (!has_ttl && slash != numbers.npos) return Error::kSyntax;
  const Result<std::uint16_t> first = parse_port(numbers.substr(0, slash));
  if (!first) return first.error();
  if (!has_ttl) {
    connection.count = *first;
    return Error::kNone;
  }
  if (*first > 255) return Error::kRange;
  connection.ttl = *first;
  if (slash == numbers.npos) return Error::kNone;
  const Result<std::uint16_t> second = parse_port(numbers.substr(slash + 1));
  if (!second) return second.error();
  connection.count = *second;
  return Error::kNone;
}

}  // namespace

Result<SdpOrigin> parse_sdp_origin(std::string_view value) noexcept {
  SdpOrigin origin;
  origin.address = take_last_word(value);
  origin.address_type = take_last_word(value);
  origin.net_type = take_last_word(value);
  origin.session_version = take_last_word(value);
  origin.session_id = take_last_word(value);
  origin.username = value;
  if (origin.session_id.empty()) return Error::kSyntax;
  return origin;
}

Result<SdpConnection> parse_sdp_connection(std::string_view value) noexcept {
  SdpConnection connection;
  connection.net_type = next_word(value);
  connection.address_type = next_word(value);
  const std::string_view address = next_word(value);
  const std::size_t slash = address.find('/');
  connection.address = address.substr(0, slash);
  if (connection.address.empty() || !trim(value).empty()) return Error::kSyntax;
  if (slash != address.npos) connection.suffix = address.substr(slash);
  if (const Error error = read_suffix(connection); error != Error::kNone) return error;
  return connection;
}

Result<SdpBandwidth> parse_sdp_bandwidth(std::string_view value) noexcept {
  const std::size_t colon = value.find(':');
  if (colon == value.npos || colon == 0) return Error::kSyntax;
  const Result<std::uint32_t> number = parse_word(trim(value.substr(colon + 1)));
  if (!number) return number.error();
  return SdpBandwidth{trim(value.substr(0, colon)), *number};
}

Result<SdpTiming> parse_sdp_timing(std::string_view value) noexcept {
  const Result<std::uint64_t> start = parse_seconds(next_word(value));
  if (!start) return start.error();
  const Result<std::uint64_t> stop = parse_seconds(next_word(value));
  if (!stop) return stop.error();
  if (!trim(value).empty()) return Error::kSyntax;
  return SdpTiming{*start, *stop};
}

Result<SdpRtpmap> parse_sdp_rtpmap(std::string_view value) noexcept {
  SdpRtpmap map;
  map.payload = next_word(value);
  std::string_view rest = next_word(value);
  std::size_t slash = rest.find('/');
  map.encoding = rest.substr(0, slash);
  if (map.encoding.empty() || slash == rest.npos) return Error::kSyntax;
  rest = rest.substr(slash + 1);
  slash = rest.find('/');
  if (slash != rest.npos) map.parameters = rest.substr(slash + 1);
  const Result<std::uint32_t> clock = parse_word(rest.substr(0, slash));
  if (!clock) return clock.error();
  map.clock = *clock;
  return map;
}

Result<SdpFmtp> parse_sdp_fmtp(std::string_view value) noexcept {
  SdpFmtp fmtp;
  fmtp.format = next_word(value);
  fmtp.parameters = trim(value);
  if (fmtp.format.empty()) return Error::kSyntax;
  return fmtp;
}

Result<SdpRtcp> parse_sdp_rtcp(std::string_view value) noexcept {
  SdpRtcp rtcp;
  rtcp.port_text = next_word(value);
  const Result<std::uint16_t> port = parse_port(rtcp.port_text);
  if (!port) return port.error();
  rtcp.port = *port;
  const std::string_view net_type = next_word(value);
  rtcp.address_type = next_word(value);
  rtcp.address = next_word(value);
  if (!net_type.empty() && rtcp.address.empty()) return Error::kSyntax;
  return rtcp;
}

Result<SdpCandidate> parse_sdp_candidate(std::string_view value) noexcept {
  SdpCandidate candidate;
  candidate.foundation = next_word(value);
  const Result<std::uint16_t> component = parse_port(next_word(value));
  if (!component) return component.error();
  candidate.component = *component;
  candidate.transport = next_word(value);
  const Result<std::uint32_t> priority = parse_word(next_word(value));
  if (!priority) return priority.error();
  candidate.priority = *priority;
  candidate.address = next_word(value);
  const Result<std::uint16_t> port = parse_port(next_word(value));
  if (!port) return port.error();
  candidate.port = *port;
  if (!equal_ignoring_case(next_word(value), "typ")) return Error::kSyntax;
  candidate.type = next_word(value);
  if (candidate.type.empty()) return Error::kSyntax;
  // Pairs of name and value follow; extensions are passed over.
  for (std::string_view name = next_word(value); !name.empty(); name = next_word(value)) {
    const std::string_view word = next_word(value);
    if (name == "raddr") candidate.related_address = word;
    if (name != "rport") continue;
    const Result<std::uint16_t> related = parse_port(word);
    if (!related) return related.error();
    candidate.related_port = *related;
  }
  return candidate;
}

}  // namespace weir::sip
