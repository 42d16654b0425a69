// permissions: what a script learns of the entry that lets an address in.
#include "tests/routes/test_host.h"

#include <gtest/gtest.h>

namespace weir::routes::testing {
namespace {

std::string script(const std::string& avp) {
  return "loadmodule \"permissions.so\"\nloadmodule \"pv.so\"\nloadmodule \"xlog.so\"\n"
         "modparam(\"permissions\", \"peer_tag_avp\", \"" +
         avp +
         "\")\nrequest_route {\n"
         "allow_source_address(2); xlog(\"$rc $(avp(tag)[*])\\n\");\n"
         "allow_source_address(3); xlog(\"$rc $(avp(tag)[*])\\n\");\n"
         "allow_address_group(\"10.0.0.1\", 5060); xlog(\"$rc $(avp(tag)[*])\\n\");\n}\n";
}

// As in Kamailio 5.6.3: a value more for each entry that matches and has a tag.
TEST(Permissions, TheTagOfTheEntryBecomesAnAvp) {
  struct Case {
    const char* tag;
    std::vector<std::string> logs;
  };
  const Case cases[] = {
      {"gold", {"-1 <script>: 1 gold\n", "-1 <script>: -1 gold\n", "-1 <script>: 2 gold, gold\n"}},
      {"", {"-1 <script>: 1 <null>\n", "-1 <script>: -1 <null>\n", "-1 <script>: 2 <null>\n"}},
  };
  for (const Case& c : cases) {
    Bench bench(script("$avp(tag)"));
    ASSERT_TRUE(bench.ok()) << bench.problems();
    bench.recorded().group = 2;
    bench.recorded().tag = c.tag;
    bench.run();
    EXPECT_EQ(bench.recorded().logs, c.logs);
  }
}

TEST(Permissions, TheTagGoesIntoAnAvpAlone) {
  const Bench bench(script("$var(tag)"));
  ASSERT_FALSE(bench.ok());
  EXPECT_NE(bench.problems().find("\"$var(tag)\" is no AVP"), std::string::npos)
      << bench.problems();
}

}  // namespace
}  // namespace weir::routes::testing
