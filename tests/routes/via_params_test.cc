#include "routes/via_params.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/routes/test_host.h"

namespace weir::routes {
namespace {

using testing::Bench;

constexpr std::string_view kScript =
    "xavp_via_params=\"vp\"\nxavp_via_fields=\"vf\"\n"
    "loadmodule \"corex.so\"\nloadmodule \"pv.so\"\n";

std::string via_of(const std::string& statements) {
  Bench bench(std::string(kScript) + "request_route {\n" + statements + "\n}\n");
  EXPECT_EQ(bench.problems(), "");
  bench.run();
  const ViaFields fields = via_fields(bench.execution());
  return std::string(fields.host) + "|" + std::string(fields.port) + "|" +
         std::string(via_parameters(bench.execution()));
}

TEST(ViaParams, AreWrittenWhenTheyAreAskedFor) {
  const std::string set = "$xavp(vp=>a) = \"b\"; $xavp(vp[0]=>c) = 4;";
  EXPECT_EQ(via_of(set), "||");
  EXPECT_EQ(via_of(set + "via_add_xavp_params(\"1\");"), "||;c=4;a=b");
  EXPECT_EQ(via_of(set + "via_add_xavp_params(\"1\"); via_add_xavp_params(\"0\");"), "||");
  EXPECT_EQ(via_of("$xavp(vp) = \"no record\"; via_add_xavp_params(\"1\");"), "||");
  EXPECT_EQ(via_of("via_add_xavp_params(\"1\");"), "||");
}

TEST(ViaParams, AddressAndPortAreTexts) {
  const std::string set = "$xavp(vf=>address) = \"192.0.2.9\"; $xavp(vf[0]=>port) = ";
  EXPECT_EQ(via_of(set + "\"5099\";"), "||");
  EXPECT_EQ(via_of(set + "\"5099\"; via_use_xavp_fields(\"1\");"), "192.0.2.9|5099|");
  EXPECT_EQ(via_of(set + "5099; via_use_xavp_fields(\"1\");"), "192.0.2.9||");
  EXPECT_EQ(via_of("via_use_xavp_fields(\"1\");"), "||");
}

}  // namespace
}  // namespace weir::routes
