#include "dataplane/guard/classify.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace weir::dataplane::guard {
namespace {

using namespace std::literals;

struct Case {
  const char* name;
  std::string_view payload;
  Payload expected;
};

constexpr auto kStun =
    "\x00\x01\x00\x00\x21\x12\xa4\x42"sv
    "abcdefghijkl"sv;

const Case kCases[] = {
    {"Invite", "INVITE sip:a@b SIP/2.0\r\n"sv, Payload::kSip},
    {"ForeignByteInMethod", "INV\x80TE sip:a@b SIP/2.0\r\n\r\n"sv, Payload::kOther},
    {"SchemeOfOtherCase", "INVITE SIP:a@b SIP/2.0\r\n\r\n"sv, Payload::kSip},
    {"NoMethod", " sip:alice@example.com SIP/2.0\r\n"sv, Payload::kOther},
    {"MethodOfFifteen", "ABCDEFGHIJKLMNO sip:a@b"sv, Payload::kSip},
    {"MethodOfSixteen", "ABCDEFGHIJKLMNOP sip:a@bcd"sv, Payload::kSip},
    {"Reply", "SIP/2.0 200 OK\r\n"sv, Payload::kSip},
    {"Tel", "INVITE tel:+1 SIP/2.0\r\n"sv, Payload::kSip},
    {"Urn", "INVITE urn:service:sos SIP/2.0\r\n"sv, Payload::kSip},
    {"StrangeToken", "!interesting-Method0123456789_*+`.%indeed'~ sip:a SIP/2.0"sv,
     Payload::kSip},  // RFC 4475 section 3.1.1.2
    {"UnknownMethod", "NEWMETHOD sip:a@b SIP/2.0\r\n"sv, Payload::kSip},
    {"LeadingLineEnds", "\r\n\r\nOPTIONS sip:a SIP/2.0"sv, Payload::kSip},
    {"TooManyLineEnds", "\r\n\r\n\r\n\r\n\r\nOPTIONS sip:a SIP/2.0"sv, Payload::kOther},
    {"TwoSpaces", "INVITE  sip:a@b SIP/2.0\r\n"sv, Payload::kSip},
    {"Bracketed", "INVITE <sip:a@b> SIP/2.0\r\n"sv, Payload::kSip},
    {"CutInUri", "INVITE sip:"sv, Payload::kSip},
    {"CutInMethod", "INVI"sv, Payload::kOther},
    {"CutAfterMethod", "INVITE "sv, Payload::kOther},
    {"NoScheme", "INVITE :a"sv, Payload::kOther},
    {"NoSpace", "INVITE:sip:a"sv, Payload::kOther},
    {"Http", "GET / HTTP/1.1\r\nHost: a\r\n"sv, Payload::kOther},
    {"OldVersion", "SIP/1.0 200 OK\r\n"sv, Payload::kOther},
    {"Empty", ""sv, Payload::kKeepalive},
    {"Crlf", "\r\n"sv, Payload::kKeepalive},
    {"DoubleCrlf", "\r\n\r\n"sv, Payload::kKeepalive},
    {"OneNul", "\0"sv, Payload::kKeepalive},
    {"FourNuls", "\0\0\0\0"sv, Payload::kKeepalive},
    {"SeventeenNuls", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv, Payload::kOther},
    {"Stun", kStun, Payload::kKeepalive},
    {"StunShort", kStun.substr(0, 19), Payload::kOther},
    {"StunCut",
     "\x00\x01\x00\x04\x21\x12\xa4\x42"sv
     "abcdefghijkl"sv,
     Payload::kOther},
    {"StunResponse",
     "\x01\x01\x00\x00\x21\x12\xa4\x42"sv
     "abcdefghijkl"sv,
     Payload::kOther},
    {"Dns", "\x12\x34\x81\x80\x00\x01\x00\x04\x00\x00\x00\x00"sv, Payload::kOther},
    {"Rtp", "\x80\x00\x00\x01\x00\x00\x00\xa0\x12\x34\x56\x78"sv, Payload::kOther},
    {"Hello", "hello"sv, Payload::kOther},
};

TEST(Classify, Cases) {
  for (const Case& c : kCases) {
    // An exact-size copy: a sanitizer sees one byte too many.
    const std::unique_ptr<char[]> copy(new char[c.payload.size()]);
    c.payload.copy(copy.get(), c.payload.size());
    EXPECT_EQ(classify({copy.get(), c.payload.size()}), c.expected) << c.name;
  }
}

TEST(Classify, StunLengthMustFit) {
  std::string stun(kStun);
  stun[3] = 4;
  EXPECT_FALSE(is_stun_binding(stun));
  stun += "\x80\x22\x00\x00"sv;
  EXPECT_TRUE(is_stun_binding(stun));
  stun[3] = 3;
  EXPECT_FALSE(is_stun_binding(stun));
}

TEST(Classify, TakesAnyBytes) {
  std::mt19937 random(3);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes(random() % 80, '\0');
    const bool text = random() % 2 == 0;
    for (char& c : bytes) c = text ? " SIP/2.0:\r\nAz"[random() % 13] : static_cast<char>(random());
    const std::unique_ptr<char[]> copy(new char[bytes.size()]);
    bytes.copy(copy.get(), bytes.size());
    classify({copy.get(), bytes.size()});
  }
  EXPECT_EQ(classify(std::string(65535, 'A')), Payload::kOther);
  EXPECT_EQ(classify(std::string(64, 'A') + " sip:a"), Payload::kSip);
  EXPECT_EQ(classify(std::string(65, 'A') + " sip:a"), Payload::kOther);
  EXPECT_EQ(classify(std::string(65535, '\0')), Payload::kOther);
}

TEST(Classify, Reflectors) {
  constexpr std::uint16_t kYes[] = {7, 19, 53, 123, 161, 389, 1900, 11211, 41794};
  constexpr std::uint16_t kNo[] = {0, 5060, 5061, 1024, 40000, 65535};
  for (const std::uint16_t port : kYes) {
    EXPECT_TRUE(is_reflector(port)) << port;
  }
  for (const std::uint16_t port : kNo) {
    EXPECT_FALSE(is_reflector(port)) << port;
  }
}

}  // namespace
}  // namespace weir::dataplane::guard
