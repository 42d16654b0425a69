// Stateless forwarding, there and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::field;
using test::localhost;
using test::localhost6;
using test::reply_to;
using test::request;
using test::start_line;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

std::string to(const Client& hop) { return "$du = \"sip:127.0.0.1:" + hop.port() + "\";\n"; }

TEST(Forward, AddsViaAndCompletesThePhones) {
  const Client phone(localhost(5));
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) + "forward();\n}\n");
  const std::string sent =
      request("INVITE", "sip:bob@example.net", "10.1.1.1:5062;rport;branch=z9hG4bKx1");
  phone.send(edge.at(), sent);
  edge.take();
  sip::Endpoint from;
  const std::string got = hop.receive(&from);
  EXPECT_EQ(from, edge.at());
  EXPECT_EQ(start_line(got), "INVITE sip:bob@example.net SIP/2.0");
  EXPECT_THAT(field(got, "Via"), MatchesRegex("SIP/2.0/UDP 127.0.0.1:" + edge.port() +
                                              ";branch=z9hG4bKweir-[0-9a-zA-Z]*"));
  EXPECT_THAT(got, HasSubstr("\r\nVia: SIP/2.0/UDP 10.1.1.1:5062;received=127.0.0.5;rport=" +
                             phone.port() + ";branch=z9hG4bKx1\r\n"));
  EXPECT_EQ(edge.counters().forwarded, 1u);
  EXPECT_EQ(edge.counters().requests, 1u);
}

TEST(Forward, RetransmissionAndCancelTakeTheSameBranchAndTarget) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) + "forward();\n}\n");
  const std::string via = "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx2";
  std::vector<std::string> branches;
  for (const std::string_view method : {"INVITE", "INVITE", "CANCEL", "ACK"}) {
    phone.send(edge.at(), request(method, "sip:bob@example.net", via));
    edge.take();
    branches.push_back(field(hop.receive(), "Via"));
  }
  EXPECT_THAT(branches, testing::Each(branches[0]));
  phone.send(edge.at(), request("INVITE", "sip:bob@example.net",
                                "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx3"));
  edge.take();
  EXPECT_NE(field(hop.receive(), "Via"), branches[0]);
}

TEST(Forward, RepliesFindTheirWayBack) {
  const Client phone(localhost(5));
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) + "forward();\n}\n");
  phone.send(edge.at(),
             request("INVITE", "sip:bob@example.net", "10.1.1.1:5062;rport;branch=z9hG4bKx1"));
  edge.take();
  hop.send(edge.at(), reply_to(hop.receive(), "180 Ringing"));
  edge.take();
  sip::Endpoint from;
  const std::string got = phone.receive(&from);
  EXPECT_EQ(from, edge.at());
  EXPECT_EQ(start_line(got), "SIP/2.0 180 Ringing");
  EXPECT_THAT(field(got, "Via"), StartsWith("SIP/2.0/UDP 10.1.1.1:5062;received=127.0.0.5"));
  EXPECT_THAT(got, Not(HasSubstr("weir-")));
  EXPECT_EQ(edge.counters().forwarded, 2u);
  EXPECT_EQ(edge.counters().replies, 1u);
}

TEST(Forward, TakesOurViaOffACommaList) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) + "forward();\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:bob@example.net",
                                "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1"));
  edge.take();
  std::string reply = reply_to(hop.receive(), "200 OK");
  const std::size_t second = reply.find("\r\nVia: ", reply.find("Via: "));
  reply.replace(second, 7, ", ");
  hop.send(edge.at(), reply);
  edge.take();
  EXPECT_EQ(field(phone.receive(), "Via"),
            "SIP/2.0/UDP 127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1");
}

TEST(Forward, RefusesRepliesNobodyAskedFor) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) + "forward();\n}\n");
  phone.send(edge.at(), request("OPTIONS", "sip:bob@example.net",
                                "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1"));
  edge.take();
  const std::string good = reply_to(hop.receive(), "200 OK");
  std::string forged = good;
  const std::size_t at = forged.find("z9hG4bKweir-") + 20;
  forged[at] = forged[at] == '0' ? '1' : '0';
  std::string elsewhere = good;  // the MAC covers where the reply goes
  elsewhere.replace(elsewhere.rfind("127.0.0.1:" + phone.port()), 9, "127.0.0.2");
  for (const std::string& bad : {forged, elsewhere}) {
    hop.send(edge.at(), bad);
    edge.take();
  }
  hop.send(edge.at(),
           "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:" + edge.port() +
               ";branch=z9hG4bKother\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\n"
               "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: q\r\nCSeq: 1 OPTIONS\r\n"
               "Content-Length: 0\r\n\r\n");
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kUnsolicitedReply), 3u);
  EXPECT_FALSE(phone.has_mail());
  hop.send(edge.at(), good);
  edge.take();
  EXPECT_EQ(start_line(phone.receive()), "SIP/2.0 200 OK");
}

TEST(Forward, CrossesSocketsAndFamilies) {
  const Client phone(localhost(3));
  const Client hop(localhost6());
  test::EdgeSettings settings;
  settings.listens = {localhost(), localhost(2), localhost6()};
  Edge edge(
      "modparam(\"rr\", \"append_fromtag\", 1)\nrequest_route {\nrecord_route();\n$du = "
      "\"sip:[::1]:" +
          hop.port() + "\";\nforward();\n}\n",
      settings);
  phone.send(edge.at(1), request("INVITE", "sip:bob@example.net",
                                 "127.0.0.4:" + phone.port() + ";rport;branch=z9hG4bKx1"));
  edge.take();
  sip::Endpoint from;
  const std::string got = hop.receive(&from);
  EXPECT_EQ(from, edge.at(2));
  // The outbound socket on top, both marked, above our Via.
  const std::string cookie = ";weir=[0-9a-f]+>";
  EXPECT_THAT(got, HasSubstr("SIP/2.0\r\nRecord-Route: <sip:[::1]:" + edge.port(2) +
                             ";r2=on;lr;ftag=a1;weir="));
  EXPECT_THAT(got, HasSubstr(">\r\nRecord-Route: <sip:127.0.0.2:" + edge.port(1) +
                             ";r2=on;lr;ftag=a1;weir="));
  EXPECT_THAT(got, HasSubstr(">\r\nVia: SIP/2.0/UDP [::1]:" + edge.port(2) + ";branch=z9hG4bK"));

  hop.send(edge.at(2), reply_to(got, "200 OK"));
  edge.take();
  EXPECT_EQ(start_line(phone.receive(&from)), "SIP/2.0 200 OK");
  EXPECT_EQ(from, edge.at(1)) << "the reply leaves by the socket that the request came to";
}

TEST(Forward, WritesOneRecordRouteOnOneSocket) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("modparam(\"rr\", \"append_fromtag\", 0)\nrequest_route {\nrecord_route();\n" +
            to(hop) + "forward();\n}\n");
  phone.send(edge.at(), request("INVITE", "sip:bob@example.net",
                                "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1"));
  edge.take();
  const std::string got = hop.receive();
  const std::string cookie(sip::dialog_cookie(test::test_keys(), "c1@example.net").view());
  EXPECT_EQ(field(got, "Record-Route"),
            "<sip:127.0.0.1:" + edge.port() + ";lr;weir=" + cookie + ">");
  EXPECT_EQ(got.find("Record-Route"), got.rfind("Record-Route"));
}

// The Record-Route of a sips request under a parameter of rr.
std::string record_of_sips(const std::string& parameter) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("modparam(\"rr\", \"append_fromtag\", 0)\nmodparam(\"rr\", " + parameter +
            ")\nrequest_route {\nrecord_route();\n" + to(hop) + "forward();\n}\n");
  phone.send(edge.at(), request("INVITE", "sips:bob@example.net",
                                "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1"));
  edge.take();
  const std::string got = field(hop.receive(), "Record-Route");
  return got.substr(0, got.find(';')).substr(0, got.rfind("127.0.0.1"));
}

TEST(Forward, TheRecordOfASipsRequestIsSips) {
  EXPECT_EQ(record_of_sips("\"ignore_sips\", 0"), "<sips:");
  EXPECT_EQ(record_of_sips("\"ignore_sips\", 1"), "<sip:");
  EXPECT_EQ(record_of_sips("\"add_username\", 1"), "<sips:bob@");
}

TEST(Forward, AppliesTheScriptsEdits) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge(
      "request_route {\nmf_process_maxfwd_header(\"10\");\nremove_hf(\"Subject\");\n"
      "append_hf(\"X-Edge: yes\\r\\n\");\n$ru = \"sip:carol@192.0.2.9\";\n" +
      to(hop) + "forward();\n}\n");
  phone.send(edge.at(),
             request("INVITE", "sip:bob@example.net",
                     "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1", "Subject: hello\r\n"));
  edge.take();
  const std::string got = hop.receive();
  EXPECT_EQ(start_line(got), "INVITE sip:carol@192.0.2.9 SIP/2.0");
  EXPECT_EQ(field(got, "Max-Forwards"), "69");
  EXPECT_EQ(field(got, "X-Edge"), "yes");
  EXPECT_THAT(got, Not(HasSubstr("Subject")));
}

TEST(Forward, NamesWhatCannotBeReached) {
  const Client phone(localhost());
  const std::string sent = request("INVITE", "sip:bob@nowhere.invalid",
                                   "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1");
  struct Case {
    const char* target;
    DropReason reason;
  };
  for (const Case& c : {Case{"sip:[2001:db8::1]:5060", DropReason::kNoSocket},
                        Case{"sip:127.0.0.1:5060;transport=tcp", DropReason::kBadTarget},
                        Case{"sip:nowhere.invalid", DropReason::kBadTarget}}) {
    Edge edge("request_route {\n$du = \"" + std::string(c.target) + "\";\nforward();\n}\n");
    phone.send(edge.at(), sent);
    edge.take();
    EXPECT_EQ(edge.drops(c.reason), 1u) << c.target;
    EXPECT_EQ(edge.counters().sent, 0u);
  }
}

TEST(Forward, OnsendMayStopItAndSeesTheFinalBuffer) {
  const Client phone(localhost());
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) +
            "forward();\n}\n"
            "onsend_route {\nif (is_method(\"OPTIONS\")) { drop; }\n}\n");
  const std::string via = "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1";
  phone.send(edge.at(), request("OPTIONS", "sip:bob@example.net", via));
  phone.send(edge.at(), request("INVITE", "sip:bob@example.net", via));
  edge.take(2);
  EXPECT_EQ(edge.drops(DropReason::kOnsendDrop), 1u);
  EXPECT_EQ(edge.counters().sent, 1u);
  EXPECT_THAT(hop.receive(), StartsWith("INVITE"));
}

TEST(Forward, ReplyRouteMayStopAReply) {
  struct Case {
    const char* block;
    bool passes;
  };
  for (const Case& c : {Case{"exit;", true}, Case{"return 1;", true}, Case{"drop;", false},
                        Case{"return 0;", false}, Case{"return -1;", false}}) {
    const Client phone(localhost());
    const Client hop(localhost());
    Edge edge("request_route {\n" + to(hop) + "forward();\n}\nreply_route {\n" + c.block + "\n}\n");
    phone.send(edge.at(), request("OPTIONS", "sip:bob@example.net",
                                  "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1"));
    edge.take();
    hop.send(edge.at(), reply_to(hop.receive(), "200 OK"));
    edge.take();
    EXPECT_EQ(edge.drops(DropReason::kReplyRouteDrop), c.passes ? 0u : 1u) << c.block;
    EXPECT_EQ(phone.has_mail(), c.passes) << c.block;
  }
}

// The account: a reply counts once, however often the script forwards it.
TEST(Forward, AReplyRouteMayForwardAtOnce) {
  struct Case {
    const char* block;
    std::vector<std::string> got;
  };
  const Case cases[] = {
      {"forward_reply(); drop;", {"SIP/2.0 200 OK"}},
      {"forward_reply(); return -1;", {"SIP/2.0 200 OK"}},
      {"forward_reply();", {"SIP/2.0 200 OK", "SIP/2.0 200 OK"}},
      {"sl_forward_reply(\"202\"); drop;", {"SIP/2.0 202 OK"}},
      {"sl_forward_reply(\"202\", \"Later\");", {"SIP/2.0 202 Later", "SIP/2.0 200 OK"}},
      {"sl_forward_reply(\"404\", \"No\"); drop;", {}},
  };
  for (const Case& c : cases) {
    const Client phone(localhost());
    const Client hop(localhost());
    Edge edge("loadmodule \"corex.so\"\nloadmodule \"sl.so\"\nrequest_route {\n" + to(hop) +
              "forward();\n}\nreply_route {\n" + c.block + "\n}\n");
    phone.send(edge.at(), request("OPTIONS", "sip:bob@example.net",
                                  "127.0.0.1:" + phone.port() + ";branch=z9hG4bKx1"));
    edge.take();
    hop.send(edge.at(), reply_to(hop.receive(), "200 OK"));
    edge.take();
    for (const std::string& line : c.got) EXPECT_EQ(start_line(phone.receive()), line) << c.block;
    EXPECT_FALSE(phone.has_mail()) << c.block;
    EXPECT_EQ(edge.counters().forwarded, c.got.empty() ? 1u : 2u) << c.block;
    EXPECT_EQ(edge.drops(DropReason::kReplyRouteDrop), c.got.empty() ? 1u : 0u) << c.block;
  }
}

TEST(Forward, AnAcceptedRegistrationIsALesson) {
  const Client phone(localhost(5));
  const Client hop(localhost());
  Edge edge("request_route {\n" + to(hop) + "forward();\n}\n");
  const std::string via = "10.1.1.1:5062;rport;branch=z9hG4bK";
  struct Case {
    const char* method;
    const char* credentials;
    const char* status;
    const char* more;
    std::uint32_t expires;  // 0: teaches nothing
  };
  const Case cases[] = {
      {"REGISTER", "Authorization: Digest x\r\n", "200 OK", "Contact: <sip:a@b>;expires=60\r\n",
       60},
      {"REGISTER", "Authorization: Digest x\r\n", "200 OK", "Expires: 90\r\nContact: <sip:a@b>\r\n",
       90},
      {"REGISTER", "Proxy-Authorization: Digest x\r\n", "200 OK", "Contact: <sip:a@b>\r\n", 3600},
      {"REGISTER", "Authorization: Digest x\r\n", "200 OK", "", 0},
      {"REGISTER", "Authorization: Digest x\r\n", "403 No", "Contact: <sip:a@b>\r\n", 0},
      {"REGISTER", "", "200 OK", "Contact: <sip:a@b>;expires=60\r\n", 0},
      {"INVITE", "Authorization: Digest x\r\n", "200 OK", "Contact: <sip:a@b>;expires=60\r\n", 0},
  };
  int number = 0;
  for (const Case& c : cases) {
    phone.send(edge.at(),
               request(c.method, "sip:example.net", via + std::to_string(number++), c.credentials));
    edge.take();
    hop.send(edge.at(), reply_to(hop.receive(), c.status, c.more));
    edge.take();
    Lesson lesson;
    ASSERT_EQ(edge.next_lesson(Lesson::Kind::kRegistered, lesson), c.expires != 0) << number;
    if (c.expires == 0) continue;
    EXPECT_EQ(lesson.source, phone.endpoint());
    EXPECT_EQ(lesson.teacher, hop.endpoint());
    EXPECT_EQ(lesson.seconds, c.expires);
  }
}

}  // namespace
}  // namespace weir::dataplane
