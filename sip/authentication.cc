#include "sip/authentication.h"

#include "sip/cursor.h"
#include "sip/item_list.h"
#include "sip/param_table.h"

#include <array>

namespace weir::sip {
namespace {

constexpr ByteSet kValueSet = ByteSet::visible_but(",\"");

struct AlgorithmRow {
  std::string_view name;
  DigestHash hash;
  bool session;
};
constexpr std::array kAlgorithms = {
    AlgorithmRow{"MD5", DigestHash::kMd5, false},
    AlgorithmRow{"MD5-sess", DigestHash::kMd5, true},
    AlgorithmRow{"SHA-256", DigestHash::kSha256, false},
    AlgorithmRow{"SHA-256-sess", DigestHash::kSha256, true},
    AlgorithmRow{"SHA-512-256", DigestHash::kSha512_256, false},
    AlgorithmRow{"SHA-512-256-sess", DigestHash::kSha512_256, true},
};

template <class T>
Error read_algorithm(const Param& param, T& value) noexcept {
  DigestAlgorithm& algorithm = value.algorithm;
  algorithm.text = unquote(param.value);
  if (!is_token(algorithm.text)) return Error::kSyntax;
  algorithm.hash = std::nullopt;
  for (const AlgorithmRow& row : kAlgorithms) {
    if (!equal_ignoring_case(algorithm.text, row.name)) continue;
    algorithm.hash = row.hash;
    algorithm.session = row.session;
  }
  return Error::kNone;
}

template <class T>
Error read_qop(const Param& param, T& value) noexcept {
  const std::string_view text = unquote(param.value);
  if (!is_token(text)) return Error::kSyntax;
  value.qop = std::nullopt;
  if (is_word(text, "auth")) value.qop = DigestQop::kAuth;
  if (is_word(text, "auth-int")) value.qop = DigestQop::kAuthInt;
  return Error::kNone;
}

// nc-value = 8LHEX
template <class T>
Error read_nonce_count(const Param& param, T& value) noexcept {
  value.nonce_count = unquote(param.value);
  if (value.nonce_count.size() != 8) return Error::kSyntax;
  std::uint32_t count = 0;
  for (const char c : value.nonce_count) {
    if (!has_class(c, kHexChar)) return Error::kSyntax;
    const unsigned digit = is_digit(c) ? static_cast<unsigned>(c - '0')
                                       : static_cast<unsigned>(to_lower(c) - 'a') + 10;
    count = count << 4 | digit;
  }
  value.nc = count;
  return Error::kNone;
}

// A value that may be of no characters.
template <auto kMember, class T>
Error read_any(const Param& param, T& value) noexcept {
  value.*kMember = unquote(param.value);
  return Error::kNone;
}

template <auto kMember, class T>
Error read_filled(const Param& param, T& value) noexcept {
  value.*kMember = unquote(param.value);
  return (value.*kMember).empty() ? Error::kEmpty : Error::kNone;
}

// "true"; all else is false (RFC 7616 sections 3.3 and 3.4).
template <auto kMember, class T>
Error read_true(const Param& param, T& value) noexcept {
  value.*kMember = equal_ignoring_case(unquote(param.value), "true");
  return Error::kNone;
}

Error read_qop_options(const Param& param, Challenge& challenge) noexcept {
  challenge.qop = unquote(param.value);
  std::string_view list = challenge.qop;
  if (list.empty() || take_tokens(list) != Error::kNone) return Error::kSyntax;
  challenge.auth = has_item(challenge.qop, "auth");
  challenge.auth_int = has_item(challenge.qop, "auth-int");
  return Error::kNone;
}

constexpr auto kCredentials = make_param_table<Credentials>({
    {"username", read_filled<&Credentials::username>},
    {"username*", read_filled<&Credentials::username_ext>},
    {"realm", read_any<&Credentials::realm>},
    {"nonce", read_filled<&Credentials::nonce>},
    {"uri", read_filled<&Credentials::uri>},
    {"response", read_filled<&Credentials::response>},
    {"opaque", read_any<&Credentials::opaque>},
    {"cnonce", read_any<&Credentials::cnonce>},
    {"nc", read_nonce_count<Credentials>},
    {"algorithm", read_algorithm<Credentials>},
    {"qop", read_qop<Credentials>},
    {"userhash", read_true<&Credentials::userhash>},
});

constexpr auto kChallenge = make_param_table<Challenge>({
    {"realm", read_any<&Challenge::realm>},
    {"nonce", read_filled<&Challenge::nonce>},
    {"opaque", read_any<&Challenge::opaque>},
    {"domain", read_any<&Challenge::domain>},
    {"qop", read_qop_options},
    {"algorithm", read_algorithm<Challenge>},
    {"stale", read_true<&Challenge::stale>},
    {"userhash", read_true<&Challenge::userhash>},
});

constexpr auto kAuthenticationInfo = make_param_table<AuthenticationInfo>({
    {"nextnonce", read_any<&AuthenticationInfo::next_nonce>},
    {"rspauth", read_any<&AuthenticationInfo::response>},
    {"cnonce", read_any<&AuthenticationInfo::cnonce>},
    {"nc", read_nonce_count<AuthenticationInfo>},
    {"qop", read_qop<AuthenticationInfo>},
});

// next_auth_param() in place.
Error take_auth_param(std::string_view& rest, Param& param) noexcept {
  Cursor cursor(rest);
  cursor.skip_space();
  while (cursor.take(',')) {
  }
  param = {};
  if (cursor.at_end()) return Error::kNone;
  param.name = cursor.take_token();
  if (param.name.empty() || !cursor.take('=')) return Error::kSyntax;
  param.has_value = true;
  if (cursor.peek() == '"') {
    const Result<std::string_view> quoted = cursor.take_quoted();
    if (!quoted) return quoted.error();
    param.value = *quoted;
  } else {
    param.value = cursor.take(kValueSet);
  }
  return cursor.finish();
}

template <class T>
Error take_auth_params(std::string_view& rest, const ParamTable<T>& table, T& value) noexcept {
  std::uint32_t seen = 0;
  Param param;
  for (;;) {
    if (const Error error = take_auth_param(rest, param); error != Error::kNone) return error;
    if (param.name.empty()) return Error::kNone;
    const Error error = table.read(param, value, seen);
    if (error == Error::kNone) continue;
    const bool name = error == Error::kDuplicate || param.value.empty();
    return Cursor(rest).back_to(name ? param.name : param.value, error);
  }
}

// auth-scheme LWS params, those of Digest by `table`.
template <class T>
Error take_scheme(std::string_view& rest, const ParamTable<T>& table, T& value) noexcept {
  Cursor cursor(rest);
  cursor.skip_space();
  value.scheme = cursor.take_token();
  if (value.scheme.empty() || !(cursor.skip_space() || cursor.at_end())) return Error::kSyntax;
  value.params = cursor.rest();
  value.digest = is_word(value.scheme, "digest");
  if (value.digest) return take_auth_params(rest, table, value);
  rest = slice(rest, rest.size());
  return Error::kNone;
}

// The texts that are there begin somewhere, also when they are empty.
bool is_there(std::string_view text) noexcept { return text.data() != nullptr; }

bool lacks_a_part(const Credentials& c) noexcept {
  const bool named = is_there(c.username) || is_there(c.username_ext);
  const bool whole =
      named && is_there(c.realm) && is_there(c.nonce) && is_there(c.uri) && is_there(c.response);
  return !whole || (c.qop != DigestQop::kNone && !(is_there(c.cnonce) && c.nc));
}

}  // namespace

Result<Param> next_auth_param(std::string_view& rest) noexcept {
  Param param;
  if (const Error error = take_auth_param(rest, param); error != Error::kNone) return error;
  return param;
}

Result<Credentials> next_credentials(std::string_view& rest) noexcept {
  Credentials value;
  if (const Error error = take_scheme(rest, kCredentials, value); error != Error::kNone) {
    return error;
  }
  if (!value.digest || !lacks_a_part(value)) return value;
  return Cursor(rest).back_to(value.scheme, Error::kMissing);
}

Result<Challenge> next_challenge(std::string_view& rest) noexcept {
  Challenge value;
  if (const Error error = take_scheme(rest, kChallenge, value); error != Error::kNone) {
    return error;
  }
  if (!value.digest || (is_there(value.realm) && is_there(value.nonce))) return value;
  return Cursor(rest).back_to(value.scheme, Error::kMissing);
}

Result<AuthenticationInfo> next_authentication_info(std::string_view& rest) noexcept {
  AuthenticationInfo value;
  const Error error = take_auth_params(rest, kAuthenticationInfo, value);
  if (error != Error::kNone) return error;
  return value;
}

std::optional<std::string_view> find_auth_param(std::string_view value,
                                                std::string_view name) noexcept {
  Cursor cursor(value);
  cursor.skip_space();
  cursor.take_token();
  for (;;) {
    const Result<Param> param = next_auth_param(value);
    if (!param || param->name.empty()) return std::nullopt;
    if (equal_ignoring_case(param->name, name)) return unquote(param->value);
  }
}

}  // namespace weir::sip
