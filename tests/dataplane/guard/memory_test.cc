// What the guard learns: bans, trust, proof, and the gate after the parse.
#include "sip/message.h"
#include "tests/dataplane/guard/fixture.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::dataplane::guard {
namespace {

std::string request(std::string_view method, std::string_view to_tag = "",
                    std::string_view agent = "Phone") {
  const std::string verb(method);
  return verb +
         " sip:bob@weir.example SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
         "From: <sip:alice@example.org>;tag=1\r\n"
         "To: <sip:bob@weir.example>" +
         (to_tag.empty() ? "" : ";tag=" + std::string(to_tag)) + "\r\nCall-ID: 1\r\nCSeq: 1 " +
         verb + "\r\nUser-Agent: " + std::string(agent) + "\r\n\r\n";
}

class MemoryTest : public GuardTest {
 protected:
  DropReason parsed(Packet& packet, const std::string& text) {
    sip::MessageView view;
    EXPECT_EQ(view.parse(text), sip::Error::kNone);
    return guard_->admit_parsed(now_, packet, view);
  }
  DropReason parsed_stranger(const std::string& text) {
    Packet one = packet("192.0.2.1");
    return parsed(one, text);
  }
  // Makes the source proved, then sends until it is banned; how many packets that took, or -1.
  int provoke_ban(std::string_view source) {
    Packet one = packet(source);
    guard_->note_proof(now_, one);
    for (int i = 0; i < 10000; ++i) {
      if (send(source) == DropReason::kBanned) return i;
    }
    return -1;
  }
  // Whole seconds until the ban is over.
  int ban_length(std::string_view source) {
    for (int seconds = 0; seconds < 10000; ++seconds) {
      if (send(source) != DropReason::kBanned) return seconds;
      pass_seconds(1);
    }
    return -1;
  }
};

// Whoever was called knows the cookie, and may say it under a stranger's address: that must not get
// the stranger banned.
TEST_F(MemoryTest, ADialogsCookieAloneBansNobody) {
  start({});
  Packet one = packet("192.0.2.1");
  guard_->note_proof(now_, one, Guard::Proof::kDialog);
  EXPECT_EQ(one.klass, SourceClass::kProved);
  for (int i = 0; i < 10000; ++i) ASSERT_NE(send("192.0.2.1"), DropReason::kBanned);
  const GuardCommand ban = GuardCommand::ban(address("192.0.2.1"), 60, BanReason::kAutomatic);
  EXPECT_FALSE(guard_->apply(now_, ban));
  EXPECT_EQ(guard_->statistics().bans, 0u);
  // His own proof makes him answer for it.
  EXPECT_GT(provoke_ban("192.0.2.1"), 0);
  pass_seconds(400);
  guard_->note_proof(now_, one, Guard::Proof::kDialog);
  EXPECT_FALSE(guard_->apply(now_, ban));
}

TEST_F(MemoryTest, AnOperatorsBanLastsAsLongAsItSays) {
  start({});
  apply(GuardCommand::ban(address("192.0.2.1"), 17, BanReason::kOperator));
  EXPECT_EQ(send("192.0.2.2"), DropReason::kNone);
  EXPECT_EQ(ban_length("192.0.2.1"), 17);
  apply(GuardCommand::ban(address("192.0.2.1"), 17, BanReason::kScript));
  apply(GuardCommand::unban(address("192.0.2.1")));
  EXPECT_EQ(send("192.0.2.1"), DropReason::kNone);
  apply(GuardCommand::ban(address("192.0.2.1"), 0, BanReason::kOperator));
  EXPECT_EQ(ban_length("192.0.2.1"), 30);
}

TEST_F(MemoryTest, ABanHoldsAWholeIpv6Network) {
  start({});
  apply(GuardCommand::ban(address("2001:db8::1"), 17, BanReason::kOperator));
  EXPECT_EQ(send("2001:db8::ffff:2"), DropReason::kBanned);
  EXPECT_EQ(send("2001:db8:0:1::1"), DropReason::kNone);
}

TEST_F(MemoryTest, AutomaticBansDoubleUpToTheLimit) {
  start({.ban_limit = 300, .ban_excess = 50});
  for (const int expected : {30, 60, 120, 240, 300, 300}) {
    ASSERT_NE(provoke_ban("192.0.2.1"), -1);
    EXPECT_EQ(ban_length("192.0.2.1"), expected);
  }
  EXPECT_EQ(guard_->statistics().bans, 6u);
  // A whole ban_limit of good behaviour, and the doubling is forgotten.
  pass_seconds(301);
  housekeep_all();
  ASSERT_NE(provoke_ban("192.0.2.1"), -1);
  EXPECT_EQ(ban_length("192.0.2.1"), 30);
}

TEST_F(MemoryTest, WhoProvedNothingIsNeverBanned) {
  start({.ban_excess = 50});
  for (int i = 0; i < 10000; ++i) ASSERT_NE(send("192.0.2.1"), DropReason::kBanned);
  apply(GuardCommand::ban(address("192.0.2.1"), 0, BanReason::kAutomatic));
  EXPECT_NE(send("192.0.2.1"), DropReason::kBanned);
}

TEST_F(MemoryTest, AnAddressWithATrustedFlowIsNeverBannedByItself) {
  start({.ban_excess = 50});
  apply(GuardCommand::trust({address("192.0.2.1"), 7000}, 600));
  EXPECT_EQ(provoke_ban("192.0.2.1"), -1);
  apply(GuardCommand::ban(address("192.0.2.1"), 0, BanReason::kAutomatic));
  EXPECT_EQ(send("192.0.2.1", 7000), DropReason::kNone);
  apply(GuardCommand::distrust({address("192.0.2.1"), 7000}));
  Packet one = packet("192.0.2.1", 7000);
  admit(one);
  EXPECT_EQ(one.klass, SourceClass::kStranger);
}

TEST_F(MemoryTest, ASlowExcessIsNoReasonForABan) {
  start({.source_rate = 10, .source_burst = 1, .ban_excess = 50});
  Packet one = packet("192.0.2.1");
  guard_->note_proof(now_, one);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_NE(send("192.0.2.1"), DropReason::kBanned);
    pass_milliseconds(25);
  }
}

TEST_F(MemoryTest, TrustBelongsToAnAddressAndAPortAndEnds) {
  start({.source_rate = 1,
         .source_burst = 1,
         .stranger_rate = 100,  // wide: other ports pay into it as well
         .stranger_burst = 100,
         .trusted_rate = 100,
         .trusted_burst = 50,
         .foreign_rate = 1,
         .foreign_burst = 3,
         .trust_seconds = 100,
         .stranger_always = true});
  apply(GuardCommand::trust({address("192.0.2.1"), 7000}, 60));
  EXPECT_EQ(admitted(1000, "192.0.2.1", 7000), 50);
  EXPECT_EQ(send("192.0.2.1", 7000), DropReason::kRateTrusted);
  // Other ports share a small budget: a spoofer costs the customer nothing else.
  EXPECT_EQ(admitted(50, "192.0.2.1", 8000) + admitted(50, "192.0.2.1", 8001), 3);
  EXPECT_EQ(send("192.0.2.1", 8000), DropReason::kRateSource);
  pass_seconds(1);
  EXPECT_EQ(admitted(1000, "192.0.2.1", 7000), 50);
  pass_seconds(58);
  EXPECT_EQ(send("192.0.2.1", 7000), DropReason::kNone);
  pass_seconds(1);
  Packet late = packet("192.0.2.1", 7000);
  admit(late);
  EXPECT_EQ(late.klass, SourceClass::kStranger);
  // No command gives more than trust_seconds.
  apply(GuardCommand::trust({address("192.0.2.1"), 7000}, 100000));
  pass_seconds(99);
  Packet still = packet("192.0.2.1", 7000);
  admit(still);
  EXPECT_EQ(still.klass, SourceClass::kTrusted);
  pass_seconds(1);
  admit(still);
  EXPECT_EQ(still.klass, SourceClass::kStranger);
}

TEST_F(MemoryTest, AFullTableRefusesAndSaysSo) {
  start({}, {.sources = 64, .prefixes = 64, .addresses = 48, .flows = 48, .peers = 1, .pike = 4});
  for (std::uint32_t i = 0; i < 100; ++i) {
    apply(GuardCommand::ban(sip::Address::v4(0x0a000000 + i), 60, BanReason::kOperator));
    apply(GuardCommand::trust({sip::Address::v4(0x0b000000 + i), 5060}, 60));
  }
  EXPECT_GT(guard_->statistics().refused_bans, 0u);
  EXPECT_GT(guard_->statistics().refused_flows, 0u);
  pass_seconds(61);
  housekeep_all();
  const auto before = guard_->statistics().refused_bans;
  apply(GuardCommand::ban(address("192.0.2.1"), 60, BanReason::kOperator));
  EXPECT_EQ(guard_->statistics().refused_bans, before);
  EXPECT_EQ(send("192.0.2.1"), DropReason::kBanned);
}

TEST_F(MemoryTest, AProofIsRememberedForTheFlow) {
  start({.stranger_rate = 1, .stranger_burst = 1, .proved_seconds = 10, .stranger_always = true});
  Packet one = packet("192.0.2.1");
  guard_->note_proof(now_, one);
  EXPECT_EQ(one.klass, SourceClass::kProved);
  EXPECT_EQ(send("198.51.100.1"), DropReason::kNone);
  EXPECT_EQ(send("198.51.100.2"), DropReason::kRateStrangers);
  Packet again = packet("192.0.2.1");
  EXPECT_TRUE(admit(again).admitted());  // not out of the strangers' budget
  EXPECT_EQ(again.klass, SourceClass::kProved);
  EXPECT_EQ(send("192.0.2.1", 9999), DropReason::kRateStrangers);
  pass_seconds(10);
  Packet late = packet("192.0.2.1");
  admit(late);
  EXPECT_EQ(late.klass, SourceClass::kStranger);
}

TEST_F(MemoryTest, ScannersAreRefusedBelowTrust) {
  start({});
  EXPECT_EQ(parsed_stranger(request("OPTIONS", "", "friendly-scanner")), DropReason::kScanner);
  EXPECT_EQ(parsed_stranger(request("OPTIONS")), DropReason::kNone);
  Packet trusted = packet("192.0.2.1");
  trusted.klass = SourceClass::kTrusted;
  EXPECT_EQ(parsed(trusted, request("OPTIONS", "", "friendly-scanner")), DropReason::kNone);
}

bool cookie_is_good(const void* self, const sip::MessageView&) noexcept {
  return *static_cast<const bool*>(self);
}

TEST_F(MemoryTest, AForeignDialogNeedsOurCookie) {
  start({.refuse_foreign_dialogs = true});
  bool good = false;
  guard_->set_cookie_check(cookie_is_good, &good);
  EXPECT_EQ(parsed_stranger(request("BYE", "7")), DropReason::kForeignDialog);
  EXPECT_EQ(parsed_stranger(request("INVITE", "7")), DropReason::kForeignDialog);
  EXPECT_EQ(parsed_stranger(request("INVITE")), DropReason::kNone);
  EXPECT_EQ(parsed_stranger(request("ACK", "7")), DropReason::kNone);
  good = true;
  Packet one = packet("192.0.2.1");
  EXPECT_EQ(parsed(one, request("BYE", "7")), DropReason::kNone);
  EXPECT_EQ(one.klass, SourceClass::kProved);
}

TEST_F(MemoryTest, AForeignDialogIsRefusedUnderPressureByDefault) {
  start({});
  Packet one = packet("192.0.2.1");
  ASSERT_TRUE(admit(one).admitted());
  EXPECT_EQ(parsed(one, request("BYE", "7")), DropReason::kNone);
  ASSERT_TRUE(admit(one, Pressure::kHigh).admitted());
  EXPECT_EQ(parsed(one, request("BYE", "7")), DropReason::kForeignDialog);
  EXPECT_NE(guard_->examples().find(DropReason::kForeignDialog, 0), nullptr);
}

TEST_F(MemoryTest, MethodsHaveBudgetsOfTheirOwn) {
  Parameters parameters;
  parameters.method_rate[static_cast<std::size_t>(MethodGroup::kRegister)] = 20;
  start(parameters);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(parsed_stranger(request("REGISTER")), DropReason::kNone);
  }
  EXPECT_EQ(guard_->statistics().over_budget, 8u);
  Packet one = packet("192.0.2.1");
  admit(one, Pressure::kHigh);
  EXPECT_EQ(parsed(one, request("REGISTER")), DropReason::kRateMethod);
  EXPECT_EQ(parsed(one, request("INVITE")), DropReason::kNone);
}

TEST_F(MemoryTest, AScriptsBanSparesPeersAndTrustedPhones) {
  start({});
  const auto by_script = [&](std::string_view who) {
    return guard_->apply(now_, GuardCommand::ban(address(who), 60, BanReason::kScript));
  };
  const AccessLists lists({{prefix("192.0.2.8/32"), 5060}}, {}, 1);
  apply(GuardCommand::publish(&lists));
  apply(GuardCommand::trust({address("192.0.2.1"), 5060}, 600));
  EXPECT_FALSE(by_script("192.0.2.8"));
  EXPECT_FALSE(by_script("192.0.2.1"));
  EXPECT_EQ(send("192.0.2.1"), DropReason::kNone);
  EXPECT_EQ(send("192.0.2.1", 9999), DropReason::kNone);
  EXPECT_TRUE(by_script("192.0.2.2"));
  EXPECT_EQ(send("192.0.2.2"), DropReason::kBanned);
  pass_seconds(600);  // the trust is over
  EXPECT_TRUE(by_script("192.0.2.1"));
  EXPECT_EQ(send("192.0.2.1"), DropReason::kBanned);
  // An operator knows what he does.
  apply(GuardCommand::trust({address("192.0.2.3"), 5060}, 600));
  EXPECT_TRUE(
      guard_->apply(now_, GuardCommand::ban(address("192.0.2.3"), 60, BanReason::kOperator)));
  EXPECT_EQ(send("192.0.2.3"), DropReason::kBanned);
}

TEST_F(MemoryTest, ItsOwnBansAreTold) {
  start({.source_rate = 10, .source_burst = 10, .ban_seconds = 30, .ban_excess = 5});
  FreshBan ban;
  EXPECT_FALSE(guard_->next_ban(ban));
  for (unsigned host = 1; host <= 20; ++host) {
    const std::string who = "192.0.2." + std::to_string(host);
    Packet one = packet(who);
    guard_->note_proof(now_, one);
    for (int i = 0; i < 20; ++i) send(who);
  }
  EXPECT_EQ(guard_->statistics().bans, 20u);
  std::size_t told = 0;
  for (; guard_->next_ban(ban); ++told) EXPECT_EQ(ban.seconds, 30u);
  EXPECT_EQ(told, Guard::kFreshBans);
  EXPECT_EQ(ban.address, address("192.0.2.1"));
}

TEST_F(MemoryTest, TheRateIsOfTheAddressOrOfAFlow) {
  start({});
  std::uint64_t message = 0;
  const auto rate = [&](std::uint16_t port, SourceClass klass, int packets) {
    for (; packets > 1; --packets)
      guard_->rate(now_, {address("192.0.2.1"), port}, klass, ++message);
    return guard_->rate(now_, {address("192.0.2.1"), port}, klass, ++message);
  };
  EXPECT_EQ(rate(5060, SourceClass::kStranger, 10), 10u);
  EXPECT_EQ(rate(5061, SourceClass::kStranger, 10), 20u);
  EXPECT_EQ(rate(5060, SourceClass::kTrusted, 10), 10u);
  EXPECT_EQ(rate(5061, SourceClass::kProved, 10), 10u);
  // The same message again.
  EXPECT_EQ(guard_->rate(now_, {address("192.0.2.1"), 5061}, SourceClass::kProved, message), 10u);
}

TEST_F(MemoryTest, PikeCountsASource) {
  start({.pike_unit = 2, .pike_density = 3});
  const sip::Address source = address("2001:db8::1");
  EXPECT_EQ(guard_->pike_check(now_, source), 1);
  EXPECT_EQ(guard_->pike_check(now_, source), 1);
  EXPECT_EQ(guard_->pike_check(now_, address("2001:db8::2")), 1);
  EXPECT_EQ(guard_->pike_check(now_, source), -2);
  EXPECT_EQ(guard_->pike_check(now_, source), -1);
  EXPECT_EQ(guard_->pike_check(now_, address("192.0.2.1")), 1);
}

}  // namespace
}  // namespace weir::dataplane::guard
