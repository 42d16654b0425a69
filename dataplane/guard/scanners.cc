#include "dataplane/guard/scanners.h"

#include "sip/message.h"
#include "sip/token.h"

#include <array>

namespace weir::dataplane::guard {

namespace {

constexpr auto kSignatures = std::to_array<std::string_view>({
    "friendly-scanner",
    "pplsip",
    "sipcli",
    "sipvicious",
    "sundayddr",
    "VaxSIPUserAgent",
});

// The first letters of the signatures, both cases: most bytes of a value end here.
constexpr auto kFirst = [] {
  std::array<bool, 256> table{};
  for (const std::string_view signature : kSignatures) {
    const auto c = static_cast<unsigned char>(sip::to_lower(signature[0]));
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

std::size_t find_in_party(const sip::Result<const sip::NameAddr*>& party) noexcept {
  if (!party) return kNoScanner;
  const sip::NameAddr& value = **party;
  const std::size_t found = find_scanner(value.display);
  return found != kNoScanner ? found : find_scanner(uri_user(value.uri));
}

}  // namespace

std::span<const std::string_view> scanner_names() noexcept { return kSignatures; }

std::string_view uri_user(std::string_view uri) noexcept {
  const auto colon = uri.find(':');
  const auto at = uri.find('@');
  if (colon == uri.npos || at == uri.npos || at < colon) return {};
  return uri.substr(colon + 1, at - colon - 1);
}

std::size_t find_scanner(std::string_view value) noexcept {
  value = value.substr(0, kScannerLook);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!kFirst[static_cast<unsigned char>(value[i])]) continue;
    if (i != 0 && is_letter(value[i - 1])) continue;
    for (std::size_t name = 0; name < kSignatures.size(); ++name) {
      if (begins_with(value.substr(i), kSignatures[name])) return name;
    }
  }
  return kNoScanner;
}

std::size_t find_scanner(const sip::MessageView& message) noexcept {
  std::size_t found = find_scanner(message.first_value(sip::HeaderId::kUserAgent));
  if (found == kNoScanner) found = find_in_party(message.from());
  if (found == kNoScanner) found = find_in_party(message.to());
  return found;
}

}  // namespace weir::dataplane::guard
