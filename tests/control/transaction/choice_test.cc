#include "control/transaction/choice.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace weir::control::transaction {
namespace {

Transaction with(std::initializer_list<unsigned> statuses) {
  Transaction t;
  for (const unsigned status : statuses) {
    t.branches.emplace_back();
    t.branches.back().status = static_cast<std::uint16_t>(status);
  }
  return t;
}

// The order that Kamailio 5.6.3 showed.
TEST(Choice, PrefersTheRefusalThatTellsMost) {
  EXPECT_LT(priority(603), priority(302));
  EXPECT_LT(priority(302), priority(401));
  EXPECT_LT(priority(401), priority(407));
  EXPECT_LT(priority(407), priority(415));
  EXPECT_LT(priority(415), priority(420));
  EXPECT_LT(priority(420), priority(484));
  EXPECT_LT(priority(484), priority(400));
  EXPECT_LT(priority(404), priority(486));
  EXPECT_LT(priority(499), priority(500));
  EXPECT_LT(priority(500), priority(503));
}

TEST(Choice, TakesTheBestAndTheFirstOfEquals) {
  EXPECT_EQ(choose(with({503, 486, 404}), -1, 0), 2);
  EXPECT_EQ(choose(with({486, 486}), -1, 0), 0);
  EXPECT_EQ(choose(with({180, 0}), -1, 0), -1);
  EXPECT_EQ(choose(with({200, 486}), -1, 0), 1) << "a 2xx has gone its own way";
}

TEST(Choice, PassesOverWhatWasDroppedOrNeverLeft) {
  Transaction t = with({404, 486, 503});
  t.branches[0].dropped = true;
  t.branches[1].unsent = true;
  EXPECT_EQ(choose(t, -1, 0), 2);
}

TEST(Choice, HoldsATimeoutAgainstItOnlyLater) {
  Transaction t = with({408, 486});
  t.branches[0].faked = true;
  EXPECT_EQ(choose(t, -1, 0), 0);
  EXPECT_EQ(choose(t, -1, 2000), 1);
  EXPECT_EQ(choose(t, 0, 2000), 0) << "while it is being made";
}

}  // namespace
}  // namespace weir::control::transaction
