#include "sip/sdp_edit.h"

#include "sip/address.h"
#include "sip/edit_range.h"
#include "sip/token.h"

#include <algorithm>
#include <array>

namespace weir::sip {
namespace {

// What may stand in a line: not what ends it.
bool is_line_text(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_structure(const SdpLine& line) noexcept { return line.type == 'v' || line.type == 'm'; }

// [from, to) as one text: two views into the same line.
std::string_view between(std::string_view from, std::string_view to) noexcept {
  return {from.data(), static_cast<std::size_t>(to.data() + to.size() - from.data())};
}

}  // namespace

Error SdpEditor::replace(std::string_view part, std::string_view text) noexcept {
  const std::size_t begin = offset(part);
  if (!is_untouched(*edits_, begin, begin + part.size())) return Error::kEditRefused;
  return edits_->replace(begin, begin + part.size(), text) ? Error::kNone : Error::kEditRefused;
}

// True when the stream has been taken out: its first line is gone. A session level never is.
bool SdpEditor::removed(const SdpSection& section) const noexcept {
  const SdpLine first = section.find('m');
  if (!first) return false;
  const std::size_t begin = offset(first.text);
  return is_gone(*edits_, begin, begin + first.text.size());
}

Error SdpEditor::set_address(const SdpLine& line, std::string_view address) noexcept {
  if (!parse_address(address) || address.front() == '[') return Error::kSyntax;
  std::string_view old_type;
  std::string_view old_address;
  if (line.type == 'c') {
    const Result<SdpConnection> connection = parse_sdp_connection(line.value);
    if (!connection) return connection.error();
    old_type = connection->address_type;
    old_address = connection->suffix.empty() ? connection->address
                                             : between(connection->address, connection->suffix);
  } else {
    const Result<SdpOrigin> origin = parse_sdp_origin(line.value);
    if (line.type != 'o' || !origin) return Error::kSyntax;
    old_type = origin->address_type;
    old_address = origin->address;
  }
  const std::string_view type = address.find(':') == address.npos ? "IP4" : "IP6";
  if (old_type == type) return replace(old_address, address);
  const Result<std::string_view> text = room_->join({type, " ", address});
  return text ? replace(between(old_type, old_address), *text) : text.error();
}

Error SdpEditor::set_connections(std::string_view address) noexcept {
  const EditList before = *edits_;
  SdpLines lines(sdp_->text());
  while (const SdpLine line = lines.next()) {
    const std::size_t begin = offset(line.text);
    if (line.type != 'c' || is_gone(*edits_, begin, begin + line.text.size())) continue;
    if (const Error error = set_address(line, address); error != Error::kNone) {
      *edits_ = before;
      return error;
    }
  }
  return Error::kNone;
}

Error SdpEditor::set_port(const SdpMedia& media, std::uint16_t port) noexcept {
  std::array<char, 10> digits{};
  const std::size_t size = format_number(port, digits);
  const Result<std::string_view> text = room_->join({{digits.data(), size}});
  return text ? replace(media.port_text, *text) : text.error();
}

Error SdpEditor::set_protocol(const SdpMedia& media, std::string_view protocol) noexcept {
  if (protocol.empty() || std::ranges::any_of(protocol, is_space)) return Error::kSyntax;
  if (!is_line_text(protocol)) return Error::kSyntax;
  return replace(media.protocol, protocol);
}

Error SdpEditor::add_attribute(SdpSection section, std::string_view attribute) noexcept {
  if (attribute.empty() || !is_line_text(attribute)) return Error::kSyntax;
  if (removed(section)) return Error::kEditRefused;
  // A last line that has no end gets one, and the new one has none.
  const bool ended = section.text.ends_with('\n');
  const Result<std::string_view> text =
      ended ? room_->join({"a=", attribute, "\r\n"}) : room_->join({"\r\na=", attribute});
  if (!text) return text.error();
  const std::size_t end = offset(section.text) + section.text.size();
  return edits_->insert(end, *text) ? Error::kNone : Error::kEditRefused;
}

Error SdpEditor::set_value(const SdpLine& line, std::string_view value) noexcept {
  if (is_structure(line) || !is_line_text(value)) return Error::kSyntax;
  if (line.value.empty()) {
    // What trim() leaves of an empty value need not lie behind the equals sign.
    return replace(line.text.substr(2, 0), value);
  }
  return replace(line.value, value);
}

Error SdpEditor::remove_line(const SdpLine& line) noexcept {
  if (is_structure(line)) return Error::kSyntax;
  const std::size_t begin = offset(line.text);
  const std::size_t end = begin + line.text.size();
  if (is_gone(*edits_, begin, end)) return Error::kEditRefused;
  return remove_rest(*edits_, begin, end);
}

Error SdpEditor::remove_attributes(SdpSection section, std::string_view name) noexcept {
  const EditList before = *edits_;
  Error result = Error::kMissing;
  for (SdpAttribute a = section.attribute(name); a; a = section.next(a)) {
    const std::size_t begin = offset(a.line.text);
    if (is_gone(*edits_, begin, begin + a.line.text.size())) continue;
    result = remove_line(a.line);
    if (result != Error::kNone) {
      *edits_ = before;
      return result;
    }
  }
  return result;
}

// Takes out the attributes of these payload types.
Error SdpEditor::remove_format_lines(const SdpMedia& media,
                                     std::span<const std::string_view> payloads) noexcept {
  RemovalRun run(*edits_);
  SdpLines lines(media.section.text);
  while (const SdpLine line = lines.next()) {
    const std::size_t colon = line.value.find(':');
    if (line.type != 'a' || colon == line.value.npos) continue;
    const std::string_view name = trim(line.value.substr(0, colon));
    if (name != "rtpmap" && name != "fmtp" && name != "rtcp-fb") continue;
    std::string_view value = line.value.substr(colon + 1);
    if (std::ranges::find(payloads, next_word(value)) == payloads.end()) continue;
    const std::size_t begin = offset(line.text);
    const Error error = run.add(begin, begin + line.text.size());
    if (error != Error::kNone) return error;
  }
  return run.finish();
}

Result<std::size_t> SdpEditor::remove_formats(const SdpMedia& media, const CodecList& codecs,
                                              bool listed, Emptied emptied) noexcept {
  const Result<SdpFormats> formats = read_formats(media);
  if (!formats) return formats.error();
  const EditList before = *edits_;
  std::array<std::string_view, kMaxFormats> payloads;
  std::size_t removed = 0;
  std::size_t left = 0;
  Error error = Error::kNone;
  RemovalRun run(*edits_);
  for (const SdpFormat& format : formats->all()) {
    const std::size_t begin = offset(format.payload);
    const std::size_t end = begin + format.payload.size();
    if (is_gone(*edits_, begin, end)) continue;
    if (codecs.contains(format) != listed) {
      ++left;
      continue;
    }
    if (has_insertion(*edits_, begin, end)) error = Error::kEditRefused;
    // With the white space before it.
    std::size_t from = begin;
    while (is_space(raw_[from - 1])) --from;
    if (error == Error::kNone) error = run.add(from, end);
    if (error != Error::kNone) break;
    payloads[removed++] = format.payload;
  }
  if (error == Error::kNone) error = run.finish();
  if (error == Error::kNone) error = remove_format_lines(media, std::span(payloads).first(removed));
  const bool empty = left == 0 && removed > 0;
  if (error == Error::kNone && empty && emptied == Emptied::kRefuse) error = Error::kEmpty;
  if (error == Error::kNone) return removed;
  *edits_ = before;
  return error;
}

Result<std::size_t> SdpEditor::remove_codecs(const SdpMedia& media, const CodecList& codecs,
                                             Emptied emptied) noexcept {
  return remove_formats(media, codecs, true, emptied);
}

Result<std::size_t> SdpEditor::keep_codecs(const SdpMedia& media, const CodecList& codecs,
                                           Emptied emptied) noexcept {
  return remove_formats(media, codecs, false, emptied);
}

Error SdpEditor::remove_media(const SdpMedia& media) noexcept {
  const std::size_t begin = offset(media.section.text);
  const std::size_t end = begin + media.section.text.size();
  if (removed(media.section)) return Error::kEditRefused;
  // An attribute that was added stands at the end, and would fall to the stream before.
  if (has_insertion(*edits_, end, end)) return Error::kEditRefused;
  return remove_rest(*edits_, begin, end);
}

}  // namespace weir::sip
