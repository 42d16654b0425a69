#define PCRE2_CODE_UNIT_WIDTH 8
#include "tests/differ/grammar.h"

#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace weir::differ {
namespace {

// One rule a line, named as in the RFC where it has a name. Deviations: no LWS is asked for between
// a display name and '<' (RFC 4475 section 3.1.1.6), the received parameter may be an IPv6
// reference (RFC 5118 section 4.5), and an IPv6 address follows RFC 5954 section 4.1.
constexpr char kRules[] = R"((?(DEFINE)
(?<LWS>(?:[ \t]*\r\n)?[ \t]+)
(?<SWS>(?&LWS)?)
(?<UTF8>[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}|[\xf8-\xfb][\x80-\xbf]{4}|[\xfc\xfd][\x80-\xbf]{5})
(?<token>[-A-Za-z0-9.!%*_+`'~]+)
(?<word>[-A-Za-z0-9.!%*_+`'~()<>:\\"\/\[\]?{}]+)
(?<quoted>"(?:(?&LWS)|[\x21\x23-\x5b\x5d-\x7e]|(?&UTF8)|\\[\x00-\x09\x0b\x0c\x0e-\x7f])*")
(?<escaped>%[0-9A-Fa-f]{2})
(?<unreserved>[-A-Za-z0-9_.!~*'()])
(?<user>(?:(?&unreserved)|(?&escaped)|[&=+$,;?\/])+)
(?<password>(?:(?&unreserved)|(?&escaped)|[&=+$,])*)
(?<hostname>(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?\.)*[A-Za-z](?:[-A-Za-z0-9]*[A-Za-z0-9])?\.?)
(?<IPv4>[0-9]{1,3}(?:\.[0-9]{1,3}){3})
(?<h16>[0-9A-Fa-f]{1,4})
(?<IPv6>(?:(?:(?&h16)(?::(?&h16))*)?::(?:(?&h16)(?::(?&h16))*)?(?::?(?&IPv4))?|(?&h16)(?::(?&h16))*:(?:(?&IPv4)|(?&h16)))(?![0-9A-Fa-f:.]))
(?<host>(?&IPv4)(?![-A-Za-z0-9.])|(?&hostname)|\[(?&IPv6)\])
(?<paramchar>(?&unreserved)|(?&escaped)|[\[\]\/:&+$])
(?<uriparam>;(?&paramchar)+(?:=(?&paramchar)+)?)
(?<header>(?:(?&unreserved)|(?&escaped)|[\[\]\/?:+$])+=(?:(?&unreserved)|(?&escaped)|[\[\]\/?:+$])*)
(?<headers>\?(?&header)(?:&(?&header))*)
(?<sipuri>[sS][iI][pP][sS]?:(?:(?&user)(?::(?&password))?@)?(?&host)(?::[0-9]+)?(?&uriparam)*(?&headers)?)
(?<absoluteuri>(?![sS][iI][pP][sS]?:)[A-Za-z][-A-Za-z0-9+.]*:(?:(?&unreserved)|(?&escaped)|[;\/?:@&=+$,])+)
(?<uri>(?&sipuri)|(?&absoluteuri))
(?<bare>(?![^;<>"\s]*[?,])(?=[^;,\s]+(?:[;,\s]|$))(?:[sS][iI][pP][sS]?:(?:(?:(?&unreserved)|(?&escaped)|[&=+$\/])+(?::(?&password))?@)?(?&host)(?::[0-9]+)?|(?![sS][iI][pP][sS]?:)[A-Za-z][-A-Za-z0-9+.]*:(?:(?&unreserved)|(?&escaped)|[\/:@&=+$])+))
(?<genericparam>(?&SWS);(?&SWS)(?&token)(?:(?&SWS)=(?&SWS)(?:(?&quoted)|(?&token)(?![-A-Za-z0-9.!%*_+`'~:\[\]])|(?&host)))?)
(?<display>(?&quoted)(?&SWS)|(?:(?&token)(?&LWS))*(?:(?&token)(?&SWS))?)
(?<nameaddr>(?&display)<(?&uri)>)
(?<party>(?:(?&nameaddr)|(?&bare))(?&genericparam)*)
(?<contacts>\*|(?&party)(?:(?&SWS),(?&SWS)(?&party))*)
(?<viaparam>(?&SWS);(?&SWS)(?:[rR][eE][cC][eE][iI][vV][eE][dD](?&SWS)=(?&SWS)(?:(?&IPv4)|\[?(?&IPv6)\]?)|[rR][pP][oO][rR][tT](?:(?&SWS)=(?&SWS)[0-9]+)?(?![-A-Za-z0-9.!%*_+`'~=])|[tT][tT][lL](?&SWS)=(?&SWS)[0-9]{1,3}(?![-A-Za-z0-9.!%*_+`'~])|(?!(?i:received|rport|ttl)(?![-A-Za-z0-9.!%*_+`'~]))(?&token)(?:(?&SWS)=(?&SWS)(?:(?&quoted)|(?&token)(?![-A-Za-z0-9.!%*_+`'~:\[\]])|(?&host)))?))
(?<viaparm>(?i:SIP)(?&SWS)\/(?&SWS)(?&token)(?&SWS)\/(?&SWS)(?&token)(?&LWS)(?&host)(?:(?&SWS):(?&SWS)[0-9]+)?(?&viaparam)*)
(?<via>(?&viaparm)(?:(?&SWS),(?&SWS)(?&viaparm))*)
(?<cseq>[0-9]+(?&LWS)(?&token))
(?<callid>(?&word)(?:@(?&word))?)
(?<number>[0-9]+)
(?<requestline>(?&token) (?&uri) (?i:SIP)\/[0-9]+\.[0-9]+)
(?<reason>(?:(?&unreserved)|(?&escaped)|(?&UTF8)|[\x80-\xbf]|[;\/?:@&=+$, \t])*)
(?<statusline>(?i:SIP)\/[0-9]+\.[0-9]+ [1-6][0-9][0-9] (?&reason))
(?<from16bits>0*(?:[1-9][0-9]{5}|[7-9][0-9]{4}|6[6-9][0-9]{3}|65[6-9][0-9]{2}|655[4-9][0-9]|6553[6-9]))
(?<largeport>(?::|(?i:rport)(?&SWS)=)(?&SWS)(?&from16bits))
(?<from31bits>0*(?:[1-9][0-9]{10}|[3-9][0-9]{9}|2[2-9][0-9]{8}|21[5-9][0-9]{7}|214[89][0-9]{6}|2147[5-9][0-9]{5}|214749[0-9]{4}|214748[4-9][0-9]{3}|2147483[7-9][0-9]{2}|21474836[5-9][0-9]|214748364[89])[0-9]*)
(?<from32bits>0*(?:[1-9][0-9]{10}|[5-9][0-9]{9}|4[3-9][0-9]{8}|429[5-9][0-9]{6}|42949[7-9][0-9]{4}|429496[89][0-9]{3}|4294967[3-9][0-9]{2}|429496729[6-9])[0-9]*)
(?<fieldline>(?&token)[ \t]*:(?:(?:(?&LWS)|[\x21-\x7e]|[\x80-\xfd])*)\r\n)
))";

struct Name {
  char compact;
  std::string_view name;
};
constexpr Name kCompact[] = {{'v', "via"},         {'f', "from"},    {'t', "to"},
                             {'i', "call-id"},     {'m', "contact"}, {'l', "content-length"},
                             {'c', "content-type"}};

bool is_lws(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_lws(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_lws(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// The offset after the line that begins at `at`.
std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t feed = text.find('\n', at);
  return feed == text.npos ? text.size() : feed + 1;
}

}  // namespace

Pattern::Pattern(const std::string& text) {
  const std::string whole = kRules + text;
  int error = 0;
  PCRE2_SIZE at = 0;
  code_ = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(whole.data()), whole.size(), 0, &error, &at,
                        nullptr);
  if (code_ == nullptr) {
    std::array<unsigned char, 128> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    std::fprintf(stderr, "%s: %s at \"%s\"\n", text.c_str(),
                 reinterpret_cast<const char*>(message.data()), whole.substr(at, 40).c_str());
    std::abort();
  }
  pcre2_jit_compile(code_, PCRE2_JIT_COMPLETE);
}

Pattern::~Pattern() { pcre2_code_free(code_); }

std::optional<std::vector<std::string>> Pattern::find(std::string_view text) const {
  pcre2_match_data* const data = pcre2_match_data_create_from_pattern(code_, nullptr);
  const int count = pcre2_match(code_, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                                data, nullptr);
  std::optional<std::vector<std::string>> groups;
  if (count > 0) {
    groups.emplace();
    const PCRE2_SIZE* const offsets = pcre2_get_ovector_pointer(data);
    for (std::uint32_t i = 0; i < pcre2_get_ovector_count(data); ++i) {
      const bool set = offsets[2 * i] != PCRE2_UNSET;
      groups->emplace_back(set ? text.substr(offsets[2 * i], offsets[2 * i + 1] - offsets[2 * i])
                               : std::string_view{});
    }
    // Those of the rules come first, and say nothing.
    static const std::size_t rules = [] {
      std::size_t n = 0;
      for (std::string_view rest = kRules; (n += rest.starts_with("(?<")), !rest.empty();) {
        const std::size_t line = rest.find('\n');
        rest = line == rest.npos ? std::string_view{} : rest.substr(line + 1);
      }
      return n;
    }();
    groups->erase(groups->begin() + 1, groups->begin() + 1 + static_cast<std::ptrdiff_t>(rules));
  }
  pcre2_match_data_free(data);
  return groups;
}

Pieces::Pieces(std::string_view message) {
  while (!message.empty() && (message.front() == '\r' || message.front() == '\n')) {
    message.remove_prefix(1);
  }
  std::size_t at = line_end(message, 0);
  start = message.substr(0, at);
  while (!start.empty() && (start.back() == '\n' || start.back() == '\r')) start.remove_suffix(1);
  while (at < message.size()) {
    std::size_t end = line_end(message, at);
    const std::string_view line = message.substr(at, end - at);
    if (line == "\r\n" || line == "\n") {
      has_end = true;
      at = end;
      break;
    }
    while (end < message.size() && (message[end] == ' ' || message[end] == '\t')) {
      end = line_end(message, end);
    }
    fields.push_back(message.substr(at, end - at));
    at = end;
  }
  head = message.substr(0, at);
  body = message.substr(at);
}

std::vector<std::string_view> Pieces::values(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const std::string_view field : fields) {
    const std::size_t colon = field.find(':');
    if (colon == field.npos) continue;
    std::string own = lower(trimmed(field.substr(0, colon)));
    for (const Name& known : kCompact) {
      if (own.size() == 1 && own[0] == known.compact) own = known.name;
    }
    if (own == name) found.push_back(trimmed(field.substr(colon + 1)));
  }
  return found;
}

namespace {

using Groups = std::optional<std::vector<std::string>>;

// A sip or sips URI with its parts as four groups.
constexpr char kParts[] =
    "([sS][iI][pP][sS]?):(?:((?&user))(?::(?&password))?@)?((?&host))(?::([0-9]+))?";

bool in_range(std::string_view digits, unsigned long long most) {
  const std::string plain = plain_number(digits);
  return plain.size() <= 10 && std::stoull(plain) <= most;
}

void put(Reading& reading, Part first, std::string_view uri) {
  static const Pattern sip(std::string("^") + kParts);
  const Groups g = sip.find(uri);
  if (g) return put_uri(reading, first, (*g)[1], (*g)[2], (*g)[3], (*g)[4]);
  put_uri(reading, first, uri.substr(0, uri.find(':')), {}, {}, {});
}

// True when a port above 65535 stands somewhere in the field.
bool has_large_port(std::string_view value) {
  static const Pattern large("(?&largeport)");
  return large.find(value).has_value();
}

bool good_ports(const Pieces& pieces) {
  if (has_large_port(pieces.start)) return false;
  for (const char* name : {"via", "from", "to", "contact"}) {
    for (const std::string_view value : pieces.values(name)) {
      if (has_large_port(value)) return false;
    }
  }
  return true;
}

// The one value of a field that may stand once; nothing in `value` without the field. False when it
// stands twice or breaks the grammar.
bool one(const Pieces& pieces, std::string_view name, const Pattern& rule, Groups& value) {
  const std::vector<std::string_view> found = pieces.values(name);
  if (found.empty()) return true;
  value = rule.find(found[0]);
  return found.size() == 1 && value;
}

bool put_party(Reading& reading, const Pieces& pieces, std::string_view name, Part first,
               Part tag) {
  static const Pattern rule("^(?:(?&display)<((?&uri))>|((?&bare)))((?&genericparam)*)$");
  static const Pattern tag_of("(?i:;(?&SWS)tag(?&SWS)=(?&SWS)((?&quoted)|(?&host)|(?&token)))");
  Groups g;
  if (!one(pieces, name, rule, g)) return false;
  if (!g) return true;
  put(reading, first, (*g)[1].empty() ? (*g)[2] : (*g)[1]);
  static const Pattern params(
      "^(?&SWS);(?&SWS)((?&token))(?:(?&SWS)=(?&SWS)((?&quoted)|(?&host)(?![-A-Za-z0-9.!%*_+`'~])|("
      "?&token)))?");
  std::string_view rest = (*g)[3];
  while (const Groups p = params.find(rest)) {
    if (lower((*p)[1]) == "tag") {
      reading[tag] = (*p)[2];
      break;
    }
    rest.remove_prefix((*p)[0].size());
  }
  return true;
}

bool put_vias(Reading& reading, const Pieces& pieces) {
  static const Pattern all("^(?&via)$");
  static const Pattern top(
      "^(?i:SIP)(?&SWS)\\/(?&SWS)(?&token)(?&SWS)\\/(?&SWS)(?&token)(?&LWS)((?&host))"
      "(?:(?&SWS):(?&SWS)([0-9]+))?((?&viaparam)*)");
  static const Pattern params(
      "^(?&SWS);(?&SWS)((?&token))(?:(?&SWS)=(?&SWS)((?&quoted)|\\[?[0-9a-fA-F:.]+\\]?(?![-A-Za-z0-"
      "9.!%*_+`'~])|(?&host)(?![-A-Za-z0-9.!%*_+`'~])|(?&token)))?");
  bool first = true;
  for (const std::string_view value : pieces.values("via")) {
    if (!all.find(value)) return false;
    if (!std::exchange(first, false)) continue;
    const Groups g = top.find(value);
    std::string_view host = (*g)[1];
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    reading[Part::kViaHost] = host;
    reading[Part::kViaPort] = plain_number((*g)[2]);
    std::string_view rest = (*g)[3];
    while (const Groups p = params.find(rest)) {
      if (lower((*p)[1]) == "branch" && reading[Part::kViaBranch].empty()) {
        reading[Part::kViaBranch] = (*p)[2];
      }
      rest.remove_prefix((*p)[0].size());
    }
  }
  return true;
}

bool put_contacts(Reading& reading, const Pieces& pieces) {
  static const Pattern all("^(?&contacts)$");
  static const Pattern top("^(?:(?&display)<((?&uri))>|((?&bare))|(\\*))");
  bool first = true;
  for (const std::string_view value : pieces.values("contact")) {
    if (!all.find(value)) return false;
    if (!std::exchange(first, false)) continue;
    const Groups g = top.find(value);
    if (!(*g)[3].empty()) {
      reading[Part::kContactScheme] = "*";
    } else {
      put(reading, Part::kContactScheme, (*g)[1].empty() ? (*g)[2] : (*g)[1]);
    }
  }
  return true;
}

bool put_start(Reading& reading, const Pieces& pieces) {
  static const Pattern request("^((?&token)) ((?&uri)) (?i:SIP)\\/[0-9]+\\.[0-9]+$");
  static const Pattern status("^(?i:SIP)\\/[0-9]+\\.[0-9]+ ([1-6][0-9][0-9]) (?&reason)$");
  if (const Groups g = request.find(pieces.start)) {
    reading[Part::kStart] = "request";
    reading[Part::kMethod] = (*g)[1];
    put(reading, Part::kUriScheme, (*g)[2]);
    return true;
  }
  const Groups g = status.find(pieces.start);
  if (!g) return false;
  reading[Part::kStart] = "reply";
  reading[Part::kStatus] = (*g)[1];
  return true;
}

bool put_numbers(Reading& reading, const Pieces& pieces) {
  static const Pattern cseq("^([0-9]+)(?&LWS)((?&token))$");
  static const Pattern number("^[0-9]+$");
  Groups sequence;
  Groups hops;
  Groups length;
  if (!one(pieces, "cseq", cseq, sequence) || !one(pieces, "max-forwards", number, hops))
    return false;
  if (!one(pieces, "content-length", number, length)) return false;
  if (sequence) {
    if (!in_range((*sequence)[1], 0x7fffffff)) return false;
    reading[Part::kCSeqNumber] = plain_number((*sequence)[1]);
    reading[Part::kCSeqMethod] = (*sequence)[2];
    const bool other = (*sequence)[2] != reading[Part::kMethod];
    if (reading[Part::kStart] == "request" && other) return false;
  }
  if (hops) {
    if (!in_range((*hops)[0], 255)) return false;
    reading[Part::kMaxForwards] = plain_number((*hops)[0]);
  }
  reading[Part::kBody] = pieces.body;
  if (!length) return true;
  if (!in_range((*length)[0], pieces.body.size())) return false;
  reading[Part::kContentLength] = plain_number((*length)[0]);
  reading[Part::kBody].resize(std::stoul((*length)[0]));
  return true;
}

}  // namespace

std::optional<Reading> read_by_grammar(std::string_view message) {
  static const Pattern line("^(?&fieldline)$");
  static const Pattern id("^(?&callid)$");
  const Pieces pieces(message);
  Reading reading;
  reading.accepted = true;
  if (!pieces.has_end || !pieces.head.ends_with("\r\n\r\n")) return std::nullopt;
  if (!pieces.head.substr(pieces.start.size()).starts_with("\r\n")) return std::nullopt;
  for (const std::string_view field : pieces.fields) {
    if (!line.find(field)) return std::nullopt;
  }
  Groups call_id;
  const bool good = put_start(reading, pieces) && put_vias(reading, pieces) &&
                    put_party(reading, pieces, "from", Part::kFromScheme, Part::kFromTag) &&
                    put_party(reading, pieces, "to", Part::kToScheme, Part::kToTag) &&
                    put_contacts(reading, pieces) && put_numbers(reading, pieces) &&
                    one(pieces, "call-id", id, call_id) && good_ports(pieces);
  if (!good) return std::nullopt;
  if (call_id) reading[Part::kCallId] = (*call_id)[0];
  return reading;
}

}  // namespace weir::differ
