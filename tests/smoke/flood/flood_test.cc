#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/smoke/flood/attacks.h"

namespace weir::flood {
namespace {

using FrameBytes = std::array<uint8_t, kMaxFrame>;

// The Internet checksum over bytes and a start value; 0 over what carries a right one.
uint16_t checksum(const uint8_t* bytes, size_t size, uint64_t total) {
  for (size_t i = 0; i < size; ++i) {
    total += i % 2 == 0 ? static_cast<uint64_t>(bytes[i]) << 8 : bytes[i];
  }
  while (total >> 16 != 0) total = (total & 0xffff) + (total >> 16);
  return static_cast<uint16_t>(~total);
}

Aim make_aim() {
  Aim aim{};
  aim.targets = {*parse_ip("192.0.2.10"), *parse_ip("2001:db8:1::10")};
  aim.port = 5060;
  aim.listed = {{*parse_ip("192.0.2.32"), 5070}, {*parse_ip("2001:db8:1:1::5"), 5071}};
  return aim;
}

TEST(Flood, KnowsTheAttacksByName) {
  const std::vector<std::string_view> wanted = {
      "one_source",   "spoofed",       "scanner",   "garbage",         "register", "reply",
      "foreign_port", "forged_dialog", "fragments", "spoofed_trusted", "syn",      "kdmq"};
  EXPECT_EQ(attack_names(), wanted);
  EXPECT_EQ(find_attack("flood"), nullptr);
}

TEST(Flood, WritesRightChecksums) {
  const Aim aim = make_aim();
  for (const std::string_view name : attack_names()) {
    if (name == "fragments" || name == "syn") continue;
    Maker maker(*find_attack(name), aim, 7);
    for (int i = 0; i < 200; ++i) {
      FrameBytes frame{};
      const size_t size = maker.make(frame);
      const bool v6 = frame[12] == 0x86;
      const uint8_t* const ip = frame.data() + 14;
      if (!v6) {
        EXPECT_EQ(checksum(ip, 20, 0), 0) << name;
      }
      const uint8_t* const udp = ip + (v6 ? 40 : 20);
      const size_t length = size - static_cast<size_t>(udp - frame.data());
      EXPECT_EQ(static_cast<size_t>(udp[4] << 8 | udp[5]), length) << name;
      // The pseudo header: addresses, protocol, length.
      const uint8_t* const addresses = ip + (v6 ? 8 : 12);
      uint64_t pseudo = 17 + length;
      for (size_t at = 0; at < (v6 ? 32u : 8u); at += 2) {
        pseudo += static_cast<uint64_t>(addresses[at] << 8 | addresses[at + 1]);
      }
      EXPECT_EQ(checksum(udp, length, pseudo), 0) << name;
    }
  }
}

TEST(Flood, MarksItsRequests) {
  const Aim aim = make_aim();
  for (const std::string_view name :
       {"one_source", "spoofed", "scanner", "register", "foreign_port", "forged_dialog"}) {
    Maker maker(*find_attack(name), aim, 3);
    for (int i = 0; i < 50; ++i) {
      const std::string text(maker.payload());
      EXPECT_NE(text.find(" sip:flood"), std::string::npos) << text;
      EXPECT_EQ(text.find('#'), std::string::npos) << text;
    }
  }
}

TEST(Flood, BorrowsListedAddressesWithForeignPorts) {
  const Aim aim = make_aim();
  Maker maker(*find_attack("foreign_port"), aim, 5);
  for (int i = 0; i < 100; ++i) {
    FrameBytes frame{};
    maker.make(frame);
    const bool v6 = frame[12] == 0x86;
    const uint8_t* const source = frame.data() + 14 + (v6 ? 8 : 12);
    const Ip& wanted = aim.listed[v6 ? 1 : 0].ip;
    EXPECT_TRUE(std::equal(source, source + (v6 ? 16 : 4), wanted.bytes.begin()));
    const uint8_t* const udp = frame.data() + 14 + (v6 ? 40 : 20);
    EXPECT_GE(udp[0] << 8 | udp[1], 20000);
  }
}

TEST(Flood, SpoofsPhonesWithTheirPorts) {
  const Aim aim = make_aim();
  Maker maker(*find_attack("spoofed_trusted"), aim, 5);
  for (int i = 0; i < 100; ++i) {
    FrameBytes frame{};
    maker.make(frame);
    const bool v6 = frame[12] == 0x86;
    const uint8_t* const source = frame.data() + 14 + (v6 ? 8 : 12);
    const Caller& wanted = aim.listed[v6 ? 1 : 0];
    EXPECT_TRUE(std::equal(source, source + (v6 ? 16 : 4), wanted.ip.bytes.begin()));
    const uint8_t* const udp = frame.data() + 14 + (v6 ? 40 : 20);
    EXPECT_EQ(udp[0] << 8 | udp[1], wanted.port);
  }
}

TEST(Flood, SynsAreWhole) {
  const Aim aim = make_aim();
  Maker maker(*find_attack("syn"), aim, 5);
  for (int i = 0; i < 100; ++i) {
    FrameBytes frame{};
    const size_t size = maker.make(frame);
    const bool v6 = frame[12] == 0x86;
    const uint8_t* const tcp = frame.data() + 14 + (v6 ? 40 : 20);
    EXPECT_EQ(size, static_cast<size_t>(tcp - frame.data()) + 20);
    EXPECT_EQ(frame[14 + (v6 ? 6 : 9)], 6);
    EXPECT_EQ(tcp[2] << 8 | tcp[3], 5060);
    EXPECT_EQ(tcp[13], 2);
    const uint8_t* const addresses = frame.data() + 14 + (v6 ? 8 : 12);
    uint64_t pseudo = 6 + 20;
    for (size_t at = 0; at < (v6 ? 32u : 8u); at += 2) {
      pseudo += static_cast<uint64_t>(addresses[at] << 8 | addresses[at + 1]);
    }
    EXPECT_EQ(checksum(tcp, 20, pseudo), 0);
  }
}

TEST(Flood, SendsToTestAddressesOnly) {
  struct Case {
    const char* address;
    bool test;
  };
  for (const Case& c : {Case{"192.0.2.10", true}, Case{"127.0.0.1", true}, Case{"::1", true},
                        Case{"2001:db8::1", true}, Case{"198.19.255.1", true},
                        Case{"192.0.3.1", false}, Case{"10.0.0.1", false}, Case{"8.8.8.8", false},
                        Case{"2001:db9::1", false}, Case{"fd00::1", false}}) {
    EXPECT_EQ(is_test_address(*parse_ip(c.address)), c.test) << c.address;
  }
}

}  // namespace
}  // namespace weir::flood
