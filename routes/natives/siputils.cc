// siputils: questions about the message, its URIs and numbers.
#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sl.h"
#include "sip/item_list.h"
#include "sip/name_addr.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), sip::is_digit);
}

bool is_alphanumeric(char c) noexcept {
  return sip::is_digit(c) || (sip::to_lower(c) >= 'a' && sip::to_lower(c) <= 'z');
}

bool e164(const Execution& e, std::string_view text) noexcept {
  if (text.empty() || text[0] != '+') return false;
  const auto most = static_cast<std::size_t>(e.image->tunables().e164_most);
  return text.size() >= 3 && text.size() <= most && all_digits(text.substr(1));
}

std::int32_t boolean(bool b) noexcept { return b ? 1 : -1; }

}  // namespace

std::int32_t has_totag(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto to = e.message->to();
  return boolean(to && (*to)->has_tag);
}

std::int32_t is_request(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return boolean(e.message->is_request());
}
std::int32_t is_reply(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return boolean(e.message->is_reply());
}

std::int32_t is_uri(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return boolean(static_cast<bool>(sip::parse_uri(a[0].text)));
}

std::int32_t uri_param(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return -1;
  const sip::Param param = uri->params.find(a[0].text);
  if (param.name.empty()) return -1;
  // Without a value to compare with Kamailio wants the parameter to have none.
  return boolean(a.size() < 2 ? !param.has_value : param.value == a[1].text);
}

std::int32_t uri_param_any(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return -1;
  for (const std::string_view part : {uri->user, uri->params.text, uri->headers}) {
    if (part.find(a[0].text) != part.npos) return 1;
  }
  return -1;
}

std::int32_t add_uri_param(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return -1;
  if (a[0].text.empty()) return 1;
  UriParts parts = parts_of(*uri);
  parts.params = join_texts(*e.arena, {parts.params, ";", a[0].text});
  return boolean(set_uri(e, parts));
}

std::int32_t uri_param_rm(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return -1;
  std::string_view rest = uri->params.text;
  std::string_view kept;
  bool found = false;
  while (!rest.empty()) {
    const auto param = sip::next_uri_param(rest);
    if (!param || param->name.empty()) break;
    if (sip::equal_ignoring_case(param->name, a[0].text)) {
      found = true;
      continue;
    }
    kept =
        join_texts(*e.arena, {kept, ";", param->name, param->has_value ? "=" : "", param->value});
  }
  if (!found) return 1;
  UriParts parts = parts_of(*uri);
  parts.params = kept;
  return boolean(set_uri(e, parts));
}

std::int32_t is_e164(Execution& e, Arguments a) noexcept { return boolean(e164(e, a[0].text)); }
std::int32_t is_uri_user_e164(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(a[0].text);
  return boolean(uri && e164(e, uri->user));
}
std::int32_t is_tel_number(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const std::string_view text = a[0].text;
  return boolean(all_digits(text.starts_with('+') ? text.substr(1) : text));
}
std::int32_t is_numeric(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  return all_digits(a[0].text) ? 1 : -2;
}
std::int32_t is_alphanum(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const std::string_view text = a[0].text;
  return !text.empty() && std::all_of(text.begin(), text.end(), is_alphanumeric) ? 1 : -3;
}
std::int32_t is_alphanumex(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const std::string_view text = a[0].text;
  return boolean(!text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alphanumeric(c) || a[1].text.find(c) != std::string_view::npos;
  }));
}

std::int32_t cmp_uri(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const auto left = sip::parse_uri(a[0].text);
  const auto right = sip::parse_uri(a[1].text);
  return boolean(left && right && sip::equal(*left, *right));
}

std::int32_t cmp_aor(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const auto left = sip::parse_uri(a[0].text);
  const auto right = sip::parse_uri(a[1].text);
  return boolean(left && right && sip::equal_escaped(left->user, right->user, false) &&
                 sip::equal_ignoring_case(left->host, right->host) &&
                 left->effective_port() == right->effective_port());
}

std::int32_t cmp_hdr_name(Execution& e, Arguments a) noexcept {
  static_cast<void>(e);
  const sip::HeaderId id = sip::find_header(a[0].text);
  if (id != sip::HeaderId::kOther) return boolean(id == sip::find_header(a[1].text));
  return boolean(sip::equal_ignoring_case(a[0].text, a[1].text));
}

std::int32_t is_supported(Execution& e, Arguments a) noexcept {
  return boolean(sip::has_item(*e.message, sip::HeaderId::kSupported, a[0].text));
}

// A request: one Via, which names the source. A reply: our Via is the last but one.
std::int32_t is_first_hop(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto second = e.message->second_via();
  if (e.message->is_reply()) {
    const sip::Field* const field = e.message->first(sip::HeaderId::kVia);
    return boolean(field != nullptr && second && e.message->next(*field) != nullptr &&
                   e.message->next(*e.message->next(*field)) == nullptr);
  }
  return boolean(!second && second.error() == sip::Error::kMissing);
}

std::int32_t is_gruu(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(a.empty() ? current_uri(e) : a[0].text);
  if (!uri) return -1;
  const sip::Param gruu = uri->params.find("gr");
  if (gruu.name.empty()) return -1;
  return gruu.value.empty() ? 2 : 1;
}

std::int32_t options_reply(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  if (e.message->method() != sip::Method::kOptions) return -1;
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri || !uri->user.empty()) return -1;
  const Tunables& t = e.image->tunables();
  e.notes->reply_headers =
      join_texts(*e.arena, {e.notes->reply_headers, "Accept: ", t.options_accept,
                            "\r\nAccept-Encoding: ", t.options_accept_encoding,
                            "\r\nAccept-Language: ", t.options_accept_language,
                            "\r\nSupported: ", t.options_support, "\r\n"});
  return boolean(send_stateless(e, 200, "OK"));
}

}  // namespace weir::routes::natives
