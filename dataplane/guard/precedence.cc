#include "dataplane/guard/precedence.h"

#include "routes/text_parts.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::dataplane::guard {

namespace {

constexpr std::size_t kMostBytes = 4096;
constexpr std::string_view kEmergency = "urn:service:sos";

bool begins_with(std::string_view text, std::string_view prefix) noexcept {
  return sip::equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

// The value of a To field; empty for another line.
std::string_view to_value(std::string_view line) noexcept {
  const std::size_t colon = std::min(line.find(':'), line.size());
  std::string_view name = line.substr(0, colon);
  while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
  const bool is_to = sip::equal_ignoring_case(name, "To") || sip::equal_ignoring_case(name, "t");
  return is_to && colon < line.size() ? line.substr(colon + 1) : std::string_view{};
}

// ;tag= behind the address: a parameter of the URI stands before ">".
bool has_tag(std::string_view value) noexcept {
  const std::size_t close = value.rfind('>');
  if (close != value.npos) value.remove_prefix(close);
  for (std::size_t at = value.find(';'); at != value.npos; at = value.find(';', at + 1)) {
    if (begins_with(value.substr(at + 1), "tag=")) return true;
  }
  return false;
}

// The user and what follows it, behind a scheme that has users.
std::string_view after_scheme(std::string_view uri) noexcept {
  for (const std::string_view scheme : {"sip:", "sips:", "tel:"}) {
    if (begins_with(uri, scheme)) return uri.substr(scheme.size());
  }
  return {};
}

}  // namespace

Precedence precedence_of(std::string_view payload) noexcept {
  std::string_view rest = payload.substr(0, kMostBytes);
  while (rest.starts_with('\r') || rest.starts_with('\n')) rest.remove_prefix(1);
  const std::string_view start = routes::take_line(rest);
  if (start.starts_with("SIP/2.0 ")) return Precedence::kReply;
  if (start.starts_with("CANCEL ")) return Precedence::kDialog;
  while (!rest.empty()) {
    const std::string_view line = routes::take_line(rest);
    if (line.empty()) break;
    std::string_view value = to_value(line);
    if (value.empty()) continue;
    bool tagged = has_tag(value);
    while (!tagged && (rest.starts_with(' ') || rest.starts_with('\t'))) {  // a fold
      value = routes::take_line(rest);
      tagged = has_tag(value);
    }
    return tagged ? Precedence::kDialog : Precedence::kNew;
  }
  return Precedence::kNew;
}

bool parse_emergency_number(std::string_view text, EmergencyNumber& number) noexcept {
  constexpr std::string_view kDialled = "0123456789+*#";
  if (text.empty() || text.size() > number.digits.size()) return false;
  if (text.find_first_not_of(kDialled) != text.npos) return false;
  number = {};
  std::copy(text.begin(), text.end(), number.digits.begin());
  number.size = static_cast<std::uint8_t>(text.size());
  return true;
}

bool is_emergency_uri(std::string_view uri, std::span<const EmergencyNumber> numbers) noexcept {
  if (begins_with(uri, kEmergency)) {
    const char next = uri.size() > kEmergency.size() ? uri[kEmergency.size()] : '\0';
    return next == ' ' || next == '.';
  }
  if (numbers.empty()) return false;
  const std::string_view user = after_scheme(uri);
  return std::ranges::any_of(numbers, [&](const EmergencyNumber& number) {
    const std::size_t size = number.size;
    if (size == 0 || !user.starts_with(number.view()) || user.size() == size) return false;
    return user[size] == '@' || user[size] == ' ' || user[size] == ';';
  });
}

}  // namespace weir::dataplane::guard
