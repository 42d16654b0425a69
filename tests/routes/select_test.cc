#include "routes/select.h"

#include <gtest/gtest.h>

namespace weir::routes {
namespace {

TEST(Select, IsAVariable) {
  constexpr struct {
    const char* select;
    const char* variable;
  } kCases[] = {
      {"ruri.user", "$rU"},
      {"ruri.pwd", "$(ru{uri.passwd})"},
      {"ruri.params.transport", "$(ru{uri.param,transport})"},
      {"ruri.params", "$(ru{uri.params})"},
      {"f.uri.host", "$fd"},
      {"from.uri.port", "$(fu{uri.port})"},
      {"t.tag", "$tt"},
      {"m.uri.host", "$(ctu{uri.host})"},
      {"via.host", "$(via0(host)[0])"},
      {"via[2].branch", "$(via0(branch)[1])"},
      {"v[-1].host", "$(via0(host)[-1])"},
      {"via[1].params.rport", "$(hfl(Via)[0]{param.value,rport})"},
      {"msg.header[\"X-A\"]", "$hdr(X-A)"},
      {"msg.header.x_a", "$hdr(x-a)"},
      {"hf_value.x_a", "$(hdr(x-a)[*]{re.subst,/[ \t]*,[ \t]*/,/g})"},
      {"received.proto_ip_port", "$Ras"},
  };
  for (const auto& c : kCases) EXPECT_EQ(select_variable(c.select), c.variable) << c.select;
}

TEST(Select, IsRefusedWhereItIsNotKnown) {
  for (const char* select :
       {"", "nothing", "ruri.user.nothing", "via[0].host", "via[x].host", "via[1", "ruri[1].user",
        "ruri.params.", "from.uri.nothing", "msg.header[\"X\"][1]", "via[1][2].host"}) {
    EXPECT_EQ(select_variable(select), "") << select;
  }
}

}  // namespace
}  // namespace weir::routes
