#include "dataplane/guard/scanners.h"

#include "sip/message.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace weir::dataplane::guard {
namespace {

struct Case {
  std::string_view value;
  bool scanner;
};

constexpr Case kCases[] = {
    {"friendly-scanner", true},
    {"Friendly-Scanner 0.2", true},
    {"sipvicious", true},
    {"\"sipvicious\"", true},
    {"sundayddr", true},
    {"sipcli/v1.8", true},
    {"VaxSIPUserAgent/3.1", true},
    {"pplsip", true},
    {"my sipcli", true},
    {"", false},
    {"SipClient 2.0", false},
    {"mysipcli", false},
    {"sipvic", false},
    {"sipsak 0.9.8", false},
    {"PortSIP UC Client", false},
    {"CSipSimple_d2", false},
    {"eyeBeam release 1102q", false},
    {"MizuPhone/3", false},
    {"Linphone/4.2 (belle-sip)", false},
    {"Yealink SIP-T46S 66.85.0.5", false},
};

TEST(Scanners, Values) {
  for (const Case& c : kCases) EXPECT_EQ(names_scanner(c.value), c.scanner) << c.value;
}

TEST(Scanners, LooksAtTheFirst256Bytes) {
  EXPECT_TRUE(names_scanner(std::string(200, ' ') + "sipcli"));
  EXPECT_FALSE(names_scanner(std::string(256, ' ') + "sipcli"));
}

std::string message(std::string_view agent, std::string_view from, std::string_view to) {
  return "OPTIONS sip:100@weir.example SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
         "From: " +
         std::string(from) +
         ";tag=1\r\n"
         "To: " +
         std::string(to) +
         "\r\n"
         "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
         "User-Agent: " +
         std::string(agent) + "\r\n\r\n";
}

bool scans(std::string_view agent, std::string_view from, std::string_view to) {
  const std::string text = message(agent, from, to);
  sip::MessageView view;
  EXPECT_EQ(view.parse(text), sip::Error::kNone);
  return is_scanner(view);
}

TEST(Scanners, Messages) {
  constexpr std::string_view kPlain = "<sip:alice@example.org>";
  EXPECT_FALSE(scans("Phone", kPlain, kPlain));
  EXPECT_TRUE(scans("friendly-scanner", kPlain, kPlain));
  EXPECT_TRUE(scans("Phone", "\"sipvicious\"<sip:100@1.1.1.1>", kPlain));
  EXPECT_TRUE(scans("Phone", kPlain, "\"sipvicious\"<sip:100@1.1.1.1>"));
  EXPECT_TRUE(scans("Phone", "<sip:sipvicious@1.1.1.1>", kPlain));
  // A host is nobody's tool.
  EXPECT_FALSE(scans("Phone", "<sip:alice@sipcli.example>", kPlain));
}

}  // namespace
}  // namespace weir::dataplane::guard
