#include "routes/xavp.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::routes {
namespace {

XavpPath path(std::string_view text, XavpKind kind = XavpKind::kXavp) {
  XavpPath result;
  EXPECT_TRUE(parse_xavp_path(text, kind, result)) << text;
  return result;
}

struct Fixture : ::testing::Test {
  Fixture() { pool.reset(); }

  bool set(std::string_view at, const Value& value, XavpKind kind = XavpKind::kXavp) {
    return pool.set(kind, path(at, kind), value);
  }
  std::string get(std::string_view at, XavpKind kind = XavpKind::kXavp) {
    bool record = false;
    const Value value = pool.get(kind, path(at, kind), record);
    if (record) return "record";
    if (value.is_null()) return "null";
    return value.is_int() ? std::to_string(value.number) : std::string(value.text);
  }

  XavpPool pool;
};

using Xavp = Fixture;

TEST(XavpPathText, IsRefusedWhereItNamesNothing) {
  XavpPath result;
  for (const char* text : {"", "=>a", "a=>", "a[", "a[x]", "a[0", "a[]", "[0]", "a=>b=>c"}) {
    EXPECT_FALSE(parse_xavp_path(text, XavpKind::kXavp, result)) << text;
  }
  EXPECT_TRUE(parse_xavp_path("a=>b=>c", XavpKind::kXavu, result));
  EXPECT_FALSE(parse_xavp_path("a=>b=>c=>d", XavpKind::kXavu, result));
  const XavpPath indexed = path(" a [-2] => b[*] ");
  EXPECT_EQ(indexed.steps[0].name, "a");
  EXPECT_EQ(indexed.steps[0].index, -2);
  EXPECT_TRUE(indexed.steps[1].all);
}

TEST_F(Xavp, AssignmentsStack) {
  EXPECT_TRUE(set("a", Value::integer(5)));
  EXPECT_TRUE(set("a", Value::of("six")));
  EXPECT_EQ(get("a") + get("a[1]") + get("a[2]") + get("a[-1]"), "six5null5");
  EXPECT_TRUE(set("a[1]", Value::integer(7)));
  EXPECT_EQ(get("a") + get("a[1]"), "six7");
  EXPECT_FALSE(set("a[2]", Value::integer(8)));
  EXPECT_TRUE(set("a", Value::null()));
  EXPECT_EQ(get("a"), "7");
  EXPECT_TRUE(set("a", Value::integer(9)));
  EXPECT_TRUE(set("a[*]", Value::null()));
  EXPECT_EQ(get("a"), "null");
}

TEST_F(Xavp, AnAssignmentWithoutIndexBeginsARecord) {
  EXPECT_TRUE(set("x=>k", Value::of("v1")));
  EXPECT_TRUE(set("x=>k", Value::of("v2")));
  EXPECT_EQ(get("x=>k") + get("x[1]=>k") + get("x[2]=>k"), "v2v1null");
  EXPECT_TRUE(set("x[0]=>j", Value::integer(7)));
  EXPECT_EQ(get("x=>j") + get("x=>k"), "7v2");
  EXPECT_TRUE(set("x[0]=>k", Value::of("v3")));
  EXPECT_EQ(get("x=>k[0]") + get("x=>k[1]"), "v3v2");
  EXPECT_TRUE(set("x[0]=>k[0]", Value::of("v4")));
  EXPECT_EQ(get("x=>k[0]") + get("x=>k[1]"), "v4v2");
  EXPECT_EQ(get("x"), "record");
  EXPECT_FALSE(set("x[5]=>k", Value::integer(1)));
  EXPECT_EQ(pool.count(XavpKind::kXavp, path("x")), 2);
  EXPECT_TRUE(set("x", Value::null()));
  EXPECT_EQ(get("x=>k"), "v1");
}

TEST_F(Xavp, AValueIsNoRecord) {
  EXPECT_TRUE(set("a", Value::integer(5)));
  EXPECT_EQ(get("a=>b"), "null");
  EXPECT_FALSE(set("a[0]=>b", Value::integer(1)));
}

TEST_F(Xavp, OfXavuEachNameStandsOnce) {
  const XavpKind kind = XavpKind::kXavu;
  EXPECT_TRUE(set("a", Value::integer(5), kind));
  EXPECT_TRUE(set("a", Value::integer(6), kind));
  EXPECT_EQ(get("a", kind), "6");
  EXPECT_TRUE(set("x=>y=>z", Value::of("deep"), kind));
  EXPECT_TRUE(set("x=>w", Value::of("flat"), kind));
  EXPECT_EQ(get("x=>y=>z", kind) + get("x=>w", kind), "deepflat");
  EXPECT_TRUE(set("a", Value::null(), kind));
  EXPECT_EQ(get("a", kind), "null");
}

TEST_F(Xavp, NamesOfXaviHaveNoCase) {
  EXPECT_TRUE(set("Name=>Key", Value::integer(1), XavpKind::kXavi));
  EXPECT_EQ(get("NAME=>key", XavpKind::kXavi), "1");
  EXPECT_TRUE(set("Name", Value::integer(1)));
  EXPECT_EQ(get("name"), "null");
}

TEST_F(Xavp, AFullPoolRefusesAndGivesBack) {
  for (std::size_t i = 0; i < XavpPool::kNodes; ++i) EXPECT_TRUE(set("a", Value::integer(1)));
  EXPECT_FALSE(set("a", Value::integer(1)));
  EXPECT_TRUE(set("a[*]", Value::null()));
  for (std::size_t i = 0; i < XavpPool::kNodes / 2; ++i) {
    EXPECT_TRUE(set("x=>k", Value::integer(1)));
  }
  EXPECT_FALSE(set("x=>k", Value::integer(1)));
  EXPECT_TRUE(set("x", Value::null()));  // gives the record's values back, too
  EXPECT_TRUE(set("x=>k", Value::integer(1)));
}

TEST_F(Xavp, AllOfANameGo) {
  EXPECT_TRUE(set("a", Value::integer(1)));
  EXPECT_TRUE(set("b", Value::integer(2)));
  EXPECT_TRUE(set("a=>k", Value::integer(3)));
  pool.remove_all(XavpKind::kXavp, "a");
  EXPECT_EQ(get("a") + get("b"), "null2");
  pool.remove_all(XavpKind::kXavp, "");
  EXPECT_EQ(get("b"), "null");
}

TEST_F(Xavp, ANameTurns) {
  for (const int number : {3, 2, 1}) {
    EXPECT_TRUE(set("n", Value::integer(number)));
    EXPECT_TRUE(set("other", Value::integer(number * 10)));
  }
  const auto all = [this] { return get("n[0]") + get("n[1]") + get("n[2]"); };
  EXPECT_EQ(all(), "123");
  EXPECT_TRUE(pool.rotate(XavpKind::kXavp, "n", 1));
  EXPECT_EQ(all(), "231");
  EXPECT_TRUE(pool.rotate(XavpKind::kXavp, "n", -1));
  EXPECT_EQ(all(), "123");
  EXPECT_TRUE(pool.rotate(XavpKind::kXavp, "n", 8));
  EXPECT_EQ(all(), "312");
  EXPECT_EQ(get("other[0]") + get("other[2]"), "1030");
  EXPECT_FALSE(pool.rotate(XavpKind::kXavp, "none", 1));
}

TEST_F(Xavp, RecordsTurnWithWhatTheyHold) {
  EXPECT_TRUE(set("x=>k", Value::integer(1)));
  EXPECT_TRUE(set("x=>k", Value::integer(2)));
  EXPECT_TRUE(pool.rotate(XavpKind::kXavp, "x", 1));
  EXPECT_EQ(get("x[0]=>k") + get("x[1]=>k"), "12");
  pool.remove_all(XavpKind::kXavp, "x");
  EXPECT_EQ(get("x=>k"), "null");
}

}  // namespace
}  // namespace weir::routes
