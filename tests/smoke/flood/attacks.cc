#include "tests/smoke/flood/attacks.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace weir::flood {
namespace {

constexpr uint32_t kPoolSize = 4096;

std::string sdp() {
  return "v=0\r\no=- ######## 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n"
         "m=audio 40000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";
}

std::string head(const std::string& method, const std::string& agent, const std::string& to_tag) {
  return method +
         " sip:flood########@198.51.100.7 SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK################;rport\r\n"
         "Max-Forwards: 70\r\n"
         "From: <sip:########@example.net>;tag=########\r\n"
         "To: <sip:flood@example.net>" +
         to_tag +
         "\r\n"
         "Call-ID: ################@198.51.100.7\r\n"
         "CSeq: 1 " +
         method +
         "\r\n"
         "Contact: <sip:########@198.51.100.7:5060>\r\n"
         "User-Agent: " +
         agent + "\r\n";
}

std::string bare(const std::string& headers) { return headers + "Content-Length: 0\r\n\r\n"; }

std::string invite(const std::string& extra = "", const std::string& to_tag = "") {
  const std::string body = sdp();
  return head("INVITE", "phone 2.1", to_tag) + extra +
         "Content-Type: application/sdp\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string register_text() {
  return bare(head("REGISTER", "phone 2.1", "") +
              "Authorization: Digest username=\"########\", realm=\"example.net\", "
              "nonce=\"################\", uri=\"sip:example.net\", "
              "response=\"################################\"\r\nExpires: 3600\r\n");
}

std::string reply(const std::string& status, const std::string& method) {
  return bare("SIP/2.0 " + status +
              "\r\n"
              "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK################\r\n"
              "Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK################;rport=5060\r\n"
              "From: <sip:########@example.net>;tag=########\r\n"
              "To: <sip:flood@example.net>;tag=########\r\n"
              "Call-ID: ################@198.51.100.7\r\n"
              "CSeq: 1 " +
              method + "\r\n");
}

// A request inside a dialog that never was: our Route, without and with a made-up parameter.
std::string forged(const std::string& method, const std::string& parameter) {
  return bare(head(method, "phone 2.1", ";tag=########") + "Route: <sip:192.0.2.10:5060;lr" +
              parameter + ">\r\n");
}

std::vector<std::string> scanner_texts() {
  std::vector<std::string> texts;
  for (const char* agent : {"friendly-scanner", "sipvicious 0.3", "sundayddr", "sipcli/v1.8",
                            "VaxSIPUserAgent/3.1", "pplsip"}) {
    texts.push_back(bare(head("OPTIONS", agent, "")));
    texts.push_back(bare(head("REGISTER", agent, "")));
  }
  return texts;
}

// What nodes of a Kamailio cluster send each other: a stranger's must not be believed.
std::string kdmq() {
  const std::string body =
      "sip:########@198.51.100.7:5060;status=active\r\nsip:########@198.51.100.8:5060;status="
      "active\r\n";
  return head("KDMQ", "phone 2.1", "") +
         "Content-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

std::vector<Attack> make_attacks() {
  return {
      {"one_source", Sources::kOne, Body::kText, {invite()}},
      {"spoofed", Sources::kRandom, Body::kText, {invite()}},
      {"scanner", Sources::kPool, Body::kText, scanner_texts()},
      {"garbage", Sources::kRandom, Body::kGarbage, {invite(), register_text()}},
      {"register", Sources::kRandom, Body::kText, {register_text()}},
      {"reply",
       Sources::kRandom,
       Body::kText,
       {reply("200 OK", "INVITE"), reply("200 OK", "REGISTER"), reply("503 Busy", "INVITE")}},
      {"foreign_port", Sources::kListed, Body::kText, {invite()}},
      {"forged_dialog",
       Sources::kRandom,
       Body::kText,
       {forged("BYE", ""), forged("INVITE", ""), forged("BYE", ";ck=################")}},
      {"fragments",
       Sources::kRandom,
       Body::kFragments,
       {invite(std::string("X-Long: ") + std::string(1800, 'x') + "\r\n")}},
      {"spoofed_trusted", Sources::kExact, Body::kText, {invite()}},
      {"syn", Sources::kRandom, Body::kSyn, {bare(head("OPTIONS", "phone 2.1", ""))}},
      {"kdmq", Sources::kRandom, Body::kText, {kdmq()}},
  };
}

const std::vector<Attack>& attacks() {
  static const std::vector<Attack> all = make_attacks();
  return all;
}

}  // namespace

const Attack* find_attack(std::string_view name) {
  for (const Attack& attack : attacks()) {
    if (name == attack.name) return &attack;
  }
  return nullptr;
}

std::vector<std::string_view> attack_names() {
  std::vector<std::string_view> names;
  for (const Attack& attack : attacks()) names.emplace_back(attack.name);
  return names;
}

Maker::Maker(const Attack& attack, const Aim& aim, uint64_t seed)
    : attack_(attack), aim_(aim), random_(seed) {
  buffer_.reserve(4096);
}

// Where replies to these addresses would go is the attacker's namespace: 100.64.0.0/10 and
// 2001:db8:ff00::/40 exist nowhere else in the demo.
const Caller* Maker::next_caller(bool v6) {
  const bool listed = attack_.sources == Sources::kListed || attack_.sources == Sources::kExact;
  if (!listed || aim_.listed.empty()) return nullptr;
  const size_t start = random_.below(static_cast<uint32_t>(aim_.listed.size()));
  for (size_t i = 0; i < aim_.listed.size(); ++i) {
    const Caller& caller = aim_.listed[(start + i) % aim_.listed.size()];
    if (caller.ip.v6 == v6) return &caller;
  }
  return nullptr;
}

Ip Maker::next_source(bool v6) {
  uint32_t number = static_cast<uint32_t>(random_.next() >> 40);
  if (attack_.sources == Sources::kOne) number = 66;
  if (attack_.sources == Sources::kPool) number = number % kPoolSize + 4096;
  Ip ip;
  ip.v6 = v6;
  if (v6) {
    ip.bytes = {0x20,
                0x01,
                0x0d,
                0xb8,
                0xff,
                static_cast<uint8_t>(number >> 16),
                static_cast<uint8_t>(number >> 8),
                static_cast<uint8_t>(number)};
    ip.bytes[15] = 5;
  } else {
    const uint32_t address = 0x64400000 | (number & 0x3fffff);
    for (size_t i = 0; i < 4; ++i) ip.bytes[i] = static_cast<uint8_t>(address >> (24 - 8 * i));
  }
  return ip;
}

Flow Maker::next_flow() {
  // One in four over IPv6 when both families are aimed at.
  size_t which = 0;
  if (aim_.targets.size() > 1 && attack_.sources != Sources::kOne) {
    which = random_.below(4) == 0 ? 1 : 0;
  }
  const Ip& target = aim_.targets[which];
  // Ports of real callers are below 10000 in the demo; these are above.
  uint16_t port = attack_.sources == Sources::kOne
                      ? uint16_t{5060}
                      : static_cast<uint16_t>(20000 + random_.below(40000));
  const Caller* const caller = next_caller(target.v6);
  if (caller != nullptr && attack_.sources == Sources::kExact) port = caller->port;
  const Ip source = caller != nullptr ? caller->ip : next_source(target.v6);
  return {aim_.source_mac, aim_.target_mac, source, target, port, aim_.port};
}

std::string_view Maker::next_text() {
  const auto count = static_cast<uint32_t>(attack_.texts.size());
  buffer_ = attack_.texts[count > 1 ? random_.below(count) : 0];
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (size_t at = buffer_.find("########"); at != std::string::npos;
       at = buffer_.find("########", at)) {
    uint64_t bits = random_.next();
    for (size_t i = 0; i < 8; ++i, bits >>= 4) buffer_[at + i] = kDigits[bits & 15];
  }
  return buffer_;
}

// A third random bytes, a third SIP cut short, a third SIP with some bytes flipped.
std::string_view Maker::next_garbage() {
  const uint32_t kind = random_.below(3);
  if (kind == 0) {
    buffer_.resize(random_.below(1400));
    for (char& byte : buffer_) byte = static_cast<char>(random_.next() >> 56);
    return buffer_;
  }
  std::string_view text = next_text();
  if (kind == 1) return text.substr(0, random_.below(100));
  for (int i = 0; i < 8; ++i) {
    buffer_[random_.below(60)] = static_cast<char>(random_.next() >> 56);
  }
  return buffer_;
}

std::string_view Maker::payload() {
  return attack_.body == Body::kGarbage ? next_garbage() : next_text();
}

size_t Maker::make(std::span<uint8_t, kMaxFrame> out) {
  const Flow flow = next_flow();
  switch (attack_.body) {
    case Body::kText:
    case Body::kGarbage:
      return write_datagram(flow, payload(), out);
    case Body::kSyn:
      return write_syn(flow, static_cast<uint32_t>(random_.next() >> 32), out);
    case Body::kFragments: {
      // First pieces whose rest never comes, and last pieces that nothing came before.
      const bool first = random_.below(4) != 0;
      const Fragment piece{static_cast<uint32_t>(random_.next() >> 32), first ? size_t{0} : 1440,
                           1440, first};
      return write_fragment(flow, next_text(), piece, out);
    }
  }
  return 0;
}

}  // namespace weir::flood
