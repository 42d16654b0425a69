// siputils: numbers and URIs made into others, dates, identities.
#include "routes/natives/functions_routing.h"
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/text_bytes.h"
#include "sip/date.h"
#include "sip/token.h"

#include <algorithm>
#include <array>
#include <span>

namespace weir::routes::natives {
namespace {

// The newest value of the AVP that modparam rpid_avp names, or empty.
std::string_view rpid(const Execution& e) noexcept {
  const Notes& n = *e.notes;
  for (std::size_t i = n.avp_count; i-- > 0;) {
    if (n.avps[i].name == e.image->tunables().rpid_avp) return n.avps[i].value.text;
  }
  return {};
}

bool is_visual(char c) noexcept { return c == '-' || c == '.' || c == '(' || c == ')'; }

constexpr std::string_view kPhoneContext = "phone-context=";

// `text` without the visual separators behind its first `keep` bytes, in the arena.
std::string_view without_separators(Arena& arena, std::string_view text,
                                    std::size_t keep = 0) noexcept {
  char* const begin = arena.allocate(text.size());
  if (begin == nullptr) return {};
  char* end = begin;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i < keep || !is_visual(text[i])) *end++ = text[i];
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

// The parameters of a tel URI in the order of RFC 3261 section 19.1.6.
class TelParams {
 public:
  // Takes ";NAME[=VALUE]..."; false when there are too many.
  bool read(std::string_view rest) noexcept {
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::string_view one = rest.substr(0, rest.find(';'));
      rest.remove_prefix(one.size());
      if (one.empty()) continue;
      if (count_ == params_.size()) return false;
      params_[count_++] = one;
    }
    std::sort(params_.begin(), params_.begin() + count_, before);
    return true;
  }

  std::span<const std::string_view> sorted() const noexcept { return {params_.data(), count_}; }

 private:
  static int rank(std::string_view param) noexcept {
    const std::string_view name = param.substr(0, param.find('='));
    return sip::equal_ignoring_case(name, "isub")    ? 0
           : sip::equal_ignoring_case(name, "postd") ? 1
                                                     : 2;
  }
  static bool before(std::string_view a, std::string_view b) noexcept {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      return sip::to_lower(x) < sip::to_lower(y);
    });
  }

  std::array<std::string_view, 16> params_;
  std::uint8_t count_ = 0;
};

// 32 hexadecimal digits that no two messages share.
std::string_view charging_id(Execution& e) noexcept {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::array<char, 32> text;
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint64_t bits = next_random(e);
    for (std::size_t i = 0; i < 16; ++i, bits >>= 4) text[half * 16 + i] = kDigits[bits & 15];
  }
  return e.arena->copy({text.data(), text.size()});
}

}  // namespace

// get_uri_param(name, variable): of several the last, as in Kamailio; names in their case.
std::int32_t get_uri_param(Execution& e, Arguments a) noexcept {
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return -1;
  std::string_view rest = uri->params.text;
  bool found = false;
  std::string_view value;
  while (!rest.empty()) {
    const auto param = sip::next_uri_param(rest);
    if (!param || param->name.empty()) break;
    if (param->name != a[0].text) continue;
    found = true;
    value = param->value;
  }
  if (!found) return -1;
  return write_reference(e, a[1], Value::of(value)) ? 1 : -1;
}

// tel2sip(uri, host, variable): 1 with the SIP URI of RFC 3261 section 19.1.6; 2 for what is no tel
// URI, which is left alone.
std::int32_t tel2sip(Execution& e, Arguments a) noexcept {
  const std::string_view uri = a[0].text;
  if (!sip::equal_ignoring_case(uri.substr(0, 4), "tel:")) return 2;
  const std::size_t params = std::min(uri.find(';'), uri.size());
  const std::string_view made = join_texts(
      *e.arena, {"sip:", without_separators(*e.arena, uri.substr(4, params - 4)),
                 lower_case(*e.arena, uri.substr(params)), "@", a[1].text, ";user=phone"});
  return write_reference(e, a[2], Value::of(made)) ? 1 : -1;
}

// tel2sip2(uri, host, variable): as tel2sip(), closer to RFC 3261 section 19.1.6: isub and postd
// come first, the other parameters by name; a phone-context is left out when it is a domain, and
// has no visual separators when it is a number.
std::int32_t tel2sip2(Execution& e, Arguments a) noexcept {
  const std::string_view uri = a[0].text;
  if (!sip::equal_ignoring_case(uri.substr(0, 4), "tel:")) return 2;
  TelParams params;
  if (!params.read(uri.substr(std::min(uri.find(';'), uri.size())))) return -1;
  const std::string_view number = uri.substr(4, uri.find(';') - 4);
  std::string_view user = without_separators(*e.arena, number);
  for (const std::string_view one : params.sorted()) {
    std::string_view text = lower_case(*e.arena, one);
    if (text.starts_with(kPhoneContext)) {
      if (!text.substr(kPhoneContext.size()).starts_with('+')) continue;
      text = without_separators(*e.arena, text, kPhoneContext.size());
    }
    user = join_texts(*e.arena, {user, ";", text});
  }
  const std::string_view made = join_texts(*e.arena, {"sip:", user, "@", a[1].text, ";user=phone"});
  return write_reference(e, a[2], Value::of(made)) ? 1 : -1;
}

// hdr_date_check(seconds): -1 without a Date that can be read, -4 when it is older than that.
std::int32_t hdr_date_check(Execution& e, Arguments a) noexcept {
  const sip::Field* const field = e.message->first(sip::HeaderId::kDate);
  if (field == nullptr) return -1;
  std::string_view rest = e.message->value(*field);
  const auto date = sip::next_date(rest);
  if (!date) return -1;
  const std::int64_t now = e.reception->wall_nanoseconds / 1000000000;
  return now > *date + a[0].number ? -4 : 1;
}

std::int32_t append_rpid_hf(Execution& e, Arguments a) noexcept {
  const std::string_view value = rpid(e);
  if (value.empty()) return -1;
  const Tunables& t = e.image->tunables();
  const std::string_view before = a.empty() ? std::string_view(t.rpid_prefix) : a[0].text;
  const std::string_view after = a.size() < 2 ? std::string_view(t.rpid_suffix) : a[1].text;
  const std::string_view line =
      join_texts(*e.arena, {"Remote-Party-ID: ", before, value, after, "\r\n"});
  return counted(e, e.notes->edits.insert(e.message->headers_end(), line)) ? 1 : -1;
}

std::int32_t is_rpid_user_e164(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  std::string_view rest = rpid(e);
  const auto name = sip::next_name_addr(rest);
  if (!name) return -1;
  const Value uri[] = {Value::of(name->uri)};
  return is_uri_user_e164(e, uri);
}

// sip_p_charging_vector(mode): r removes P-Charging-Vector, g adds one unless there is one, f both.
std::int32_t sip_p_charging_vector(Execution& e, Arguments a) noexcept {
  const char mode = a[0].text.empty() ? ' ' : a[0].text[0];
  if (mode != 'r' && mode != 'g' && mode != 'f') return -1;
  const Value name[] = {Value::of("P-Charging-Vector")};
  const bool there = find_field(e, name[0].text) != nullptr;
  if (mode != 'g' && there) static_cast<void>(remove_hf(e, name));
  if (mode == 'r' || (mode == 'g' && there)) return 1;
  const std::string_view line = join_texts(
      *e.arena, {"P-Charging-Vector: icid-value=", charging_id(e), "; icid-generated-at=",
                 address_text(*e.arena, e.reception->destination.address, true), "\r\n"});
  return counted(e, e.notes->edits.insert(e.message->headers_end(), line)) ? 1 : -1;
}

}  // namespace weir::routes::natives
