// What an attacker makes of messages he has seen or guessed: forged cookies and tags, replayed
// branches, repeated CANCELs and BYEs. Real datagrams over loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::EdgeSettings;
using test::field;
using test::localhost;
using test::reply_to;
using test::request;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string route_to(const Client& hop) {
  return "request_route {\nrecord_route();\n$du = \"sip:127.0.0.1:" + hop.port() +
         "\";\nforward();\n}\n";
}

EdgeSettings strict() {
  EdgeSettings settings;
  settings.guard.refuse_foreign_dialogs = true;
  return settings;
}

std::string text_of(const Client& phone) {
  std::array<char, sip::kEndpointText> text{};
  return {text.data(), sip::format_endpoint(phone.endpoint(), text)};
}

std::string via(const Client& phone, const std::string& branch) {
  return text_of(phone) + ";branch=z9hG4bK" + branch;
}

// A request within the dialog of request()'s Call-ID, with this Route.
std::string within(std::string_view method, const std::string& via, const std::string& route) {
  std::string text =
      request(method, "sip:bob@example.net", via, route.empty() ? "" : "Route: " + route + "\r\n");
  const std::string to = "To: <sip:bob@example.net>";
  return text.replace(text.find(to), to.size(), to + ";tag=b1");
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, text.npos) << from << " in " << text;
  text.replace(at, from.size(), to);
}

class SpoofTest : public testing::Test {
 protected:
  SpoofTest() : edge_(route_to(hop_), strict()) {}

  // What the phone's INVITE looks like at the next hop.
  std::string call() {
    phone_.send(edge_.at(), request("INVITE", "sip:bob@example.net", via(phone_, "call")));
    edge_.take();
    return hop_.receive();
  }
  SourceClass klass(const Client& who) {
    return edge_.worker->guard->class_of(edge_.worker->now, who.endpoint().address);
  }

  Client phone_{localhost(2)};
  Client attacker_{localhost(3)};
  Client hop_{localhost()};
  Edge edge_;
};

TEST_F(SpoofTest, AForgedCookieOpensNothing) {
  const std::string route = field(call(), "Record-Route");
  ASSERT_THAT(route, HasSubstr("weir="));
  const std::size_t at = route.find("weir=") + 5;
  const std::size_t end = route.find_first_of(";>", at);
  std::vector<std::string> forged = {"", "<sip:127.0.0.1:" + edge_.port() + ";lr>"};
  for (std::size_t i = at; i < end; ++i) {  // each character of it
    std::string one = route;
    one[i] = one[i] == 'a' ? 'b' : 'a';
    forged.push_back(one);
  }
  forged.push_back(route.substr(0, at) + route.substr(end));
  for (const std::string& one : forged) {
    attacker_.send(edge_.at(), within("BYE", via(attacker_, "x"), one));
  }
  edge_.take(forged.size());
  EXPECT_EQ(edge_.drops(DropReason::kForeignDialog), forged.size());
  EXPECT_FALSE(hop_.has_mail());
  EXPECT_EQ(klass(attacker_), SourceClass::kStranger);
  // A cookie that is ours, for another call.
  std::string other = within("BYE", via(attacker_, "y"), route);
  replace(other, "Call-ID: c1@", "Call-ID: c2@");
  attacker_.send(edge_.at(), other);
  edge_.take();
  EXPECT_EQ(edge_.drops(DropReason::kForeignDialog), forged.size() + 1);
  // The phone's own is let in.
  phone_.send(edge_.at(), within("BYE", via(phone_, "bye"), route));
  edge_.take();
  EXPECT_THAT(hop_.receive(), StartsWith("BYE"));
  EXPECT_EQ(klass(phone_), SourceClass::kProved);
}

TEST_F(SpoofTest, AForgedToTagIsNoDialog) {
  for (const char* const method : {"BYE", "INVITE", "UPDATE", "INFO", "REFER", "NOTIFY"}) {
    attacker_.send(edge_.at(), within(method, via(attacker_, method), ""));
  }
  edge_.take(6);
  EXPECT_EQ(edge_.drops(DropReason::kForeignDialog), 6u);
  // The ACK causes no answer; with a tag that is not ours it is the script's.
  attacker_.send(edge_.at(), within("ACK", via(attacker_, "ack"), ""));
  edge_.take();
  EXPECT_FALSE(attacker_.has_mail());
  EXPECT_EQ(klass(attacker_), SourceClass::kStranger);
}

// A branch of ours names where its reply goes: with another second Via it is nobody's.
TEST_F(SpoofTest, AReplayedBranchProvesNothingForAnotherVia) {
  const std::string good = reply_to(call(), "200 OK");
  std::string elsewhere = good;
  replace(elsewhere, text_of(phone_), text_of(attacker_));
  attacker_.send(edge_.at(), elsewhere);
  std::string received = good;
  replace(received, ";branch=z9hG4bKcall", ";received=127.0.0.3;branch=z9hG4bKcall");
  attacker_.send(edge_.at(), received);
  std::string rport = good;
  replace(rport, ";branch=z9hG4bKcall", ";rport=" + attacker_.port() + ";branch=z9hG4bKcall");
  attacker_.send(edge_.at(), rport);
  std::string method = good;
  replace(method, "CSeq: 7 INVITE", "CSeq: 7 REGISTER");
  attacker_.send(edge_.at(), method);
  edge_.take(4);
  EXPECT_FALSE(attacker_.has_mail());
  EXPECT_EQ(klass(attacker_), SourceClass::kStranger);
  EXPECT_GE(edge_.drops(DropReason::kUnsolicitedReply), 3u);
}

// Who was called may tell others the branch, and they may say it under any address. It goes back to
// the caller, and proves nothing.
TEST_F(SpoofTest, AReplyFromElsewhereProvesNothing) {
  const std::string good = reply_to(call(), "180 Ringing");
  attacker_.send(edge_.at(), good);
  edge_.take();
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 180"));
  EXPECT_EQ(klass(attacker_), SourceClass::kStranger);
  hop_.send(edge_.at(), good);
  edge_.take();
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 180"));
  EXPECT_EQ(klass(hop_), SourceClass::kProved);
}

// Both sides of a call know its cookie. It is let in from anywhere, and speaks for few addresses.
TEST_F(SpoofTest, ACookieThatIsToldProvesLittle) {
  const std::string route = field(call(), "Record-Route");
  unsigned proved = 0;
  for (int last = 10; last < 30; ++last) {
    Client one{localhost(last)};
    one.send(edge_.at(), within("INFO", via(one, "i" + std::to_string(last)), route));
    edge_.take();
    EXPECT_THAT(hop_.receive(), StartsWith("INFO"));
    proved += klass(one) == SourceClass::kProved ? 1 : 0;
  }
  EXPECT_EQ(proved, guard::DialogSources::kMost);
}

// Who brings the nonce of a challenge back receives what we send him, be his password right or not.
// From another address it proves nothing.
TEST_F(SpoofTest, ANonceProvesTheAddressItWasGivenTo) {
  edge_.publish(
      "loadmodule \"auth.so\"\nrequest_route {\nif (!pv_www_authenticate(\"x\", \"secret\", 0)) "
      "www_challenge(\"x\", 1);\n}\n");
  phone_.send(edge_.at(), request("REGISTER", "sip:x", via(phone_, "1")));
  edge_.take();
  const std::string challenge = field(phone_.receive(), "WWW-Authenticate");
  EXPECT_EQ(klass(phone_), SourceClass::kStranger);
  const std::size_t at = challenge.find("nonce=\"") + 7;
  const std::string nonce = challenge.substr(at, challenge.find('"', at) - at);
  const auto credentials = [](const std::string& text) {
    return "Authorization: Digest username=\"a\", realm=\"x\", uri=\"sip:x\", nonce=\"" + text +
           "\", response=\"00112233445566778899aabbccddeeff\"\r\n";
  };
  attacker_.send(edge_.at(), request("REGISTER", "sip:x", via(attacker_, "1"), credentials(nonce)));
  edge_.take();
  EXPECT_THAT(attacker_.receive(), HasSubstr("SIP/2.0 401"));
  EXPECT_EQ(klass(attacker_), SourceClass::kStranger);
  std::string forged = nonce;
  forged.back() = forged.back() == '0' ? '1' : '0';
  phone_.send(edge_.at(), request("REGISTER", "sip:x", via(phone_, "2"), credentials(forged)));
  edge_.take();
  EXPECT_EQ(klass(phone_), SourceClass::kStranger);
  phone_.send(edge_.at(), request("REGISTER", "sip:x", via(phone_, "3"), credentials(nonce)));
  edge_.take();
  EXPECT_EQ(klass(phone_), SourceClass::kProved);
}

// Retransmissions go where the first went, cause nothing of ours, and are evidence against nobody.
TEST_F(SpoofTest, RepeatedCancelsAndByesChangeNothing) {
  const std::string first = call();
  const std::string route = field(first, "Record-Route");
  constexpr unsigned kTimes = 20;
  std::set<std::string> branches;
  for (unsigned i = 0; i < kTimes; ++i) {
    phone_.send(edge_.at(), request("CANCEL", "sip:bob@example.net", via(phone_, "call")));
    edge_.take();
    branches.insert(field(hop_.receive(), "Via"));
  }
  EXPECT_EQ(branches, (std::set<std::string>{field(first, "Via")}));
  branches.clear();
  for (unsigned i = 0; i < kTimes; ++i) {
    phone_.send(edge_.at(), within("BYE", via(phone_, "bye"), route));
    edge_.take();
    branches.insert(field(hop_.receive(), "Via"));
  }
  EXPECT_EQ(branches.size(), 1u);
  EXPECT_EQ(edge_.counters().answered, 0u);
  EXPECT_EQ(edge_.worker->guard->statistics().bans, 0u);
  EXPECT_EQ(edge_.counters().forwarded, 1 + 2 * kTimes);
  EXPECT_FALSE(phone_.has_mail());
}

// The script's ban() follows from one packet; what comes from the ports of a trusted phone's
// address cannot reach the phone by it.
TEST_F(SpoofTest, AScriptsBanIsNotForAPhonesNeighbours) {
  edge_.publish(
      "loadmodule \"guard.so\"\nrequest_route {\nif (!ban(60)) { sl_send_reply(\"403\", "
      "\"$guard(class) $guard(rate)\"); }\n}\n");
  ASSERT_TRUE(edge_.worker->guard->apply(read_cycles(),
                                         guard::GuardCommand::trust({localhost(2), 9}, 600)));
  phone_.send(edge_.at(), request("OPTIONS", "sip:x@y", via(phone_, "1") + ";rport"));
  edge_.take();
  EXPECT_THAT(phone_.receive(), StartsWith("SIP/2.0 403 stranger 1\r\n"));
  attacker_.send(edge_.at(), request("OPTIONS", "sip:x@y", via(attacker_, "1")));
  edge_.take();
  attacker_.send(edge_.at(), request("OPTIONS", "sip:x@y", via(attacker_, "2")));
  edge_.take();
  EXPECT_EQ(edge_.drops(DropReason::kBanned), 1u);
  Lesson lesson;
  ASSERT_TRUE(edge_.next_lesson(Lesson::Kind::kBanned, lesson));
  EXPECT_EQ(lesson.source.address, localhost(3));
  EXPECT_EQ(lesson.seconds, 60u);
  EXPECT_FALSE(edge_.next_lesson(Lesson::Kind::kBanned, lesson));
}

}  // namespace
}  // namespace weir::dataplane
