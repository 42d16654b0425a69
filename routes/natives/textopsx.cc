// textopsx: the message written anew, fields kept, names with wildcards.
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/wildcard.h"
#include "sip/element_edit.h"

#include <algorithm>
#include <array>

namespace weir::routes {
namespace {

constexpr std::size_t kMostBytes = 65535;  // of a datagram

// Fields that keep_hf() leaves alone, as Kamailio 5.6.3 does.
constexpr std::array kAlwaysKept = {
    sip::HeaderId::kVia,         sip::HeaderId::kFrom,         sip::HeaderId::kTo,
    sip::HeaderId::kCallId,      sip::HeaderId::kCSeq,         sip::HeaderId::kMaxForwards,
    sip::HeaderId::kRoute,       sip::HeaderId::kRecordRoute,  sip::HeaderId::kContact,
    sip::HeaderId::kContentType, sip::HeaderId::kContentLength};

bool always_kept(sip::HeaderId id) noexcept {
  return std::find(kAlwaysKept.begin(), kAlwaysKept.end(), id) != kAlwaysKept.end();
}

std::string_view status_line(Execution& e) noexcept {
  const Notes& n = *e.notes;
  const IntText code = int_to_text(n.reply_status);
  const std::string_view reason =
      n.reply_reason.empty() ? sip::reason_phrase(n.reply_status) : n.reply_reason;
  return join_texts(*e.arena, {"SIP/2.0 ", code.view(), " ", reason});
}

// What the script has set beside its edits, as edits of the start line and the Route.
bool add_other_edits(Execution& e) noexcept {
  const sip::MessageView& m = *e.message;
  Notes& n = *e.notes;
  if (n.request_uri == kBrokenUri) return false;
  if (m.is_request() && !n.request_uri.empty()) {
    const std::size_t begin = m.offset(m.request_uri());
    if (!n.edits.replace(begin, begin + m.request_uri().size(), n.request_uri)) return false;
  }
  if (!n.last_route.empty()) {
    const std::string_view line = join_texts(*e.arena, {"Route: ", n.last_route, "\r\n"});
    const sip::Field* const last = m.last(sip::HeaderId::kRoute);
    if (!n.edits.insert(last == nullptr ? m.headers_offset() : last->end, line)) return false;
  }
  if (m.is_reply() && n.reply_status != 0) {
    const std::string_view line = status_line(e);
    if (!n.edits.replace(0, m.start_line().size(), line)) return false;
  }
  char* const digits = e.arena->allocate(sip::kContentLengthText);
  if (digits == nullptr) return false;
  sip::TextRoom room({digits, sip::kContentLengthText});
  static_cast<void>(sip::mend_content_length(m, n.edits, room));
  return true;
}

// What was set for the old form of the message is in the new one, or gone as in Kamailio.
void forget_edits(Notes& n) noexcept {
  n.edits.clear();
  n.request_uri = n.last_route = {};
  n.reply_headers = n.reply_body = n.reply_body_type = {};
  n.reply_status = 0;
  n.reply_reason = {};
}

}  // namespace

std::string_view updated_message(Execution& e) noexcept {
  sip::EditList& edits = e.notes->edits;
  sip::EditList before;
  before.assign(edits);
  const std::string_view raw = e.message->raw();
  std::string_view made;
  if (add_other_edits(e)) {
    const std::size_t size = edits.applied_size(raw);
    char* const room = size <= kMostBytes ? e.arena->allocate(size) : nullptr;
    if (room != nullptr) {
      const auto written = edits.apply(raw, {room, size});
      if (written) made = {room, *written};
    }
  }
  edits.assign(before);
  return made;
}

namespace natives {

std::int32_t msg_apply_changes(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  // Our Record-Route depends on where the message will go, so that it cannot be written yet.
  if (e.notes->record_route) return -1;
  const std::string_view text = updated_message(e);
  if (text.empty() || !e.host->adopt(e, text)) return -1;
  forget_edits(*e.notes);
  return 1;
}

std::int32_t msg_set_buffer(Execution& e, Arguments a) noexcept {
  if (a[0].text.size() > kMostBytes) return -1;
  const std::string_view text = e.arena->copy(a[0].text);
  if (!e.host->adopt(e, text)) return -1;
  forget_edits(*e.notes);
  return 1;
}

std::int32_t keep_hf(Execution& e, Arguments a) noexcept {
  for (const sip::Field& f : e.message->fields()) {
    RegexSet::Groups groups;
    if (always_kept(f.id) || find_pattern(e, a[0], e.message->name(f), groups)) continue;
    static_cast<void>(remove_line(e, f));
  }
  return -1;  // seen of Kamailio 5.6.3
}

// fnmatch(text, pattern[, flags]): Kamailio 5.6.3 takes flags and heeds none.
std::int32_t fnmatch(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return matches_wildcards(a[0].text, a[1].text) ? 1 : -1;
}

}  // namespace natives
}  // namespace weir::routes
