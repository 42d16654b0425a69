#include "tests/routes/image_damage.h"

#include <gtest/gtest.h>

#include <random>

namespace weir::routes::testing {
namespace {

constexpr const char* kScript =
    "loadmodule \"textops.so\"\nloadmodule \"xlog.so\"\nloadmodule \"pv.so\"\nloadmodule "
    "\"kex.so\"\n"
    "request_route {\n  $var(i) = 0;\n  while ($var(i) < 3) { $var(i) = $var(i) + 1; }\n"
    "  if ($ua =~ \"x\" && is_method(\"INVITE|ACK\")) route(A);\n"
    "  $var(q) = 10 / $var(i);\n  xlog(\"$ru $(ru{s.substr,0,3}) $hdr(X)\\n\");\n"
    "  switch ($rU) { case \"a\": break; default: $avp(z) = 1; }\n"
    "  if (search(\"abc\")) pv_printf(\"$var(p)\", \"$fu\");\n}\n"
    "route[A] { if (src_ip == 10.0.0.0/8) return 1; return -1; }\n";

Image good() {
  std::string problems;
  auto image = compile_text(kScript, &problems);
  EXPECT_TRUE(image) << problems;
  return std::move(*image);
}

TEST(Verify, AcceptsWhatTheCompilerMakes) {
  const Image image = good();
  std::string why;
  EXPECT_TRUE(verify(image, why)) << why;
}

std::size_t find_op(const Image& image, Op op) {
  for (std::size_t i = 0; i < image.code().size(); ++i) {
    if (image.code()[i].op == op) return i;
  }
  ADD_FAILURE() << "no such instruction in the script";
  return 0;
}

struct Damage {
  const char* name;
  Op op;
  void (*change)(Instruction&);
};

const Damage kDamages[] = {
    {"text", Op::kPushText, [](Instruction& i) { i.operand = 100000; }},
    {"variable", Op::kLoadVariable, [](Instruction& i) { i.operand = 99; }},
    {"pseudo-variable", Op::kLoadPv, [](Instruction& i) { i.operand = 99; }},
    {"jump", Op::kJump, [](Instruction& i) { i.operand = 100000; }},
    {"regex", Op::kMatch, [](Instruction& i) { i.operand = 7; }},
    {"route", Op::kRoute, [](Instruction& i) { i.operand = 44; }},
    {"prefix", Op::kTestAddress, [](Instruction& i) { i.operand = 5; }},
    {"function", Op::kCall, [](Instruction& i) { i.id = 60000; }},
    {"arguments", Op::kCall, [](Instruction& i) { i.count = 9; }},
    {"transformation", Op::kTransform, [](Instruction& i) { i.id = 60000; }},
    {"format", Op::kFormat, [](Instruction& i) { i.count = 200; }},
    {"underflow", Op::kPushInt, [](Instruction& i) { i.op = Op::kPop; }},
    {"opcode", Op::kPop, [](Instruction& i) { i.op = static_cast<Op>(250); }},
    {"loop", Op::kLoopEnter, [](Instruction& i) { i.op = Op::kSetResult; }},
    {"end", Op::kReturn, [](Instruction& i) { i.op = Op::kLoopLeave; }},
};

TEST(Verify, RefusesDamage) {
  for (const Damage& damage : kDamages) {
    Image image = good();
    damage.change(ImageCorruptor::code(image)[find_op(image, damage.op)]);
    std::string why;
    EXPECT_FALSE(verify(image, why)) << damage.name;
    EXPECT_FALSE(why.empty());
  }
}

TEST(Verify, RefusesAnEntryOutsideTheCode) {
  Image image = good();
  ImageCorruptor::routes(image).set_entry(0, 1000000);
  std::string why;
  EXPECT_FALSE(verify(image, why));
}

TEST(Verify, RefusesAPseudoVariableWithoutItsName) {
  Image image = good();
  for (PvRef& pv : ImageCorruptor::pvs(image)) pv.id = 9999;
  std::string why;
  EXPECT_FALSE(verify(image, why));
}

// Whatever verifies after random damage must also run without harm.
TEST(Verify, RandomDamageIsRefusedOrHarmless) {
  std::mt19937 random(7);
  const Choose choose = [&random](unsigned count) {
    return static_cast<unsigned>(random() % count);
  };
  unsigned accepted = 0;
  Bench bench(kRichScript);
  ASSERT_TRUE(bench.ok()) << bench.problems();
  for (int round = 0; round < 600; ++round) {
    std::optional<Image> image = compile_text(kRichScript);
    damage(*image, choose);
    if (run_if_verified(bench, *image, kInvite, kReplyToUs)) ++accepted;
  }
  EXPECT_GT(accepted, 20u);
}

}  // namespace

}  // namespace weir::routes::testing
