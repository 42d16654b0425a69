// Probes that control orders: they leave by a listen socket, and their answers reach control.
#include "dataplane/stage_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::field;
using test::localhost;
using test::reply_to;
using test::start_line;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kScript = "request_route {\ndrop;\n}\n";

ProbeOrder order_to(const Client& server, std::uint64_t number) {
  ProbeOrder order;
  order.to = server.endpoint();
  order.number = number;
  EXPECT_TRUE(order.set_text("OPTIONS sip:127.0.0.2 SIP/2.0\r\n",
                             "To: <sip:127.0.0.2>\r\nFrom: <sip:d@localhost>;tag=1\r\nCSeq: 10 "
                             "OPTIONS\r\nCall-ID: 7@edge\r\nContent-Length: 0\r\n\r\n"));
  return order;
}

// Sends it, and gives what the server got.
std::string ask(Edge& edge, const Client& server, std::uint64_t number) {
  EXPECT_TRUE(edge.worker->probes.try_push(order_to(server, number)));
  run_turn(*edge.worker);
  return server.receive();
}

TEST(StageProbe, LeavesByOurSocketWithAViaOfOurs) {
  const Client server(localhost(2));
  Edge edge(kScript);
  ASSERT_TRUE(edge.worker->probes.try_push(order_to(server, 0xabc)));
  run_turn(*edge.worker);
  sip::Endpoint from;
  const std::string got = server.receive(&from);
  EXPECT_EQ(from, edge.at());
  EXPECT_EQ(start_line(got), "OPTIONS sip:127.0.0.2 SIP/2.0");
  EXPECT_THAT(field(got, "Via"), StartsWith("SIP/2.0/UDP 127.0.0.1:" + edge.port() +
                                            ";branch=z9hG4bKweir-p00000000000000abc"));
  EXPECT_EQ(field(got, "Call-ID"), "7@edge");
  EXPECT_EQ(edge.counters().account_difference(), 0)
      << "what we send ourselves is no packet's fate";
}

TEST(StageProbe, AnAnswerIsALesson) {
  const Client server(localhost(2));
  Edge edge(kScript);
  const std::string got = ask(edge, server, 77);
  server.send(edge.at(), reply_to(got, "503 Busy"));
  edge.take();
  EXPECT_EQ(edge.counters().handed_off, 1u);
  Lesson lesson;
  ASSERT_TRUE(edge.worker->lessons.try_pop(lesson));
  EXPECT_EQ(lesson.kind, Lesson::Kind::kProbed);
  EXPECT_EQ(lesson.number, 77u);
  EXPECT_EQ(lesson.status, 503);
  EXPECT_EQ(lesson.source, server.endpoint());
}

TEST(StageProbe, AForgedAnswerIsUnsolicited) {
  const Client server(localhost(2));
  Edge edge(kScript);
  std::string got = ask(edge, server, 77);
  const std::size_t digit = got.find("weir-p0") + 10;
  got[digit] = got[digit] == '1' ? '2' : '1';
  server.send(edge.at(), reply_to(got, "200 OK"));
  edge.take();
  EXPECT_EQ(edge.drops(DropReason::kUnsolicitedReply), 1u);
  EXPECT_TRUE(edge.worker->lessons.empty());
}

TEST(StageProbe, TheSocketThatIsAskedFor) {
  const Client server(localhost(2));
  Edge edge(kScript, {.listens = {localhost(), localhost(3)}, .guard = {}});
  ProbeOrder order = order_to(server, 1);
  order.socket = 1;
  ASSERT_TRUE(edge.worker->probes.try_push(order));
  run_turn(*edge.worker);
  sip::Endpoint from;
  const std::string got = server.receive(&from);
  EXPECT_EQ(from, edge.at(1));
  EXPECT_THAT(field(got, "Via"), HasSubstr("127.0.0.3:" + edge.port(1)));
  // One of another family is not taken.
  order.socket = 9;
  ASSERT_TRUE(edge.worker->probes.try_push(order));
  run_turn(*edge.worker);
  server.receive(&from);
  EXPECT_EQ(from, edge.at());
}

TEST(StageProbe, WithoutASocketOfThatFamilyNothingIsSent) {
  const Client server(localhost(2));
  Edge edge(kScript);
  ProbeOrder order = order_to(server, 1);
  order.to.address = test::localhost6();
  ASSERT_TRUE(edge.worker->probes.try_push(order));
  run_turn(*edge.worker);
  EXPECT_EQ(edge.counters().sent, 0u);
}

TEST(StageProbe, ATextThatIsTooLong) {
  ProbeOrder order;
  EXPECT_TRUE(order.set_text("x", std::string(ProbeOrder::kRoom - 1, 'y')));
  EXPECT_EQ(order.size, ProbeOrder::kRoom);
  EXPECT_FALSE(order.set_text("x", std::string(ProbeOrder::kRoom, 'y')));
}

}  // namespace
}  // namespace weir::dataplane
