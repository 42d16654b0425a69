#include "sip/address.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace weir::sip {
namespace {

std::string text_of(const Address& address) {
  std::array<char, kAddressText> out{};
  return {out.data(), format_address(address, out)};
}

std::string text_of(const Endpoint& endpoint) {
  std::array<char, kEndpointText> out{};
  return {out.data(), format_endpoint(endpoint, out)};
}

struct Case {
  const char* text;
  Error error;
  const char* canonical;  // as RFC 5952 writes it
};

constexpr Case kCases[] = {
    {"192.0.2.1", Error::kNone, "192.0.2.1"},
    {"0.0.0.0", Error::kNone, "0.0.0.0"},
    {"255.255.255.255", Error::kNone, "255.255.255.255"},
    {"::", Error::kNone, "::"},
    {"::1", Error::kNone, "::1"},
    {"2001:db8::", Error::kNone, "2001:db8::"},
    {"2001:DB8:0:0:0:0:0:1", Error::kNone, "2001:db8::1"},
    {"[2001:db8::1]", Error::kNone, "2001:db8::1"},
    {"2001:db8:0:0:1:0:0:1", Error::kNone, "2001:db8::1:0:0:1"},
    {"1:0:0:2:0:0:0:3", Error::kNone, "1:0:0:2::3"},
    {"1:2:3:4:5:6:7:8", Error::kNone, "1:2:3:4:5:6:7:8"},
    {"1:2:3:4:5:6:7::", Error::kNone, "1:2:3:4:5:6:7:0"},
    {"::ffff:192.0.2.1", Error::kNone, "192.0.2.1"},
    {"64:ff9b::192.0.2.33", Error::kNone, "64:ff9b::c000:221"},
    {"2001:db8:::192.0.2.1", Error::kNone, "2001:db8::c000:201"},  // RFC 5118 section 4.10
    {":::192.0.2.1", Error::kNone, "::c000:201"},
    {"2001:db8:::1", Error::kSyntax, ""},
    {"2001:db8::::192.0.2.1", Error::kSyntax, ""},
    {"2001:db8:::", Error::kSyntax, ""},
    {"", Error::kSyntax, ""},
    {"1.2.3", Error::kSyntax, ""},
    {"1.2.3.4.5", Error::kSyntax, ""},
    {"1.2.3.", Error::kSyntax, ""},
    {"1.2.3.256", Error::kRange, ""},
    {"1.2.3.0004", Error::kSyntax, ""},
    {"example.com", Error::kSyntax, ""},
    {":", Error::kSyntax, ""},
    {":1:2:3:4:5:6:7", Error::kSyntax, ""},
    {"1:2:3:4:5:6:7", Error::kSyntax, ""},
    {"1:2:3:4:5:6:7:8:9", Error::kSyntax, ""},
    {"1:2:3:4:5:6:7:8::", Error::kSyntax, ""},
    {"1::2::3", Error::kSyntax, ""},
    {"1:::2", Error::kSyntax, ""},
    {"1:2:", Error::kSyntax, ""},
    {"12345::", Error::kSyntax, ""},
    {"fe80::1%eth0", Error::kSyntax, ""},
    {"[::1", Error::kSyntax, ""},
    {"::1.2.3", Error::kSyntax, ""},
    {"1:2:3:4:5:6:7:1.2.3.4", Error::kSyntax, ""},
};

TEST(Address, ParsesAndFormats) {
  for (const Case& c : kCases) {
    const Result<Address> address = parse_address(c.text);
    EXPECT_EQ(address.error(), c.error) << c.text;
    if (!address) continue;
    EXPECT_EQ(text_of(*address), c.canonical) << c.text;
    EXPECT_EQ(*parse_address(text_of(*address)), *address) << c.text;
  }
}

TEST(Address, LongestFits) {
  const std::string longest = "2001:db80:1111:2222:3333:4444:5555:6666";
  ASSERT_EQ(longest.size(), kAddressText);
  EXPECT_EQ(text_of(*parse_address(longest)), longest);
  EXPECT_EQ(text_of(Endpoint{*parse_address(longest), 65535}), "[" + longest + "]:65535");
}

TEST(Address, KnowsItsFamily) {
  EXPECT_TRUE(Address::v4(0x7f000001).is_v4());
  EXPECT_EQ(Address::v4(0x7f000001).v4_value(), 0x7f000001u);
  EXPECT_FALSE(Address{}.is_v4());
  EXPECT_TRUE(Address{}.is_unspecified());
  EXPECT_TRUE(Address::v4(0).is_unspecified());
}

TEST(Prefix, CountsBitsOfSixteenBytes) {
  const Prefix v4 = *parse_prefix("10.1.2.3/12");
  EXPECT_EQ(v4.length, 108);
  EXPECT_EQ(text_of(v4.address), "10.0.0.0");
  EXPECT_TRUE(v4.contains(*parse_address("10.15.255.255")));
  EXPECT_FALSE(v4.contains(*parse_address("10.16.0.0")));
  EXPECT_FALSE(v4.contains(*parse_address("2001:db8::1")));

  const Prefix v6 = *parse_prefix("2001:db8::/33");
  EXPECT_TRUE(v6.contains(*parse_address("2001:db8:7fff::1")));
  EXPECT_FALSE(v6.contains(*parse_address("2001:db8:8000::")));
  EXPECT_TRUE(parse_prefix("::/0")->contains(*parse_address("1.2.3.4")));
  EXPECT_EQ(parse_prefix("192.0.2.1")->length, 128);
}

TEST(Prefix, RefusesLengthsOfTheOtherFamily) {
  EXPECT_EQ(parse_prefix("10.0.0.0/33").error(), Error::kRange);
  EXPECT_EQ(parse_prefix("::/129").error(), Error::kRange);
  EXPECT_EQ(parse_prefix("10.0.0.0/").error(), Error::kSyntax);
  EXPECT_EQ(parse_prefix("10.0.0.0/x").error(), Error::kSyntax);
}

TEST(Endpoint, ParsesWithAndWithoutPort) {
  EXPECT_EQ(text_of(*parse_endpoint("192.0.2.1:5080", 5060)), "192.0.2.1:5080");
  EXPECT_EQ(text_of(*parse_endpoint("192.0.2.1", 5060)), "192.0.2.1:5060");
  EXPECT_EQ(text_of(*parse_endpoint("[2001:db8::1]:5080", 5060)), "[2001:db8::1]:5080");
  EXPECT_EQ(text_of(*parse_endpoint("2001:db8::1", 5060)), "[2001:db8::1]:5060");
  EXPECT_EQ(parse_endpoint("192.0.2.1:", 5060).error(), Error::kSyntax);
  EXPECT_EQ(parse_endpoint("192.0.2.1:65536", 5060).error(), Error::kRange);
  EXPECT_EQ(parse_endpoint("[::1]5060", 5060).error(), Error::kSyntax);
  EXPECT_EQ(parse_endpoint("[::1", 5060).error(), Error::kSyntax);
}

TEST(Port, AnyDigitsUpToTheLargest) {
  EXPECT_EQ(*parse_port("0"), 0);
  EXPECT_EQ(*parse_port("65535"), 65535);
  EXPECT_EQ(*parse_port("00000000005060"), 5060);  // 1*DIGIT (RFC 3261 section 25.1)
  EXPECT_EQ(parse_port("65536").error(), Error::kRange);
  EXPECT_EQ(parse_port("99999999999999999999").error(), Error::kRange);
  EXPECT_EQ(parse_port("").error(), Error::kSyntax);
  EXPECT_EQ(parse_port("50a").error(), Error::kSyntax);
  EXPECT_EQ(parse_port("-1").error(), Error::kSyntax);
}

}  // namespace
}  // namespace weir::sip
