// {s.*} that cut, search and change the case of texts.
#include "routes/natives/request_uri.h"
#include "routes/natives/transformations.h"
#include "routes/operators.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view argument_text(Arguments arguments, std::size_t i) noexcept {
  return i < arguments.size() ? arguments[i].text : std::string_view{};
}

// Kamailio's {s.int} fails on anything but a decimal number.
Value decimal(std::string_view text) noexcept {
  std::int32_t number = 0;
  if (text.starts_with("0x") || !text_to_int(text, number)) return Value::null();
  return Value::integer(number);
}

template <class Change>
Value map(Execution& e, std::string_view text, Change change) noexcept {
  char* const at = e.arena->allocate(text.size());
  if (at == nullptr) return Value::of({});
  std::transform(text.begin(), text.end(), at, change);
  return Value::of({at, text.size()});
}

// Keeps the bytes `keep` wants.
template <class Keep>
Value filter(Execution& e, std::string_view text, Keep keep) noexcept {
  char* const at = e.arena->allocate(text.size());
  if (at == nullptr) return Value::of({});
  const char* const end = std::copy_if(text.begin(), text.end(), at, keep);
  return Value::of({at, static_cast<std::size_t>(end - at)});
}

Value substr(std::string_view text, std::int32_t offset, std::int32_t length) noexcept {
  const auto size = static_cast<std::int32_t>(text.size());
  if (offset < 0) offset += size;
  if (offset < 0 || offset >= size) return Value::of({});
  if (length < 0) {  // up to so many from the end
    length = size - offset + length;
    if (length < 0) return Value::of({});
  } else if (length == 0 || length > size - offset) {
    length = size - offset;
  }
  return Value::of(text.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length)));
}

Value select(std::string_view text, std::int32_t index, std::string_view separator) noexcept {
  if (separator.empty()) return Value::of({});
  const auto pieces =
      static_cast<std::int32_t>(std::count(text.begin(), text.end(), separator[0]) + 1);
  if (index < 0) index += pieces;
  if (index < 0 || index >= pieces) return Value::of({});
  while (index-- > 0) text.remove_prefix(text.find(separator[0]) + 1);
  return Value::of(text.substr(0, text.find(separator[0])));
}

std::string_view trim_left(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == text.npos ? std::string_view{} : text.substr(first);
}

std::string_view trim_right(std::string_view text) noexcept {
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

Value replace_all(Execution& e, std::string_view text, std::string_view what,
                  std::string_view with) noexcept {
  if (what.empty()) return Value::of(text);
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) {
    ++count;
  }
  char* const begin = e.arena->allocate(text.size() - count * what.size() + count * with.size());
  if (begin == nullptr) return Value::of({});
  char* end = begin;
  for (;;) {
    const std::size_t at = text.find(what);
    const std::string_view before = text.substr(0, at);
    end = std::copy(before.begin(), before.end(), end);
    if (at == text.npos) break;
    end = std::copy(with.begin(), with.end(), end);
    text.remove_prefix(at + what.size());
  }
  return Value::of({begin, static_cast<std::size_t>(end - begin)});
}

// "a", "ab", "abc" of "abc": every beginning, up to `limit` of them.
Value prefixes(Execution& e, std::string_view text, std::int32_t limit, bool quoted) noexcept {
  const std::size_t most =
      limit > 0 ? std::min(static_cast<std::size_t>(limit), text.size()) : text.size();
  const std::size_t room = most * (most + 1) / 2 + most * (quoted ? 3 : 1);
  char* const begin = e.arena->allocate(room);
  if (begin == nullptr) return Value::of({});
  char* end = begin;
  for (std::size_t n = 1; n <= most; ++n) {
    if (n > 1) *end++ = ',';
    if (quoted) *end++ = '\'';
    end = std::copy_n(text.begin(), n, end);
    if (quoted) *end++ = '\'';
  }
  const std::size_t size = static_cast<std::size_t>(end - begin);
  e.arena->shrink(begin, size);
  return Value::of({begin, size});
}

Value around(std::string_view text, std::string_view mark, bool last, bool after) noexcept {
  const std::size_t at = last ? text.rfind(mark) : text.find(mark);
  if (mark.empty() || at == text.npos) return after ? Value::of({}) : Value::of(text);
  return Value::of(after ? text.substr(at + 1) : text.substr(0, at));
}

Value cut(TransformationId id, std::string_view text, Arguments arguments) noexcept {
  const std::int32_t number = arguments.empty() ? 0 : to_int(arguments[0]);
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(number, 0)), text.size());
  const std::string_view mark = argument_text(arguments, 0);
  switch (static_cast<int>(id)) {
    case static_cast<int>(TransformationId::kSSubstr):
      return substr(text, number, to_int(arguments[1]));
    case static_cast<int>(TransformationId::kSSelect):
      return select(text, number, argument_text(arguments, 1));
    case static_cast<int>(TransformationId::kSStrip):
      return Value::of(text.substr(count));
    case static_cast<int>(TransformationId::kSStriptail):
      return Value::of(text.substr(0, text.size() - count));
    case static_cast<int>(TransformationId::kSStripto):
      return Value::of(mark.empty() ? text
                                    : text.substr(std::min(text.find(mark[0]), text.size())));
    case static_cast<int>(TransformationId::kSTrim):
      return Value::of(trim_right(trim_left(text)));
    case static_cast<int>(TransformationId::kSLtrim):
      return Value::of(trim_left(text));
    case static_cast<int>(TransformationId::kSRtrim):
      return Value::of(trim_right(text));
    case static_cast<int>(TransformationId::kSBefore):
      return around(text, mark.substr(0, 1), false, false);
    case static_cast<int>(TransformationId::kSAfter):
      return around(text, mark.substr(0, 1), false, true);
    case static_cast<int>(TransformationId::kSRbefore):
      return around(text, mark.substr(0, 1), true, false);
    case static_cast<int>(TransformationId::kSRafter):
      return around(text, mark.substr(0, 1), true, true);
    default:
      return Value::null();
  }
}

std::string_view without_pair(std::string_view text, char open, char close) noexcept {
  const bool pair = text.size() >= 2 && text.front() == open && text.back() == close;
  return pair ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

Value transform_text(Execution& e, TransformationId id, std::string_view text,
                     Arguments arguments) noexcept {
  switch (static_cast<int>(id)) {
    case static_cast<int>(TransformationId::kSLen):
      return Value::integer(static_cast<std::int32_t>(text.size()));
    case static_cast<int>(TransformationId::kSInt):
      return decimal(text);
    case static_cast<int>(TransformationId::kSTolower):
      return map(e, text, sip::to_lower);
    case static_cast<int>(TransformationId::kSToupper):
      return map(e, text, [](char c) noexcept {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      });
    case static_cast<int>(TransformationId::kSNumeric):
      return filter(e, text, sip::is_digit);
    case static_cast<int>(TransformationId::kSRmws):
      return filter(e, text, [](char c) noexcept { return kBlank.find(c) == kBlank.npos; });
    case static_cast<int>(TransformationId::kSRm):
      return replace_all(e, text, argument_text(arguments, 0), {});
    case static_cast<int>(TransformationId::kSReplace):
      return replace_all(e, text, argument_text(arguments, 0), argument_text(arguments, 1));
    case static_cast<int>(TransformationId::kSCount): {
      const std::string_view mark = argument_text(arguments, 0);
      return Value::integer(
          mark.empty() ? 0
                       : static_cast<std::int32_t>(std::count(text.begin(), text.end(), mark[0])));
    }
    case static_cast<int>(TransformationId::kSPrefixes):
      return prefixes(e, text, arguments.empty() ? 0 : to_int(arguments[0]), false);
    case static_cast<int>(TransformationId::kSPrefixesQuoted):
      return prefixes(e, text, arguments.empty() ? 0 : to_int(arguments[0]), true);
    case static_cast<int>(TransformationId::kSUnquote):
      return Value::of(without_pair(without_pair(text, '"', '"'), '\'', '\''));
    case static_cast<int>(TransformationId::kSUnbracket):
      return Value::of(without_pair(
          without_pair(without_pair(without_pair(text, '(', ')'), '[', ']'), '{', '}'), '<', '>'));
    default:
      return cut(id, text, arguments);
  }
}

}  // namespace weir::routes
