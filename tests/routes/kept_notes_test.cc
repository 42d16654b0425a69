#include "routes/kept_notes.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/routes/test_host.h"

namespace weir::routes {
namespace {

using testing::Bench;

constexpr std::string_view kModules =
    "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nloadmodule \"textops.so\"\nloadmodule "
    "\"kex.so\"\n";

std::string script(const std::string& statements) {
  return std::string(kModules) + "request_route {\n" + statements + "\n}\n";
}

TEST(KeptState, GivesAvpsXavpsAndFlagsBack) {
  Bench first(
      script("$avp(a) = \"one\"; $avp(a) = \"two\"; $avp(n) = 7; setflag(3);\n"
             "$xavp(x=>k) = \"v\"; $xavp(x[0]=>m) = 5; $xavu(u) = \"w\"; $xavp(x) = $null;\n"
             "$xavp(y=>z) = \"kept\";"));
  ASSERT_EQ(first.problems(), "");
  first.run();
  KeptState kept;
  kept.keep(*first.execution().image, *first.execution().notes);
  // Another script numbers the names otherwise, and does not know one of them.
  Bench second(
      script("xlog(\"$avp(other) $(avp(a)[0]) $(avp(a)[1]) $avp(n)\");\n"
             "xlog(\"$xavp(y=>z) $xavu(u) $xavp(x=>k)\"); if (isflagset(3)) xlog(\"f\");"));
  ASSERT_EQ(second.problems(), "");
  second.begin();
  kept.restore(*second.execution().image, *second.execution().notes);
  second.go();
  EXPECT_EQ(second.recorded().logs,
            std::vector<std::string>({"-1 <script>: <null> two one 7", "-1 <script>: kept w <null>", "-1 <script>: f"}));
}

TEST(KeptRequest, GivesEditsAndTheTargetBack) {
  Bench first(
      script("$ru = \"sip:carol@192.0.2.7\"; $du = \"sip:192.0.2.8\"; remove_hf(\"Subject\");\n"
             "append_hf(\"X-Kept: yes\\r\\n\");"));
  ASSERT_EQ(first.problems(), "");
  first.run();
  KeptRequest kept;
  kept.keep(*first.execution().notes);
  const auto raw = first.execution().message->raw();
  const std::size_t size = first.execution().notes->edits.applied_size(raw);

  Bench second(script("xlog(\"$ru $du\");"));
  second.begin();
  kept.restore(*second.execution().notes);
  EXPECT_EQ(second.execution().notes->edits.applied_size(raw), size);
  second.go();
  EXPECT_EQ(second.recorded().logs,
            std::vector<std::string>({"-1 <script>: sip:carol@192.0.2.7 sip:192.0.2.8"}));
  // Kept again from notes that borrow it.
  kept.keep(*second.execution().notes);
  EXPECT_EQ(second.execution().notes->edits.size(), first.execution().notes->edits.size());
}

TEST(BranchScope, PutsBackWhatABranchChanges) {
  Bench bench(script("$ru = \"sip:one@192.0.2.7\"; setflag(1);"));
  bench.run();
  Notes& notes = *bench.execution().notes;
  {
    const BranchScope scope(notes);
    notes.request_uri = "sip:two@192.0.2.7";
    notes.destination_uri = "sip:192.0.2.9";
    notes.branch_flags = 5;
    notes.message_flags = 0;
    ASSERT_TRUE(notes.edits.insert(0, "X"));
  }
  EXPECT_EQ(notes.request_uri, "sip:one@192.0.2.7");
  EXPECT_EQ(notes.destination_uri, "");
  EXPECT_EQ(notes.branch_flags, 0u);
  EXPECT_TRUE(notes.edits.empty());
  EXPECT_EQ(notes.message_flags, 0u) << "message flags are the message's";
}

}  // namespace
}  // namespace weir::routes
