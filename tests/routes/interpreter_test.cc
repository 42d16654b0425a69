// Random programs over random messages, run by the naive interpreter and by the VM: variables,
// result and $rc agree.
#include "tests/routes/compare_programs.h"

#include <gtest/gtest.h>

#include <random>

namespace weir::routes::testing {
namespace {

TEST(Interpreter, AgreesWithTheVmOnRandomPrograms) {
  std::mt19937 random(20260202);
  const Pick pick = [&random](unsigned count) { return static_cast<unsigned>(random() % count); };
  Programs programs(pick);
  int compared = 0;
  for (int round = 0; round < 150; ++round) {
    const std::string text = programs.next();
    Sources sources;
    Diagnostics diagnostics;
    const Script script = parse_script_text(text, "test.cfg", {}, sources, diagnostics);
    ASSERT_FALSE(diagnostics.has_errors()) << diagnostics.render(sources) << text;
    Bench bench(text);
    if (!bench.ok()) {  // a constant division by zero
      ASSERT_NE(bench.problems().find("division by zero"), std::string::npos) << bench.problems();
      continue;
    }
    for (int message = 0; message < 4; ++message) {
      const MadeMessage made = make_message(pick);
      const Comparison comparison = compare(script, bench, made);
      compared += comparison.compared ? 1 : 0;
      ASSERT_EQ(comparison.difference, "") << made.text << text;
    }
  }
  EXPECT_GT(compared, 400);
}

}  // namespace
}  // namespace weir::routes::testing
