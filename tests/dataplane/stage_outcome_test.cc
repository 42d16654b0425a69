// What control hears of requests that are refused to strangers.
#include "dataplane/stage_outcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::localhost;
using test::reply_to;
using test::request;

constexpr std::string_view kCredentials =
    "Authorization: Digest username=\"alice\", realm=\"r\", nonce=\"n\", uri=\"sip:y\", "
    "response=\"0123456789abcdef0123456789abcdef\"\r\n";

std::string via(const Client& phone) { return "127.0.0.5:" + phone.port() + ";branch=z9hG4bKx1"; }

std::string answers(std::string_view code) {
  return "request_route {\nsl_send_reply(\"" + std::string(code) + "\", \"No\");\n}\n";
}

// The next lesson of a refusal; false without one.
bool refused(Edge& edge, Lesson& lesson) {
  return edge.next_lesson(Lesson::Kind::kRefused, lesson);
}

TEST(StageOutcome, OurOwnRefusalsOfAStranger) {
  struct Case {
    std::string_view code;
    std::string_view method;
    std::string_view more;
    std::string_view user;  // empty: control hears nothing
  };
  constexpr Case kCases[] = {
      {"404", "OPTIONS", "", "100"},
      {"403", "INVITE", "", "100"},
      {"484", "INVITE", "", "100"},
      {"604", "INVITE", "", "100"},
      {"404", "REGISTER", "", "bob"},
      {"401", "REGISTER", "", ""},
      {"407", "INVITE", "", ""},
      {"401", "REGISTER", kCredentials, "bob"},
      {"407", "INVITE", kCredentials, "100"},
      {"200", "OPTIONS", "", ""},
      {"480", "INVITE", "", ""},
      {"503", "INVITE", "", ""},
  };
  for (const Case& c : kCases) {
    const Client phone(localhost(5));
    Edge edge(answers(c.code));
    phone.send(edge.at(), request(c.method, "sip:100@y", via(phone), c.more));
    edge.take();
    Lesson lesson;
    ASSERT_EQ(refused(edge, lesson), !c.user.empty()) << c.code << " " << c.method;
    if (c.user.empty()) continue;
    EXPECT_EQ(lesson.user_text(), c.user) << c.code;
    EXPECT_EQ(lesson.source.address, localhost(5));
    EXPECT_EQ(std::to_string(lesson.status), c.code);
    EXPECT_FALSE(refused(edge, lesson));
  }
}

TEST(StageOutcome, ALongUserIsCutAndNoneIsNoScan) {
  const Client phone(localhost(5));
  Edge edge(answers("404"));
  phone.send(edge.at(), request("OPTIONS", "sip:" + std::string(40, 'u') + "@y", via(phone)));
  phone.send(edge.at(), request("OPTIONS", "sip:y", via(phone)));
  edge.take(2);
  Lesson lesson;
  ASSERT_TRUE(refused(edge, lesson));
  EXPECT_EQ(lesson.user_text(), std::string(32, 'u'));
  EXPECT_FALSE(refused(edge, lesson));
}

TEST(StageOutcome, FriendsAreNotScored) {
  const Client phone(localhost(5));
  Edge edge(answers("404"));
  edge.add_peer(localhost(5));
  phone.send(edge.at(), request("OPTIONS", "sip:100@y", via(phone)));
  edge.take();
  const Client registered(localhost(6));
  ASSERT_TRUE(
      edge.worker->commands.try_push(guard::GuardCommand::trust(registered.endpoint(), 600)));
  registered.send(edge.at(), request("OPTIONS", "sip:100@y", via(registered)));
  edge.take();
  EXPECT_EQ(edge.counters().answered, 2u);
  Lesson lesson;
  EXPECT_FALSE(refused(edge, lesson));
}

TEST(StageOutcome, NothingIsToldWhereScansAreNotScored) {
  const Client phone(localhost(5));
  test::EdgeSettings settings;
  settings.guard.scan_limit = 0;
  Edge edge(answers("404"), settings);
  phone.send(edge.at(), request("OPTIONS", "sip:100@y", via(phone)));
  edge.take();
  Lesson lesson;
  EXPECT_FALSE(refused(edge, lesson));
}

TEST(StageOutcome, WhatTheNextHopRefuses) {
  struct Case {
    std::string_view status;
    std::string_view method;
    std::string_view more;
    bool told;
  };
  constexpr Case kCases[] = {
      {"404 Not Found", "INVITE", "", true},
      {"401 Unauthorized", "REGISTER", "", false},
      {"401 Unauthorized", "REGISTER", kCredentials, true},
      {"486 Busy Here", "INVITE", "", false},
      {"180 Ringing", "INVITE", "", false},
  };
  for (const Case& c : kCases) {
    const Client phone(localhost(5));
    const Client hop(localhost());
    Edge edge("request_route {\n$du = \"sip:127.0.0.1:" + hop.port() + "\";\nforward();\n}\n");
    phone.send(edge.at(), request(c.method, "sip:100@y", via(phone), c.more));
    edge.take();
    hop.send(edge.at(), reply_to(hop.receive(), c.status));
    edge.take();
    EXPECT_EQ(edge.counters().forwarded, 2u);
    Lesson lesson;
    ASSERT_EQ(refused(edge, lesson), c.told) << c.status << " " << c.method;
    if (!c.told) continue;
    EXPECT_EQ(lesson.user_text(), "bob");
    EXPECT_EQ(lesson.source.address, localhost(5));
    // To a peer the same is no scan.
    edge.add_peer(localhost(5));
    phone.send(edge.at(), request(c.method, "sip:100@y", via(phone), c.more));
    edge.take();
    hop.send(edge.at(), reply_to(hop.receive(), c.status));
    edge.take();
    EXPECT_FALSE(refused(edge, lesson)) << c.status;
  }
}

// What an attacker provokes leaves the ring to what phones teach.
TEST(StageOutcome, AFloodOfRefusalsIsTold500TimesASecond) {
  const Client phone(localhost(5));
  test::EdgeSettings settings;
  settings.guard.source_rate = settings.guard.prefix_rate = settings.guard.reply_rate = 0;
  Edge edge(answers("404"), settings);
  const int many = 400;
  for (int i = 0; i < many; ++i) {
    phone.send(edge.at(), request("OPTIONS", "sip:" + std::to_string(i) + "@y", via(phone)));
    edge.take();
  }
  EXPECT_EQ(edge.counters().answered, static_cast<std::uint64_t>(many));
  int told = 0;
  Lesson lesson;
  while (refused(edge, lesson)) ++told;
  EXPECT_GE(told, 64);
  EXPECT_LT(told, Worker::kLessons / 2);
  EXPECT_EQ(edge.counters().lessons_lost, 0u);
}

}  // namespace
}  // namespace weir::dataplane
