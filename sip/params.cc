#include "sip/params.h"

#include "sip/byte_set.h"
#include "sip/token.h"

namespace weir::sip {
namespace {

constexpr ByteSet kQuotedChars = ByteSet::all_but("\"\\");
constexpr ByteSet kUriParamChars = ByteSet::visible_but(";?=\"<>@");
constexpr ByteSet kUriValueChars = ByteSet::visible_but(";?\"<>@");

std::size_t skip_space(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

}  // namespace

Result<std::size_t> skip_quoted(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size(); at += 2) {
    at = kQuotedChars.skip(text, at);
    if (at < text.size() && text[at] == '"') return at + 1;
  }
  return Error::kTruncated;
}

Result<Param> next_param(std::string_view& rest) noexcept {
  std::size_t at = skip_space(rest, 0);
  if (at == rest.size() || rest[at] != ';') {
    rest.remove_prefix(at);
    return Param{};
  }
  while (at < rest.size() && (rest[at] == ';' || is_space(rest[at]))) ++at;
  if (at == rest.size() || rest[at] == ',') {
    rest.remove_prefix(at);
    return Param{};
  }

  Param param;
  const std::size_t name = at;
  at = kTokenSet.skip(rest, at);
  if (at == name) return Error::kSyntax;
  param.name = slice(rest, name, at - name);
  const std::size_t equals = skip_space(rest, at);
  if (equals == rest.size() || rest[equals] != '=') {
    rest.remove_prefix(equals);
    return param;
  }

  at = skip_space(rest, equals + 1);
  const std::size_t value = at;
  param.has_value = true;
  if (at < rest.size() && rest[at] == '"') {
    const Result<std::size_t> end = skip_quoted(rest, at);
    if (!end) return end.error();
    at = *end;
  } else {
    at = kParamValueSet.skip(rest, at);
  }
  param.value = slice(rest, value, at - value);
  rest.remove_prefix(skip_space(rest, at));
  return param;
}

Result<Param> next_uri_param(std::string_view& rest) noexcept {
  std::size_t at = 0;
  while (at < rest.size() && rest[at] == ';') ++at;
  if (at == rest.size() || at == 0 || rest[at] == '?') {
    rest.remove_prefix(at);
    return Param{};
  }
  Param param;
  const std::size_t name = at;
  at = kUriParamChars.skip(rest, at);
  if (at == name) return Error::kSyntax;
  param.name = slice(rest, name, at - name);
  if (at < rest.size() && rest[at] == '=') {
    const std::size_t value = ++at;
    at = kUriValueChars.skip(rest, at);
    param.value = slice(rest, value, at - value);
    param.has_value = true;
  }
  rest.remove_prefix(at);
  return param;
}

Param Params::find(std::string_view name) const noexcept {
  std::string_view rest = text;
  for (;;) {
    const Result<Param> param = of_uri ? next_uri_param(rest) : next_param(rest);
    if (!param || param->name.empty()) return {};
    if (equal_ignoring_case(param->name, name)) return *param;
  }
}

Error Params::check() const noexcept {
  std::string_view rest = text;
  for (;;) {
    const Result<Param> param = of_uri ? next_uri_param(rest) : next_param(rest);
    if (!param) return param.error();
    if (param->name.empty()) return rest.empty() ? Error::kNone : Error::kSyntax;
  }
}

std::string_view unquote(std::string_view value) noexcept {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
  return slice(value, 1, value.size() - 2);
}

}  // namespace weir::sip
