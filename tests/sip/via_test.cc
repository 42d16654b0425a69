#include "sip/via.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

TEST(Via, ParsesEveryParameterThatRoutes) {
  const ExactCopy text(
      "SIP/2.0/UDP pc33.example.com:5070;branch=z9hG4bK77;received=192.0.2.4;rport=5080;ttl=16;"
      "maddr=224.2.0.1;x");
  const Result<Via> via = parse_via(text.view());
  ASSERT_TRUE(via);
  EXPECT_EQ(via->text, text.view());
  EXPECT_EQ(via->transport, Transport::kUdp);
  EXPECT_EQ(via->host, "pc33.example.com");
  EXPECT_EQ(via->sent_by, "pc33.example.com:5070");
  EXPECT_EQ(via->port, 5070);
  EXPECT_EQ(via->branch, "z9hG4bK77");
  EXPECT_EQ(via->received, "192.0.2.4");
  EXPECT_EQ(via->rport, 5080);
  EXPECT_EQ(via->ttl, 16);
  EXPECT_EQ(via->maddr, "224.2.0.1");
  EXPECT_TRUE(via->params.has("x"));
}

TEST(Via, ToleratesFolds) {
  std::string_view rest =
      "SIP  / 2.0\r\n / TCP     spindle.example.com  :\r\n 5070 ;\r\n  branch  =   z9hG4bK9  ,\r\n"
      " SIP  /    2.0   / udp  192.168.255.111   ; branch=\r\n z9hG4bK30239";
  const Result<Via> first = next_via(rest);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->transport, Transport::kTcp);
  EXPECT_EQ(first->host, "spindle.example.com");
  EXPECT_EQ(first->port, 5070);
  EXPECT_EQ(first->branch, "z9hG4bK9");
  EXPECT_TRUE(first->text.ends_with("z9hG4bK9"));
  const Result<Via> second = next_via(rest);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->transport, Transport::kUdp);
  EXPECT_EQ(second->sent_by, "192.168.255.111");
  EXPECT_EQ(second->branch, "z9hG4bK30239");
  EXPECT_TRUE(rest.empty());
}

TEST(Via, TellsABareRportFromNone) {
  EXPECT_FALSE(parse_via("SIP/2.0/UDP a")->has_rport);
  const Result<Via> bare = parse_via("SIP/2.0/UDP a;rport;branch=b");
  EXPECT_TRUE(bare->has_rport);
  EXPECT_EQ(bare->rport, 0);
  EXPECT_EQ(bare->branch, "b");
  EXPECT_TRUE(parse_via("SIP/2.0/UDP a;rport=")->has_rport);
}

TEST(Via, TheFirstOfTwoCounts) {
  const Result<Via> via = parse_via("SIP/2.0/UDP a;branch=1;branch=2;received=3;received=4");
  EXPECT_EQ(via->branch, "1");
  EXPECT_EQ(via->received, "3");
}

TEST(Via, Refuses) {
  const std::pair<const char*, Error> kCases[] = {
      {"", Error::kSyntax},
      {"SIP/2.0/UDP", Error::kSyntax},
      {"SIP/2.0/UDP ", Error::kSyntax},
      {"SIP/2.0/ a", Error::kSyntax},
      {"SIP/2.0 a", Error::kSyntax},
      {"HTTP/2.0/UDP a", Error::kSyntax},
      {"SIP/2.0/UDP a:x", Error::kSyntax},
      {"SIP/2.0/UDP a:70000", Error::kRange},
      {"SIP/2.0/UDP a;rport=70000", Error::kRange},
      {"SIP/2.0/UDP a;ttl=256", Error::kRange},
      {"SIP/2.0/UDP a;ttl", Error::kSyntax},
      {"SIP/2.0/UDP [::1", Error::kSyntax},
      {"SIP/2.0/UDP []", Error::kSyntax},
      {"SIP/2.0/UDP [x]", Error::kSyntax},
      {"SIP/2.0/UDP a b", Error::kSyntax},
      {"SIP/2.0/UDP a;x=\"", Error::kTruncated},
      {"SIP/2.0/UDP a, SIP/2.0/UDP b", Error::kSyntax},
  };
  for (const auto& [text, error] : kCases) {
    EXPECT_EQ(parse_via(ExactCopy(text).view()).error(), error) << text;
  }
}

TEST(Via, KnowsTransports) {
  EXPECT_EQ(find_transport("wss"), Transport::kWss);
  EXPECT_EQ(find_transport("UNKNOWN"), Transport::kOther);
  EXPECT_EQ(find_transport(""), Transport::kOther);
  EXPECT_EQ(transport_name(Transport::kTls), "TLS");
}

TEST(Via, SaysWhereRepliesGo) {
  const auto to = [](std::string_view text) { return reply_destination(*parse_via(text)); };
  EXPECT_EQ(*to("SIP/2.0/UDP 192.0.2.1"), (Endpoint{Address::v4(0xc0000201), 5060}));
  EXPECT_EQ(*to("SIP/2.0/TLS 192.0.2.1"), (Endpoint{Address::v4(0xc0000201), 5061}));
  EXPECT_EQ(*to("SIP/2.0/UDP 192.0.2.1:5070;rport"), (Endpoint{Address::v4(0xc0000201), 5070}));
  EXPECT_EQ(*to("SIP/2.0/UDP x:5070;received=192.0.2.1;rport=9"),
            (Endpoint{Address::v4(0xc0000201), 9}));
  EXPECT_EQ(to("SIP/2.0/UDP [2001:db8::1]:5070")->port, 5070);
  EXPECT_EQ(to("SIP/2.0/UDP x").error(), Error::kForeign);
}

}  // namespace
}  // namespace weir::sip
