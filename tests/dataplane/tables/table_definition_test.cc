#include "dataplane/tables/table_definition.h"

#include <gtest/gtest.h>

namespace weir::dataplane::tables {
namespace {

struct Good {
  std::string_view text;
  TableDefinition expected;
};

const Good kGood[] = {
    {"ipban=>size=8;autoexpire=300;", {.name = "ipban", .size = 8, .autoexpire = 300}},
    {"a", {.name = "a"}},
    {"a=>", {.name = "a"}},
    {" auth => size = 10 ; initval=-1 ; updateexpire=0; dmqreplicate=1 ",
     {.name = "auth",
      .size = 10,
      .update_expire = false,
      .replicate = true,
      .has_initial = true,
      .initial = -1}},
    {"x-y_z.0=>size=31", {.name = "x-y_z.0", .size = 31}},
};

TEST(TableDefinition, Good) {
  for (const Good& good : kGood) {
    TableDefinition definition;
    EXPECT_EQ(parse_table_definition(good.text, definition), "") << good.text;
    EXPECT_EQ(definition, good.expected) << good.text;
  }
}

struct Bad {
  std::string_view text;
  std::string_view part;
};

constexpr Bad kBad[] = {
    {"", "needs a name"},
    {"=>size=8", "needs a name"},
    {"a b=>size=8", "no name of an htable"},
    {"a=>size=1", "2 to 31"},
    {"a=>size=32", "2 to 31"},
    {"a=>size=8x", "2 to 31"},
    {"a=>size", "key=value"},
    {"a=>autoexpire=-1", "number of seconds"},
    {"a=>initval=2147483648", "integer of 32 bits"},
    {"a=>updateexpire=2", "0 or 1"},
    {"a=>dbtable=t", "planned"},
    {"a=>sise=8", "unknown parameter 'sise'"},
};

TEST(TableDefinition, Bad) {
  for (const Bad& bad : kBad) {
    TableDefinition definition;
    const std::string wrong = parse_table_definition(bad.text, definition);
    EXPECT_NE(wrong.find(bad.part), std::string::npos) << bad.text << ": " << wrong;
  }
}

}  // namespace
}  // namespace weir::dataplane::tables
