#include "control/admin/protocol.h"

#include <gtest/gtest.h>

namespace weir::control::admin {
namespace {

TEST(Protocol, RoundTrips) {
  Request request;
  std::string error;
  const std::string line = format_request({"ban", {"192.0.2.1", "60"}});
  ASSERT_TRUE(line.ends_with('\n'));
  ASSERT_TRUE(parse_request(line, request, error)) << error;
  EXPECT_EQ(request.command, "ban");
  EXPECT_EQ(request.arguments, (std::vector<std::string>{"192.0.2.1", "60"}));

  Json result;
  ASSERT_TRUE(parse_reply(format_result({{"received", 7}}), result, error)) << error;
  EXPECT_EQ(result["received"], 7);
  EXPECT_FALSE(parse_reply(format_error("no \xff such"), result, error));
  EXPECT_EQ(error, "no \xef\xbf\xbd such");
}

TEST(Protocol, RefusesWhatIsNoRequest) {
  struct Case {
    std::string line;
    const char* says;
  };
  const Case cases[] = {
      {"", "send one JSON object"},
      {"stats", "send one JSON object"},
      {"[]", "send one JSON object"},
      {"{\"command\": 5}", "send one JSON object"},
      {"{\"command\": \"stats\"", "send one JSON object"},
      {std::string(60'000, '['), "send one JSON object"},
      {std::string(1000, '\0'), "send one JSON object"},
      {"{\"command\": \"nope\"}", "there is no command 'nope'"},
      {"{\"command\": \"ban\"}", "usage: ban ADDRESS [SECONDS]"},
      {"{\"command\": \"stats\", \"arguments\": [\"x\"]}", "usage: stats"},
      {"{\"command\": \"stats\", \"arguments\": {}}", "list of at most"},
      {"{\"command\": \"stats\", \"arguments\": [1]}", "list of at most"},
      {"{\"command\": \"stats\", \"arguments\": [[[[[[1]]]]]]}", "list of at most"},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.line.substr(0, 60));
    Request request;
    std::string error;
    EXPECT_FALSE(parse_request(row.line, request, error));
    EXPECT_NE(error.find(row.says), std::string::npos) << error;
  }
}

TEST(Protocol, RefusesWhatIsNoReply) {
  for (const char* line : {"", "{}", "{\"ok\": 1}", "SIP/2.0 200 OK"}) {
    Json result;
    std::string error;
    EXPECT_FALSE(parse_reply(line, result, error));
    EXPECT_NE(error.find("no sipweir"), std::string::npos) << error;
  }
}

}  // namespace
}  // namespace weir::control::admin
