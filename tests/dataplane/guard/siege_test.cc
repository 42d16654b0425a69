// Attacks on good sources, in simulated time: nobody who is named loses what is his.
#include "tests/dataplane/guard/fixture.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

namespace weir::dataplane::guard {
namespace {

constexpr std::uint32_t kSpoofed = 0x0a000000;  // 10.0.0.0/8: the attacker's inventions

class SiegeTest : public GuardTest {
 protected:
  DropReason come(std::uint32_t host, std::uint16_t port, Pressure pressure = Pressure::kHigh) {
    Packet one = packet_of(host, port);
    return admit(one, pressure).reason;
  }
  bool passes(std::uint32_t host, std::uint16_t port) {
    return come(host, port) == DropReason::kNone;
  }
  static Packet packet_of(std::uint32_t host, std::uint16_t port) {
    Packet one;
    one.data = const_cast<char*>(kOptions.data());
    one.size = static_cast<std::uint32_t>(kOptions.size());
    one.src = sip::Address::v4(host);
    one.sport = port;
    return one;
  }
  void trust(std::uint32_t host, std::uint16_t port, std::uint32_t seconds = 7200) {
    apply(GuardCommand::trust({sip::Address::v4(host), port}, seconds));
  }
  void pass_microseconds(std::uint64_t us) { now_ = now_ + kMegahertz.microseconds(us); }
  SourceClass klass_of(std::uint32_t host, std::uint16_t port) {
    Packet one = packet_of(host, port);
    admit(one);
    return one.klass;
  }

  static constexpr std::uint32_t kGood = 0xc6336401;  // 198.51.100.1
  std::uint32_t random() { return static_cast<std::uint32_t>(engine_()); }
  std::mt19937 engine_{20261128};
};

// The same address and port: what the attacker sends cannot be told from what the phone sends. The
// phone's share is its rate by the sum of both, and it keeps its trust.
TEST_F(SiegeTest, ASpoofedExactFlowTakesItsShareAndNothingElse) {
  start({});
  trust(kGood, 5060);
  constexpr int kFlood = 10'000;  // packets a second
  int own = 0;
  int passed = 0;
  for (int i = 0; i < kFlood * 60; ++i) {
    pass_microseconds(1'000'000 / kFlood);
    const bool phone = random() % 100 == 0;
    own += phone;
    passed += come(kGood, 5060) == DropReason::kNone && phone;
  }
  const double share = double(passed) / own;
  const double expected = 200.0 / kFlood;  // trusted_rate by what comes
  RecordProperty("share_of_the_phone", std::to_string(share));
  EXPECT_NEAR(share, expected, expected / 5);
  EXPECT_EQ(guard_->statistics().bans, 0u);
  EXPECT_EQ(klass_of(kGood, 5060), SourceClass::kTrusted);
  pass_seconds(3);  // the flood is over: all is as before
  for (int i = 0; i < 300; ++i) EXPECT_TRUE(passes(kGood, 5060));
}

// Somebody behind the same NAT, or who pretends to be: all ports but the phones'.
TEST_F(SiegeTest, ASpoofedNeighbourCostsThePhonesNothing) {
  start({});
  for (std::uint16_t port = 5060; port < 5070; ++port) trust(kGood, port);
  for (int i = 0; i < 500'000; ++i) {
    pass_microseconds(10);
    const auto port = static_cast<std::uint16_t>(1024 + random() % 4000);
    come(kGood, port);
    if (i % 1000 == 0) {
      EXPECT_TRUE(passes(kGood, static_cast<std::uint16_t>(5060 + i / 1000 % 10)));
    }
  }
  EXPECT_EQ(guard_->statistics().bans, 0u);
  EXPECT_EQ(klass_of(kGood, 5069), SourceClass::kTrusted);
}

TEST_F(SiegeTest, ASpoofedPeerHasThePeersCapAndIsNeverBanned) {
  Parameters parameters;
  parameters.peer_rate = 1000;
  start(parameters);
  const AccessLists lists({{prefix("198.51.100.1/32"), 5060}, {prefix("198.51.100.2/32"), 0}}, {},
                          1);
  apply(GuardCommand::publish(&lists));
  for (int i = 0; i < 300'000; ++i) {
    pass_microseconds(10);
    come(kGood, 5061);  // another port than the peer's: a stranger
    come(kGood, 5060);  // exactly the peer: within its cap
    if (i % 1000 == 0) {
      EXPECT_TRUE(passes(kGood + 1, 5060));  // another peer
    }
  }
  EXPECT_EQ(guard_->statistics().bans, 0u);
  Packet peer = packet_of(kGood, 5060);
  admit(peer);
  ASSERT_EQ(peer.klass, SourceClass::kPeer);
  for (int i = 0; i < 2000; ++i) guard_->note_proof(now_, peer);
  EXPECT_FALSE(guard_->apply(now_, GuardCommand::ban(peer.src, 60, BanReason::kAutomatic)));
  EXPECT_FALSE(guard_->apply(now_, GuardCommand::ban(peer.src, 60, BanReason::kScript)));
  pass_seconds(2);
  EXPECT_TRUE(passes(kGood, 5060));
}

// Whatever an attacker sends that proves nothing: nobody is banned by it, and no trust is lost.
TEST_F(SiegeTest, NobodyIsBannedByPacketsThatProveNothing) {
  start({});
  for (std::uint32_t host = 0; host < 256; ++host) trust(kGood + host, 5060);
  for (int i = 0; i < 1'000'000; ++i) {
    pass_microseconds(2);
    const std::uint32_t host = random() % 2 == 0 ? kGood + random() % 512 : random();
    come(host, static_cast<std::uint16_t>(random()));
  }
  EXPECT_EQ(guard_->statistics().bans, 0u);
  pass_seconds(5);
  for (std::uint32_t host = 0; host < 256; ++host) {
    EXPECT_EQ(klass_of(kGood + host, 5060), SourceClass::kTrusted) << host;
    EXPECT_TRUE(passes(kGood + host, 5060)) << host;
  }
}

// A day: a hundred phones register every half hour and send every thirty seconds, while attacks of
// all kinds come and go.
TEST_F(SiegeTest, ADayOfAttacksCostsThePhonesNothing) {
  start({});
  constexpr std::uint32_t kPhones = 100;
  constexpr int kDay = 24 * 3600;
  std::uint64_t lost = 0;
  std::uint64_t attacked = 0;
  std::uint64_t refused = 0;
  for (int second = 0; second < kDay; ++second) {
    pass_seconds(1);
    guard_->housekeep(now_);
    for (std::uint32_t phone = 0; phone < kPhones; ++phone) {
      const auto turn = static_cast<std::uint32_t>(second) + 17 * phone;
      if (turn % 1800 == 0 || second == 0) trust(kGood + phone, 5060, 3600);
      if (turn % 30 == 0) lost += !passes(kGood + phone, 5060);
    }
    const int kind = second / 600 % 4;  // ten minutes each
    for (int i = 0; i < 20; ++i, ++attacked) {
      const std::uint32_t host = kind == 0   ? kSpoofed + random() % (1u << 24)
                                 : kind == 1 ? kGood + random() % kPhones
                                 : kind == 2 ? kSpoofed + 7
                                             : random();
      // Of the phones' addresses all ports but theirs.
      const auto port = static_cast<std::uint16_t>(kind == 1 ? 6000 + random() % 1000 : random());
      if (kind == 2 && i == 0) {
        Packet one = packet_of(host, 5060);
        guard_->note_proof(now_, one);  // a true address that floods
        for (int n = 0; n < 400; ++n) refused += !passes(host, 5060);
      }
      refused += host - kGood >= kPhones && !passes(host, port);
    }
  }
  EXPECT_EQ(lost, 0u);
  EXPECT_GT(guard_->statistics().bans, 10u);
  EXPECT_GT(refused, 1000u);
  for (std::uint32_t phone = 0; phone < kPhones; ++phone) {
    EXPECT_EQ(klass_of(kGood + phone, 5060), SourceClass::kTrusted) << phone;
  }
}

// After an outage 100,000 phones behind 2,000 addresses register at once, while a flood of REGISTER
// requests comes from everywhere, also from their own addresses. Each phone is challenged, answers,
// and is trusted; it tries again as RFC 3261 section 17.1.2.2 has it.
TEST_F(SiegeTest, ColdPhonesRegisterDuringAFlood) {
  start({}, {.sources = 1u << 20,
             .prefixes = 1u << 17,
             .addresses = 1u << 16,
             .flows = 1u << 18,
             .peers = 64,
             .pike = 256});
  constexpr std::uint32_t kAddresses = 2000;
  constexpr std::uint32_t kEach = 50;
  constexpr std::uint32_t kPhones = kAddresses * kEach;
  constexpr std::uint32_t kCustomers = 0xcb000000;  // 203.0.0.0: one address a /24
  trust(kGood, 5060);                               // somebody who calls all the time
  struct Phone {
    std::uint32_t wait = 500;  // milliseconds
    bool challenged = false;
  };
  constexpr std::uint32_t kMost = 60'000;  // milliseconds
  std::vector<Phone> phones(kPhones);
  std::vector<std::vector<std::uint32_t>> due(kMost +
                                              5000);  // phones that send in that millisecond
  for (std::uint32_t i = 0; i < kPhones; ++i) due[random() % 2000].push_back(i);
  std::uint32_t registered = 0;
  std::uint32_t ms = 0;
  std::uint64_t lost_calls = 0;
  for (; registered < kPhones / 100 * 99 && ms < kMost; ++ms) {
    pass_milliseconds(1);
    for (int i = 0; i < 20; ++i) {  // 20,000 a second, one of ten from a customer's address
      const std::uint32_t host = random() % 10 == 0 ? kCustomers + random() % kAddresses * 256 + 1
                                                    : kSpoofed + random() % (1u << 24);
      come(host, static_cast<std::uint16_t>(random()), Pressure::kNone);
    }
    if (ms % 20 == 0) lost_calls += !passes(kGood, 5060);
    for (const std::uint32_t i : due[ms]) {
      Phone& phone = phones[i];
      const std::uint32_t host = kCustomers + i / kEach * 256 + 1;
      const auto port = static_cast<std::uint16_t>(20'000 + i % kEach);
      if (come(host, port, Pressure::kNone) != DropReason::kNone) {
        due[ms + phone.wait].push_back(i);
        phone.wait = std::min(phone.wait * 2, 4000u);
      } else if (!phone.challenged) {
        phone.challenged = true;
        due[ms + 50].push_back(i);  // the 401's way and back
      } else {
        ++registered;
        trust(host, port, 3600);
      }
    }
  }
  RecordProperty("seconds_to_99_percent", static_cast<int>(ms / 1000));
  std::printf("99 %% of 100,000 phones are registered after %.1f s\n", double(ms) / 1000);
  EXPECT_GE(registered, kPhones / 100 * 99);
  EXPECT_EQ(guard_->statistics().bans, 0u);
  EXPECT_EQ(lost_calls, 0u);
}

}  // namespace
}  // namespace weir::dataplane::guard
