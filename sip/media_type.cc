#include "sip/media_type.h"

#include "sip/cursor.h"
#include "sip/param_table.h"
#include "sip/token.h"

namespace weir::sip {

bool MediaType::is(std::string_view wanted_type, std::string_view wanted_subtype) const noexcept {
  return equal_ignoring_case(type, wanted_type) && equal_ignoring_case(subtype, wanted_subtype);
}

bool MediaType::is(std::string_view wanted) const noexcept {
  const std::size_t slash = wanted.find('/');
  return slash != wanted.npos && is(wanted.substr(0, slash), wanted.substr(slash + 1));
}

namespace {

// m-type SLASH m-subtype, without what follows.
Error take_range(Cursor& cursor, MediaType& media) noexcept {
  cursor.skip_space();
  media.type = cursor.take_token();
  if (media.type.empty() || !cursor.take('/')) return Error::kSyntax;
  media.subtype = cursor.take_token();
  return media.subtype.empty() ? Error::kSyntax : Error::kNone;
}

}  // namespace

Result<MediaType> parse_media_type(std::string_view text) noexcept {
  text = trim(text);
  if (text.empty()) return Error::kEmpty;
  MediaType media;
  Cursor cursor(text);
  if (const Error error = take_range(cursor, media); error != Error::kNone) return error;
  cursor.skip_space();
  if (!cursor.at_end() && cursor.peek() != ';') return Error::kSyntax;
  media.params.text = cursor.rest();
  return media;
}

Result<MediaType> next_media_type(std::string_view& rest) noexcept {
  MediaType media;
  Cursor cursor(rest);
  if (const Error error = take_range(cursor, media); error != Error::kNone) return error;
  if (const Error error = take_params(rest, media.params, keep_none); error != Error::kNone) {
    return error;
  }
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return media;
}

}  // namespace weir::sip
