// The core's functions: forwarding, flags, the request URI.
#include "routes/natives/avp.h"
#include "routes/natives/flag_bit.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/next_hop.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/workspace.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kTrue = 1;
constexpr std::int32_t kFalse = -1;
constexpr std::int32_t kStoppedByOnsend = -510;  // what Kamailio 5.6.3 gives

// The newest value of an AVP by the number of its name; nullptr without one.
Avp* named_avp(Execution& e, const Value& name) noexcept {
  const int at = find_value(*e.notes, static_cast<std::uint16_t>(name.number), 0);
  return at < 0 ? nullptr : &e.notes->avps[static_cast<std::size_t>(at)];
}

std::int32_t change_uri(Execution& e, void (*change)(UriParts&, std::string_view),
                        std::string_view text) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return kFalse;
  UriParts parts = parts_of(*uri);
  change(parts, text);
  return set_uri(e, parts) ? kTrue : kFalse;
}

// "host", "host:port" or "uri:host", "uri:port" as forward() takes them.
std::string_view target_uri(Execution& e, std::string_view text) noexcept {
  if (text.starts_with("sip:") || text.starts_with("sips:")) return text;
  if (text == "uri:host" || text == "uri:port") return current_uri(e);
  return join_texts(*e.arena, {"sip:", text});
}

}  // namespace

std::int32_t forward(Execution& e, Arguments a) noexcept {
  Target target;
  std::string_view uri =
      e.notes->destination_uri.empty() ? current_uri(e) : e.notes->destination_uri;
  if (!a.empty()) uri = target_uri(e, a[0].text);
  if (a.size() > 1 && uri != current_uri(e)) uri = join_texts(*e.arena, {uri, ":", a[1].text});
  if (e.notes->request_uri == kBrokenUri) uri = kBrokenUri;
  if (!next_hop(e, uri, target)) return kFalse;
  target.socket = e.notes->forced_socket;
  e.error = ScriptError::kSend;
  if (!e.host->forward(e, target)) {
    return e.error == ScriptError::kNone ? kStoppedByOnsend : kFalse;
  }
  e.error = ScriptError::kNone;
  if (e.notes->forwards_sent < 255) ++e.notes->forwards_sent;
  return kTrue;
}

std::int32_t force_rport(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->force_rport = true;
  return kTrue;
}

// setavpflag(name, flag): of the newest value; there may be none.
std::int32_t setavpflag(Execution& e, Arguments a) noexcept {
  Avp* const avp = named_avp(e, a[0]);
  if (avp == nullptr) return kFalse;
  avp->flags |= flag_bit(a[1]);
  return kTrue;
}
std::int32_t resetavpflag(Execution& e, Arguments a) noexcept {
  Avp* const avp = named_avp(e, a[0]);
  if (avp == nullptr) return kFalse;
  avp->flags &= ~flag_bit(a[1]);
  return kTrue;
}
std::int32_t isavpflagset(Execution& e, Arguments a) noexcept {
  const Avp* const avp = named_avp(e, a[0]);
  return avp != nullptr && (avp->flags & flag_bit(a[1])) != 0 ? kTrue : kFalse;
}

std::int32_t nothing(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  static_cast<void>(a);
  return kTrue;
}

std::int32_t setflag(Execution& e, Arguments a) noexcept {
  e.notes->message_flags |= flag_bit(a[0]);
  return kTrue;
}

std::int32_t resetflag(Execution& e, Arguments a) noexcept {
  e.notes->message_flags &= ~flag_bit(a[0]);
  return kTrue;
}

std::int32_t isflagset(Execution& e, Arguments a) noexcept {
  return (e.notes->message_flags & flag_bit(a[0])) != 0 ? kTrue : kFalse;
}

std::int32_t rewritehost(Execution& e, Arguments a) noexcept {
  return change_uri(
      e, [](UriParts& p, std::string_view t) { p.host = t; }, a[0].text);
}

std::int32_t rewritehostport(Execution& e, Arguments a) noexcept {
  return change_uri(
      e, [](UriParts& p, std::string_view t) { p.host = t, p.port = {}; }, a[0].text);
}

std::int32_t rewriteuser(Execution& e, Arguments a) noexcept {
  return change_uri(
      e, [](UriParts& p, std::string_view t) { p.user = t; }, a[0].text);
}

std::int32_t rewriteuserpass(Execution& e, Arguments a) noexcept {
  return change_uri(
      e, [](UriParts& p, std::string_view t) { p.user = t, p.has_password = false; }, a[0].text);
}

std::int32_t rewriteport(Execution& e, Arguments a) noexcept {
  return change_uri(
      e, [](UriParts& p, std::string_view t) { p.port = t; }, a[0].text);
}

std::int32_t rewriteuri(Execution& e, Arguments a) noexcept {
  return set_uri(e, a[0].text) ? kTrue : kFalse;
}

std::int32_t revert_uri(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->request_uri = {};
  return kTrue;
}

std::int32_t strip(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri || a[0].number < 0) return kFalse;
  UriParts parts = parts_of(*uri);
  parts.user.remove_prefix(std::min(parts.user.size(), static_cast<std::size_t>(a[0].number)));
  return set_uri(e, parts) ? kTrue : kFalse;
}

std::int32_t strip_tail(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri || a[0].number < 0) return kFalse;
  UriParts parts = parts_of(*uri);
  parts.user.remove_suffix(std::min(parts.user.size(), static_cast<std::size_t>(a[0].number)));
  return set_uri(e, parts) ? kTrue : kFalse;
}

std::int32_t prefix(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return kFalse;
  UriParts parts = parts_of(*uri);
  parts.user = e.arena->concat(a[0].text, parts.user);
  return set_uri(e, parts) ? kTrue : kFalse;
}

std::int32_t userphone(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return kFalse;
  if (uri->params.find("user").value == "phone") return kTrue;
  UriParts parts = parts_of(*uri);
  parts.params = e.arena->concat(parts.params, ";user=phone");
  return set_uri(e, parts) ? kTrue : kFalse;
}

std::int32_t log_line(Execution& e, Arguments a) noexcept {
  // log([level,] text); without a level it is an error line.
  std::int32_t level = -1;
  if (a.size() > 1) text_to_int(a[0].text, level);
  if (e.host->log_enabled(e, level)) {
    e.host->log(e, level, -1, e.arena->concat("<script>: ", a.back().text));
  }
  return kTrue;
}

std::int32_t force_send_socket(Execution& e, Arguments a) noexcept { return set_send_socket(e, a); }

std::int32_t yes(Execution& e, Arguments a) noexcept { return nothing(e, a); }

std::int32_t no(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  static_cast<void>(a);
  return kFalse;
}

}  // namespace weir::routes::natives
