// A run that stops at a function of the control plane, and goes on there.
#include "routes/suspended.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "routes/transactions.h"
#include "tests/routes/test_host.h"

namespace weir::routes {
namespace {

using testing::Bench;

constexpr std::string_view kModules =
    "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nloadmodule \"tm.so\"\nloadmodule \"kex.so\"\n";

// Notes what it is asked for; every answer is `answer`.
class AskedTransactions final : public Transactions {
 public:
  std::int32_t create(Execution&) noexcept override { return note("create"); }
  std::int32_t relay(Execution&, const RelayOrder&) noexcept override { return note("relay"); }
  std::int32_t reply(Execution&, const ReplyOrder&) noexcept override { return note("reply"); }
  std::int32_t check(Execution&) noexcept override { return note("check"); }
  std::int32_t lookup(Execution&, bool) noexcept override { return note("lookup"); }
  std::int32_t retransmit_reply(Execution&) noexcept override { return note("retransmit"); }
  std::int32_t release(Execution&) noexcept override { return note("release"); }
  std::int32_t drop(Execution&) noexcept override { return note("drop"); }
  std::int32_t cancel_branches(Execution&, CancelWhich) noexcept override { return note("cancel"); }
  std::int32_t save_edits(Execution&) noexcept override { return note("edits"); }
  std::int32_t save_flags(Execution&) noexcept override { return note("flags"); }
  std::int32_t drop_replies(Execution&, char) noexcept override { return note("replies"); }
  bool has_status(Execution&, unsigned) noexcept override { return false; }
  bool look(Execution&, TransactionView&) noexcept override { return false; }
  void take_armed(Execution&) noexcept override {}

  std::vector<std::string> asked;
  std::int32_t answer = 1;

 private:
  std::int32_t note(const char* what) {
    asked.emplace_back(what);
    return answer;
  }
};

// What an lcore has logged, and then what control has.
struct Halves {
  std::vector<std::string> lcore;
  std::vector<std::string> all;
  RunResult first;
  RunResult second;
};

Halves run_both(Bench& bench, AskedTransactions& transactions, Suspended& stopped) {
  Halves halves;
  bench.begin();
  bench.execution().suspended = &stopped;
  halves.first = bench.go();
  halves.lcore = bench.recorded().logs;
  bench.execution().transactions = &transactions;
  if (halves.first.stop == RunResult::Stop::kHandoff && halves.first.return_code == 1) {
    halves.second = resume(bench.execution(), stopped);
  }
  halves.all = bench.recorded().logs;
  return halves;
}

TEST(Suspended, StopsBeforeTheCallAndGoesOnWithIt) {
  Bench bench(std::string(kModules) +
              "request_route { $var(x) = 3; xlog(\"before $var(x)\");\n"
              "if (t_newtran()) xlog(\"made $rc $var(x)\"); xlog(\"after\"); }\n");
  ASSERT_EQ(bench.problems(), "");
  AskedTransactions transactions;
  Suspended stopped;
  const Halves halves = run_both(bench, transactions, stopped);
  EXPECT_EQ(halves.first.stop, RunResult::Stop::kHandoff);
  EXPECT_EQ(halves.lcore, std::vector<std::string>({"-1 <script>: before 3"}));
  EXPECT_EQ(halves.all, std::vector<std::string>({"-1 <script>: before 3", "-1 <script>: made 1 3", "-1 <script>: after"}));
  EXPECT_EQ(transactions.asked, std::vector<std::string>({"create"}));
}

TEST(Suspended, GoesOnInsideRoutesLoopsAndConditions) {
  Bench bench(std::string(kModules) +
              "route[INNER] { $var(n) = $var(n) + 1;\n"
              "  if ($var(n) == 2 && t_newtran()) xlog(\"second\"); return $var(n); }\n"
              "route[OUTER] { while ($var(i) < 3) { route(INNER); $var(i) = $var(i) + 1; }\n"
              "  xlog(\"n=$var(n) rc=$rc\"); }\n"
              "request_route { route(OUTER); xlog(\"end\"); }\n");
  ASSERT_EQ(bench.problems(), "");
  AskedTransactions transactions;
  Suspended stopped;
  const Halves halves = run_both(bench, transactions, stopped);
  EXPECT_TRUE(halves.lcore.empty());
  EXPECT_EQ(stopped.frame_count, 2);
  EXPECT_EQ(stopped.loop_count, 1);
  EXPECT_EQ(halves.all, std::vector<std::string>({"-1 <script>: second", "-1 <script>: n=3 rc=3", "-1 <script>: end"}));
}

TEST(Suspended, AnAnswerOfZeroEndsTheScript) {
  Bench bench(std::string(kModules) + "request_route { t_newtran(); xlog(\"never\"); }\n");
  AskedTransactions transactions;
  transactions.answer = 0;
  Suspended stopped;
  const Halves halves = run_both(bench, transactions, stopped);
  EXPECT_TRUE(halves.second.exited);
  EXPECT_TRUE(halves.all.empty());
}

// What is nested deeper than a stopped run can hold says so, and is never resumed.
TEST(Suspended, TooDeepIsNoHandoff) {
  Bench bench(std::string(kModules) +
              "route[DOWN] { $var(d) = $var(d) + 1; if ($var(d) < 40) route(DOWN);\n"
              "  else t_newtran(); }\n"
              "request_route { route(DOWN); }\n");
  ASSERT_EQ(bench.problems(), "");
  AskedTransactions transactions;
  Suspended stopped;
  const Halves halves = run_both(bench, transactions, stopped);
  EXPECT_EQ(halves.first.stop, RunResult::Stop::kHandoff);
  EXPECT_EQ(halves.first.return_code, 0);
  EXPECT_TRUE(transactions.asked.empty());
}

TEST(Suspended, OnControlNothingStops) {
  Bench bench(std::string(kModules) + "request_route { t_newtran(); xlog(\"after\"); }\n");
  AskedTransactions transactions;
  bench.begin();
  bench.execution().transactions = &transactions;
  EXPECT_EQ(bench.go().stop, RunResult::Stop::kDone);
  EXPECT_EQ(transactions.asked.size(), 1u);
}

}  // namespace
}  // namespace weir::routes
