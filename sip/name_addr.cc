#include "sip/name_addr.h"

#include "sip/byte_set.h"
#include "sip/cursor.h"
#include "sip/element_kernels.h"
#include "sip/swar.h"
#include "sip/token.h"

namespace weir::sip {
namespace {

// Finds the URI between angle brackets; text[at] is '<'. Returns the offset after '>'.
Result<std::size_t> take_bracketed(std::string_view text, std::size_t at,
                                   NameAddr& value) noexcept {
  const std::size_t close = text.find('>', at);
  if (close == text.npos) return Error::kTruncated;
  value.uri = slice(text, at + 1, close - at - 1);
  value.bracketed = true;
  if (value.uri.empty()) return Error::kEmpty;
  return close + 1;
}

// Finds display name and URI at the start of `text`, which is not empty and no white space. Returns
// the offset after the URI.
Result<std::size_t> take_address(std::string_view text, NameAddr& value) noexcept {
  if (text.front() == '"') {
    const Result<std::size_t> end = skip_quoted(text, 0);
    if (!end) return end;
    value.display = slice(text, 0, *end);
    std::size_t at = *end;
    while (at < text.size() && is_space(text[at])) ++at;
    if (at == text.size() || text[at] != '<') return Error::kSyntax;
    return take_bracketed(text, at, value);
  }
  const std::size_t at = kBareSet.skip(text, 0);
  if (at < text.size() && text[at] == '<') {
    value.display = trim(slice(text, 0, at));
    return take_bracketed(text, at, value);
  }
  value.uri = trim(slice(text, 0, at));
  value.star = value.uri == "*";
  if (!value.star && value.uri.find(':') == value.uri.npos) return Error::kSyntax;
  return at;
}

}  // namespace

Error take_name_addr_in_steps(std::string_view& rest, NameAddr& value) noexcept {
  renew(value);
  std::string_view tail = rest;
  Cursor cursor(tail);
  cursor.skip_space();
  const std::string_view text = tail;
  if (cursor.at_end()) return Error::kEmpty;
  const Result<std::size_t> after = take_address(text, value);
  if (!after) return after.error();

  tail.remove_prefix(*after);
  const std::string_view list = tail;
  for (;;) {
    const Result<Param> param = next_param(tail);
    if (!param) return param.error();
    if (param->name.empty()) break;
    if (!value.has_tag && is_word(param->name, "tag")) {
      value.tag = param->value;
      value.has_tag = true;
    }
  }
  value.params.text = trim(cursor.taken_from(list));
  value.text = trim(cursor.taken_from(text));
  if (const Error error = cursor.finish(); error != Error::kNone) return error;
  rest = trim(tail);
  return Error::kNone;
}

Error take_name_addr(std::string_view& rest, NameAddr& value) noexcept {
  return take_name_addr(best_elements(), rest, value);
}

Result<NameAddr> next_name_addr(std::string_view& rest) noexcept {
  NameAddr value;
  if (const Error error = take_name_addr(rest, value); error != Error::kNone) return error;
  return value;
}

Result<NameAddr> parse_name_addr(std::string_view text) noexcept {
  return parse_one(text, next_name_addr);
}

}  // namespace weir::sip
