// ipops: addresses in texts.
#include "routes/natives/functions_routing.h"
#include "sip/address.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kTrue = 1;
constexpr std::int32_t kFalse = -1;

// What a text is, by Kamailio's numbers; kFalse for no address.
enum Form : std::int32_t { kNone = -1, kV4 = 1, kV6 = 2, kReference = 3 };

Form form_of(std::string_view text, sip::Address& address) noexcept {
  const auto parsed = sip::parse_address(text);
  if (!parsed) return kNone;
  address = *parsed;
  if (text.front() == '[') return kReference;
  return text.find(':') == text.npos ? kV4 : kV6;
}

Form form_of(std::string_view text) noexcept {
  sip::Address address;
  return form_of(text, address);
}

std::int32_t boolean(bool value) noexcept { return value ? kTrue : kFalse; }

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && sip::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && sip::is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::int32_t compare(Arguments a, bool references) noexcept {
  sip::Address left;
  sip::Address right;
  const Form first = form_of(a[0].text, left);
  const Form second = form_of(a[1].text, right);
  if (first == kNone || second == kNone) return kFalse;
  if (!references && (first == kReference || second == kReference)) return kFalse;
  return boolean(left == right);
}

}  // namespace

std::int32_t compare_ips(Execution&, Arguments a) noexcept { return compare(a, true); }

std::int32_t compare_pure_ips(Execution&, Arguments a) noexcept { return compare(a, false); }

std::int32_t ip_type(Execution&, Arguments a) noexcept { return form_of(a[0].text); }

std::int32_t is_ip(Execution&, Arguments a) noexcept {
  return boolean(form_of(a[0].text) != kNone);
}

std::int32_t is_pure_ip(Execution&, Arguments a) noexcept {
  const Form form = form_of(a[0].text);
  return boolean(form == kV4 || form == kV6);
}

std::int32_t is_ipv4(Execution&, Arguments a) noexcept {
  return boolean(form_of(a[0].text) == kV4);
}

std::int32_t is_ipv6(Execution&, Arguments a) noexcept {
  return boolean(form_of(a[0].text) == kV6);
}

std::int32_t is_ipv6_reference(Execution&, Arguments a) noexcept {
  return boolean(form_of(a[0].text) == kReference);
}

std::int32_t is_ip_rfc1918(Execution&, Arguments a) noexcept {
  sip::Address address;
  if (form_of(a[0].text, address) != kV4) return kFalse;
  const std::uint32_t value = address.v4_value();
  return boolean(value >> 24 == 10 || value >> 20 == 0xac1 || value >> 16 == 0xc0a8);
}

std::int32_t is_in_subnet(Execution&, Arguments a) noexcept {
  sip::Address address;
  if (form_of(a[0].text, address) == kNone) return kFalse;
  std::string_view list = a[1].text;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const auto network = sip::parse_prefix(trimmed(list.substr(0, end)));
    if (network && network->contains(address)) return kTrue;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return kFalse;
}

}  // namespace weir::routes::natives
