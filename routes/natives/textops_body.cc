// textops: texts of the whole message, and plain comparisons.
#include "routes/natives/functions_text.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/text_bytes.h"
#include "routes/workspace.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

// Replaces matches in raw()[begin, end), the first only or all.
std::int32_t replace_in(Execution& e, Arguments a, std::size_t begin, bool all) noexcept {
  const std::string_view text = e.message->raw().substr(begin);
  const auto pattern = static_cast<std::uint32_t>(a[0].number);
  std::size_t from = 0;
  bool found = false;
  RegexSet::Groups groups;
  while (from <= text.size() &&
         e.image->regexes().find(pattern, text, from, e.workspace->scratch(), groups)) {
    const std::size_t first = groups.begin[0];
    const std::size_t last = groups.end[0];
    if (!e.notes->edits.replace(begin + first, begin + last, a[1].text)) {
      if (e.notes->edits_refused < 65535) ++e.notes->edits_refused;
      return found ? 1 : -1;
    }
    found = true;
    if (!all) break;
    from = last > first ? last : last + 1;
  }
  return found ? 1 : -1;
}

}  // namespace

std::int32_t replace(Execution& e, Arguments a) noexcept {
  return replace_in(e, a, e.message->headers_offset(), false);
}
std::int32_t replace_all(Execution& e, Arguments a) noexcept {
  return replace_in(e, a, e.message->headers_offset(), true);
}
std::int32_t replace_body(Execution& e, Arguments a) noexcept {
  return replace_in(e, a, e.message->body_offset(), false);
}
std::int32_t replace_body_all(Execution& e, Arguments a) noexcept {
  return replace_in(e, a, e.message->body_offset(), true);
}

std::int32_t set_body(Execution& e, Arguments a) noexcept {
  const sip::MessageView& m = *e.message;
  sip::EditList& edits = e.notes->edits;
  if (a[0].text.empty()) return -1;
  if (!edits.replace(m.body_offset(), m.raw().size(), a[0].text)) return -1;
  const sip::Field* const type = m.first(sip::HeaderId::kContentType);
  if (type != nullptr) return edits.replace(type->value_begin, type->value_end, a[1].text) ? 1 : -1;
  const std::string_view line = join_texts(*e.arena, {"Content-Type: ", a[1].text, "\r\n"});
  return edits.insert(m.headers_end(), line) ? 1 : -1;
}

std::int32_t remove_body(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const sip::MessageView& m = *e.message;
  // The Content-Type stays, as in Kamailio.
  if (m.body().empty()) return 1;
  return e.notes->edits.remove(m.body_offset(), m.raw().size()) ? 1 : -1;
}

std::int32_t cmp_str(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return a[0].text == a[1].text ? 1 : -2;
}
std::int32_t cmp_istr(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return sip::equal_ignoring_case(a[0].text, a[1].text) ? 1 : -2;
}
std::int32_t starts_with(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  if (a[0].text.size() < a[1].text.size()) return -1;
  return a[0].text.starts_with(a[1].text) ? 1 : -2;
}
std::int32_t ends_with(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  if (a[0].text.size() < a[1].text.size()) return -1;
  return a[0].text.ends_with(a[1].text) ? 1 : -2;
}
std::int32_t str_find(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return a[0].text.find(a[1].text) != std::string_view::npos ? 1 : -1;
}
std::int32_t str_ifind(Execution& e, Arguments a) noexcept {
  const std::string_view text = lower_case(*e.arena, a[0].text);
  return text.find(lower_case(*e.arena, a[1].text)) != std::string_view::npos ? 1 : -1;
}
std::int32_t str_any_in(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return a[0].text.find_first_of(a[1].text) != std::string_view::npos ? 1 : -1;
}
std::int32_t str_all_in(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return a[0].text.find_first_not_of(a[1].text) == std::string_view::npos ? 1 : -1;
}

// The code stays in its class: 1xx stays provisional, 2xx successful.
std::int32_t change_reply_status_code(Execution& e, Arguments a) noexcept {
  const std::int32_t code = a[0].number;
  const unsigned old = e.message->status();
  if (code < 100 || code > 699) return -1;
  if (old < 300 && static_cast<unsigned>(code) / 100 != old / 100) return -1;
  if (old >= 300 && code < 300) return -1;
  e.notes->reply_status = static_cast<std::uint16_t>(code);
  return 1;
}

std::int32_t change_reply_status(Execution& e, Arguments a) noexcept {
  if (change_reply_status_code(e, a) < 0) return -1;
  e.notes->reply_reason = a[1].text;
  return 1;
}

}  // namespace weir::routes::natives
