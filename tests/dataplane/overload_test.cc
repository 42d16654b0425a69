#include "dataplane/overload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using guard::Precedence;
using sip::OverloadAlgorithm;
using sip::OverloadReport;
using test::Client;
using test::Edge;
using test::EdgeSettings;
using test::field;
using test::localhost;
using test::reply_to;
using test::request;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Frequency kMegahertz{1'000'000};
const sip::Endpoint kHop{sip::Address::v4(0xc0000201), 5060};
const sip::Endpoint kOther{sip::Address::v4(0xc0000202), 5060};

class OverloadClientsTest : public testing::Test {
 protected:
  void ask(OverloadAlgorithm algorithm, std::uint32_t value, std::uint32_t validity = 60'000) {
    clients_.learn(now_, kHop, {algorithm, value, validity, ++sequence_});
  }
  bool sends(Precedence precedence, const sip::Endpoint& hop = kHop) {
    return clients_.may_send(now_, hop, precedence, "z9hG4bK" + std::to_string(++number_));
  }
  // The share of 10,000 requests that go, where one in `dialogs` is of a dialog.
  struct Shares {
    double fresh = 0;
    double dialog = 0;
  };
  Shares shares(int dialogs) {
    int counts[2] = {0, 0};
    int sent[2] = {0, 0};
    for (int i = 0; i < 20'000; ++i) {
      const bool dialog = dialogs != 0 && i % dialogs == 0;
      const bool went = sends(dialog ? Precedence::kDialog : Precedence::kNew);
      if (i < 10'000) continue;  // the shares are known by then
      ++counts[dialog];
      sent[dialog] += went;
    }
    return {counts[0] == 0 ? 0 : double(sent[0]) / counts[0],
            counts[1] == 0 ? 0 : double(sent[1]) / counts[1]};
  }

  OverloadClients clients_{kMegahertz, 7};
  Cycles now_{1'000'000};
  std::uint64_t sequence_ = 0;
  int number_ = 0;
};

TEST_F(OverloadClientsTest, NobodyHasAskedForAnything) {
  EXPECT_FALSE(clients_.any());
  EXPECT_TRUE(sends(Precedence::kNew));
}

TEST_F(OverloadClientsTest, LossIsTakenOfNewRequestsFirst) {
  ask(OverloadAlgorithm::kLoss, 30);
  const Shares some = shares(2);  // half are of dialogs: 60 of 100 new ones are held back
  EXPECT_NEAR(some.fresh, 0.4, 0.03);
  EXPECT_EQ(some.dialog, 1.0);
  ask(OverloadAlgorithm::kLoss, 75);
  const Shares most = shares(2);  // all new ones, and half of the others
  EXPECT_EQ(most.fresh, 0.0);
  EXPECT_NEAR(most.dialog, 0.5, 0.03);
  ask(OverloadAlgorithm::kLoss, 20);
  EXPECT_NEAR(shares(0).fresh, 0.8, 0.03);
  ask(OverloadAlgorithm::kLoss, 0);
  EXPECT_EQ(shares(0).fresh, 1.0);
  ask(OverloadAlgorithm::kLoss, 100);
  EXPECT_EQ(shares(0).fresh, 0.0);
  EXPECT_TRUE(sends(Precedence::kNew, kOther)) << "another hop";
}

TEST_F(OverloadClientsTest, ARetransmissionHasTheSameFate) {
  ask(OverloadAlgorithm::kLoss, 50);
  for (int i = 0; i < 200; ++i) sends(Precedence::kNew);
  for (int i = 0; i < 200; ++i) {
    const std::string branch = "z9hG4bKagain" + std::to_string(i);
    const bool first = clients_.may_send(now_, kHop, Precedence::kNew, branch);
    for (int k = 0; k < 3; ++k) {
      EXPECT_EQ(clients_.may_send(now_, kHop, Precedence::kNew, branch), first) << branch;
    }
  }
}

TEST_F(OverloadClientsTest, ARateHoldsOverTimeAndDialogsHaveRoom) {
  ask(OverloadAlgorithm::kRate, 100);
  int fresh = 0;
  int dialog = 0;
  for (int i = 0; i < 10'000; ++i) {  // ten seconds, 1,000 new requests a second
    now_ = now_ + kMegahertz.milliseconds(1);
    if (i % 20 == 0) dialog += sends(Precedence::kDialog);
    fresh += sends(Precedence::kNew);
  }
  EXPECT_EQ(dialog, 500);
  EXPECT_NEAR(fresh + dialog, 1000, 15);
  ask(OverloadAlgorithm::kRate, 0);
  EXPECT_FALSE(sends(Precedence::kDialog));
}

TEST_F(OverloadClientsTest, AReportEndsByItself) {
  ask(OverloadAlgorithm::kLoss, 100, 500);
  EXPECT_FALSE(sends(Precedence::kNew));
  now_ = now_ + kMegahertz.milliseconds(501);
  EXPECT_TRUE(sends(Precedence::kNew));
  ask(OverloadAlgorithm::kLoss, 100, 500);
  ask(OverloadAlgorithm::kLoss, 100, 0);  // validity 0: it is over
  EXPECT_TRUE(sends(Precedence::kNew));
}

TEST_F(OverloadClientsTest, AnOlderReportChangesNothing) {
  clients_.learn(now_, kHop, {OverloadAlgorithm::kLoss, 100, 60'000, 10});
  clients_.learn(now_, kHop, {OverloadAlgorithm::kLoss, 0, 60'000, 9});
  EXPECT_FALSE(sends(Precedence::kNew));
}

TEST_F(OverloadClientsTest, OneHopTooManyIsLeftOutUntilAnotherIsOver) {
  const auto hop = [](std::uint32_t i) { return sip::Endpoint{sip::Address::v4(i), 5060}; };
  for (std::uint32_t i = 0; i < OverloadClients::kHops; ++i) {
    clients_.learn(now_, hop(i), {OverloadAlgorithm::kLoss, 100, 1000, 1});
  }
  clients_.learn(now_, kHop, {OverloadAlgorithm::kLoss, 100, 1000, 1});
  EXPECT_TRUE(sends(Precedence::kNew));
  now_ = now_ + kMegahertz.milliseconds(1001);
  clients_.learn(now_, kHop, {OverloadAlgorithm::kLoss, 100, 1000, 1});
  EXPECT_FALSE(sends(Precedence::kNew));
}

TEST(OverloadServer, AsksForMoreWhileItIsBehind) {
  OverloadServer server(kMegahertz);
  Cycles now{1'000'000};
  const auto pass = [&](int tenths, bool behind) {
    for (int i = 0; i < tenths * 100; ++i) {
      now = now + kMegahertz.milliseconds(1);
      server.note_turn(now, behind);
    }
  };
  EXPECT_EQ(server.loss(), 0u);
  pass(10, false);
  EXPECT_EQ(server.loss(), 0u);
  pass(4, true);
  EXPECT_NEAR(server.loss(), 20, 5);
  pass(100, true);
  EXPECT_EQ(server.loss(), 90u);
  pass(40, false);
  EXPECT_EQ(server.loss(), 0u);
}

TEST(OverloadServer, TellsARateToWhomItHasAgreedOne) {
  const OverloadServer server(kMegahertz);
  const OverloadReport rate = server.report({true, true}, 200, 1'700'000'000'123'456'789);
  EXPECT_EQ(rate.algorithm, OverloadAlgorithm::kRate);
  EXPECT_EQ(rate.value, 200u);
  EXPECT_EQ(rate.sequence, 170000000012345u);
  EXPECT_EQ(server.report({true, true}, 0, 1).algorithm, OverloadAlgorithm::kLoss);
  EXPECT_EQ(server.report({true, false}, 200, 1).algorithm, OverloadAlgorithm::kLoss);
  EXPECT_EQ(server.report({false, true}, 0, 1).algorithm, OverloadAlgorithm::kRate);
}

// On the wire: phone, edge, next hop.
class OverloadWireTest : public testing::Test {
 protected:
  OverloadWireTest() : edge_(script(), settings()) {}
  std::string script() const {
    return "request_route {\n$du = \"sip:127.0.0.1:" + hop_.port() + "\";\nforward();\n}\n";
  }
  static EdgeSettings settings() {
    EdgeSettings settings;
    settings.guard.overload_loss = settings.guard.overload_rate = true;
    return settings;
  }
  std::string via(const std::string& branch, const std::string& more = "") const {
    return "127.0.0.2:" + phone_.port() + ";branch=z9hG4bK" + branch + more;
  }
  std::string call(const std::string& branch, const std::string& more = "") {
    phone_.send(edge_.at(), request("INVITE", "sip:bob@example.net", via(branch, more)));
    edge_.take();
    return hop_.has_mail() ? hop_.receive() : std::string();
  }
  // The hop answers, and asks for `report`.
  void answer(const std::string& got, const std::string& report) {
    std::string reply = reply_to(got, "503 Service Unavailable");
    const std::string offer = ";oc;oc-algo=\"loss,rate\"";
    const std::size_t at = reply.find(offer);
    ASSERT_NE(at, reply.npos) << reply;
    hop_.send(edge_.at(), reply.replace(at, offer.size(), report));
    edge_.take();
  }

  Client phone_{localhost(2)};
  Client hop_{localhost()};
  Edge edge_;
};

TEST_F(OverloadWireTest, AFriendHears503WhileTheNextHopAsksForIt) {
  edge_.add_peer(localhost(2));
  const std::string first = call("1");
  EXPECT_THAT(field(first, "Via"), HasSubstr(";oc;oc-algo=\"loss,rate\""));
  answer(first, ";oc=100;oc-algo=\"loss\";oc-validity=60000;oc-seq=1.1");
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 503"));
  EXPECT_EQ(call("2"), "");
  const std::string refused = phone_.receive();
  EXPECT_THAT(refused, StartsWith("SIP/2.0 503 Service Unavailable\r\n"));
  EXPECT_THAT(refused, Not(HasSubstr("Retry-After")));
  EXPECT_EQ(edge_.counters().overload_refused, 1u);
  answer(first, ";oc=0;oc-algo=\"loss\";oc-validity=0;oc-seq=2.0");
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 503"));
  EXPECT_THAT(call("3"), StartsWith("INVITE"));
}

TEST_F(OverloadWireTest, AStrangerHearsNothing) {
  answer(call("1"), ";oc=100;oc-algo=\"loss\";oc-validity=60000;oc-seq=1.1");
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 503"));
  EXPECT_EQ(call("2"), "");
  EXPECT_FALSE(phone_.has_mail());
  EXPECT_EQ(edge_.drops(DropReason::kOverload), 1u);
}

// Whoever else has seen the branch cannot ask for anything.
TEST_F(OverloadWireTest, OnlyTheNextHopMayAsk) {
  const std::string first = call("1");
  Client other(localhost(3));
  std::string reply = reply_to(first, "503 Service Unavailable");
  const std::string offer = ";oc;oc-algo=\"loss,rate\"";
  reply.replace(reply.find(offer), offer.size(), ";oc=100;oc-algo=\"loss\";oc-validity=60000");
  other.send(edge_.at(), reply);
  edge_.take();
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 503"));
  EXPECT_THAT(call("2"), StartsWith("INVITE"));
}

TEST_F(OverloadWireTest, APeerIsToldInItsOwnVia) {
  edge_.add_peer(localhost(2));
  const std::string first = call("1", ";oc;oc-algo=\"loss\";x=y");
  answer(first, ";oc=0;oc-algo=\"loss\"");
  const std::string told = field(phone_.receive(), "Via");
  EXPECT_THAT(told, HasSubstr(";oc=0;oc-algo=\"loss\";oc-validity=500;oc-seq="));
  EXPECT_THAT(told, HasSubstr(";x=y"));
  EXPECT_THAT(told, Not(HasSubstr(";oc;")));
}

TEST_F(OverloadWireTest, AStrangerIsToldNothing) {
  answer(call("1", ";oc;oc-algo=\"loss\""), ";oc=0;oc-algo=\"loss\"");
  EXPECT_THAT(field(phone_.receive(), "Via"), HasSubstr(";oc;oc-algo=\"loss\""));
}

TEST_F(OverloadWireTest, OurOwnRepliesTellIt) {
  edge_.add_peer(localhost(2));
  edge_.publish("request_route {\nsl_send_reply(\"404\", \"Nobody\");\n}\n");
  phone_.send(edge_.at(),
              request("OPTIONS", "sip:x@y", via("1", ";rport;oc-algo=\"rate,loss\";oc")));
  edge_.take();
  const std::string told = field(phone_.receive(), "Via");
  EXPECT_THAT(told, HasSubstr(";oc=0;oc-algo=\"loss\";oc-validity=500;oc-seq="));
  EXPECT_THAT(told, HasSubstr("rport=" + phone_.port()));
}

}  // namespace
}  // namespace weir::dataplane
