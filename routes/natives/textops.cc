// textops: header fields.
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/request_uri.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

bool matches(Execution& e, const Value& pattern, std::string_view text) noexcept {
  RegexSet::Groups groups;
  return e.image->regexes().find(static_cast<std::uint32_t>(pattern.number), text, 0,
                                 e.workspace->scratch(), groups);
}

// Takes the next element off a list "A|B|C".
std::string_view next_element(std::string_view& rest, char separator) noexcept {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  std::string_view one = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  while (!one.empty() && sip::is_space(one.front())) one.remove_prefix(1);
  while (!one.empty() && sip::is_space(one.back())) one.remove_suffix(1);
  return one;
}

}  // namespace

std::int32_t append_hf(Execution& e, Arguments a) noexcept {
  std::size_t at = e.message->headers_end();
  if (a.size() > 1) {
    const sip::Field* const after = find_field(e, a[1].text);
    if (after != nullptr) at = after->end;
  }
  return counted(e, e.notes->edits.insert(at, a[0].text)) ? 1 : -1;
}

std::int32_t insert_hf(Execution& e, Arguments a) noexcept {
  std::size_t at = e.message->headers_offset();
  if (a.size() > 1) {
    const sip::Field* const before = find_field(e, a[1].text);
    if (before != nullptr) at = before->begin;
  }
  return counted(e, e.notes->edits.insert(at, a[0].text)) ? 1 : -1;
}

std::int32_t append_to_reply(Execution& e, Arguments a) noexcept {
  e.notes->reply_headers = e.arena->concat(e.notes->reply_headers, a[0].text);
  return 1;
}

std::int32_t append_urihf(Execution& e, Arguments a) noexcept {
  const std::string_view line = join_texts(*e.arena, {a[0].text, current_uri(e), a[1].text});
  return counted(e, e.notes->edits.insert(e.message->headers_end(), line)) ? 1 : -1;
}

std::int32_t remove_hf(Execution& e, Arguments a) noexcept {
  bool found = false;
  for (const sip::Field* f = find_field(e, a[0].text); f != nullptr; f = e.message->find_next(*f)) {
    found = remove_line(e, *f) || found;
  }
  return found ? 1 : -1;
}

std::int32_t remove_hf_re(Execution& e, Arguments a) noexcept {
  bool found = false;
  for (const sip::Field& f : e.message->fields()) {
    if (matches(e, a[0], e.message->name(f))) found = remove_line(e, f) || found;
  }
  return found ? 1 : -1;
}

std::int32_t is_present_hf(Execution& e, Arguments a) noexcept {
  return find_field(e, a[0].text) != nullptr ? 1 : -1;
}

std::int32_t is_present_hf_re(Execution& e, Arguments a) noexcept {
  for (const sip::Field& f : e.message->fields()) {
    if (matches(e, a[0], e.message->name(f))) return 1;
  }
  return -1;
}

std::int32_t is_method(Execution& e, Arguments a) noexcept {
  const auto cseq = e.message->cseq();
  std::string_view method = e.message->method_text();
  if (e.message->is_reply()) method = cseq ? (*cseq)->method_text : std::string_view{};
  std::string_view rest = a[0].text;
  while (!rest.empty()) {
    if (sip::equal_ignoring_case(next_element(rest, '|'), method)) return 1;
  }
  return -1;
}

std::int32_t has_body(Execution& e, Arguments a) noexcept {
  if (e.message->body().empty()) return -1;
  if (a.empty()) return 1;
  const std::string_view type = e.message->first_value(sip::HeaderId::kContentType);
  std::string_view rest = type;
  return sip::equal_ignoring_case(next_element(rest, ';'), a[0].text) ? 1 : -1;
}

// Of the headers whose name matches the first pattern those that the second does not match.
std::int32_t remove_hf_exp(Execution& e, Arguments a) noexcept {
  bool found = false;
  for (const sip::Field& f : e.message->fields()) {
    const std::string_view name = e.message->name(f);
    if (matches(e, a[0], name) && !matches(e, a[1], name)) found = remove_line(e, f) || found;
  }
  return found ? 1 : -1;
}
// The header of that name at an index, which counts from the end when it is negative.
std::int32_t remove_hf_idx(Execution& e, Arguments a) noexcept {
  std::int32_t index = a[1].number;
  if (index < 0) {
    for (const sip::Field* f = find_field(e, a[0].text); f != nullptr;
         f = e.message->find_next(*f)) {
      ++index;
    }
  }
  if (index < 0) return -1;
  const sip::Field* f = find_field(e, a[0].text);
  for (; f != nullptr && index > 0; --index) f = e.message->find_next(*f);
  return f != nullptr && remove_line(e, *f) ? 1 : -1;
}
std::int32_t search_str(Execution& e, Arguments a) noexcept {
  return matches(e, a[1], a[0].text) ? 1 : -1;
}
std::int32_t search(Execution& e, Arguments a) noexcept {
  return matches(e, a[0], e.message->raw()) ? 1 : -1;
}

std::int32_t search_body(Execution& e, Arguments a) noexcept {
  return matches(e, a[0], e.message->body()) ? 1 : -1;
}

// search_hf(name, pattern, flags): flag a: all fields, f: the first, l: the last.
std::int32_t search_hf(Execution& e, Arguments a) noexcept {
  const sip::Field* last = nullptr;
  const bool only_last = a[2].text == "l";
  for (const sip::Field* f = find_field(e, a[0].text); f != nullptr; f = e.message->find_next(*f)) {
    last = f;
    if (only_last) continue;
    if (matches(e, a[1], e.message->value(*f))) return 1;
    if (a[2].text == "f") return -1;
  }
  return only_last && last != nullptr && matches(e, a[1], e.message->value(*last)) ? 1 : -1;
}

std::int32_t set_reply_body(Execution& e, Arguments a) noexcept {
  e.notes->reply_body = a[0].text;
  e.notes->reply_body_type = a[1].text;
  return 1;
}

std::int32_t is_privacy(Execution& e, Arguments a) noexcept {
  const sip::Field* const field = e.message->find("Privacy");
  if (field == nullptr) return -1;
  std::string_view rest = e.message->value(*field);
  while (!rest.empty()) {
    if (sip::equal_ignoring_case(next_element(rest, ';'), a[0].text)) return 1;
  }
  return -1;
}

std::int32_t in_list(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  if (a[2].text.empty()) return -1;
  std::string_view rest = a[1].text;
  while (!rest.empty()) {
    if (next_element(rest, a[2].text[0]) == a[0].text) return 1;
  }
  return -1;
}

}  // namespace weir::routes::natives
