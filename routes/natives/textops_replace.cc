// textops: texts and matches replaced.
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"
#include "routes/natives/replacement.h"
#include "routes/natives/request_uri.h"

namespace weir::routes::natives {
namespace {

// What the region [begin, end) of the message is to the functions below.
struct Region {
  std::size_t begin;
  std::size_t end;
};
Region all_of(const sip::MessageView& m) noexcept { return {m.headers_offset(), m.raw().size()}; }
Region fields_of(const sip::MessageView& m) noexcept {
  return {m.headers_offset(), m.headers_end()};
}
Region body_of(const sip::MessageView& m) noexcept { return {m.body_offset(), m.raw().size()}; }

// replace_str(text, replacement, mode): mode f: the first occurrence alone. True, found or not.
std::int32_t replace_text(Execution& e, Arguments a, Region region) noexcept {
  const std::string_view text = e.message->raw().substr(region.begin, region.end - region.begin);
  const std::string_view wanted = a[0].text;
  if (wanted.empty()) return 1;
  for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at)) {
    const std::size_t begin = region.begin + at;
    if (!counted(e, e.notes->edits.replace(begin, begin + wanted.size(), a[1].text))) return -1;
    if (a[2].text.starts_with('f')) break;
    at += wanted.size();
  }
  return 1;
}

// The first match in the region; its bytes go, or stay when `append`.
std::int32_t replace_match(Execution& e, Arguments a, Region region, bool append) noexcept {
  RegexSet::Groups groups;
  const std::string_view text = e.message->raw().substr(region.begin, region.end - region.begin);
  if (!find_pattern(e, a[0], text, groups)) return -1;
  const std::size_t end = region.begin + groups.end[0];
  const std::size_t begin = append ? end : region.begin + groups.begin[0];
  return counted(e, e.notes->edits.replace(begin, end, a[1].text)) ? 1 : -1;
}

}  // namespace

std::int32_t subst(Execution& e, Arguments a) noexcept {
  const Region region = all_of(*e.message);
  return replace_in_message(e, region.begin, region.end, Replacement(a)) > 0 ? 1 : -1;
}

std::int32_t subst_body(Execution& e, Arguments a) noexcept {
  const Region region = body_of(*e.message);
  return replace_in_message(e, region.begin, region.end, Replacement(a)) > 0 ? 1 : -1;
}

std::int32_t subst_uri(Execution& e, Arguments a) noexcept {
  const auto made = replace_in_text(e, current_uri(e), Replacement(a));
  if (!made) return -1;
  static_cast<void>(set_uri(e, *made));  // true in Kamailio, too, when the URI is broken then
  return 1;
}

std::int32_t subst_user(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri || uri->user.empty()) return -1;
  const auto made = replace_in_text(e, uri->user, Replacement(a));
  if (!made) return -1;
  UriParts parts = parts_of(*uri);
  parts.user = *made;
  return set_uri(e, parts) ? 1 : -1;
}

// subst_hf(name, substitution, mode): mode f: the first field, l: the last, else all of that name.
std::int32_t subst_hf(Execution& e, Arguments a) noexcept {
  const Replacement with(a.subspan(1, a.size() - 2));
  const std::string_view mode = a.back().text;
  const sip::Field* f = find_field(e, a[0].text);
  if (mode.starts_with('l')) {
    for (const sip::Field* next = f; next != nullptr; next = e.message->find_next(*next)) f = next;
  }
  bool found = false;
  for (; f != nullptr; f = e.message->find_next(*f)) {
    found = replace_in_message(e, f->value_begin, f->value_end, with) > 0 || found;
    if (mode.starts_with('f')) break;
  }
  return found ? 1 : -1;
}

// subst_v(text, substitution, variable): -1, and the variable as it was, without a match.
std::int32_t subst_v(Execution& e, Arguments a) noexcept {
  const auto made = replace_in_text(e, a[0].text, Replacement(a.subspan(1, a.size() - 2)));
  if (!made) return -1;
  return write_reference(e, a.back(), Value::of(*made)) ? 1 : -1;
}

std::int32_t replace_str(Execution& e, Arguments a) noexcept {
  return replace_text(e, a, all_of(*e.message));
}
std::int32_t replace_hdrs_str(Execution& e, Arguments a) noexcept {
  return replace_text(e, a, fields_of(*e.message));
}
std::int32_t replace_body_str(Execution& e, Arguments a) noexcept {
  return e.message->body().empty() ? -1 : replace_text(e, a, body_of(*e.message));
}

std::int32_t replace_hdrs(Execution& e, Arguments a) noexcept {
  return replace_match(e, a, fields_of(*e.message), false);
}
std::int32_t search_append(Execution& e, Arguments a) noexcept {
  return replace_match(e, a, all_of(*e.message), true);
}
std::int32_t search_append_body(Execution& e, Arguments a) noexcept {
  return replace_match(e, a, body_of(*e.message), true);
}

// Every match; the lines of the body are no lines here.
std::int32_t replace_body_atonce(Execution& e, Arguments a) noexcept {
  const Region region = body_of(*e.message);
  return replace_in_message(e, region.begin, region.end, Replacement(a[0], a[1])) > 0 ? 1 : -1;
}

// regex_substring(text, pattern, group, count, variable): 1; -1: no such group; -2: no match.
std::int32_t regex_substring(Execution& e, Arguments a) noexcept {
  RegexSet::Groups groups;
  if (!find_pattern(e, a[1], a[0].text, groups)) return -2;
  const std::int32_t wanted = a[2].number;
  if (wanted < 0 || wanted >= a[3].number || static_cast<std::size_t>(wanted) >= groups.count) {
    return -1;
  }
  const auto at = static_cast<std::size_t>(wanted);
  const std::string_view found =
      a[0].text.substr(groups.begin[at], groups.end[at] - groups.begin[at]);
  return write_reference(e, a[4], Value::of(found)) ? 1 : -1;
}

}  // namespace weir::routes::natives
