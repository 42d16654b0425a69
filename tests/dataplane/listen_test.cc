#include "dataplane/listen.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dataplane/forward_edits.h"
#include "dataplane/stage_send.h"

namespace weir::dataplane {
namespace {

Listen listen_at(std::string_view text, std::uint16_t number = 5060) {
  Listen listen;
  listen.address = *sip::parse_address(text);
  listen.source = listen.address;
  listen.number = number;
  listen.wildcard = listen.address.is_unspecified();
  listen.ipv4 = listen.address.is_v4();
  return listen;
}

const std::vector<Listen> kListens = {listen_at("127.0.0.1"), listen_at("192.0.2.1"),
                                      listen_at("192.0.2.1", 5070), listen_at("2001:db8::1"),
                                      listen_at("0.0.0.0", 5080)};

TEST(Listen, IsFoundByAddressAndPort) {
  const auto find = [](std::string_view text) {
    return find_listen(kListens, *sip::parse_endpoint(text, 5060));
  };
  EXPECT_EQ(find("192.0.2.1"), 1);
  EXPECT_EQ(find("192.0.2.1:5070"), 2);
  EXPECT_EQ(find("[2001:db8::1]"), 3);
  EXPECT_EQ(find("198.51.100.7:5080"), 4);  // the wildcard
  EXPECT_EQ(find("[2001:db8::1]:5080"), kNoListen);
  EXPECT_EQ(find("198.51.100.7"), kNoListen);
}

TEST(Listen, TheFirstOfAFamilyIsTheLastResort) {
  EXPECT_EQ(first_listen(kListens, *sip::parse_address("198.51.100.7")), 0);
  EXPECT_EQ(first_listen(kListens, *sip::parse_address("2001:db8::9")), 3);
  EXPECT_EQ(first_listen(std::span(kListens).first(3), *sip::parse_address("2001:db8::9")),
            kNoListen);
}

TEST(Listen, FormatsHostsForVia) {
  const auto format = [](std::string_view text) {
    std::array<char, Listen::kHostSize> out;
    return std::string(out.data(), format_sent_by(*sip::parse_endpoint(text, 5060), out));
  };
  EXPECT_EQ(format("192.0.2.1:5060"), "192.0.2.1");
  EXPECT_EQ(format("192.0.2.1:5061"), "192.0.2.1:5061");
  EXPECT_EQ(format("[2001:db8::1]:5060"), "[2001:db8::1]");
  EXPECT_EQ(format("[2001:db8::1]:65535"), "[2001:db8::1]:65535");
}

TEST(Listen, IsChosenAsKamailioDoes) {
  struct Case {
    const char* name;
    int forced;
    std::uint16_t received;
    const char* to;
    std::uint16_t chosen;
  };
  const Case cases[] = {
      {"forced", 2, 1, "198.51.100.7", 2},
      {"forced, wrong family", 3, 1, "198.51.100.7", 1},
      {"forced, unknown", 99, 1, "198.51.100.7", 1},
      {"received", -1, 2, "198.51.100.7", 2},
      {"loopback to loopback", -1, 0, "127.0.0.9", 0},
      {"loopback to elsewhere", -1, 0, "198.51.100.7", 1},
      {"other family", -1, 1, "2001:db8::9", 3},
      {"other family back", -1, 3, "198.51.100.7", 1},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(choose_listen(kListens, c.forced, c.received, *sip::parse_address(c.to)), c.chosen)
        << c.name;
  }
  EXPECT_EQ(choose_listen(std::span(kListens).first(2), -1, 0, *sip::parse_address("2001:db8::9")),
            kNoListen);
}

TEST(Listen, OurViaNamesTheOtherSocket) {
  const auto socket = [](std::string_view params) {
    const std::string text = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKq" + std::string(params);
    return socket_of_our_via(*sip::parse_via(text), kListens);
  };
  EXPECT_EQ(socket(";i=1"), 0);
  EXPECT_EQ(socket(";i=5"), 4);
  for (const char* const bad : {"", ";i", ";i=0", ";i=6", ";i=x", ";i=1x", ";i=99999999999"}) {
    EXPECT_EQ(socket(bad), -1) << bad;
  }
}

}  // namespace
}  // namespace weir::dataplane
