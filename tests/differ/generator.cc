#include "tests/differ/generator.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir::differ {
namespace {

using Texts = std::span<const std::string_view>;

constexpr std::string_view kMethods[] = {"INVITE",    "ACK",      "BYE",          "CANCEL",
                                         "OPTIONS",   "REGISTER", "PRACK",        "MESSAGE",
                                         "SUBSCRIBE", "REFER",    "x-m.1!%*_+`'~"};
constexpr std::string_view kReasons[] = {"OK", "Moved Temporarily", "", "Fine, (so)",
                                         "=?%20\xc3\xa9"};
constexpr std::string_view kCodes[] = {"100", "180", "200", "202", "302",
                                       "404", "486", "503", "600", "699"};
constexpr std::string_view kSchemes[] = {"sip", "sip", "sip", "sip", "sips", "SIP", "Sips"};
constexpr std::string_view kUsers[] = {"alice",      "bob",       "+1-201-555-0123", "a%20b",
                                       "user;par=1", "%61lice",   "a/b?c&d=e",       "j_d.o!e~*'()",
                                       "1,2$3",      "null-%00-x"};
constexpr std::string_view kPasswords[] = {":secret", ":", ":a&b=c+d$e,f", ":%70w"};
constexpr std::string_view kHosts[] = {"example.com",        "192.0.2.1",     "a",
                                       "example.com.",       "[2001:db8::1]", "A-b.Example",
                                       "[::ffff:192.0.2.1]", "[::1]",         "x--1.test"};
constexpr std::string_view kPorts[] = {":5060", ":5061", ":1", ":65535", ":0", ":005060"};
constexpr std::string_view kUriParams[] = {
    ";transport=udp", ";lr",    ";user=phone",    ";maddr=239.255.255.1", ";ttl=15",
    ";method=INVITE", ";x=%41", ";TRANSPORT=TCP", ";a=[b]/:&+$",          ";lr=on"};
constexpr std::string_view kUriHeaders[] = {"?Subject=a", "?a=b&c=d", "?to=%3Csip:a%40b%3E", "?x="};
constexpr std::string_view kOtherUris[] = {
    "tel:+1-201-555-0123", "tel:7042;phone-context=example.com",
    "urn:service:sos",     "http://example.com/a?b=c",
    "mailto:a@b",          "nobodyKnowsThisScheme:abc"};
constexpr std::string_view kDisplays[] = {"\"Alice\" ",  "Alice ",   "\"A \\\"B\\\" <c>;\" ",
                                          "A. B-c ",     "\"\" ",    "\"\xc3\xa9, x\"",
                                          "token~1' \t", "\"\\\\\" "};
constexpr std::string_view kParams[] = {";tag=1a",       ";x",       ";y=\"a;b,c\"",
                                        ";z=192.0.2.1",  " ; w = v", ";q=0.7",
                                        ";expires=3600", ";e=\"\"",  ";TAG=Two"};
constexpr std::string_view kTransports[] = {"UDP", "TCP", "TLS", "SCTP", "udp", "WS", "x-t"};
constexpr std::string_view kViaParams[] = {
    ";branch=z9hG4bK77ef",   ";rport",          ";received=192.0.2.9", ";ttl=1",
    ";maddr=239.1.1.1",      ";x=\"y z\"",      ";rport=5060",         " ;hidden",
    ";received=2001:db8::9", ";BRANCH=z9hG4bKx"};
// The last is no LWS: there is one fold in that at most.
constexpr std::string_view kCSeqSpaces[] = {" ", "  ", "\t", "\r\n ", " \r\n \r\n "};
constexpr std::string_view kCallIds[] = {
    "1@192.0.2.1", "f81d4fae-7dec", "a", "w1(2)<3>:\\\"/[4]?{5}~", "X@y.z", "*+`'"};
constexpr std::string_view kOthers[] = {
    "Subject: Lunch, at 1",
    "s:",
    "Supported: 100rel, path",
    "k: timer",
    "User-Agent: x/1 (y)",
    "X-Unknown: any:thing;at=\"all\"",
    "Allow: INVITE, ACK",
    "Accept: application/sdp",
    "Expires: 60",
    "Date: Sat, 13 Nov 2010 23:29:00 GMT",
    "Organization: \xc3\xa9",
    "Require: a",
    "Authorization: Digest username=\"a\", realm=\"b\", nonce=\"c\", uri=\"sip:d\", "
    "response=\"0123456789abcdef0123456789abcdef\"",
    "Event: presence;id=1",
    "Server: x"};
constexpr std::string_view kBodies[] = {"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n", "x",
                                        "\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n", "a:b\n"};

std::string_view pick(Random& random, Texts texts) { return texts[random.below(texts.size())]; }

// The first of the texts, one of the others now and then.
std::string pick_rare(Random& random, Texts texts) {
  return std::string(random.one_in(16) ? pick(random, texts.subspan(1)) : texts.front());
}

std::string maybe(Random& random, Texts texts, std::size_t n) {
  return std::string(random.one_in(n) ? pick(random, texts) : "");
}

std::string some(Random& random, Texts texts, std::size_t most) {
  std::string out;
  for (std::size_t i = random.below(most + 1); i > 0; --i) out += pick(random, texts);
  return out;
}

std::string make_uri(Random& random, bool bare) {
  if (random.one_in(12))
    return std::string(pick(random, bare ? Texts(kOtherUris).subspan(4) : Texts(kOtherUris)));
  std::string uri(pick(random, kSchemes));
  uri += ':';
  if (!random.one_in(4)) {
    // Outside of brackets no semicolon, comma or question mark.
    uri += pick(random, bare ? Texts(kUsers).first(4) : Texts(kUsers));
    uri += bare ? "" : maybe(random, kPasswords, 8);
    uri += '@';
  }
  uri += pick(random, kHosts);
  uri += maybe(random, kPorts, 4);
  if (bare) return uri;
  uri += some(random, kUriParams, 2);
  return uri + maybe(random, kUriHeaders, 8);
}

std::string make_request_uri(Random& random) {
  std::string uri = make_uri(random, false);
  if (uri[3] == ':' || uri[4] == ':') uri = uri.substr(0, uri.find("?Subject"));
  return uri;
}

std::string make_address(Random& random) {
  if (random.one_in(4)) return make_uri(random, true) + some(random, kParams, 2);
  return maybe(random, kDisplays, 2) + '<' + make_uri(random, false) + '>' +
         some(random, kParams, 2);
}

std::string make_via(Random& random) {
  const std::string_view slash = random.one_in(16) ? " / " : "/";
  std::string via = "SIP" + std::string(slash) + "2.0" + std::string(slash);
  via += pick(random, kTransports);
  via += random.one_in(12) ? "   " : " ";
  via += pick(random, kHosts);
  if (random.one_in(3)) via += random.one_in(8) ? " : 5060" : std::string(pick(random, kPorts));
  return via + some(random, kViaParams, 3);
}

// "Name: value" with one of the shapes that a name and a colon have.
std::string field(Random& random, std::string_view name, std::string_view compact,
                  std::string_view value) {
  std::string out(!compact.empty() && random.one_in(5) ? compact : name);
  if (random.one_in(16))
    std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(c & ~0x20); });
  constexpr std::array<std::string_view, 6> kColons = {": ", ": ", ": ", ":", " : ", ":\t "};
  // Letters alone, so that the trick with the bit above is right.
  if (out.find('-') != out.npos || std::ranges::any_of(out, [](char c) { return c < 'A'; }))
    out = name;
  out += kColons[random.below(kColons.size())];
  out += value;
  if (random.one_in(24)) {
    const std::size_t space = out.find(' ', out.find(':'));
    if (space != out.npos) out.replace(space, 1, "\r\n ");
  }
  return out + "\r\n";
}

std::string make_list(Random& random, std::string (*make)(Random&)) {
  std::string out = make(random);
  while (random.one_in(5)) out += (random.one_in(4) ? " ,\r\n " : ", ") + make(random);
  return out;
}

}  // namespace

std::string make_message(Random& random) {
  const std::string method(pick(random, kMethods));
  std::string text = random.one_in(3) ? "SIP/2.0 " + std::string(pick(random, kCodes)) + ' ' +
                                            std::string(pick(random, kReasons))
                                      : method + ' ' + make_request_uri(random) + " SIP/2.0";
  text += "\r\n";
  std::vector<std::string> fields;
  for (std::size_t i = 1 + random.below(3); i > 0; --i)
    fields.push_back(field(random, "Via", "v", make_list(random, make_via)));
  fields.push_back(field(random, "From", "f", make_address(random)));
  fields.push_back(field(random, "To", "t", make_address(random)));
  fields.push_back(field(random, "Call-ID", "i", pick(random, kCallIds)));
  constexpr std::string_view kNumbers[] = {"1", "314159", "2147483647", "0009", "0"};
  fields.push_back(
      field(random, "CSeq", "",
            std::string(pick(random, kNumbers)) + pick_rare(random, kCSeqSpaces) + method));
  constexpr std::string_view kHops[] = {"70", "0", "255", "007"};
  if (!random.one_in(3)) fields.push_back(field(random, "Max-Forwards", "", pick(random, kHops)));
  if (random.one_in(2)) {
    fields.push_back(
        field(random, "Contact", "m", random.one_in(8) ? "*" : make_list(random, make_address)));
  }
  for (std::size_t i = random.below(4); i > 0; --i)
    fields.push_back(std::string(pick(random, kOthers)) + "\r\n");
  const std::string body = maybe(random, kBodies, 2);
  if (!body.empty()) fields.push_back(field(random, "Content-Type", "c", "application/sdp"));
  if (!body.empty() || random.one_in(2)) {
    fields.push_back(field(random, "Content-Length", "l", std::to_string(body.size())));
  }
  if (random.one_in(4)) std::swap(fields.front(), fields[random.below(fields.size())]);
  for (const std::string& one : fields) text += one;
  return text + "\r\n" + body;
}

namespace {

// What means something somewhere in a message.
constexpr std::string_view kBytes[] = {
    "\r\n", "\n",   "\r",      " ",     "\t",          ":",        ";",
    ",",    "<",    ">",       "\"",    "\\",          "@",        "=",
    "?",    "/",    "[",       "]",     "%",           "%4",       "(",
    ")",    "\x7f", "\x01",    "\xff",  "0",           "9",        "a",
    "Z",    "*",    "SIP/2.0", "\r\n ", "99999999999", "&",        "#",
    "{",    "-",    ".",       "65536", "4294967296",  "\r\n\r\n", std::string_view("\0", 1)};

// Where a change is made: anywhere, or more often where something stands that separates.
std::size_t place(Random& random, const std::string& text) {
  const std::size_t at = random.below(text.size());
  if (random.one_in(2)) return at;
  const std::size_t near = text.find_first_of(":;,<>\"@=/[]\r\n ", at);
  return near == text.npos ? at : near;
}

// The lines of the text, ends included.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t feed = text.find('\n', at);
    const std::size_t end = feed == text.npos ? text.size() : feed + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

void mutate_lines(Random& random, std::string& text) {
  std::vector<std::string> lines = split(text);
  const std::size_t a = random.below(lines.size());
  const std::size_t b = random.below(lines.size());
  switch (random.below(3)) {
    case 0:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(b), lines[a]);
      break;
    case 1:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(a));
      break;
    default:
      std::swap(lines[a], lines[b]);
  }
  text.clear();
  for (const std::string& line : lines) text += line;
}

void mutate_once(Random& random, std::string& text) {
  const std::size_t at = place(random, text);
  switch (random.below(8)) {
    case 0:
      text.erase(at, 1 + random.below(3));
      break;
    case 1:
      text.insert(at, 1, text[at]);
      break;
    case 2:
      text.replace(at, 1, pick(random, kBytes));
      break;
    case 3:
    case 4:
      text.insert(at, pick(random, kBytes));
      break;
    case 5:
      mutate_lines(random, text);
      break;
    case 6:
      text[at] = static_cast<char>(text[at] ^ 0x20);
      break;
    default:
      if (random.one_in(4)) text.resize(at);
      if (const std::size_t space = text.find(' ', at); space != text.npos)
        text.replace(space, 1, "\r\n\t");
  }
}

}  // namespace

std::string mutate(Random& random, std::string text) {
  for (std::size_t i = 1 + random.below(3); i > 0 && !text.empty(); --i) mutate_once(random, text);
  return text;
}

}  // namespace weir::differ
