#include "sip/element_grammar.h"

#include "sip/address.h"
#include "sip/byte_set.h"
#include "sip/token.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace weir::sip {
namespace {

// RFC 3261 section 25.1: user and paramchar, RFC 3966 section 3: the number of a tel URI.
constexpr ByteSet kUserChars =
    ByteSet::of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,;?/%");
constexpr ByteSet kParamChars =
    ByteSet::of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()[]/:&+$%");
constexpr ByteSet kNumberChars = ByteSet::of("0123456789ABCDEFabcdef+-.()*#");

// What the value of a field is, as far as we parse it.
enum class Grammar : std::uint8_t {
  kText,
  kAddress,
  kRoute,
  kContact,
  kVia,
  kCSeq,
  kNumber,
  kWord
};

constexpr auto kGrammars = [] {
  std::array<Grammar, kHeaderCount> table{};
  const auto mark = [&](Grammar grammar, auto... ids) {
    ((table[static_cast<std::size_t>(ids)] = grammar), ...);
  };
  mark(Grammar::kAddress, HeaderId::kFrom, HeaderId::kTo, HeaderId::kReplyTo, HeaderId::kReferTo,
       HeaderId::kReferredBy, HeaderId::kPAssertedIdentity, HeaderId::kPPreferredIdentity,
       HeaderId::kRemotePartyId, HeaderId::kDiversion, HeaderId::kHistoryInfo);
  mark(Grammar::kRoute, HeaderId::kRoute, HeaderId::kRecordRoute, HeaderId::kPath,
       HeaderId::kServiceRoute);
  mark(Grammar::kContact, HeaderId::kContact);
  mark(Grammar::kVia, HeaderId::kVia);
  mark(Grammar::kCSeq, HeaderId::kCSeq);
  mark(Grammar::kNumber, HeaderId::kMaxForwards, HeaderId::kExpires, HeaderId::kMinExpires,
       HeaderId::kContentLength);
  mark(Grammar::kWord, HeaderId::kCallId);
  return table;
}();

// Every '%' begins an escape.
bool escapes_are_whole(std::string_view text) noexcept {
  for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 3)) {
    if (text.size() - at < 3) return false;
    if (!has_class(text[at + 1], kHexChar) || !has_class(text[at + 2], kHexChar)) return false;
  }
  return true;
}

bool is_user(std::string_view text, std::string_view uri) noexcept {
  if (text.empty()) return false;
  if (equal_ignoring_case(slice(uri, 0, 4), "tel:")) return kNumberChars.holds_all(text);
  return kUserChars.holds_all(text) && escapes_are_whole(text);
}

bool is_host(std::string_view text) noexcept {
  if (text.starts_with('[')) return text.ends_with(']') && parse_address(text);
  return !text.empty() && kHostSet.holds_all(text);
}

bool is_quoted(std::string_view text) noexcept {
  if (!text.starts_with('"')) return false;
  const Result<std::size_t> end = skip_quoted(text, 0);
  return end && *end == text.size();
}

// quoted-string, or tokens with white space between them.
bool is_display(std::string_view text) noexcept {
  if (text.empty() || trim(text).size() != text.size()) return false;
  return is_quoted(text) || std::ranges::all_of(text, [](char c) {
           return has_class(c, kTokenChar) || c == ' ' || c == '\t';
         });
}

bool is_status(std::string_view text) noexcept {
  return text.size() == 3 && text[0] >= '1' && text[0] <= '6' && is_digit(text[1]) &&
         is_digit(text[2]);
}

bool is_address(std::string_view text, bool needs_brackets) noexcept {
  const Result<NameAddr> value = parse_name_addr(text);
  if (!value || value->star || !parse_uri(value->uri)) return false;
  return value->bracketed || (!needs_brackets && value->uri.find('?') == value->uri.npos);
}

// One value of a list, or the only value of a field.
bool is_value(std::string_view text, HeaderId id) noexcept {
  if (trim(text).size() != text.size()) return false;
  if (header_shape(id) == HeaderShape::kList) {
    std::string_view rest = text;
    const Result<std::string_view> value = next_list_value(rest);
    if (!value || value->empty() || value->size() != text.size()) return false;
  }
  switch (kGrammars[static_cast<std::size_t>(id)]) {
    case Grammar::kAddress:
    case Grammar::kContact:
      return is_address(text, false);
    case Grammar::kRoute:
      return is_address(text, true);
    case Grammar::kVia:
      return static_cast<bool>(parse_via(text));
    case Grammar::kCSeq:
      return static_cast<bool>(parse_cseq(text));
    case Grammar::kNumber:
      return static_cast<bool>(parse_number(text));
    case Grammar::kWord:
      return !text.empty() && kVisibleSet.holds_all(text);
    case Grammar::kText:
      break;
  }
  return true;
}

// The whole value of a field.
bool is_field_value(std::string_view text, HeaderId id) noexcept {
  const Grammar grammar = kGrammars[static_cast<std::size_t>(id)];
  if (header_shape(id) != HeaderShape::kList) return is_value(text, id);
  if (grammar == Grammar::kContact && text == "*") return true;
  if (trim(text).size() != text.size()) return false;
  std::string_view rest = text;
  std::size_t count = 0;
  while (!rest.empty()) {
    const Result<std::string_view> value = next_list_value(rest);
    if (!value) return false;
    if (value->empty()) break;
    if (!is_value(*value, id)) return false;
    ++count;
  }
  return count > 0 || grammar == Grammar::kText;
}

bool is_field(std::string_view text) noexcept {
  const std::size_t colon = text.find(':');
  if (colon == text.npos || !is_token(slice(text, 0, colon))) return false;
  const std::string_view value = trim(slice(text, colon + 1));
  return is_field_value(value, find_header(slice(text, 0, colon)));
}

}  // namespace

bool is_param(std::string_view text, bool of_uri) noexcept {
  const std::size_t equals = text.find('=');
  const std::string_view name = slice(text, 0, equals);
  const ByteSet& name_chars = of_uri ? kParamChars : kTokenSet;
  if (name.empty() || !name_chars.holds_all(name)) return false;
  if (equals == text.npos) return !of_uri || escapes_are_whole(name);
  const std::string_view value = slice(text, equals + 1);
  if (value.empty()) return false;
  if (of_uri) return kParamChars.holds_all(value) && escapes_are_whole(text);
  return kParamValueSet.holds_all(value) || is_quoted(value);
}

bool is_one_line(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
  });
}

bool fits(const Element& element, HeaderId id, std::string_view text) noexcept {
  using Kind = Element::Kind;
  if (element.kind == Kind::kBody) return true;
  if (!is_one_line(text)) return false;
  switch (element.kind) {
    case Kind::kMethod:
      return is_token(text);
    case Kind::kRequestUri: {
      const Result<Uri> uri = parse_uri(text);
      return uri && uri->headers.empty();
    }
    case Kind::kStatus:
      return is_status(text);
    case Kind::kReason:
      return trim(text).size() == text.size();
    case Kind::kFields:
    case Kind::kField:
      return is_field(text) && trim(text).size() == text.size();
    case Kind::kFieldValue:
      return is_field_value(text, id);
    case Kind::kValue:
      return !text.empty() && is_value(text, id);
    case Kind::kDisplay:
      return is_display(text);
    case Kind::kUri:
      return static_cast<bool>(parse_uri(text));
    case Kind::kUser:
      return is_user(text, element.around);
    case Kind::kHost:
      return is_host(text);
    case Kind::kPort:
      return static_cast<bool>(parse_port(text));
    case Kind::kParam:
    case Kind::kUriParam:
      return is_param(text, element.kind == Kind::kUriParam);
    case Kind::kBody:
      break;
  }
  return true;
}

}  // namespace weir::sip
