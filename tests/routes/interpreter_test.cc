// Random programs, run by the naive interpreter and by the VM: variables, result and $rc agree.
#include "tests/routes/interpreter.h"

#include "tests/routes/test_host.h"

#include <gtest/gtest.h>

#include <random>

namespace weir::routes::testing {
namespace {

constexpr int kVariables = 5;
constexpr int kRouteCount = 4;

class Programs {
 public:
  explicit Programs(unsigned seed) : random_(seed) {}

  std::string next() {
    std::string text = "loadmodule \"textops.so\"\nloadmodule \"pv.so\"\nrequest_route {\n";
    for (int i = 0; i < kVariables; ++i) {
      text += "  $var(v" + std::to_string(i) + ") = " + leaf_constant() + ";\n";
    }
    text += statements(3, -1, false) + "}\n";
    for (int i = 0; i < kRouteCount; ++i) {
      text += "route[R" + std::to_string(i) + "] {\n" + statements(2, i, false) + "}\n";
    }
    return text;
  }

 private:
  unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }
  std::string variable() { return "$var(v" + std::to_string(pick(kVariables)) + ")"; }
  std::string leaf_constant() {
    const char* const list[] = {"0", "1", "2", "-3", "7", "\"5\"", "\"abc\"", "\"\""};
    return list[pick(8)];
  }
  std::string integer_constant() {
    const char* const list[] = {"0", "1", "2", "7", "31", "2147483647"};
    return list[pick(6)];
  }

  // A call of a route further down; the last one calls nothing.
  std::string call(int from) {
    if (from + 1 >= kRouteCount || pick(3) == 0) {
      return pick(2) == 0 ? "is_method(\"INVITE\")" : "is_method(\"BYE\")";
    }
    const int low = from + 1;
    return "route(R" +
           std::to_string(low + static_cast<int>(pick(static_cast<unsigned>(kRouteCount - low)))) +
           ")";
  }

  std::string number(int depth, int from) {
    const char* const operators[] = {" - ",  " * ", " / ", " mod ", " & ",  " | ",  " ^ ", " << ",
                                     " >> ", " < ", " > ", " <= ",  " >= ", " && ", " || "};
    if (depth == 0) return pick(3) == 0 ? integer_constant() : variable();
    switch (pick(6)) {
      case 0:
        return std::string("(") + (pick(2) == 0 ? "!" : "~ ") + number(depth - 1, from) + ")";
      case 1:
        return "(" + variable() + (pick(2) == 0 ? " == " : " != ") + number(0, from) + ")";
      case 2:
        return "(" + call(from) + ")";
      case 3:
        return "strlen(" + variable() + ")";
      default:
        return "(" + number(depth - 1, from) + operators[pick(15)] + number(depth - 1, from) + ")";
    }
  }

  std::string statements(int depth, int from, bool in_loop) {
    std::string text;
    const unsigned count = 1 + pick(4);
    for (unsigned i = 0; i < count; ++i) text += statement(depth, from, in_loop);
    return text;
  }

  std::string statement(int depth, int from, bool in_loop) {
    const unsigned kind = pick(depth > 0 ? 11u : 5u);
    switch (kind) {
      case 0:
        return call(from) + ";\n";
      case 1:
        return in_loop || pick(3) == 0 ? variable() + " = $rc;\n"
                                       : "return " + number(1, from) + ";\n";
      case 2:
        return variable() + " = " + variable() + " + " + number(1, from) + ";\n";
      case 3:
      case 4:
        return variable() + " = " + number(2, from) + ";\n";
      case 5:
        return "while (" + number(1, from) + ") {\n" + statements(depth - 1, from, true) +
               (pick(2) == 0 ? "break;\n" : variable() + " = " + variable() + " - 1;\n") + "}\n";
      case 6:
        return "switch (" + variable() + ") {\ncase 1:\n" + statements(depth - 1, from, in_loop) +
               (pick(2) == 0 ? "break;\n" : "") + "case 7:\n" +
               statements(depth - 1, from, in_loop) + "break;\ndefault:\n" +
               statements(depth - 1, from, in_loop) + "}\n";
      case 7:
        return many_cases(depth, from, in_loop);
      default:
        return "if (" + number(2, from) + ") {\n" + statements(depth - 1, from, in_loop) +
               "} else {\n" + statements(depth - 1, from, in_loop) + "}\n";
    }
  }

  // A switch with enough constants of one kind to be hashed, one of them perhaps twice.
  std::string many_cases(int depth, int from, bool in_loop) {
    const bool texts = pick(2) == 0;
    std::string text = "switch (" + variable() + ") {\n";
    for (int i = 0; i < 6; ++i) {
      const std::string constant = std::to_string(pick(9));
      text += "case " + (texts ? "\"" + constant + "\"" : constant) + ":\n" +
              statements(depth - 1, from, in_loop) + (pick(3) == 0 ? "" : "break;\n");
    }
    if (texts) text += "case \"abc\":\nbreak;\ncase \"\":\n" + variable() + " = 4;\nbreak;\n";
    return text + (pick(2) == 0 ? "default:\n" + variable() + " = 3;\n" : "") + "}\n";
  }

  std::mt19937 random_;
};

TEST(Interpreter, AgreesWithTheVmOnRandomPrograms) {
  Programs programs(20260202);
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
    Interpreter oracle(script);
    const bool finished = oracle.run();
    const RunResult result = bench.run();
    if (!finished || result.stop == RunResult::Stop::kError) continue;
    ++compared;
    ASSERT_EQ(result.exited, oracle.exited()) << text;
    ASSERT_EQ(result.return_code, oracle.result()) << text;
    ASSERT_EQ(bench.execution().return_code, oracle.return_code()) << text;
    for (int i = 0; i < kVariables; ++i) {
      const Value& ours = bench.notes().variables[static_cast<std::size_t>(i)];
      const Datum theirs = oracle.variable("v" + std::to_string(i));
      ASSERT_EQ(ours.is_text(), theirs.is_text) << i << "\n" << text;
      ASSERT_EQ(ours.number, theirs.number) << i << "\n" << text;
      ASSERT_EQ(ours.text, theirs.text) << i << "\n" << text;
    }
  }
  EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace weir::routes::testing
