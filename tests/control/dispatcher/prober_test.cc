// Probing of destinations: what was seen on Kamailio 5.6.3, answer by answer.
#include "control/dispatcher/prober.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::control::dispatcher {
namespace {

using namespace std::chrono_literals;

// Destinations with these flags, asked once a second; every answer is given at once.
class Farm {
 public:
  Farm(ProbingMode mode, const std::vector<int>& flags, std::uint32_t failures = 3,
       std::uint32_t successes = 2) {
    settings_.interval = 1;
    settings_.mode = mode;
    settings_.failures = failures;
    settings_.successes = successes;
    settings_.timeout = 700ms;
    std::string text;
    for (std::size_t i = flags.size(); i-- > 0;) {  // equal priorities: the last line comes first
      text += "1 sip:10.0.0." + std::to_string(i + 1) + " " + std::to_string(flags[i]) + "\n";
    }
    for (const routes::ListProblem& one : sets_.read(text)) ADD_FAILURE() << one.what;
    prober_.follow(settings_, sets_, now_);
    statuses_.assign(flags.size(), 200);
  }

  // 0: it does not answer.
  void answers(std::size_t destination, unsigned status) { statuses_[destination] = status; }

  std::string states() const {
    std::string text;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      text += (i == 0 ? "" : " ") + std::string(routes::state_text(sets_.state(i)));
    }
    return text;
  }

  // The states after each of so many seconds.
  std::vector<std::string> pass(int seconds) {
    std::vector<std::string> seen;
    for (int i = 0; i < seconds; ++i) {
      for (int tenth = 0; tenth < 10; ++tenth) step();
      seen.push_back(states());
    }
    return seen;
  }

  void step() {
    now_ += 100ms;
    std::vector<std::pair<std::size_t, std::uint64_t>> sent;
    const auto send = [&](std::size_t destination, std::uint64_t number) {
      if (full) return false;
      sent.emplace_back(destination, number);
      log.emplace_back(destination, number);
      return true;
    };
    const auto tell = [&](const StateChange& change) { changes.push_back(change); };
    prober_.run(now_, send, tell);
    for (const auto& [destination, number] : sent) {
      prober_.take_reply(number, 100, tell);  // provisional: says nothing yet
      if (statuses_[destination] != 0) prober_.take_reply(number, statuses_[destination], tell);
    }
  }

  Prober& prober() { return prober_; }
  bool full = false;
  std::vector<std::pair<std::size_t, std::uint64_t>> log;
  std::vector<StateChange> changes;

 private:
  ProbeSettings settings_;
  routes::DispatchSets sets_;
  Prober prober_{1000};
  Milliseconds now_{5000};
  std::vector<unsigned> statuses_;
};

using States = std::vector<std::string>;

TEST(Prober, AllAreProbedButTheDisabled) {
  Farm farm(ProbingMode::kAll, {0, 1, 4, 8});
  EXPECT_EQ(farm.pass(2), (States{"AP IX DX AP", "AP AP DX AP"}));
  farm.answers(0, 503);
  farm.answers(3, 0);
  EXPECT_EQ(farm.pass(4), (States{"TP AP DX AP", "TP AP DX TP", "IP AP DX TP", "IP AP DX IP"}));
  farm.answers(0, 200);
  farm.answers(3, 200);
  // The last one answers a retransmission, and the next probe.
  EXPECT_EQ(farm.pass(2), (States{"IP AP DX AP", "AP AP DX AP"}));
}

TEST(Prober, FlaggedOnesUntilTheyAnswer) {
  Farm farm(ProbingMode::kFlaggedOnce, {0, 8, 9, 1});
  EXPECT_EQ(farm.pass(2), (States{"AX AX IP IX", "AX AX AX IX"}));
  const std::size_t before = farm.log.size();
  farm.pass(3);
  EXPECT_EQ(farm.log.size(), before);
}

TEST(Prober, OneThatFailsWithoutAModeIsAskedNoMore) {
  Farm farm(ProbingMode::kFlaggedOnce, {8, 9});
  farm.answers(0, 404);
  farm.answers(1, 404);
  EXPECT_EQ(farm.pass(2), (States{"TX IX", "TX IX"}));
}

TEST(Prober, InactiveOnesWithTheFlag) {
  Farm farm(ProbingMode::kInactive, {0, 1, 8, 9});
  EXPECT_EQ(farm.pass(3), (States{"AX IX AP IP", "AX IX AP AX", "AX IX AP AX"}));
}

TEST(Prober, FlaggedOnesForEver) {
  Farm farm(ProbingMode::kFlagged, {0, 1, 8, 9});
  EXPECT_EQ(farm.pass(3), (States{"AX IX AP IP", "AX IX AP AP", "AX IX AP AP"}));
  farm.answers(2, 480);
  EXPECT_EQ(farm.pass(3), (States{"AX IX TP AP", "AX IX TP AP", "AX IX IP AP"}));
}

TEST(Prober, FailuresCountInARow) {
  Farm farm(ProbingMode::kAll, {8});
  farm.answers(0, 503);
  farm.pass(2);
  farm.answers(0, 200);
  farm.pass(1);
  farm.answers(0, 503);
  EXPECT_EQ(farm.pass(3), (States{"TP", "TP", "IP"}));
  // So do successes of an inactive one.
  farm.answers(0, 200);
  farm.pass(1);
  farm.answers(0, 503);
  farm.pass(1);
  farm.answers(0, 200);
  EXPECT_EQ(farm.pass(2), (States{"IP", "AP"}));
}

TEST(Prober, WhatTheOperatorSetsHolds) {
  Farm farm(ProbingMode::kAll, {0, 0});
  farm.answers(0, 0);
  farm.pass(2);
  ASSERT_EQ(farm.prober().waiting(), 1U);
  farm.prober().set_state(0, routes::kDestinationDisabled);
  EXPECT_EQ(farm.prober().waiting(), 0U);
  farm.prober().set_state(1, routes::kDestinationTrying);
  EXPECT_EQ(farm.pass(2), (States{"DX AP", "DX AP"}));
}

TEST(Prober, RepeatsUntilTheEnd) {
  Farm farm(ProbingMode::kAll, {0, 0});
  farm.answers(0, 0);
  for (int tenth = 0; tenth < 11; ++tenth) farm.step();
  // The first one at 500 ms, again after 500 ms; the other at 1000 ms.
  EXPECT_EQ(farm.log,
            (std::vector<std::pair<std::size_t, std::uint64_t>>{{0, 1000}, {0, 1000}, {1, 1001}}));
  EXPECT_EQ(farm.states(), "AX AP");
  farm.step();
  EXPECT_EQ(farm.states(), "TP AP") << "700 ms have passed";
  ASSERT_EQ(farm.changes.size(), 2U);
  EXPECT_EQ(farm.changes[1].destination, 0U);
  EXPECT_EQ(farm.changes[1].status, 0U);
}

TEST(Prober, WaitsForRoom) {
  Farm farm(ProbingMode::kAll, {0, 0});
  farm.full = true;
  farm.pass(1);
  EXPECT_TRUE(farm.log.empty());
  EXPECT_EQ(farm.states(), "AX AX") << "what was not sent has not failed";
  farm.full = false;
  farm.step();
  EXPECT_EQ(farm.states(), "AP AP");
}

TEST(Prober, StrangeRepliesAreNothing) {
  Farm farm(ProbingMode::kAll, {0});
  farm.answers(0, 0);
  farm.pass(1);
  std::size_t told = 0;
  const auto tell = [&](const StateChange&) { ++told; };
  farm.prober().take_reply(4711, 503, tell);
  EXPECT_EQ(told, 0U);
  EXPECT_EQ(farm.prober().waiting(), 1U);
}

TEST(Prober, ReplyCodes) {
  std::vector<CodeRange> codes;
  ASSERT_TRUE(parse_reply_codes("class=3;code=404;", codes));
  ASSERT_EQ(codes.size(), 2U);
  EXPECT_EQ(codes[0].first, 300U);
  EXPECT_EQ(codes[0].last, 399U);
  EXPECT_EQ(codes[1].first, 404U);
  EXPECT_EQ(codes[1].last, 404U);
  for (const char* const bad :
       {"class=7", "class=0", "code=99", "code=700", "code=", "404", "class=2x"}) {
    EXPECT_FALSE(parse_reply_codes(bad, codes)) << bad;
  }
}

TEST(Prober, StatesOfTheOperator) {
  const auto state_of = [](std::string_view text) {
    std::uint8_t state = 0;
    return parse_state(text, state) ? std::string(routes::state_text(state)) : "none";
  };
  EXPECT_EQ(state_of("a"), "AX");
  EXPECT_EQ(state_of("AP"), "AP");
  EXPECT_EQ(state_of("i"), "IX");
  EXPECT_EQ(state_of("ip"), "IP");
  EXPECT_EQ(state_of("t"), "TX");
  EXPECT_EQ(state_of("tp"), "TP");
  EXPECT_EQ(state_of("d"), "DX");
  EXPECT_EQ(state_of("dp"), "DX");
  for (const char* const bad : {"", "x", "p", "pa", "app", "ax"})
    EXPECT_EQ(state_of(bad), "none") << bad;
}

TEST(Prober, TheTextOfAProbe) {
  routes::Destination destination;
  destination.uri = "sip:10.0.0.1:5080;x=y";
  ProbeSettings settings;
  const ProbeText text = make_probe(settings, destination, 0xabcdef, "sipweir");
  EXPECT_EQ(text.start_line, "OPTIONS sip:10.0.0.1:5080;x=y SIP/2.0\r\n");
  EXPECT_EQ(text.rest,
            "To: <sip:10.0.0.1:5080;x=y>\r\nFrom: <sip:dispatcher@localhost>;tag=abcdef\r\n"
            "CSeq: 10 OPTIONS\r\nCall-ID: 0000000000abcdef@sipweir\r\nMax-Forwards: 70\r\n"
            "User-Agent: sipweir\r\nContent-Length: 0\r\n\r\n");
}

TEST(Prober, BadParameters) {
  routes::Settings settings;
  const auto set = [&](const char* name, std::int64_t number, const char* text, bool is_number) {
    routes::Setting one;
    one.module = "dispatcher";
    one.name = name;
    one.is_number = is_number;
    one.number = number;
    one.text = text;
    one.file = "edge.cfg";
    one.line = 7;
    settings.parameters = {one};
    ProbeSettings probes;
    return read_probe_settings(settings, probes);
  };
  EXPECT_EQ(set("ds_ping_interval", 10, "10", true), "");
  EXPECT_EQ(set("ds_ping_interval", -1, "-1", true),
            "edge.cfg:7: modparam(\"dispatcher\", \"ds_ping_interval\") must be a number, 0 to "
            "2147483647\n");
  EXPECT_EQ(set("ds_probing_mode", 4, "4", true),
            "edge.cfg:7: modparam(\"dispatcher\", \"ds_probing_mode\") must be a number, 0 to 3\n");
  EXPECT_EQ(set("ds_ping_reply_codes", 0, "class=9", false),
            "edge.cfg:7: modparam(\"dispatcher\", \"ds_ping_reply_codes\"): \"class=9\" is none: "
            "write class=2;code=404 and so on\n");
  EXPECT_EQ(set("ds_ping_method", 0, "NOT A METHOD", false),
            "modparam(\"dispatcher\", \"ds_ping_method\"): \"NOT A METHOD\" is no method\n");
  EXPECT_EQ(set("ds_ping_from", 0, "<sip:a@b>", false),
            "modparam(\"dispatcher\", \"ds_ping_from\"): \"<sip:a@b>\" is no URI\n");
}

}  // namespace
}  // namespace weir::control::dispatcher
