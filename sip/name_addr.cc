#include "sip/name_addr.h"

#include "sip/byte_set.h"
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

// Finds display name and URI; text[at] is no white space. Returns the offset after the URI.
Result<std::size_t> take_address(std::string_view text, std::size_t at, NameAddr& value) noexcept {
  const std::size_t begin = at;
  if (text[at] == '"') {
    const Result<std::size_t> end = skip_quoted(text, at);
    if (!end) return end;
    value.display = slice(text, begin, *end - begin);
    at = *end;
    while (at < text.size() && is_space(text[at])) ++at;
    if (at == text.size() || text[at] != '<') return Error::kSyntax;
    return take_bracketed(text, at, value);
  }
  at = kBareSet.skip(text, at);
  if (at < text.size() && text[at] == '<') {
    value.display = trim(slice(text, begin, at - begin));
    return take_bracketed(text, at, value);
  }
  value.uri = trim(slice(text, begin, at - begin));
  value.star = value.uri == "*";
  if (!value.star && value.uri.find(':') == value.uri.npos) return Error::kSyntax;
  return at;
}

}  // namespace

Error take_name_addr_in_steps(std::string_view& rest, NameAddr& value) noexcept {
  renew(value);
  std::size_t begin = 0;
  while (begin < rest.size() && is_space(rest[begin])) ++begin;
  if (begin == rest.size()) return Error::kEmpty;
  const Result<std::size_t> after = take_address(rest, begin, value);
  if (!after) return after.error();

  const std::string_view list = slice(rest, *after);
  std::string_view tail = list;
  for (;;) {
    const Result<Param> param = next_param(tail);
    if (!param) return param.error();
    if (param->name.empty()) break;
    if (!value.has_tag && is_word(param->name, "tag")) {
      value.tag = param->value;
      value.has_tag = true;
    }
  }
  if (!tail.empty() && tail.front() != ',') return Error::kSyntax;

  value.params.text = trim(slice(list, 0, list.size() - tail.size()));
  value.text = trim(slice(rest, begin, rest.size() - tail.size() - begin));
  rest = tail.empty() ? tail : trim(slice(tail, 1));
  return Error::kNone;
}

Error take_name_addr(std::string_view& rest, NameAddr& value) noexcept {
  if (best_elements().take_name_addr(rest, value)) return Error::kNone;
  return take_name_addr_in_steps(rest, value);
}

Result<NameAddr> next_name_addr(std::string_view& rest) noexcept {
  NameAddr value;
  if (const Error error = take_name_addr(rest, value); error != Error::kNone) return error;
  return value;
}

Result<NameAddr> parse_name_addr(std::string_view text) noexcept {
  const Result<NameAddr> value = next_name_addr(text);
  if (value && !text.empty()) return Error::kSyntax;
  return value;
}

}  // namespace weir::sip
