#include "control/admin/render.h"

#include <gtest/gtest.h>

namespace weir::control::admin {
namespace {

TEST(Render, ObjectsTablesAndWhatNestsInThem) {
  struct Case {
    const char* name;
    Json json;
    const char* text;
  };
  const Case cases[] = {
      {"Object",
       {{"received", 1234567}, {"busy_percent", 7.25}, {"name", "a"}},
       "received      1,234,567\n"
       "busy percent        7.2\n"
       "name          a\n"},
      {"Table",
       Json::array({{{"reason", "banned"}, {"count", 12}},
                    {{"reason", "malformed"}, {"count", -1500}, {"more", true}}}),
       "reason      count  more\n"
       "banned         12\n"
       "malformed  -1,500  yes\n"},
      {"Nested",
       {{"a", 1}, {"rows", Json::array({{{"b", 2}}})}, {"none", Json::array()}},
       "a  1\n\nrows\nb\n2\n\nnone\n(none)\n"},
      {"List", Json::array({"x", 1000, nullptr}), "x\n1,000\n-\n"},
      {"Empty", Json::array(), "(none)\n"},
      {"Word", "banned", "banned\n"},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(render(row.json), row.text);
  }
}

}  // namespace
}  // namespace weir::control::admin
