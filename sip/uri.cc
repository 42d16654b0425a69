#include "sip/uri.h"

#include "sip/address.h"
#include "sip/byte_set.h"
#include "sip/element_kernels.h"
#include "sip/swar.h"
#include "sip/tel.h"
#include "sip/token.h"

#include <algorithm>
#include <array>

namespace weir::sip {
namespace {

constexpr ByteSet kSchemeChars = ByteSet::of_class(kSchemeChar);

Scheme find_scheme(std::string_view text) noexcept {
  if (is_word(text, "sip")) return Scheme::kSip;
  if (is_word(text, "sips")) return Scheme::kSips;
  if (is_word(text, "tel")) return Scheme::kTel;
  return Scheme::kOther;
}

// "[...]" with the characters of an IPv6 address, or a host name or IPv4 address.
std::size_t host_size(std::string_view text) noexcept {
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == text.npos || close == 1) return 0;
    for (const char c : slice(text, 1, close - 1)) {
      if (!has_class(c, kHexChar) && c != ':' && c != '.') return 0;
    }
    return close + 1;
  }
  return kHostSet.skip(text, 0);
}

// user[:password]; the part before '@'.
Error split_user(std::string_view text, Uri& uri) noexcept {
  const std::size_t colon = text.find(':');
  uri.user = slice(text, 0, colon);
  uri.has_password = colon != text.npos;
  if (uri.has_password) uri.password = slice(text, colon + 1);
  return uri.user.empty() ? Error::kSyntax : Error::kNone;
}

// host[:port][;params][?headers]; what follows '@'.
Error split_host(std::string_view text, Uri& uri) noexcept {
  std::size_t at = host_size(text);
  if (at == 0) return Error::kSyntax;
  uri.host = slice(text, 0, at);
  if (at < text.size() && text[at] == ':') {
    const std::size_t begin = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    uri.port_text = slice(text, begin, at - begin);
    const Result<std::uint16_t> port = parse_port(uri.port_text);
    if (!port) return port.error();
    uri.port = *port;
    uri.has_port = true;
  }
  if (at == text.size()) return Error::kNone;
  if (text[at] != ';' && text[at] != '?') return Error::kSyntax;
  const std::size_t question = text.find('?', at);
  uri.params.text = slice(text, at, question == text.npos ? text.npos : question - at);
  if (question != text.npos) uri.headers = slice(text, question + 1);
  return Error::kNone;
}

int hex_pair(std::string_view text) noexcept {
  const auto digit = [](char c) { return is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10; };
  if (text.size() < 3 || text[0] != '%') return -1;
  if (!has_class(text[1], kHexChar) || !has_class(text[2], kHexChar)) return -1;
  return digit(text[1]) * 16 + digit(text[2]);
}

// Takes one character, %HH as one.
char take_char(std::string_view& text) noexcept {
  const int pair = hex_pair(text);
  const char c = pair < 0 ? text.front() : static_cast<char>(pair);
  text.remove_prefix(pair < 0 ? 1 : 3);
  return c;
}

// Parameters that must be in both URIs or in neither (RFC 3261 section 19.1.4).
constexpr std::array<std::string_view, 5> kTellingParams = {"user", "ttl", "method", "maddr",
                                                            "transport"};

bool equal_params(const Params& a, const Params& b) noexcept {
  for (const std::string_view name : kTellingParams) {
    if (a.has(name) != b.has(name)) return false;
  }
  std::string_view rest = a.text;
  for (;;) {
    const Result<Param> mine = next_uri_param(rest);
    if (!mine || mine->name.empty()) return true;
    const Param other = b.find(mine->name);
    if (other.name.empty()) continue;
    // Of two with one name the first counts, on both sides.
    if (!equal_escaped(a.find(mine->name).value, other.value, true)) return false;
  }
}

std::string_view next_header(std::string_view& rest) noexcept {
  const std::size_t end = rest.find('&');
  const std::string_view header = slice(rest, 0, end);
  rest = end == rest.npos ? std::string_view{} : slice(rest, end + 1);
  return header;
}

// Every header of `a` is in `b`.
bool covers_headers(std::string_view a, std::string_view b) noexcept {
  while (!a.empty()) {
    const std::string_view wanted = next_header(a);
    bool found = false;
    for (std::string_view rest = b; !found && !rest.empty();) {
      found = equal_escaped(wanted, next_header(rest), true);
    }
    if (!found) return false;
  }
  return true;
}

}  // namespace

Error read_uri_in_steps(std::string_view text, Uri& uri) noexcept {
  renew(uri);
  if (text.empty()) return Error::kEmpty;
  if (!kUriSet.holds_all(text)) return Error::kSyntax;
  const std::size_t colon = kSchemeChars.skip(text, 0);
  if (colon == 0 || colon == text.size() || text[colon] != ':') return Error::kSyntax;

  uri.text = text;
  uri.scheme_text = slice(text, 0, colon);
  uri.scheme = find_scheme(uri.scheme_text);
  const std::string_view rest = slice(text, colon + 1);
  if (rest.empty()) return Error::kSyntax;

  switch (uri.scheme) {
    case Scheme::kOther:
      uri.opaque = rest;
      return Error::kNone;
    case Scheme::kTel: {
      const std::size_t params = rest.find(';');
      uri.user = slice(rest, 0, params);
      if (params != rest.npos) uri.params.text = slice(rest, params);
      if (uri.user.empty()) return Error::kSyntax;
      return Error::kNone;
    }
    case Scheme::kSip:
    case Scheme::kSips:
      break;
  }
  std::string_view host = rest;
  if (const std::size_t at_sign = rest.find('@'); at_sign != rest.npos) {
    const Error error = split_user(slice(rest, 0, at_sign), uri);
    if (error != Error::kNone) return error;
    host = slice(rest, at_sign + 1);
  }
  return split_host(host, uri);
}

Error read_uri(std::string_view text, Uri& uri) noexcept {
  return read_uri(best_elements(), text, uri);
}

Result<Uri> parse_uri(std::string_view text) noexcept {
  Uri uri;
  if (const Error error = read_uri(text, uri); error != Error::kNone) return error;
  return uri;
}

bool equal_escaped(std::string_view a, std::string_view b, bool ignore_case) noexcept {
  while (!a.empty() && !b.empty()) {
    const char x = take_char(a);
    const char y = take_char(b);
    if (x != y && !(ignore_case && to_lower(x) == to_lower(y))) return false;
  }
  return a.empty() && b.empty();
}

bool equal(const Uri& a, const Uri& b) noexcept {
  if (a.scheme != b.scheme) return false;
  if (a.scheme == Scheme::kTel) return equal_tel(a, b);
  if (a.scheme == Scheme::kOther) return equal_ignoring_case(a.text, b.text);
  if (a.has_port != b.has_port || a.port != b.port || a.has_password != b.has_password)
    return false;
  if (!equal_escaped(a.user, b.user, false)) return false;
  if (!equal_escaped(a.password, b.password, false)) return false;
  if (!equal_ignoring_case(a.host, b.host)) return false;
  return equal_params(a.params, b.params) && equal_params(b.params, a.params) &&
         covers_headers(a.headers, b.headers) && covers_headers(b.headers, a.headers);
}

}  // namespace weir::sip
