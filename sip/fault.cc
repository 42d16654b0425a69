#include "sip/fault.h"

#include "sip/address.h"
#include "sip/cseq.h"
#include "sip/name_addr.h"
#include "sip/params.h"
#include "sip/token.h"
#include "sip/uri.h"
#include "sip/via.h"

#include <algorithm>

namespace weir::sip {
namespace {

std::size_t skip(std::string_view text, std::size_t at, unsigned bits) noexcept {
  while (at < text.size() && has_class(text[at], bits)) ++at;
  return at;
}

bool forbidden_in_uri(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' || c == '\x7f';
}

// host[:port] from text[at]; what may follow is the caller's.
std::size_t host_fault(std::string_view text, std::size_t at) noexcept {
  std::size_t end = skip(text, at, kHostChar);
  if (at < text.size() && text[at] == '[') {
    end = at + 1;
    while (end < text.size() &&
           (has_class(text[end], kHexChar) || text[end] == ':' || text[end] == '.')) {
      ++end;
    }
    if (end == at + 1 || end == text.size() || text[end] != ']') return end;
    ++end;
  } else if (end == at) {
    return at;
  }
  if (end == text.size() || text[end] != ':') return end;
  const std::size_t digits = end + 1;
  end = skip(text, digits, kDigitChar);
  return parse_port(text.substr(digits, end - digits)) ? end : digits;
}

}  // namespace

std::size_t uri_fault(std::string_view text) noexcept {
  if (parse_uri(text)) return 0;
  const auto bad = std::find_if(text.begin(), text.end(), forbidden_in_uri);
  if (bad != text.end()) return static_cast<std::size_t>(bad - text.begin());
  const std::size_t colon = skip(text, 0, kSchemeChar);
  if (colon == 0 || colon == text.size() || text[colon] != ':') return colon;
  const std::size_t rest = colon + 1;
  const std::size_t at_sign = text.find('@', rest);
  if (at_sign == text.npos) return host_fault(text, rest);
  if (at_sign == rest || text[rest] == ':') return rest;  // no user
  return host_fault(text, at_sign + 1);
}

std::size_t params_fault(std::string_view text) noexcept {
  std::string_view rest = text;
  for (;;) {
    std::size_t at = text.size() - rest.size();
    const Result<Param> param = next_param(rest);
    if (param && !param->name.empty()) continue;
    if (param) return rest.empty() || rest.front() == ',' ? 0 : text.size() - rest.size();
    // Behind ";" stands no name, or behind "=" an open quote.
    while (at < text.size() && (text[at] == ';' || is_space(text[at]))) ++at;
    const std::size_t name_end = skip(text, at, kTokenChar);
    if (name_end == at) return at;
    return std::min(text.find('"', name_end), text.size());
  }
}

std::size_t name_addr_fault(std::string_view text) noexcept {
  std::string_view rest = text;
  if (next_name_addr(rest)) return 0;
  std::size_t at = skip(text, 0, kSpaceChar);
  if (at < text.size() && text[at] == '"') {
    const Result<std::size_t> end = skip_quoted(text, at);
    if (!end) return at;  // the quote that nothing closes
    at = skip(text, *end, kSpaceChar);
    if (at == text.size() || text[at] != '<') return at;
  }
  const std::size_t open = text.find('<', at);
  const std::size_t stop = std::min(text.find_first_of(";,\"", at), text.size());
  if (open > stop) {  // no bracket before the first separator: an addr-spec without a scheme
    if (text.substr(at, stop - at).find(':') == text.npos) return stop;
    const std::size_t after = params_fault(text.substr(stop));
    return after == 0 ? stop : stop + after;
  }
  const std::size_t close = text.find('>', open);
  if (close == text.npos) return open;
  if (close == open + 1) return close;
  const std::size_t after = params_fault(text.substr(close + 1));
  return close + 1 + after;
}

std::size_t via_fault(std::string_view text) noexcept {
  std::string_view rest = text;
  if (next_via(rest)) return 0;
  std::size_t at = skip(text, 0, kSpaceChar);
  if (!equal_ignoring_case(text.substr(at, skip(text, at, kTokenChar) - at), "SIP")) return at;
  for (int part = 0; part < 3; ++part) {  // SIP / version / transport
    if (part > 0) {
      if (at == text.size() || text[at] != '/') return at;
      at = skip(text, at + 1, kSpaceChar);
    }
    const std::size_t end = skip(text, at, kTokenChar);
    if (end == at) return at;
    at = part < 2 ? skip(text, end, kSpaceChar) : end;
  }
  const std::size_t host = skip(text, at, kSpaceChar);
  if (host == at) return at;  // no space before sent-by
  at = host_fault(text, host);
  const std::size_t next = skip(text, at, kSpaceChar);
  if (at == host || next == text.size() || text[next] != ';') return next;
  const std::size_t after = params_fault(text.substr(next));
  return next + after;
}

std::size_t cseq_fault(std::string_view text) noexcept {
  const Result<CSeq> cseq = parse_cseq(text);
  if (cseq || cseq.error() == Error::kRange) return 0;
  const std::size_t digits = skip(text, 0, kDigitChar);
  const std::size_t method = skip(text, digits, kSpaceChar);
  if (digits == 0 || method == digits) return digits;
  return skip(text, method, kTokenChar);
}

std::size_t number_fault(std::string_view text) noexcept {
  const Result<std::uint32_t> number = parse_number(text);
  return number || number.error() == Error::kRange ? 0 : skip(text, 0, kDigitChar);
}

}  // namespace weir::sip
