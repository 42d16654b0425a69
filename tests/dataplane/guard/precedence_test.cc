#include "dataplane/guard/precedence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::dataplane::guard {
namespace {

std::string with_to(const std::string& to) {
  return "INVITE sip:b@c SIP/2.0\r\nFrom: <sip:a@b>;tag=x\r\n" + to + "\r\nCall-ID: 1\r\n\r\n";
}

TEST(Precedence, RepliesThenDialogsThenTheRest) {
  EXPECT_EQ(precedence_of("SIP/2.0 200 OK\r\n\r\n"), Precedence::kReply);
  EXPECT_EQ(precedence_of("\r\n\r\nSIP/2.0 200 OK\r\n\r\n"), Precedence::kReply);
  EXPECT_EQ(precedence_of("CANCEL sip:b@c SIP/2.0\r\nTo: <sip:b@c>\r\n\r\n"), Precedence::kDialog);
  for (const char* const to : {"To: <sip:b@c>;tag=1", "t:<sip:b@c>;tag=1", "TO : sip:b@c;Tag=1",
                               "To: \"B\" <sip:b@c>;x=y;tag=1", "To: <sip:b@c>\r\n ;tag=1"}) {
    EXPECT_EQ(precedence_of(with_to(to)), Precedence::kDialog) << to;
  }
  for (const char* const to : {"To: <sip:b@c>", "To: <sip:b@c;tag=1>", "Topic: x;tag=1",
                               "To: <sip:b@c>;stag=1", "To:", "To"}) {
    EXPECT_EQ(precedence_of(with_to(to)), Precedence::kNew) << to;
  }
}

TEST(Precedence, StandsAnyBytes) {
  for (const char* const text : {"", "\r\n", "\n\n\n", "To:;tag=1", ";;;;", "To"}) {
    EXPECT_EQ(precedence_of(text), Precedence::kNew) << text;
  }
  const std::string whole = with_to("To: <sip:b@c>\r\n ;tag=1");
  for (std::size_t i = 0; i <= whole.size(); ++i) {
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(i));
    precedence_of({exact.data(), exact.size()});
    is_emergency_call({exact.data(), exact.size()}, {});
  }
  // A tag behind all that is read is not looked for.
  EXPECT_EQ(precedence_of(with_to("X: " + std::string(5000, 'x') + "\r\nTo: <sip:b@c>;tag=1")),
            Precedence::kNew);
}

TEST(Precedence, EmergencyCallsAreKnownByWhatIsDialled) {
  std::vector<EmergencyNumber> numbers(2);
  ASSERT_TRUE(parse_emergency_number("112", numbers[0]));
  ASSERT_TRUE(parse_emergency_number("+49110", numbers[1]));
  for (const char* const uri : {"urn:service:sos", "URN:Service:SOS.fire", "sip:112@example.org",
                                "sips:112@example.org", "tel:112", "tel:+49110;phone-context=x"}) {
    const std::string text = "INVITE " + std::string(uri) + " SIP/2.0\r\n\r\n";
    EXPECT_TRUE(is_emergency_call(text, numbers)) << uri;
    EXPECT_FALSE(is_emergency_call("OPTIONS" + text.substr(6), numbers)) << uri;
  }
  for (const char* const uri :
       {"urn:service:sosx", "urn:service:counseling", "sip:1121@example.org", "sip:11@example.org",
        "sip:bob@112", "tel:+4911"}) {
    EXPECT_FALSE(is_emergency_call("INVITE " + std::string(uri) + " SIP/2.0\r\n\r\n", numbers))
        << uri;
  }
  EXPECT_FALSE(is_emergency_call("INVITE sip:112@x SIP/2.0\r\n\r\n", {}));
}

TEST(Precedence, WhatIsNoNumberIsRefused) {
  EmergencyNumber number;
  for (const char* const text : {"", "sos", "11 2", "1234567890123456"}) {
    EXPECT_FALSE(parse_emergency_number(text, number)) << text;
  }
}

}  // namespace
}  // namespace weir::dataplane::guard
