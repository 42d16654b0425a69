#include "sip/sdp_formats.h"

#include "sip/token.h"

#include <algorithm>

namespace weir::sip {
namespace {

// RFC 3551 section 6, tables 4 and 5.
constexpr std::array<SdpFormat, 24> kStaticFormats = {{
    {"0", "PCMU/8000"},    {"3", "GSM/8000"},    {"4", "G723/8000"},   {"5", "DVI4/8000"},
    {"6", "DVI4/16000"},   {"7", "LPC/8000"},    {"8", "PCMA/8000"},   {"9", "G722/8000"},
    {"10", "L16/44100/2"}, {"11", "L16/44100"},  {"12", "QCELP/8000"}, {"13", "CN/8000"},
    {"14", "MPA/90000"},   {"15", "G728/8000"},  {"16", "DVI4/11025"}, {"17", "DVI4/22050"},
    {"18", "G729/8000"},   {"25", "CelB/90000"}, {"26", "JPEG/90000"}, {"28", "nv/90000"},
    {"31", "H261/90000"},  {"32", "MPV/90000"},  {"33", "MP2T/90000"}, {"34", "H263/90000"},
}};

std::string_view static_codec(std::string_view payload) noexcept {
  const auto* const found = std::ranges::find(kStaticFormats, payload, &SdpFormat::payload);
  return found == kStaticFormats.end() ? std::string_view{} : found->codec;
}

// True when `name` is the codec's encoding, or its text up to a slash.
bool names_codec(std::string_view name, const SdpFormat& format) noexcept {
  const std::string_view codec = format.codec;
  if (name.empty() || !equal_ignoring_case(name, codec.substr(0, name.size()))) return false;
  return codec.size() == name.size() || codec[name.size()] == '/';
}

}  // namespace

Result<SdpFormats> read_formats(const SdpMedia& media) noexcept {
  SdpFormats result;
  std::string_view rest = media.formats;
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
    if (result.count_ == kMaxFormats) return Error::kTooMany;
    result.formats_[result.count_++].payload = word;
  }
  const std::span formats(result.formats_.data(), result.count_);
  for (SdpAttribute map = media.section.attribute("rtpmap"); map; map = media.section.next(map)) {
    rest = map.value;
    const std::string_view payload = next_word(rest);
    for (SdpFormat& format : formats) {
      if (format.codec.empty() && format.payload == payload) format.codec = trim(rest);
    }
  }
  if (media.protocol.find("RTP/") == media.protocol.npos) return result;
  for (SdpFormat& format : formats) {
    if (format.codec.empty()) format.codec = static_codec(format.payload);
  }
  return result;
}

bool CodecList::contains(const SdpFormat& format) const noexcept {
  for (std::string_view rest = list; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view element = trim(rest.substr(0, comma));
    if (by_name ? names_codec(element, format) : element == format.payload) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

}  // namespace weir::sip
