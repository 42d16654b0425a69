#include "sip/media_type.h"

#include "sip/token.h"

namespace weir::sip {

bool MediaType::is(std::string_view wanted_type, std::string_view wanted_subtype) const noexcept {
  return equal_ignoring_case(type, wanted_type) && equal_ignoring_case(subtype, wanted_subtype);
}

bool MediaType::is(std::string_view wanted) const noexcept {
  const std::size_t slash = wanted.find('/');
  return slash != wanted.npos && is(wanted.substr(0, slash), wanted.substr(slash + 1));
}

Result<MediaType> parse_media_type(std::string_view text) noexcept {
  text = trim(text);
  if (text.empty()) return Error::kEmpty;
  const std::size_t end = text.find(';');
  const std::string_view range = text.substr(0, end);
  const std::size_t slash = range.find('/');
  if (slash == range.npos) return Error::kSyntax;

  MediaType media;
  media.type = trim(range.substr(0, slash));
  media.subtype = trim(range.substr(slash + 1));
  if (!is_token(media.type) || !is_token(media.subtype)) return Error::kSyntax;
  if (end != text.npos) media.params.text = text.substr(end);
  return media;
}

}  // namespace weir::sip
