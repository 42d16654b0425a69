#include "sip/contact.h"

#include "sip/address_params.h"
#include "sip/param_table.h"

#include <limits>

namespace weir::sip {
namespace {

// qvalue = "0" ["." 0*3DIGIT] / "1" ["." 0*3("0")]
Error read_q(const Param& param, Contact& contact) noexcept {
  std::string_view text = param.value;
  if (text.empty() || text.size() > 5 || (text.size() > 1 && text[1] != '.')) return Error::kSyntax;
  unsigned thousandths = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    if (i == 1) continue;
    const char c = i < text.size() ? text[i] : '0';
    if (!is_digit(c)) return Error::kSyntax;
    thousandths = thousandths * 10 + static_cast<unsigned>(c - '0');
  }
  if (thousandths > 1000) return Error::kRange;
  contact.q = static_cast<std::uint16_t>(thousandths);
  return Error::kNone;
}

Error read_expires(const Param& param, Contact& contact) noexcept {
  const Result<std::uint32_t> seconds = parse_number(param.value);
  if (seconds) {
    contact.expires = *seconds;
  } else if (seconds.error() == Error::kRange) {
    contact.expires = std::numeric_limits<std::uint32_t>::max();
  } else {
    contact.expires = Contact::kDefaultExpires;
  }
  return Error::kNone;
}

// c-p-instance = "+sip.instance" EQUAL DQUOTE "<" instance-val ">" DQUOTE
Error read_instance(const Param& param, Contact& contact) noexcept {
  const std::string_view urn = unquote(param.value);
  if (urn.size() == param.value.size() || urn.size() < 3) return Error::kSyntax;
  if (urn.front() != '<' || urn.back() != '>') return Error::kSyntax;
  contact.instance = slice(urn, 1, urn.size() - 2);
  return Error::kNone;
}

constexpr std::uint32_t kLargestRegId = (1u << 31) - 1;

constexpr auto kParams = make_param_table<Contact>({
    {"q", read_q},
    {"expires", read_expires},
    {"reg-id", read_number<&Contact::reg_id, 1, kLargestRegId>},
    {"+sip.instance", read_instance},
    {"pub-gruu", read_text<&Contact::pub_gruu>},
    {"temp-gruu", read_text<&Contact::temp_gruu>},
});

}  // namespace

Result<Contact> next_contact(std::string_view& rest) noexcept {
  return next_address(rest, kParams);
}

}  // namespace weir::sip
