// Past start-up an lcore allocates nothing, whatever comes.
#include <gtest/gtest.h>
#include <jemalloc/jemalloc.h>

#include <random>

#include "tests/dataplane/edge.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::Edge;
using test::localhost;
using test::reply_to;
using test::request;

// Bytes this thread has allocated so far.
std::uint64_t allocated() {
  std::uint64_t* bytes = nullptr;
  std::size_t size = sizeof bytes;
  return mallctl("thread.allocatedp", &bytes, &size, nullptr, 0) == 0 ? *bytes : 0;
}

TEST(Allocation, AnLcoreTakesNothingAfterStartUp) {
  constexpr int kPackets = 10'000;
  const Client phone(localhost());
  const Client hop(localhost());
  test::EdgeSettings settings;
  settings.guard.source_rate = settings.guard.prefix_rate = settings.guard.foreign_rate = 0;
  Edge edge(
      "modparam(\"htable\", \"htable\", \"seen=>size=4;\")\nrequest_route {\n"
      "if ($ua =~ \"friendly-scanner|sipvicious\") { exit; }\n"
      "if ($fu =~ \"^sip:(a|\" + $(mb{s.len}) + \")\" || $fu =~ \"(\" + $rm) { $var(n) = 1; }\n"
      "$sht(seen=>$ci) = $rm + \"x\";\n$var(n) = $sht(seen=>$ci);\nxlog(\"L_ERR\", \"$rm $fu "
      "$tu\\n\");\n"
      "if (is_method(\"OPTIONS\")) { sl_send_reply(\"200\", \"OK\"); exit; }\n"
      "sht_rm_name_re(\"seen=>^\" + $rm); $var(k) = \"AB\"; $avp($var(k)) = $rU;\n"
      "sht_iterator_start(\"i\", \"seen\"); while (sht_iterator_next(\"i\")) { $var(n) = "
      "$shtitkey(i); }\nsht_iterator_end(\"i\"); $var(n) = $shtcn(seen=>~~^x);\n"
      "sht_lock(\"seen=>a\"); append_branch(\"sip:a@b\", \"0.5\");\n"
      "subst('/sip:(.*)@/sips:\\1@/'); append_hf_value(\"Supported\", \"path\");\n"
      "msg_apply_changes(); if (fnmatch($fu, \"*@*\")) { encode_contact(\"e\", \"h\"); }\n"
      "mf_process_maxfwd_header(\"10\");\nappend_hf(\"X-A: $si\\r\\n\");\nrecord_route();\n"
      "$du = \"sip:127.0.0.1:" +
          hop.port() +
          "\";\nforward();\n}\n"
          "reply_route {\nxlog(\"L_ERR\", \"$rs\\n\");\n}\nonsend_route {\nxlog(\"L_ERR\", "
          "\"$rm\\n\");\n}\n",
      settings);
  const std::uint64_t probe = allocated();
  { const auto some = std::make_unique<std::string>(100, 'x'); }
  ASSERT_GT(allocated(), probe) << "the measure does not measure";

  std::mt19937 random(7);
  const char* const methods[] = {"INVITE", "OPTIONS", "REGISTER", "BYE", "ACK", "CANCEL"};
  std::uint64_t inside = 0;
  std::string reply;
  for (int i = 0; i < kPackets; ++i) {
    std::string text = request(methods[random() % 6], "sip:bob@example.net",
                               "127.0.0.1:" + phone.port() + ";branch=z9hG4bK" + std::to_string(i));
    if (random() % 3 == 0 && !reply.empty()) text = reply;
    if (random() % 4 == 0) text.resize(random() % (text.size() + 1));
    phone.send(edge.at(), text);
    const std::uint64_t until = edge.counters().received + 1;
    const std::uint64_t before = allocated();
    for (int turn = 0; edge.counters().received < until && turn < 1'000'000; ++turn) {
      run_turn(*edge.worker);
    }
    inside += allocated() - before;
    while (edge.worker->log.front() != nullptr) edge.worker->log.pop();
    while (hop.has_mail()) reply = reply_to(hop.receive(), "200 OK");
    while (phone.has_mail()) phone.receive();
  }
  EXPECT_EQ(edge.counters().received, static_cast<std::uint64_t>(kPackets));
  EXPECT_EQ(inside, 0u);
  EXPECT_GT(edge.counters().forwarded, 1000u);
  EXPECT_GT(edge.counters().answered, 500u);
}

}  // namespace
}  // namespace weir::dataplane
