// What becomes of a packet: answered, dropped, silent; and an account that always balances.
#include "dataplane/stage_route.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::field;
using test::localhost;
using test::message;
using test::reply_to;
using test::request;
using test::start_line;
using testing::HasSubstr;
using testing::MatchesRegex;

std::string via(const Client& phone, std::string_view branch = "z9hG4bKx1") {
  return "127.0.0.1:" + phone.port() + ";branch=" + std::string(branch);
}

TEST(StageRoute, NothingRunsBeforeAScriptIsPublished) {
  const Client phone(localhost());
  Edge edge("");
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kNoScript), 1u);
}

TEST(StageRoute, DropAndSilenceSendNothing) {
  for (const char* const body : {"drop;", "exit;", "return;", "return -1;", "$var(x) = 1;"}) {
    const Client phone(localhost());
    Edge edge("request_route {\n" + std::string(body) + "\n}\n");
    phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
    edge.take();
    EXPECT_EQ(edge.drops(DropReason::kScriptDrop), 1u) << body;
    EXPECT_EQ(edge.counters().sent, 0u) << body;
    EXPECT_FALSE(phone.has_mail()) << body;
  }
}

constexpr std::string_view kRelay =
    "loadmodule \"tm.so\"\nrequest_route {\n$var(x) = $si;\nt_relay();\n}\n";

// The job goes to control with all that the script made, and the lcore goes on with another one.
TEST(StageRoute, HandsOverAtAFunctionOfControl) {
  const Client phone(localhost());
  Edge edge{std::string(kRelay)};
  routes::Job next;
  ASSERT_TRUE(edge.worker->fresh_jobs.try_push(&next));
  routes::Job* const first = edge.worker->job;
  const std::string sent = request("OPTIONS", "sip:x@y", via(phone));
  phone.send(edge.at(), sent);
  edge.take();
  EXPECT_EQ(edge.counters().handed_off, 1u);
  EXPECT_EQ(edge.counters().dropped(), 0u);
  EXPECT_EQ(edge.worker->job, &next);
  Handoff item;
  ASSERT_TRUE(edge.worker->handoffs.try_pop(item));
  EXPECT_EQ(item.job, first);
  EXPECT_EQ(item.job->message.raw(), sent);
  EXPECT_EQ(item.packet.text(), sent) << "the copy, not the port's buffer";
  EXPECT_EQ(item.job->notes.variables[0].text, "127.0.0.1");
  EXPECT_FALSE(item.is_reply);
}

TEST(StageRoute, AFullHandoffIsADropWithAName) {
  const Client phone(localhost());
  Edge edge{std::string(kRelay)};  // control has given no job yet
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kHandoffFull), 1u);
  EXPECT_EQ(edge.counters().handed_off, 0u);
  EXPECT_FALSE(phone.has_mail());
}

TEST(StageRoute, RepliesStatelessly) {
  const Client phone(localhost(5));
  Edge edge("request_route {\nforce_rport();\nsl_send_reply(\"404\", \"Not here\");\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", "10.1.1.1:5062;branch=z9hG4bKx1"));
  edge.take();
  sip::Endpoint from;
  const std::string got = phone.receive(&from);
  EXPECT_EQ(from, edge.at());
  EXPECT_EQ(start_line(got), "SIP/2.0 404 Not here");
  EXPECT_THAT(field(got, "Via"), HasSubstr(";received=127.0.0.5"));
  EXPECT_THAT(field(got, "Via"), HasSubstr(";rport=" + phone.port()));
  EXPECT_THAT(field(got, "To"), MatchesRegex("<sip:bob@example.net>;tag=.+"));
  EXPECT_EQ(field(got, "Server"), "sipweir test");
  EXPECT_EQ(edge.counters().answered, 1u);
}

TEST(StageRoute, RedirectsWithContact) {
  const Client phone(localhost());
  Edge edge(
      "request_route {\n$ru = \"sip:carol@192.0.2.9\";\n"
      "sl_send_reply(\"301\", \"Moved\");\n}\n");
  phone.send(edge.at(), request("INVITE", "sip:bob@example.net", via(phone)));
  edge.take();
  const std::string got = phone.receive();
  EXPECT_EQ(start_line(got), "SIP/2.0 301 Moved");
  EXPECT_THAT(field(got, "Contact"), HasSubstr("sip:carol@192.0.2.9"));
}

// All seen on Kamailio 5.6.3.
struct ErrorCase {
  const char* body;
  const char* status;
};
constexpr ErrorCase kErrors[] = {
    {"sl_reply_error();", "500 I'm terribly sorry, server error occurred (1/SL)"},
    {"$du = \"sip:no.such.invalid\"; if (!forward()) { sl_reply_error(); }",
     "478 Unresolvable destination (478/SL)"},
    {"$du = \"sip:no.such.invalid\"; if (!forward()) { $var(x) = 1; sl_reply_error(); }",
     "500 I'm terribly sorry, server error occurred (1/SL)"},
    {"$du = \"sip:no.such.invalid\"; if (!forward()) { xlog(\"no\"); sl_reply_error(); }",
     "500 I'm terribly sorry, server error occurred (1/SL)"},
    {"$du = \"sip:no.such.invalid\"; if (!forward()) { route(X); }",
     "500 I'm terribly sorry, server error occurred (1/SL)"},
    {"$du = \"sip:127.0.0.1:99999\"; if (!forward()) { sl_reply_error(); }",
     "479 Regretfully, we were not able to process the URI (479/SL)"},
    {"$du = \"sip:[::1]:5080\"; if (!forward()) { sl_reply_error(); }",
     "478 Unresolvable destination (478/SL)"},
    {"$du = \"sip:127.0.0.1:5080;transport=tcp\"; if (!forward()) { sl_reply_error(); }",
     "500 I'm terribly sorry, server error occurred (7/SL)"},
    {"$du = \"sip:127.0.0.1:9\"; forward(); sl_reply_error();", "500 No error (0/SL)"},
    {"$du = \"sip:127.0.0.1:7\"; if (!forward()) { sl_reply_error(); }", "500 No error (0/SL)"},
};

TEST(StageRoute, ErrorRepliesSayWhatTheActionBeforeLeft) {
  for (const ErrorCase& c : kErrors) {
    const Client phone(localhost());
    Edge edge("request_route {\n" + std::string(c.body) +
              "\n}\nroute[X] { sl_reply_error(); }\nonsend_route { if (to_port == 7) drop; }\n");
    phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
    edge.take();
    EXPECT_EQ(start_line(phone.receive()), "SIP/2.0 " + std::string(c.status)) << c.body;
    EXPECT_EQ(edge.counters().account_difference(), 0) << c.body;
  }
}

TEST(StageRoute, AbsorbsTheAckToItsOwnReply) {
  const Client phone(localhost());
  Edge edge(
      "request_route {\nif (is_method(\"ACK\")) { xlog(\"seen\\n\"); exit; }\n"
      "sl_send_reply(\"486\", \"Busy\");\n}\n");
  phone.send(edge.at(), request("INVITE", "sip:bob@example.net", via(phone)));
  edge.take();
  std::string ack = request("ACK", "sip:bob@example.net", via(phone));
  const std::string to = field(phone.receive(), "To");
  ack.replace(ack.find("To: "), ack.find("Call-ID") - ack.find("To: "), "To: " + to + "\r\n");
  phone.send(edge.at(), ack);
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kAckAbsorbed), 1u);
  EXPECT_EQ(edge.worker->log.front(), nullptr);

  phone.send(edge.at(), request("ACK", "sip:bob@example.net", via(phone)));  // not ours
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kScriptDrop), 1u);
  EXPECT_NE(edge.worker->log.front(), nullptr);
}

TEST(StageRoute, AStrangerGetsOneReplyOnly) {
  const Client phone(localhost());
  Edge edge(
      "request_route {\nsl_send_reply(\"403\", \"No\");\nsl_send_reply(\"403\", \"No\");\n"
      "sl_send_reply(\"403\", \"No\");\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
  edge.take();
  EXPECT_EQ(edge.counters().sent, 1u);
  EXPECT_EQ(edge.counters().answered, 1u);
}

TEST(StageRoute, KeepsExamplesOfWhatItDrops) {
  const Client phone(localhost());
  Edge edge("request_route {\nexit;\n}\n");
  const std::string malformed = "OPTIONS sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n";
  const std::string reply = reply_to(request("OPTIONS", "sip:x@y", via(phone)), "200 OK");
  phone.send(edge.at(), malformed);
  phone.send(edge.at(), reply);
  edge.take(2);
  const guard::Examples& examples = edge.worker->guard->examples();
  const guard::Example* const first = examples.find(DropReason::kMalformed, 0);
  const guard::Example* const second = examples.find(DropReason::kUnsolicitedReply, 0);
  ASSERT_TRUE(first != nullptr && second != nullptr);
  EXPECT_EQ(first->text(), malformed);
  EXPECT_EQ(second->text(), reply.substr(0, guard::Example::kBytes));
}

TEST(StageRoute, MalformedIsAnsweredToPeersOnly) {
  // A CSeq that is no number: a request that nobody can handle.
  const auto broken = [](const Client& from) {
    std::string text = request("OPTIONS", "sip:x@y", via(from));
    return text.replace(text.find("CSeq: 7"), 7, "CSeq: x");
  };
  const Client stranger(localhost(7));
  const Client peer(localhost(8));
  Edge edge("request_route {\nsl_send_reply(\"200\", \"OK\");\n}\n");
  edge.add_peer(localhost(8));
  stranger.send(edge.at(), broken(stranger));
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kMalformed), 1u);
  EXPECT_EQ(edge.counters().sent, 0u);
  peer.send(edge.at(), broken(peer));
  edge.take();
  EXPECT_EQ(start_line(peer.receive()), "SIP/2.0 400 Malformed CSeq Header Field");
  EXPECT_EQ(edge.counters().answered, 1u);
  peer.send(edge.at(), "OPTIONS sip:x@y SIP/2.0\r\n\r\n");  // not even a Via to answer to
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kMalformed), 2u);
}

// The answer copies what there is to copy, and says what is wrong.
TEST(StageRoute, MalformedIsToldWhatIsWrong) {
  struct Case {
    const char* old;
    const char* text;
    const char* status;
  };
  constexpr Case kCases[] = {
      {"SIP/2.0\r\n", "SIP/2.1\r\n", "SIP/2.0 505 Version Not Supported"},
      {"OPTIONS sip", "OPTIONS  sip", "SIP/2.0 400 Malformed Start Line"},
      {"CSeq: 7 OPTIONS", "CSeq: 7 INVITE", "SIP/2.0 400 CSeq Method Differs From Request"},
      {"To: <", "To: \"<", "SIP/2.0 400 Malformed To Header Field"},
      {"From: ", "X: ", "SIP/2.0 400 Missing From Header Field"},
      {"Max-Forwards: ", "junk\r\nMax-Forwards: ", "SIP/2.0 400 Header Line Without Colon"},
  };
  Edge edge("request_route {\nsl_send_reply(\"200\", \"OK\");\n}\n");
  edge.add_peer(localhost(8));
  for (const Case& c : kCases) {
    const Client peer(localhost(8));
    std::string text = request("OPTIONS", "sip:x@y", via(peer));
    ASSERT_NE(text.find(c.old), text.npos) << c.old;
    text.replace(text.find(c.old), std::string_view(c.old).size(), c.text);
    peer.send(edge.at(), text);
    edge.take();
    const std::string got = peer.receive();
    EXPECT_EQ(start_line(got), c.status);
    EXPECT_EQ(field(got, "Call-ID"), field(text, "Call-ID")) << c.status;
  }
  const Client peer(localhost(8));
  std::string cut = request("OPTIONS", "sip:x@y", via(peer));
  cut.resize(cut.find("\r\n\r\n"));
  peer.send(edge.at(), cut);
  edge.take();
  EXPECT_EQ(start_line(peer.receive()), "SIP/2.0 400 No Empty Line After Header Fields");
}

// RFC 5626 sections 3.5.1 and 8: a flow that has proved itself hears that it leads here.
TEST(StageRoute, KeepalivesOfProvedFlowsAreAnswered) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("request_route {\n$du = \"sip:127.0.0.1:" + hop.port() + "\";\nforward();\n}\n");
  const std::string stun = std::string("\0\1\0\0\x21\x12\xa4\x42", 8) + "transaction!";
  for (const std::string& keepalive : {std::string("\r\n\r\n"), stun, std::string("\r\n")}) {
    hop.send(edge.at(), keepalive);
    edge.take();
  }
  EXPECT_EQ(edge.counters().sent, 0u);  // nobody knows the hop yet

  phone.send(edge.at(), request("OPTIONS", "sip:bob@example.net", via(phone)));
  edge.take();
  hop.send(edge.at(), reply_to(hop.receive(), "200 OK"));
  edge.take();
  hop.send(edge.at(), "\r\n\r\n");
  edge.take();
  EXPECT_EQ(hop.receive(), "\r\n");
  hop.send(edge.at(), stun);
  edge.take();
  sip::Endpoint from;
  const std::string mapped = hop.receive(&from);
  EXPECT_EQ(mapped.size(), 32u);
  EXPECT_EQ(mapped.substr(0, 2), "\x01\x01");
  EXPECT_EQ(mapped.substr(8, 12), "transaction!");
  EXPECT_EQ(from, edge.at());
  for (const std::string& lone : {std::string("\r\n"), std::string(4, '\0'), std::string()}) {
    hop.send(edge.at(), lone);
    edge.take();
  }
  EXPECT_FALSE(hop.has_mail());
  EXPECT_EQ(edge.counters().keepalive, 8u);
  EXPECT_EQ(edge.counters().keepalives_answered, 2u);
}

TEST(StageRoute, WritesTheScriptsLog) {
  const Client phone(localhost());
  Edge edge(
      "debug=1\nrequest_route {\nxlog(\"L_NOTICE\", \"from $si method $rm\\n\");\n"
      "xlog(\"L_DBG\", \"too much\\n\");\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
  edge.take();
  const LogRecord* const line = edge.worker->log.front();
  ASSERT_NE(line, nullptr);
  EXPECT_THAT(std::string(line->view()), HasSubstr("from 127.0.0.1 method OPTIONS"));
  EXPECT_EQ(line->level, 1);
  EXPECT_GT(line->wall_ns, 1'600'000'000'000'000'000u);
  edge.worker->log.pop();
  EXPECT_EQ(edge.worker->log.front(), nullptr);
}

// log_prefix as Kamailio has it: once a message, or before each line with log_prefix_mode=1.
TEST(StageRoute, EachLineBearsItsMessagesPrefix) {
  struct Row {
    const char* globals;
    const char* first;
    const char* second;
  };
  constexpr Row kRows[] = {
      {"log_prefix=\"{$rm $rU} \"\n", "{OPTIONS x} <script>: one", "{OPTIONS x} <script>: two"},
      {"log_prefix=\"{$rm $rU} \"\nlog_prefix_mode=1\n", "{OPTIONS x} <script>: one",
       "{OPTIONS z} <script>: two"},
      {"", "<script>: one", "<script>: two"},
  };
  for (const Row& row : kRows) {
    const Client phone(localhost());
    Edge edge(std::string(row.globals) +
              "request_route {\nxlog(\"one\\n\");\n$rU = \"z\";\nlog(-1, \"two\\n\");\n}\n");
    for (int i = 0; i < 2; ++i) {
      phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
      edge.take();
      for (const char* const expected : {row.first, row.second}) {
        const LogRecord* const line = edge.worker->log.front();
        ASSERT_NE(line, nullptr);
        EXPECT_EQ(line->view(), expected) << row.globals;
        edge.worker->log.pop();
      }
    }
  }
}

TEST(StageRoute, TablesOutliveAReload) {
  const Client phone(localhost());
  const std::string table = "modparam(\"htable\", \"htable\", \"seen=>size=4;\")\n";
  Edge edge(table + "request_route {\n$sht(seen=>$si) = 5;\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
  edge.take();
  edge.publish(table +
               "request_route {\nif ($sht(seen=>$si) == 5) {\n"
               "sl_send_reply(\"200\", \"Seen\");\n}\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:x@y", via(phone)));
  edge.take();
  EXPECT_EQ(start_line(phone.receive()), "SIP/2.0 200 Seen");
}

TEST(StageRoute, KnowsItself) {
  const Client phone(localhost());
  Edge edge(
      "alias=edge.example.net\nrequest_route {\nif (uri == myself) {\n"
      "sl_send_reply(\"200\", \"Me\");\n} else {\nsl_send_reply(\"404\", \"Not me\");\n}\n}\n");
  edge.edition->own_names.push_back({"edge.example.net", 0, true, routes::Transport::kUdp});
  const std::pair<std::string, const char*> cases[] = {
      {"sip:127.0.0.1:" + edge.port(), "SIP/2.0 200 Me"},
      {"sip:EDGE.example.net", "SIP/2.0 200 Me"},
      {"sip:127.0.0.1:1", "SIP/2.0 404 Not me"},
      {"sip:other.example.net", "SIP/2.0 404 Not me"},
  };
  for (const auto& [uri, answer] : cases) {
    phone.send(edge.at(), request("OPTIONS", uri, via(phone)));
    edge.take();
    EXPECT_EQ(start_line(phone.receive()), answer) << uri;
  }
}

TEST(StageRoute, KnowsTheSubdomainsOfAName) {
  const Client phone(localhost());
  Edge edge(
      "request_route {\nif (uri == myself) sl_send_reply(\"200\", \"Me\");\n"
      "else sl_send_reply(\"404\", \"Not me\");\n}\n");
  edge.edition->own_names.push_back(
      {"example.net", 5061, true, routes::Transport::kUdp, /*subdomains=*/true});
  const std::pair<const char*, const char*> cases[] = {
      {"sip:example.net:5061", "SIP/2.0 200 Me"},      {"sip:a.Example.net:5061", "SIP/2.0 200 Me"},
      {"sip:a.b.example.net:5061", "SIP/2.0 200 Me"},  {"sip:a.example.net", "SIP/2.0 404 Not me"},
      {"sip:aexample.net:5061", "SIP/2.0 404 Not me"}, {"sip:net:5061", "SIP/2.0 404 Not me"},
      {"sip:.example.net:5061", "SIP/2.0 404 Not me"},
  };
  for (const auto& [uri, answer] : cases) {
    phone.send(edge.at(), request("OPTIONS", uri, via(phone)));
    edge.take();
    EXPECT_EQ(start_line(phone.receive()), answer) << uri;
  }
}

TEST(StageRoute, TheDialogCookieIsFoundInRouteAndRequestUri) {
  const sip::KeyRing keys = test::test_keys();
  const std::string cookie(sip::dialog_cookie(keys, "c1@example.net").view());
  const std::string other(sip::dialog_cookie(keys, "other").view());
  struct Case {
    std::string uri;
    std::string route;
    bool carries;
  };
  const Case cases[] = {
      {"sip:b@c", "Route: <sip:127.0.0.1;lr;weir=" + cookie + ">\r\n", true},
      {"sip:b@c", "Route: <sip:127.0.0.1;lr;weir=" + other + ">\r\n", false},
      {"sip:b@c", "Route: <sip:127.0.0.1;lr>\r\n", false},
      {"sip:b@c", "", false},
      {"sip:127.0.0.1;lr;weir=" + cookie, "Route: <sip:b@c>\r\n", true},
      {"sip:b@c", "Route: <sip:x;lr>,<sip:127.0.0.1;lr;weir=" + cookie + ">\r\n", false},
  };
  for (const Case& c : cases) {
    sip::MessageView view;
    const std::string text = request("BYE", c.uri, "127.0.0.1:5060;branch=z9hG4bKq", c.route);
    ASSERT_EQ(view.parse(text), sip::Error::kNone);
    EXPECT_EQ(carries_cookie(&keys, view), c.carries) << c.uri << " " << c.route;
  }
}

// Anything at all: whole messages, damaged ones, replies, noise. Nothing is sent that the account
// does not know, and every packet ends in exactly one place.
TEST(StageRoute, TheAccountAlwaysBalances) {
  const Client phone(localhost());
  const Client hop(localhost());
  guard::Parameters open;
  open.source_rate = open.prefix_rate = open.foreign_rate = open.trusted_rate = 0;
  test::EdgeSettings settings;
  settings.guard = open;
  Edge edge(
      "request_route {\nif (is_method(\"OPTIONS\")) {\nsl_send_reply(\"100\", \"Wait\");\n"
      "sl_send_reply(\"200\", \"OK\");\nexit;\n}\nif (is_method(\"REGISTER\")) {\n"
      "sl_send_reply(\"100\", \"Wait\");\nexit;\n}\nif (is_method(\"BYE\")) { drop; }\n"
      "if (!mf_process_maxfwd_header(\"10\")) { sl_send_reply(\"483\", \"Hops\"); exit; }\n"
      "record_route();\n$du = \"sip:127.0.0.1:" +
          hop.port() + "\";\nforward();\n}\n",
      settings);
  std::mt19937 random(20261122);
  const char* const methods[] = {"INVITE", "OPTIONS", "REGISTER", "BYE", "ACK", "CANCEL", "FOO"};
  std::string reply;
  for (int i = 0; i < 3000; ++i) {
    std::string text = request(methods[random() % 7], "sip:bob@example.net",
                               via(phone, "z9hG4bK" + std::to_string(i)));
    if (random() % 4 == 0 && !reply.empty()) text = reply;
    const unsigned harm = random() % 4;
    if (harm == 0) text[random() % text.size()] = static_cast<char>(random());
    if (harm == 1) text.resize(random() % (text.size() + 1));
    if (random() % 16 == 0) {
      text.resize(random() % 2000);
      for (char& c : text) c = static_cast<char>(random());
    }
    phone.send(edge.at(), text);
    edge.take();
    while (hop.has_mail()) reply = reply_to(hop.receive(), "200 OK");
    while (phone.has_mail()) phone.receive();
  }
  const Counters& counters = edge.counters();
  EXPECT_EQ(counters.received, 3000u);
  EXPECT_EQ(counters.account_difference(), 0);
  EXPECT_GT(counters.forwarded, 100u);
  EXPECT_GT(counters.answered, 100u);
  EXPECT_GT(counters.dropped(), 100u);
}

}  // namespace
}  // namespace weir::dataplane
