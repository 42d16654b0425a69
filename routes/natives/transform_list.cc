// {param.*}, {nameaddr.*}, {tobody.*}, {line.*}, {num.*}, {sock.*} and {re.subst}.
#include "routes/natives/request_uri.h"
#include "routes/natives/transformations.h"
#include "routes/operators.h"
#include "routes/workspace.h"
#include "sip/name_addr.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && sip::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && sip::is_space(text.back())) text.remove_suffix(1);
  return text;
}

struct Entry {
  std::string_view name;
  std::string_view value;
};

// Takes the next NAME[=VALUE] off a list; quotes are kept together and taken off.
Entry next_entry(std::string_view& rest, char separator) noexcept {
  std::size_t end = 0;
  bool quoted = false;
  for (; end < rest.size() && (quoted || rest[end] != separator); ++end) {
    if (rest[end] == '"') quoted = !quoted;
  }
  const std::string_view item = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  const std::size_t equals = item.find('=');
  const std::string_view value =
      equals == item.npos ? std::string_view{} : trimmed(item.substr(equals + 1));
  return {trimmed(item.substr(0, equals)), sip::unquote(value)};
}

Value parameter(TransformationId id, std::string_view text, Arguments arguments) noexcept {
  const bool counts = id == TransformationId::kParamCount;
  const std::size_t at = counts ? 0 : 1;
  const std::string_view mark = at < arguments.size() ? arguments[at].text : std::string_view{};
  const char separator = mark.empty() ? ';' : mark[0];
  std::int32_t wanted = arguments.empty() ? 0 : to_int(arguments[0]);
  std::int32_t total = 0;
  for (std::string_view rest = text; !rest.empty();) {
    total += next_entry(rest, separator).name.empty() ? 0 : 1;
  }
  if (counts) return Value::integer(total);
  if (wanted < 0) wanted += total;
  std::int32_t index = 0;
  std::string_view last;  // of a name that stands several times Kamailio finds the last
  while (!text.empty()) {
    const Entry entry = next_entry(text, separator);
    if (entry.name.empty()) continue;
    const bool named = sip::equal_ignoring_case(entry.name, arguments[0].text);
    const bool here = index++ == wanted;
    if (id == TransformationId::kParamValue && named) last = entry.value;
    if (id == TransformationId::kParamIn && named) return Value::integer(1);
    if (id == TransformationId::kParamValueat && here) return Value::of(entry.value);
    if (id == TransformationId::kParamName && here) return Value::of(entry.name);
  }
  return id == TransformationId::kParamIn ? Value::integer(0) : Value::of(last);
}

Value line(TransformationId id, std::string_view text, Arguments arguments) noexcept {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const auto total = static_cast<std::int32_t>(std::count(text.begin(), text.end(), '\n') +
                                               (text.empty() ? 0 : 1));
  if (id == TransformationId::kLineCount) return Value::integer(total);
  std::int32_t wanted = to_int(arguments[0]);
  if (wanted < 0) wanted += total;
  for (std::int32_t i = 0; i < total; ++i) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view one = text.substr(0, end);
    if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool found =
        id == TransformationId::kLineAt ? i == wanted : one.starts_with(arguments[0].text);
    if (found) return Value::of(one);
  }
  return Value::of({});
}

// Kamailio's nameaddr ends at the ">", and without brackets takes the whole text for the URI.
Value plain_name_addr(TransformationId id, std::string_view text) noexcept {
  std::string_view rest = text;
  const auto name = sip::next_name_addr(rest);
  const bool brackets = name && name->uri.data() > text.data() && name->uri.data()[-1] == '<';
  const std::size_t begin = brackets ? static_cast<std::size_t>(name->uri.data() - text.data()) : 0;
  const std::string_view uri = brackets ? name->uri : text;
  if (id == TransformationId::kNameaddrUri) return Value::of(uri);
  if (id == TransformationId::kNameaddrLen) {
    return Value::integer(static_cast<std::int32_t>(begin + uri.size() + (brackets ? 1 : 0)));
  }
  return Value::of(text.substr(0, brackets ? begin - 1 : 0));
}

Value name_addr(TransformationId id, std::string_view text) noexcept {
  std::string_view rest = text;
  const auto name = sip::next_name_addr(rest);
  if (!name) return Value::of({});
  const auto uri = sip::parse_uri(name->uri);
  switch (static_cast<int>(id)) {
    case static_cast<int>(TransformationId::kTobodyDisplay):
      return Value::of(name->display);
    case static_cast<int>(TransformationId::kTobodyUri):
      return Value::of(name->uri);
    case static_cast<int>(TransformationId::kTobodyTag):
      return Value::of(name->tag);
    case static_cast<int>(TransformationId::kTobodyUser):
      return Value::of(uri ? uri->user : std::string_view{});
    case static_cast<int>(TransformationId::kTobodyHost):
      return Value::of(uri ? uri->host : std::string_view{});
    case static_cast<int>(TransformationId::kTobodyParams): {
      const std::string_view params = name->params.text;
      return Value::of(params.empty() ? params : params.substr(1));
    }
    default:
      return Value::null();
  }
}

Value socket(Execution& e, TransformationId id, std::string_view text) noexcept {
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return Value::of({});
  const std::string_view transport = text.substr(0, colon);
  std::string_view host = text.substr(colon + 1);
  std::string_view port;
  const std::size_t last = host.rfind(':');
  if (last != host.npos && host.find(']', last) == host.npos) {
    port = host.substr(last + 1);
    host = host.substr(0, last);
  }
  if (id == TransformationId::kSockProto) return Value::of(transport);
  if (id == TransformationId::kSockHost) return Value::of(host);
  if (id == TransformationId::kSockPort) return Value::of(port);
  return Value::of(join_texts(
      *e.arena, {"sip:", host, port.empty() ? "" : ":", port, ";transport=", transport}));
}

Value digit(std::string_view text, bool last) noexcept {
  if (text.empty()) return Value::null();
  const char c = last ? text.back() : text.front();
  return sip::is_digit(c) ? Value::of(last ? text.substr(text.size() - 1) : text.substr(0, 1))
                          : Value::null();
}

// Appends `with`, its \0 to \9 replaced by the groups of the match.
char* expand(std::string_view with, std::string_view text, const RegexSet::Groups& groups,
             char* end, const char* limit) noexcept {
  for (std::size_t i = 0; i < with.size(); ++i) {
    std::string_view piece = with.substr(i, 1);
    if (with[i] == '\\' && i + 1 < with.size()) {
      ++i;
      piece = with.substr(i, 1);
      const std::size_t group = static_cast<std::size_t>(with[i] - '0');
      if (sip::is_digit(with[i])) {
        piece = group < groups.count
                    ? text.substr(groups.begin[group], groups.end[group] - groups.begin[group])
                    : std::string_view{};
      }
    }
    if (piece.size() > static_cast<std::size_t>(limit - end)) return nullptr;
    end = std::copy(piece.begin(), piece.end(), end);
  }
  return end;
}

}  // namespace

Value substitute(Execution& e, std::string_view text, Arguments arguments) noexcept {
  const auto pattern = static_cast<std::uint32_t>(arguments[0].number);
  const bool all = arguments[2].number != 0;
  const std::size_t room = std::min<std::size_t>(text.size() * 2 + 1024, e.arena->left());
  char* const begin = e.arena->allocate(room);
  if (begin == nullptr) return Value::null();
  char* end = begin;
  const char* const limit = begin + room;
  std::size_t from = 0;
  RegexSet::Groups groups;
  while (from <= text.size() &&
         e.image->regexes().find(pattern, text, from, e.workspace->scratch(), groups)) {
    if (groups.begin[0] - from > static_cast<std::size_t>(limit - end)) return Value::null();
    end = std::copy(text.begin() + static_cast<std::ptrdiff_t>(from),
                    text.begin() + static_cast<std::ptrdiff_t>(groups.begin[0]), end);
    end = expand(arguments[1].text, text, groups, end, limit);
    if (end == nullptr) return Value::null();
    from = groups.end[0];
    if (groups.end[0] == groups.begin[0]) {  // an empty match: go on one byte later
      if (from < text.size() && end < limit) *end++ = text[from];
      ++from;
    }
    if (!all) break;
  }
  const std::string_view tail = text.substr(std::min(from, text.size()));
  if (tail.size() > static_cast<std::size_t>(limit - end)) return Value::null();
  end = std::copy(tail.begin(), tail.end(), end);
  e.arena->shrink(begin, static_cast<std::size_t>(end - begin));
  return Value::of({begin, static_cast<std::size_t>(end - begin)});
}

Value transform_list(Execution& e, TransformationId id, std::string_view text,
                     Arguments arguments) noexcept {
  const std::string_view name = kTransformations[static_cast<std::size_t>(id)].name;
  const std::string_view family = name.substr(0, name.find('.'));
  if (family == "param") return parameter(id, text, arguments);
  if (family == "line") return line(id, text, arguments);
  if (family == "nameaddr") return plain_name_addr(id, text);
  if (family == "tobody") return name_addr(id, text);
  if (family == "sock") return socket(e, id, text);
  if (family == "num") return digit(text, id == TransformationId::kNumLdigit);
  return Value::null();
}

}  // namespace weir::routes
