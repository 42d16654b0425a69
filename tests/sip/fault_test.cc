// Where elements break: "^" stands before the byte.
#include "sip/fault.h"

#include "sip/cseq.h"
#include "sip/name_addr.h"
#include "sip/uri.h"
#include "sip/via.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace weir::sip {
namespace {

struct Kind {
  const char* name;
  std::size_t (*where)(std::string_view);
  Error (*parse)(std::string_view);
};

constexpr Kind kUri = {"uri", uri_fault, [](std::string_view t) { return parse_uri(t).error(); }};
constexpr Kind kNameAddr = {"name-addr", name_addr_fault,
                            [](std::string_view t) { return next_name_addr(t).error(); }};
constexpr Kind kVia = {"via", via_fault, [](std::string_view t) { return next_via(t).error(); }};
constexpr Kind kCSeq = {"cseq", cseq_fault,
                        [](std::string_view t) { return parse_cseq(t).error(); }};
constexpr Kind kNumber = {"number", number_fault,
                          [](std::string_view t) { return parse_number(t).error(); }};

struct Case {
  Kind kind;
  const char* text;
};

constexpr Case kCases[] = {
    {kUri, "sip:^"},
    {kUri, "sip:a^ b@c"},
    {kUri, "sip:^@c"},
    {kUri, "sip:^:pw@c"},
    {kUri, "sip:a@^"},
    {kUri, "sip:a@c^,d"},
    {kUri, "sip:a@c:^"},
    {kUri, "sip:a@c:^99999"},
    {kUri, "sip:a@[::1^"},
    {kUri, "sip:a@[^]"},
    {kUri, "^"},
    {kUri, "sip^"},
    {kNameAddr, "^\"a <sip:b@c>"},
    {kNameAddr, "\"a\" ^sip:b@c"},
    {kNameAddr, "\"a\"^"},
    {kNameAddr, "a ^<sip:b@c"},
    {kNameAddr, "a <^>"},
    {kNameAddr, "a^, b <sip:c@d>"},
    {kNameAddr, "<sip:c@d> ^x"},
    {kNameAddr, "<sip:c@d>;^=x"},
    {kNameAddr, "<sip:c@d>;a=^\"x"},
    {kNameAddr, "sip:c@d;a;^@"},
    {kVia, "^HTTP/1.1/TCP x"},
    {kVia, "^SIP-2.0/UDP x"},
    {kVia, "SIP/^/UDP x"},
    {kVia, "SIP/2.0 ^UDP x"},
    {kVia, "SIP/2.0/ x^"},
    {kVia, "SIP/2.0/UDP^"},
    {kVia, "SIP/2.0/UDP ^;a"},
    {kVia, "SIP/2.0/UDP x:^y"},
    {kVia, "SIP/2.0/UDP x ^y"},
    {kVia, "SIP/2.0/UDP x;a=^\"b"},
    {kCSeq, "^INVITE"},
    {kCSeq, "1^INVITE"},
    {kCSeq, "1 INVITE^ x"},
    {kCSeq, "^4294967296 INVITE"},
    {kNumber, "^x"},
    {kNumber, "12^x"},
    {kNumber, "^99999999999"},
};

TEST(Fault, IsAtTheByte) {
  for (const Case& c : kCases) {
    std::string text = c.text;
    const std::size_t at = text.find('^');
    text.erase(at, 1);
    EXPECT_NE(c.kind.parse(text), Error::kNone) << c.kind.name << " " << text;
    EXPECT_EQ(c.kind.where(text), at) << c.kind.name << " " << text;
  }
}

TEST(Fault, IsNowhereInWhatParses) {
  EXPECT_EQ(uri_fault("sip:a;b@[::1]:5060;c?d=e"), 0u);
  EXPECT_EQ(uri_fault("tel:+49"), 0u);
  EXPECT_EQ(name_addr_fault("\"a\" <sip:b>;tag=1, <sip:c>"), 0u);
  EXPECT_EQ(params_fault(";a=b;c"), 0u);
  EXPECT_EQ(via_fault("SIP / 2.0 / UDP a : 1 ;b"), 0u);
  EXPECT_EQ(cseq_fault("1 INVITE"), 0u);
  EXPECT_EQ(number_fault("70"), 0u);
}

// Never outside, whatever comes.
TEST(Fault, StaysInside) {
  std::mt19937 random(7);
  constexpr std::string_view kBytes = "SIP/2.0/UDP sip:a@[::1];=<>\",\\ \r\n?19";
  for (int turn = 0; turn < 50000; ++turn) {
    std::string text(random() % 24, ' ');
    for (char& c : text) c = kBytes[random() % kBytes.size()];
    const ExactCopy copy(text);
    for (const Kind& kind : {kUri, kNameAddr, kVia, kCSeq, kNumber}) {
      ASSERT_LE(kind.where(copy.view()), text.size()) << kind.name << " " << text;
    }
    ASSERT_LE(params_fault(copy.view()), text.size()) << text;
  }
}

}  // namespace
}  // namespace weir::sip
