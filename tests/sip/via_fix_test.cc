#include "sip/via_fix.h"

#include "sip/message.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

const Endpoint kSource{Address::v4(0xc0000207), 40000};  // 192.0.2.7

// The message after the fix is applied to a request with this Via value.
std::string fixed(std::string_view via, bool force_rport, const Endpoint& source = kSource) {
  const std::string text = "OPTIONS sip:a SIP/2.0\r\nVia: " + std::string(via) + "\r\n\r\n";
  MessageView message;
  EXPECT_EQ(message.parse(text), Error::kNone);
  const Via& top = **message.top_via();
  EditList edits;
  std::array<char, kViaFixText> scratch{};
  EXPECT_TRUE(add_via_fix(message, top, make_via_fix(top, source, force_rport), scratch, edits));
  std::string out(edits.applied_size(text), '\0');
  EXPECT_TRUE(edits.apply(text, out));
  return out.substr(28, out.size() - 28 - 4);
}

TEST(ViaFix, WritesAfterSentBy) {
  EXPECT_EQ(fixed("SIP/2.0/UDP 192.0.2.7;branch=x", false), "SIP/2.0/UDP 192.0.2.7;branch=x");
  EXPECT_EQ(fixed("SIP/2.0/UDP pc33:5070;branch=x", false),
            "SIP/2.0/UDP pc33:5070;received=192.0.2.7;branch=x");
  EXPECT_EQ(fixed("SIP/2.0/UDP 192.0.2.7;rport;branch=x", false),
            "SIP/2.0/UDP 192.0.2.7;received=192.0.2.7;rport=40000;branch=x");
  EXPECT_EQ(fixed("SIP/2.0/UDP 192.0.2.7;branch=x", true),
            "SIP/2.0/UDP 192.0.2.7;rport=40000;branch=x");
  EXPECT_EQ(fixed("SIP/2.0/UDP a ; rport = 9 ;branch=x; received = 10.0.0.1", false),
            "SIP/2.0/UDP a;received=192.0.2.7;rport=40000  ;branch=x");
}

TEST(ViaFix, WritesIpv6WithoutBrackets) {
  const Endpoint source{*parse_address("2001:db8::7"), 5060};
  EXPECT_EQ(fixed("SIP/2.0/UDP [2001:DB8::7]:5060;branch=x", false, source),
            "SIP/2.0/UDP [2001:DB8::7]:5060;branch=x");
  EXPECT_EQ(fixed("SIP/2.0/UDP [2001:db8::8];branch=x", false, source),
            "SIP/2.0/UDP [2001:db8::8];received=2001:db8::7;branch=x");
}

TEST(ViaFix, TouchesTheFirstOfTwoAlone) {
  EXPECT_EQ(fixed("SIP/2.0/UDP a;rport, SIP/2.0/UDP b;rport", false),
            "SIP/2.0/UDP a;received=192.0.2.7;rport=40000, SIP/2.0/UDP b;rport");
}

TEST(ViaFix, SaysWhereRepliesGo) {
  const auto port = [](std::string_view text, bool force) {
    const Via via = *parse_via(text);
    return reply_destination(via, make_via_fix(via, kSource, force)).port;
  };
  EXPECT_EQ(port("SIP/2.0/UDP a:5070", false), 5070);
  EXPECT_EQ(port("SIP/2.0/UDP a", false), 5060);
  EXPECT_EQ(port("SIP/2.0/TLS a", false), 5061);
  EXPECT_EQ(port("SIP/2.0/UDP a:5070;rport=1", false), 40000);
  EXPECT_EQ(port("SIP/2.0/UDP a:5070", true), 40000);
}

}  // namespace
}  // namespace weir::sip
