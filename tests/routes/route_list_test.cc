#include "routes/route_list.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace weir::routes {
namespace {

int allowed = -1;  // allocations until the next is refused; -1: all pass

void* counted_allocate(std::size_t size) noexcept {
  if (allowed == 0) return nullptr;
  if (allowed > 0) --allowed;
  return std::malloc(size);
}
void counted_release(void* memory) noexcept { std::free(memory); }

constexpr RouteMemory kCounted = {counted_allocate, counted_release};

TEST(RouteList, StartsWithTwoEntriesOnsendWithOne) {
  for (const auto kind : {RouteKind::kRequest, RouteKind::kReply, RouteKind::kFailure,
                          RouteKind::kBranch, RouteKind::kEvent}) {
    const RouteList list(kind);
    EXPECT_EQ(list.entries(), 2);
    EXPECT_EQ(list.used(), 1);
  }
  const RouteList onsend(RouteKind::kOnsend);
  EXPECT_EQ(onsend.entries(), 1);
  EXPECT_EQ(onsend.used(), 1);
}

TEST(RouteList, FindsOrCreates) {
  RouteList list(RouteKind::kRequest);
  EXPECT_EQ(list.find("A"), -1);
  EXPECT_EQ(list.find_or_create("A"), 1);
  EXPECT_EQ(list.find_or_create("B"), 2);
  EXPECT_EQ(list.find_or_create("A"), 1);
  EXPECT_EQ(list.find("B"), 2);
  EXPECT_EQ(list.find("b"), -1);
  EXPECT_EQ(list.name(1), "A");
}

TEST(RouteList, ZeroIsTheUnnamedSlot) {
  RouteList list(RouteKind::kRequest);
  EXPECT_EQ(list.find("0"), 0);
  EXPECT_EQ(list.find_or_create("0"), 0);
  EXPECT_EQ(list.define("", 7), 0);
  EXPECT_EQ(list.blocks(0), (std::vector<std::uint32_t>{7}));
}

TEST(RouteList, DoublesAndKeepsIndices) {
  RouteList list(RouteKind::kRequest);
  const int expected[] = {2, 4, 4, 8, 8, 8, 8, 16};
  for (int i = 1; i <= 8; ++i) {
    EXPECT_EQ(list.find_or_create("r" + std::to_string(i)), i);
    EXPECT_EQ(list.entries(), expected[i - 1]);
  }
  for (int i = 1; i <= 8; ++i) EXPECT_EQ(list.find("r" + std::to_string(i)), i);
  RouteList onsend(RouteKind::kOnsend);
  onsend.find_or_create("a");
  EXPECT_EQ(onsend.entries(), 2);
  onsend.find_or_create("b");
  EXPECT_EQ(onsend.entries(), 4);
}

TEST(RouteList, KeepsTheNamesOfAnOlderList) {
  RouteList older(RouteKind::kFailure);
  for (const char* const name : {"", "A", "B", "C"}) EXPECT_GE(older.define(name, 1), 0);
  RouteList list(RouteKind::kFailure);
  EXPECT_TRUE(list.keep_names(older));
  EXPECT_EQ(list.used(), 4);
  EXPECT_EQ(list.entries(), 4);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(list.is_defined(i));
  EXPECT_EQ(list.define("NEW", 5), 4);
  EXPECT_EQ(list.define("C", 6), 3);
  EXPECT_EQ(list.define("A", 7), 1);
  EXPECT_EQ(list.define("A", 8), RouteList::kDuplicate);
  EXPECT_EQ(list.blocks(1), (std::vector<std::uint32_t>{7}));
  EXPECT_FALSE(list.is_defined(2));
}

TEST(RouteList, UnnamedAppendsNamedDuplicateIsAnError) {
  RouteList list(RouteKind::kReply);
  EXPECT_EQ(list.define("", 1), 0);
  EXPECT_EQ(list.define("", 2), 0);
  EXPECT_EQ(list.blocks(0), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(list.define("A", 3), 1);
  EXPECT_EQ(list.define("A", 4), RouteList::kDuplicate);
  EXPECT_EQ(list.blocks(1), (std::vector<std::uint32_t>{3}));
}

TEST(RouteList, DeclaredBeforeDefined) {
  RouteList list(RouteKind::kFailure);
  EXPECT_EQ(list.find_or_create("LATER"), 1);
  EXPECT_FALSE(list.is_defined(1));
  EXPECT_EQ(list.define("LATER", 5), 1);
  EXPECT_TRUE(list.is_defined(1));
  EXPECT_EQ(list.entry(1), RouteList::kEmpty);
}

TEST(RouteList, ANamedZeroCountsAsDuplicate) {
  RouteList list(RouteKind::kRequest);
  EXPECT_EQ(list.define("0", 1), 0);
  EXPECT_EQ(list.define("0", 2), RouteList::kDuplicate);
  EXPECT_EQ(list.define("", 3), 0);
}

// Whatever allocation fails, the list is as it was and works on.
TEST(RouteList, FailedGrowthChangesNothing) {
  for (int fail_at = 0; fail_at < 4; ++fail_at) {
    allowed = -1;
    RouteList list(RouteKind::kRequest, kCounted);
    ASSERT_EQ(list.define("A", 1), 1);
    const int used = list.used();
    const int entries = list.entries();
    allowed = fail_at;
    const int result = list.define("B", 2);
    allowed = -1;
    if (result < 0) {
      EXPECT_EQ(result, RouteList::kNoMemory);
      EXPECT_EQ(list.used(), used);
      EXPECT_EQ(list.entries(), entries);
      EXPECT_EQ(list.find("B"), -1);
    }
    EXPECT_EQ(list.find("A"), 1);
    EXPECT_EQ(list.blocks(1), (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(list.find_or_create("B"), 2);
  }
}

TEST(RouteList, FailedFindOrCreateAndPushChangeNothing) {
  allowed = -1;
  RouteList list(RouteKind::kRequest, kCounted);
  allowed = 0;
  EXPECT_EQ(list.find_or_create("A"), RouteList::kNoMemory);
  EXPECT_EQ(list.push(0, 1), RouteList::kNoMemory);
  EXPECT_EQ(list.used(), 1);
  EXPECT_FALSE(list.is_defined(0));
  allowed = -1;
  list.find_or_create("A");
  allowed = 1;  // the copy of the name passes, the doubled array does not
  EXPECT_EQ(list.find_or_create("B"), RouteList::kNoMemory);
  allowed = -1;
  EXPECT_EQ(list.entries(), 2);
  EXPECT_EQ(list.find_or_create("B"), 2);
}

TEST(RouteList, WithoutMemoryNothingWorks) {
  allowed = 0;
  RouteList list(RouteKind::kRequest, kCounted);
  EXPECT_EQ(list.entries(), 0);
  EXPECT_EQ(list.find("0"), -1);
  EXPECT_EQ(list.define("", 1), RouteList::kNoMemory);
  EXPECT_EQ(list.find_or_create("A"), RouteList::kNoMemory);
  allowed = -1;
  EXPECT_EQ(list.find_or_create("A"), RouteList::kNoMemory);
}

TEST(RouteList, Moves) {
  RouteList list(RouteKind::kEvent);
  list.define("core:x", 1);
  RouteList other(std::move(list));
  EXPECT_EQ(other.find("core:x"), 1);
  RouteList third(RouteKind::kRequest);
  third = std::move(other);
  EXPECT_EQ(third.find("core:x"), 1);
  EXPECT_EQ(third.kind(), RouteKind::kEvent);
}

TEST(RouteList, Names) {
  EXPECT_EQ(route_list_name(RouteKind::kRequest), "main");
  EXPECT_EQ(route_list_name(RouteKind::kReply), "onreply");
  EXPECT_EQ(route_list_name(RouteKind::kFailure), "failure");
  EXPECT_EQ(route_list_name(RouteKind::kBranch), "branch");
  EXPECT_EQ(route_list_name(RouteKind::kOnsend), "onsend");
  EXPECT_EQ(route_list_name(RouteKind::kEvent), "event");
}

}  // namespace
}  // namespace weir::routes
