#include "sip/params.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

// The list as "name=value|name|..." and what stopped it.
std::string spelled(std::string_view text, bool of_uri = false) {
  std::string out;
  for (;;) {
    const Result<Param> param = of_uri ? next_uri_param(text) : next_param(text);
    if (!param) return out + "!" + std::string(error_name(param.error()));
    if (param->name.empty()) return out + "." + std::string(text);
    out +=
        std::string(param->name) + (param->has_value ? "=" : "") + std::string(param->value) + "|";
  }
}

TEST(Params, Parse) {
  EXPECT_EQ(spelled(""), ".");
  EXPECT_EQ(spelled(";a=b;c"), "a=b|c|.");
  EXPECT_EQ(spelled(" ; a = b\r\n ;\tc , next"), "a=b|c|., next");
  EXPECT_EQ(spelled(";;a;"), "a|.");
  EXPECT_EQ(spelled(";a=\"x;\\\",y\";b"), "a=\"x;\\\",y\"|b|.");
  EXPECT_EQ(spelled(";received=2001:db8::1;rport"), "received=2001:db8::1|rport|.");
  EXPECT_EQ(spelled(";branch=abc=="), "branch=abc==|.");
  EXPECT_EQ(spelled(";a=b c"), "a=b|.c");
  EXPECT_EQ(spelled(";a="), "a=|.");
  EXPECT_EQ(spelled(";=b"), "!syntax");
  EXPECT_EQ(spelled(";a=\"open"), "!truncated");
  EXPECT_EQ(spelled(";a=\"open\\"), "!truncated");
  EXPECT_EQ(spelled(";,x"), ".,x");
}

TEST(Params, ParseInUris) {
  EXPECT_EQ(spelled(";transport=udp;lr", true), "transport=udp|lr|.");
  EXPECT_EQ(spelled(";lr?Subject=x", true), "lr|.?Subject=x");
  EXPECT_EQ(spelled(";a=[::1]:5", true), "a=[::1]:5|.");
  EXPECT_EQ(spelled(";=", true), "!syntax");
  EXPECT_EQ(spelled("x", true), ".x");
}

TEST(Params, AreFoundInAnyCase) {
  const Params params{.text = ";Tag=1;lr;tag=2"};
  EXPECT_EQ(params.find("tag").value, "1");
  EXPECT_TRUE(params.has("LR"));
  EXPECT_FALSE(params.find("lr").has_value);
  EXPECT_FALSE(params.has("maddr"));
  EXPECT_EQ(params.check(), Error::kNone);
  EXPECT_EQ(Params{.text = ";a b"}.check(), Error::kSyntax);
  EXPECT_EQ((Params{.text = ";a=[;x@", .of_uri = true}.check()), Error::kSyntax);
}

TEST(Params, Unquote) {
  EXPECT_EQ(unquote("\"a b\""), "a b");
  EXPECT_EQ(unquote("\""), "\"");
  EXPECT_EQ(unquote("a"), "a");
}

}  // namespace
}  // namespace weir::sip
