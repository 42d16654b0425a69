#include "dataplane/guard/scanners.h"

#include "sip/message.h"
#include "sip/token.h"

#include <array>

namespace weir::dataplane::guard {

namespace {

constexpr std::size_t kLooked = 256;

constexpr auto kSignatures = std::to_array<std::string_view>({
    "friendly-scanner",
    "pplsip",
    "sipcli",
    "sipvicious",
    "sundayddr",
    "vaxsipuseragent",
});

// The first letters of the signatures, both cases: most bytes of a value end here.
constexpr auto kFirst = [] {
  std::array<bool, 256> table{};
  for (const std::string_view signature : kSignatures) {
    const auto c = static_cast<unsigned char>(signature[0]);
    table[c] = table[c - 32] = true;
  }
  return table;
}();

constexpr bool is_letter(char c) noexcept {
  const char lower = sip::to_lower(c);
  return lower >= 'a' && lower <= 'z';
}

bool begins_with(std::string_view text, std::string_view signature) noexcept {
  if (text.size() < signature.size()) return false;
  if (!sip::equal_ignoring_case(text.substr(0, signature.size()), signature)) return false;
  return text.size() == signature.size() || !is_letter(text[signature.size()]);
}

// The user part of a URI: between the scheme and '@'; empty without one.
std::string_view user_of(std::string_view uri) noexcept {
  const auto colon = uri.find(':');
  const auto at = uri.find('@');
  if (colon == uri.npos || at == uri.npos || at < colon) return {};
  return uri.substr(colon + 1, at - colon - 1);
}

bool party_is_scanner(const sip::Result<const sip::NameAddr*>& party) noexcept {
  if (!party) return false;
  const sip::NameAddr& value = **party;
  return names_scanner(value.display) || names_scanner(user_of(value.uri));
}

}  // namespace

bool names_scanner(std::string_view value) noexcept {
  value = value.substr(0, kLooked);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!kFirst[static_cast<unsigned char>(value[i])]) continue;
    if (i != 0 && is_letter(value[i - 1])) continue;
    for (const std::string_view signature : kSignatures) {
      if (begins_with(value.substr(i), signature)) return true;
    }
  }
  return false;
}

bool is_scanner(const sip::MessageView& message) noexcept {
  return names_scanner(message.first_value(sip::HeaderId::kUserAgent)) ||
         party_is_scanner(message.from()) || party_is_scanner(message.to());
}

}  // namespace weir::dataplane::guard
