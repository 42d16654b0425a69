#include "sip/sdp.h"

#include "sip/token.h"

#include <algorithm>

namespace weir::sip {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0; }

bool is_letter(char c) noexcept { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }

Result<std::uint16_t> parse_count(std::string_view text) noexcept {
  const Result<std::uint16_t> number = parse_port(text);
  if (number && *number == 0) return Error::kRange;
  return number;
}

// The m= value; the section is left to the caller.
Result<SdpMedia> parse_media(std::string_view value) noexcept {
  SdpMedia media;
  media.type = next_word(value);
  const std::string_view port = next_word(value);
  media.protocol = next_word(value);
  media.formats = trim(value);
  if (media.protocol.empty()) return Error::kSyntax;

  const std::size_t slash = port.find('/');
  media.port_text = port.substr(0, slash);
  const Result<std::uint16_t> number = parse_port(media.port_text);
  if (!number) return number.error();
  media.port = *number;
  if (slash == port.npos) return media;
  const Result<std::uint16_t> count = parse_count(port.substr(slash + 1));
  if (!count) return count.error();
  media.port_count = *count;
  return media;
}

SdpAttribute read_attribute(const SdpLine& line) noexcept {
  SdpAttribute attribute;
  attribute.line = line;
  const std::size_t colon = line.value.find(':');
  attribute.name = trim(line.value.substr(0, colon));
  attribute.has_value = colon != line.value.npos;
  if (attribute.has_value) attribute.value = trim(line.value.substr(colon + 1));
  return attribute;
}

// Names are compared by case, as RFC 8866 section 5.13 has them.
SdpAttribute find_attribute(std::string_view text, std::string_view name) noexcept {
  SdpLines lines(text);
  while (const SdpLine line = lines.next()) {
    if (line.type != 'a') continue;
    const SdpAttribute attribute = read_attribute(line);
    if (attribute.name == name) return attribute;
  }
  return {};
}

std::optional<SdpDirection> own_direction(SdpSection section) noexcept {
  SdpLines lines(section.text);
  while (const SdpLine line = lines.next()) {
    if (line.type != 'a') continue;
    if (line.value == "sendrecv") return SdpDirection::kSendRecv;
    if (line.value == "sendonly") return SdpDirection::kSendOnly;
    if (line.value == "recvonly") return SdpDirection::kRecvOnly;
    if (line.value == "inactive") return SdpDirection::kInactive;
  }
  return std::nullopt;
}

}  // namespace

std::string_view next_word(std::string_view& rest) noexcept {
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && !is_space(rest[end])) ++end;
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

SdpLine SdpLines::next() noexcept {
  while (!rest_.empty() && error_ == Error::kNone) {
    const std::size_t feed = rest_.find('\n');
    const std::string_view text = rest_.substr(0, feed == rest_.npos ? feed : feed + 1);
    rest_.remove_prefix(text.size());
    if (std::ranges::all_of(text, is_blank)) continue;
    if (text.size() < 2 || !is_letter(text[0]) || text[1] != '=') {
      error_ = Error::kSyntax;
      break;
    }
    return {.type = text[0], .value = trim(text.substr(2)), .text = text};
  }
  return {};
}

SdpLine SdpSection::find(char type) const noexcept {
  SdpLines lines(text);
  while (const SdpLine line = lines.next()) {
    if (line.type == type) return line;
  }
  return {};
}

SdpAttribute SdpSection::attribute(std::string_view name) const noexcept {
  return find_attribute(text, name);
}

SdpAttribute SdpSection::next(const SdpAttribute& attribute) const noexcept {
  const std::string_view line = attribute.line.text;
  const auto end = static_cast<std::size_t>(line.data() + line.size() - text.data());
  return find_attribute(text.substr(end), attribute.name);
}

SdpMedia Sdp::media(std::size_t number) const noexcept {
  const std::size_t at = begin(number);
  const SdpSection section{text_.substr(at, begin(number + 1) - at)};
  // parse_sdp() has seen that this line parses.
  SdpMedia media = *parse_media(section.find('m').value);
  media.section = section;
  return media;
}

Result<Sdp> parse_sdp(std::string_view text) noexcept {
  if (text.size() > 65535) return Error::kTooLarge;
  Sdp sdp;
  SdpLines lines(text);
  SdpLine line = lines.next();
  if (!line) return lines.error() == Error::kNone ? Error::kEmpty : lines.error();
  if (line.type != 'v') return Error::kSyntax;
  std::size_t end = 0;
  for (; line; line = lines.next()) {
    const auto begin = static_cast<std::size_t>(line.text.data() - text.data());
    end = begin + line.text.size();
    if (line.type != 'm') continue;
    const Result<SdpMedia> media = parse_media(line.value);
    if (!media) return media.error();
    if (sdp.count_ == kMaxMedia) return Error::kTooMany;
    sdp.begins_[sdp.count_++] = static_cast<std::uint16_t>(begin);
  }
  if (lines.error() != Error::kNone) return lines.error();
  sdp.text_ = text.substr(0, end);
  return sdp;
}

SdpDirection direction(const Sdp& sdp, const SdpMedia& media) noexcept {
  if (const auto own = own_direction(media.section)) return *own;
  return own_direction(sdp.session()).value_or(SdpDirection::kSendRecv);
}

SdpLine connection_line(const Sdp& sdp, const SdpMedia& media) noexcept {
  const SdpLine own = media.section.find('c');
  return own ? own : sdp.session().find('c');
}

bool on_hold(const Sdp& sdp, const SdpMedia& media) noexcept {
  const SdpDirection way = direction(sdp, media);
  if (way == SdpDirection::kSendOnly || way == SdpDirection::kInactive) return true;
  const Result<SdpConnection> connection = parse_sdp_connection(connection_line(sdp, media).value);
  return connection && connection->address == "0.0.0.0";
}

}  // namespace weir::sip
