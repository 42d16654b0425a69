#include "routes/fields.h"

#include "routes/value.h"

#include <algorithm>
#include <cstddef>

namespace weir::routes {

std::string_view field_words(PvId id) noexcept {
  switch (static_cast<int>(id)) {
    case static_cast<int>(PvId::kVersion):
      return "num full hash";
    case static_cast<int>(PvId::kGuard):
      return "class rate reason seconds dropped";
    case static_cast<int>(PvId::kTransactionBranch):
      return "uri flags";
    case static_cast<int>(PvId::kRouteDirection):
      return "id name";
    case static_cast<int>(PvId::kBranch):
      return "uri dst_uri path q send_socket flags ruid location_ua count";
    case static_cast<int>(PvId::kScriptBranch):
      return "uri dst_uri path q send_socket flags ruid location_ua";
    case static_cast<int>(PvId::kTimeValue):
      return "s u sn un Sn";
    case static_cast<int>(PvId::kTimeField):
    case static_cast<int>(PvId::kUtcField):
      return "sec min hour mday mon year wday yday isdst";
    case static_cast<int>(PvId::kReplyTarget):
      return "duri";
    case static_cast<int>(PvId::kExpires):
      return "min max";
    case static_cast<int>(PvId::kTopVia):
    case static_cast<int>(PvId::kSecondVia):
    case static_cast<int>(PvId::kLastVia):
      return "host port proto protoid branch rport received i";
    case static_cast<int>(PvId::kNextHop):
      return "u U d p P i";
    case static_cast<int>(PvId::kSdp):
      return "body sess_version c:ip";
    case static_cast<int>(PvId::kMessagePart):
      return "len buf fline fpart hdrs hdrs_len body body_len lpart";
    case static_cast<int>(PvId::kReceivedEvent):
      return "buf len proto srcip srcport rcvip rcvport af sproto";
    case static_cast<int>(PvId::kSending):
    case static_cast<int>(PvId::kSendingTo):
      return "ip port af proto buf len sproto";
    default:
      return {};
  }
}

int find_field(PvId id, std::string_view word) noexcept {
  std::string_view rest = field_words(id);
  for (int i = 0; !rest.empty(); ++i) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == word) return i;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return -1;
}

int protocol_constant(std::string_view name) noexcept {
  struct Row {
    std::string_view name;
    int number;
  };
  constexpr Row kRows[] = {{"IPv4", 2}, {"IPv6", 10}, {"INET", 2}, {"INET6", 10}, {"UDP", 1},
                           {"TCP", 2},  {"TLS", 3},   {"SCTP", 4}, {"WS", 5},     {"WSS", 6}};
  for (const Row& row : kRows) {
    if (row.name == name) return row.number;
  }
  return -1;
}

SubstitutionText split_substitution(std::string_view text) {
  SubstitutionText result;
  if (text.size() < 3) return result;
  const char mark = text[0];
  std::size_t part = 0;
  std::size_t at = 1;
  for (; at < text.size() && part < 2; ++at) {
    std::string& into = part == 0 ? result.pattern : result.replacement;
    if (text[at] == '\\' && at + 1 < text.size()) {
      if (text[at + 1] != mark) into += '\\';
      into += text[++at];
    } else if (text[at] == mark) {
      ++part;
    } else {
      into += text[at];
    }
  }
  if (part < 2 || result.pattern.empty()) return result;
  const std::string_view flags = text.substr(at);
  result.ignore_case = flags.find('i') != flags.npos;
  result.all = flags.find('g') != flags.npos;
  result.whole = flags.find('s') != flags.npos;
  result.valid = flags.find_first_not_of("igs") == flags.npos;
  return result;
}

HeaderValueName split_header_value(std::string_view text) noexcept {
  HeaderValueName result;
  std::size_t at = std::min(text.find_first_of("[."), text.size());
  result.name = text.substr(0, at);
  if (at < text.size() && text[at] == '[') {
    const std::size_t close = text.find(']', at);
    if (close == text.npos) return result;
    const std::string_view index = text.substr(at + 1, close - at - 1);
    result.all = index == "*";
    result.has_index = true;
    if (!result.all && !text_to_int(index, result.index)) return result;
    at = close + 1;
  }
  if (at < text.size() && text[at] == '.') {
    result.parameter = text.substr(at + 1);
    at = result.parameter.empty() ? at : text.size();
  }
  result.valid = at == text.size() && !result.name.empty();
  return result;
}

}  // namespace weir::routes
