#include "dataplane/guard/address_list.h"

#include "dataplane/guard/access_lists.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace weir::dataplane::guard {
namespace {

sip::Address address(std::string_view text) { return *sip::parse_address(text); }

constexpr std::string_view kFile =
    "# trunks\n"
    "1 192.0.2.1 32 5060 carrier\n"
    "1\t198.51.100.0  24\t0 \"two words\"  # a comment\n"
    "\n"
    "1 198.51.100.128 25 5070 upper\r\n"
    "2 2001:db8::1\n"
    "2 2001:db8:1::/48\n"
    "3,10.0.0.0,8,0,commas\n"
    "4 0.0.0.0 0 0 everybody\n";

class AddressListTest : public ::testing::Test {
 protected:
  AddressListTest() {
    std::vector<AddressEntry> entries;
    EXPECT_TRUE(parse_address_list(kFile, entries).empty());
    EXPECT_EQ(entries.size(), 7u);
    list_ = std::make_unique<AddressList>(std::move(entries), 3);
  }
  std::unique_ptr<AddressList> list_;
};

TEST_F(AddressListTest, Groups) {
  EXPECT_TRUE(list_->allowed(1, address("192.0.2.1"), 5060));
  EXPECT_FALSE(list_->allowed(1, address("192.0.2.1"), 5061));
  EXPECT_TRUE(list_->allowed(1, address("192.0.2.1"), 0));
  EXPECT_FALSE(list_->allowed(2, address("192.0.2.1"), 5060));
  EXPECT_TRUE(list_->allowed(1, address("198.51.100.200"), 1234));
  EXPECT_TRUE(list_->allowed(2, address("2001:db8::1"), 1));
  EXPECT_FALSE(list_->allowed(2, address("2001:db8::2"), 1));
  EXPECT_TRUE(list_->allowed(2, address("2001:db8:1:ffff::2"), 1));
  EXPECT_TRUE(list_->allowed(3, address("10.255.0.1"), 1));
  EXPECT_TRUE(list_->allowed(4, address("203.0.113.1"), 1));
  EXPECT_FALSE(list_->allowed(4, address("2001:db8::1"), 1));  // 0.0.0.0/0 is IPv4 only
}

TEST_F(AddressListTest, TheLongestPrefixGivesTagAndGroup) {
  EXPECT_EQ(list_->find(1, address("198.51.100.200"), 5070)->tag, "upper");
  EXPECT_EQ(list_->find(1, address("198.51.100.200"), 5071)->tag, "two words");
  EXPECT_EQ(list_->find(1, address("192.0.2.1"), 5060)->line, 2u);
  EXPECT_EQ(list_->find(9, address("192.0.2.1"), 5060), nullptr);
  EXPECT_EQ(list_->find(address("198.51.100.200"), 5070)->tag, "upper");
  EXPECT_EQ(list_->find(address("2001:db8:2::1"), 5060), nullptr);
  EXPECT_EQ(list_->group_of(address("10.1.1.1"), 5060), 3);
  EXPECT_EQ(list_->group_of(address("11.1.1.1"), 5060), 4);
  EXPECT_EQ(list_->group_of(address("2001:db8:2::1"), 5060), -1);
}

struct Wrong {
  std::string_view line;
  std::string_view part;  // of the message
};

constexpr Wrong kWrong[] = {
    {"1", "at least GROUP and ADDRESS"},
    {"x 192.0.2.1", "the group 'x'"},
    {"0 192.0.2.1", "the group '0'"},
    {"-1 192.0.2.1", "the group '-1'"},
    {"1 192.0.2", "'192.0.2' is not an IPv4 or IPv6 address"},
    {"1 192.0.2.256", "'192.0.2.256'"},
    {"1 192.0.2.1 33", "0 to 32"},
    {"1 2001:db8::1 129", "0 to 128"},
    {"1 192.0.2.1/33", "not ADDRESS/BITS"},
    {"1 192.0.2.1 32 65536", "the port '65536'"},
    {"1 192.0.2.1 32 5060 a b", "more than the five columns"},
};

TEST(AddressListErrors, HaveTheirLine) {
  for (const Wrong& wrong : kWrong) {
    std::vector<AddressEntry> entries;
    const std::string text = "1 192.0.2.9\n" + std::string(wrong.line) + "\n1 192.0.2.10\n";
    const auto errors = parse_address_list(text, entries);
    ASSERT_EQ(errors.size(), 1u) << wrong.line;
    EXPECT_EQ(errors[0].line, 2u);
    EXPECT_NE(errors[0].message.find(wrong.part), std::string::npos) << errors[0].message;
    EXPECT_EQ(entries.size(), 2u);
  }
}

TEST(AddressList, AnEmptyOneLetsNobodyIn) {
  const AddressList list({}, 1);
  EXPECT_FALSE(list.allowed(1, address("192.0.2.1"), 0));
  EXPECT_EQ(list.group_of(address("192.0.2.1"), 0), -1);
}

// Against a walk over all prefixes.
TEST(PrefixMap, FindsTheLongest) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<PrefixMap::Item> items;
    for (std::uint32_t i = 0; i < 200; ++i) {
      sip::Prefix prefix;
      const bool v4 = random() % 2 == 0;
      if (v4) {
        prefix.address = sip::Address::v4(0x0a000000 + random() % 4096);
      } else {
        prefix.address.bytes[0] = 0x20;
        for (std::size_t b = 1; b < 16; ++b) {
          prefix.address.bytes[b] = static_cast<std::uint8_t>(random() % 2);
        }
      }
      prefix.length = static_cast<std::uint8_t>(v4 ? 96 + random() % 33 : random() % 129);
      items.push_back({prefix, i});
    }
    const PrefixMap map(items, random());
    for (int probe = 0; probe < 500; ++probe) {
      const sip::Address wanted = probe % 2 == 0 ? sip::Address::v4(0x0a000000 + random() % 4096)
                                                 : items[random() % 200].prefix.address;
      std::uint32_t expected = PrefixMap::kNone;
      int longest = -1;
      for (const PrefixMap::Item& item : items) {
        const bool same_family = item.prefix.address.is_v4() == wanted.is_v4();
        if (same_family && item.prefix.contains(wanted) && item.prefix.length > longest) {
          longest = item.prefix.length;
          expected = item.value;
        }
      }
      ASSERT_EQ(map.find(wanted), expected);
    }
  }
}

// Prefixes all over IPv4, those longer than a /16 and those that hold many of them.
TEST(PrefixMap, FindsAcrossAllOfIpv4) {
  std::mt19937 random(6);
  for (int round = 0; round < 20; ++round) {
    std::vector<PrefixMap::Item> items;
    for (std::uint32_t i = 0; i < 100; ++i) {
      const auto length = static_cast<std::uint8_t>(96 + random() % 33);
      items.push_back({{sip::Address::v4(static_cast<std::uint32_t>(random())), length}, i});
      if (length < 104 && random() % 8 != 0) items.pop_back();  // few that hold half the world
    }
    const PrefixMap map(items, random());
    for (int probe = 0; probe < 2000; ++probe) {
      auto value = static_cast<std::uint32_t>(random());
      if (probe % 2 == 0 && !items.empty()) {  // near one of them
        value = items[random() % items.size()].prefix.address.v4_value() ^ 1u << (random() % 32);
      }
      const sip::Address wanted = sip::Address::v4(value);
      int longest = -1;
      for (const PrefixMap::Item& item : items) {
        if (item.prefix.contains(wanted)) longest = std::max<int>(longest, item.prefix.length);
      }
      unsigned found = 0;
      const std::uint32_t got = map.find(wanted, 129, &found);
      ASSERT_EQ(got != PrefixMap::kNone, longest >= 0);
      if (longest >= 0) {
        ASSERT_EQ(static_cast<int>(found), longest);
      }
    }
  }
}

struct PeerCase {
  std::string_view text;
  bool good;
  std::string_view prefix = "";
  std::uint16_t port = 0;
};

constexpr PeerCase kPeerCases[] = {
    {"192.0.2.1", true, "192.0.2.1/32", 0},
    {"192.0.2.0/24", true, "192.0.2.0/24", 0},
    {"192.0.2.1:5060", true, "192.0.2.1/32", 5060},
    {"192.0.2.0/24:5060", true, "192.0.2.0/24", 5060},
    {"2001:db8::1", true, "2001:db8::1/128", 0},
    {"2001:db8::/32", true, "2001:db8::/32", 0},
    {"2001:db8::/32:5060", true, "2001:db8::/32", 5060},
    {"[2001:db8::1]", true, "2001:db8::1/128", 0},
    {"[2001:db8::1]:5070", true, "2001:db8::1/128", 5070},
    {"[2001:db8::]/32:5070", true, "2001:db8::/32", 5070},
    {"", false},
    {"peer.example", false},
    {"192.0.2.1:65536", false},
    {"192.0.2.1:", false},
    {"192.0.2.1/33", false},
};

TEST(Peers, Texts) {
  for (const PeerCase& c : kPeerCases) {
    PeerEntry entry;
    ASSERT_EQ(parse_peer(c.text, entry), c.good) << c.text;
    if (!c.good) continue;
    EXPECT_EQ(entry.prefix, *sip::parse_prefix(c.prefix)) << c.text;
    EXPECT_EQ(entry.port, c.port) << c.text;
  }
}

TEST(Peers, APortCountsBeforeAnyPortAndThenShorterPrefixes) {
  std::vector<PeerEntry> peers;
  for (const std::string_view text : {"192.0.2.0/24", "192.0.2.1:7000", "192.0.2.1:7001"}) {
    parse_peer(text, peers.emplace_back());
  }
  const AccessLists lists(peers, {}, 4);
  const auto prefix_of = [&](std::uint16_t port) {
    const std::uint32_t index = lists.find_peer(address("192.0.2.1"), port);
    return index == AccessLists::kNone ? sip::Prefix{} : lists.peers()[index].prefix;
  };
  EXPECT_EQ(prefix_of(7000), *sip::parse_prefix("192.0.2.1/32"));
  EXPECT_EQ(prefix_of(7002), *sip::parse_prefix("192.0.2.0/24"));
  EXPECT_EQ(lists.find_peer(address("192.0.3.1"), 7000), AccessLists::kNone);
}

// A fragment carries no port: the address alone says whose share of reassembly it takes.
TEST(Peers, AnAddressIsAPeersWhateverItsPort) {
  std::vector<PeerEntry> peers;
  parse_peer("192.0.2.1:7000", peers.emplace_back());
  const AccessLists lists(peers, {}, 4);
  EXPECT_TRUE(lists.peer_at(address("192.0.2.1")));
  EXPECT_FALSE(lists.peer_at(address("192.0.2.2")));
}

}  // namespace
}  // namespace weir::dataplane::guard
