// textops: header fields by computed names and patterns, dates, and the rest.
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/text_bytes.h"
#include "sip/multipart.h"
#include "sip/sdp.h"
#include "sip/token.h"
#include "sip/via.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace weir::routes {

std::string_view date_text(Execution& e) noexcept {
  const auto seconds = static_cast<std::time_t>(e.reception->wall_nanoseconds / 1000000000);
  std::tm broken{};
  gmtime_r(&seconds, &broken);
  std::array<char, 40> text{};
  const std::size_t size =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &broken);
  return e.arena->copy({text.data(), size});
}

std::string_view lower_case(Arena& arena, std::string_view text) noexcept {
  char* const at = arena.allocate(text.size());
  if (at == nullptr) return {};
  std::transform(text.begin(), text.end(), at, sip::to_lower);
  return {at, text.size()};
}

bool from_hexadecimal(Arena& arena, std::string_view digits, std::string_view& bytes) noexcept {
  if (digits.empty() || digits.size() % 2 != 0) return false;
  char* const at = arena.allocate(digits.size() / 2);
  if (at == nullptr) return false;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int high = hex_digit(digits[i]);
    const int low = hex_digit(digits[i + 1]);
    if (high < 0 || low < 0) return false;
    at[i / 2] = static_cast<char>(high * 16 + low);
  }
  bytes = {at, digits.size() / 2};
  return true;
}

namespace natives {
namespace {

// Takes out the fields for whose names `wanted` is true; true when there was one.
template <class Wanted>
std::int32_t remove_named(Execution& e, Wanted wanted) noexcept {
  bool found = false;
  for (const sip::Field& f : e.message->fields()) {
    if (wanted(e.message->name(f))) found = remove_line(e, f) || found;
  }
  return found ? 1 : -1;
}

std::int32_t count_vias(const sip::MessageView& message) noexcept {
  sip::ValueList<sip::Via> vias(message, sip::HeaderId::kVia, sip::next_via);
  std::int32_t count = 0;
  while (vias.next()) ++count;
  return count;
}

std::size_t offset_in(std::string_view whole, std::string_view part) noexcept {
  return static_cast<std::size_t>(part.data() - whole.data());
}

bool computed(Execution& e, const Value& pattern, std::string_view text) noexcept {
  return match_computed(e, Value::of(text), pattern) == 1;
}

enum class Test : std::uint8_t { kEqual, kDiffer, kInside, kMatch };

bool find_test(std::string_view name, Test& test) noexcept {
  constexpr std::pair<std::string_view, Test> kTests[] = {
      {"eq", Test::kEqual}, {"ne", Test::kDiffer}, {"in", Test::kInside}, {"re", Test::kMatch}};
  for (const auto& [known, found] : kTests) {
    if (known != name) continue;
    test = found;
    return true;
  }
  return false;
}

bool holds(Execution& e, Test test, std::string_view value, const Value& wanted) noexcept {
  switch (test) {
    case Test::kEqual:
      return value == wanted.text;
    case Test::kDiffer:
      return value != wanted.text;
    case Test::kInside:
      return value.find(wanted.text) != value.npos;
    case Test::kMatch:
      break;
  }
  return computed(e, wanted, value);
}

}  // namespace

// via_param_rm(name, index): 1 the top Via, 2 the next, -1 the last. The edge's own mark in the
// top one, received and rport, is written by what forwards.
std::int32_t via_param_rm(Execution& e, Arguments a) noexcept {
  std::int32_t index = a[1].number;
  if (index < 0) index += count_vias(*e.message) + 1;
  sip::ValueList<sip::Via> vias(*e.message, sip::HeaderId::kVia, sip::next_via);
  for (std::int32_t number = 1; const auto via = vias.next(); ++number) {
    if (number != index) continue;
    const sip::Param param = via->params.find(a[0].text);
    if (param.name.empty()) return -1;
    const std::string_view before = via->text.substr(0, offset_in(via->text, param.name));
    const std::size_t begin = e.message->offset(via->text) + before.rfind(';');
    const std::string_view last = param.has_value ? param.value : param.name;
    const std::size_t end = e.message->offset(last) + last.size();
    return counted(e, e.notes->edits.remove(begin, end)) ? 1 : -1;
  }
  return -1;
}

std::int32_t remove_hf_pv(Execution& e, Arguments a) noexcept {
  if (a[0].text.empty()) return -1;
  static_cast<void>(remove_hf(e, a));
  return 1;  // also when there was none
}

std::int32_t remove_hf_re_pv(Execution& e, Arguments a) noexcept {
  return remove_named(e, [&](std::string_view name) { return computed(e, a[0], name); });
}

std::int32_t remove_hf_exp_pv(Execution& e, Arguments a) noexcept {
  return remove_named(e, [&](std::string_view name) {
    return computed(e, a[0], name) && !computed(e, a[1], name);
  });
}

std::int32_t is_present_hf_re_pv(Execution& e, Arguments a) noexcept {
  for (const sip::Field& f : e.message->fields()) {
    if (computed(e, a[0], e.message->name(f))) return 1;
  }
  return -1;
}

// remove_hf_match(name, test, value): -1: no such test; -2: nothing to remove.
std::int32_t remove_hf_match(Execution& e, Arguments a) noexcept {
  Test test = Test::kEqual;
  if (!find_test(a[1].text, test)) return -1;
  bool found = false;
  for (const sip::Field* f = find_field(e, a[0].text); f != nullptr; f = e.message->find_next(*f)) {
    if (holds(e, test, e.message->value(*f), a[2])) found = remove_line(e, *f) || found;
  }
  return found ? 1 : -2;
}

// Does the text begin with an element of the list?
std::int32_t in_list_prefix(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  if (a[0].text.empty() || a[2].text.empty()) return -1;
  std::string_view rest = a[1].text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(a[2].text[0]), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!one.empty() && sip::is_space(one.front())) one.remove_prefix(1);
    while (!one.empty() && sip::is_space(one.back())) one.remove_suffix(1);
    if (!one.empty() && a[0].text.starts_with(one)) return 1;
  }
  return -1;
}

std::int32_t append_time(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->reply_headers =
      join_texts(*e.arena, {e.notes->reply_headers, "Date: ", date_text(e), "\r\n"});
  return 1;
}

std::int32_t append_time_to_request(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const std::string_view line = join_texts(*e.arena, {"Date: ", date_text(e), "\r\n"});
  return counted(e, e.notes->edits.insert(e.message->headers_end(), line)) ? 1 : -1;
}

std::int32_t is_audio_on_hold(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto part = sip::find_part(*e.message, "application/sdp");
  if (!part) return -1;
  const auto sdp = sip::parse_sdp(part->body);
  if (!sdp) return -1;
  for (std::size_t i = 0; i < sdp->media_count(); ++i) {
    const sip::SdpMedia media = sdp->media(i);
    if (sip::equal_ignoring_case(media.type, "audio") && sip::on_hold(*sdp, media)) return 1;
  }
  return -1;
}

std::int32_t set_body_hex(Execution& e, Arguments a) noexcept {
  std::string_view bytes;
  if (!from_hexadecimal(*e.arena, a[0].text, bytes)) return -1;
  const Value arguments[] = {Value::of(bytes), a[1]};
  return set_body(e, arguments);
}

std::int32_t set_reply_body_hex(Execution& e, Arguments a) noexcept {
  std::string_view bytes;
  if (!from_hexadecimal(*e.arena, a[0].text, bytes)) return -1;
  const Value arguments[] = {Value::of(bytes), a[1]};
  return set_reply_body(e, arguments);
}

}  // namespace natives
}  // namespace weir::routes
