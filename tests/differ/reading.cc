#include "tests/differ/reading.h"

#include <cctype>

namespace weir::differ {
namespace {

constexpr std::array<std::string_view, kParts> kNames = {
    "start",        "method",       "status",       "uri.scheme",     "uri.user",
    "uri.host",     "uri.port",     "via.host",     "via.port",       "via.branch",
    "from.scheme",  "from.user",    "from.host",    "from.port",      "from.tag",
    "to.scheme",    "to.user",      "to.host",      "to.port",        "to.tag",
    "cseq.number",  "cseq.method",  "call_id",      "max_forwards",   "contact.scheme",
    "contact.user", "contact.host", "contact.port", "content_length", "body"};

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2])) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::string_view part_name(Part part) { return kNames[static_cast<std::size_t>(part)]; }

std::string plain_number(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return std::string(digits);
}

void put_uri(Reading& reading, Part first, std::string_view scheme, std::string_view user,
             std::string_view host, std::string_view port) {
  std::string* const parts = &reading[first];
  for (const char c : scheme) {
    parts[0] += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (parts[0] != "sip" && parts[0] != "sips") return;
  parts[1] = unescaped(user);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  parts[2] = host;
  parts[3] = plain_number(port);
}

}  // namespace weir::differ
