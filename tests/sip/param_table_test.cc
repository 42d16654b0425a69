#include "sip/param_table.h"

#include "tests/sip/values.h"

#include <optional>
#include <string>
#include <string_view>

namespace weir::sip {
namespace {

struct Known {
  std::string_view text;
  std::string_view token;
  std::optional<std::uint32_t> number;
  bool flag = false;
  Params params;
};

constexpr auto kTable = make_param_table<Known>({
    {"text", read_text<&Known::text>},
    {"token", read_token<&Known::token>},
    {"a-long-name", read_number<&Known::number, 2, 5>},
    {"b-long-name", read_flag<&Known::flag>},
});

std::string taken(std::string_view text) {
  const ExactCopy copy(text);
  std::string_view rest = copy.view();
  Known known;
  const Error error = kTable.take(rest, known, known.params);
  if (error != Error::kNone) {
    return std::string(error_name(error)) + " at '" + std::string(rest) + "'";
  }
  return std::string(known.text) + "|" + std::string(known.token) + "|" + shown(known.number) +
         (known.flag ? "|flag" : "") + "|" + std::string(known.params.text) + "|" +
         std::string(rest);
}

TEST(ParamTable, ReadsWhatItKnows) {
  EXPECT_EQ(taken(""), "||-||");
  EXPECT_EQ(taken(";text=\"a b\";TOKEN=c"), "a b|c|-|;text=\"a b\";TOKEN=c|");
  EXPECT_EQ(taken(" ; A-Long-Name = 5 ;b-long-NAME , x"),
            "||5|flag|; A-Long-Name = 5 ;b-long-NAME|, x");
  EXPECT_EQ(taken(";tex=a;texts=b;a-long-nam=1;x"), "||-|;tex=a;texts=b;a-long-nam=1;x|");
}

TEST(ParamTable, SaysWhereAParameterBreaks) {
  EXPECT_EQ(taken(";x;text"), "syntax at 'text'");
  EXPECT_EQ(taken(";token=\"c\";x"), "syntax at '\"c\";x'");
  EXPECT_EQ(taken(";token=;x"), "syntax at 'token=;x'");
  EXPECT_EQ(taken(";a-long-name=1"), "range at '1'");
  EXPECT_EQ(taken(";a-long-name=6"), "range at '6'");
  EXPECT_EQ(taken(";b-long-name=1"), "syntax at '1'");
  EXPECT_EQ(taken(";b-long-name;x;b-long-name"), "duplicate at 'b-long-name'");
  EXPECT_EQ(taken(";x=\"open"), "truncated at '\"open'");
}

TEST(ParamTable, TakesBracketedValues) {
  EXPECT_EQ(taken(";text=<a;b,c> ;token=d"), "<a;b,c>|d|-|;text=<a;b,c> ;token=d|");
  EXPECT_EQ(taken(";text=<a"), "truncated at '<a'");
}

}  // namespace
}  // namespace weir::sip
