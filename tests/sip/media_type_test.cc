#include "sip/media_type.h"

#include "tests/sip/values.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

struct Case {
  const char* name;
  std::string text;
  std::string expected;  // type|subtype|parameters, or the error
};

const Case kCases[] = {
    {"Plain", "application/sdp", "application|sdp|"},
    {"AnyCase", "Application/SDP", "Application|SDP|"},
    {"Parameter", "text/html; charset=ISO-8859-4", "text|html|; charset=ISO-8859-4"},
    {"SlashInParameter", "a/b;c=\"d/e\"", "a|b|;c=\"d/e\""},
    {"SpaceAroundSlash", " multipart /\r\n mixed\t;boundary=x ", "multipart|mixed|;boundary=x"},
    {"Empty", " \t", "empty"},
    {"NoSlash", "application", "syntax"},
    {"SlashInParameterAlone", "application;x=a/b", "syntax"},
    {"NoSubtype", "application/", "syntax"},
    {"NoType", "/sdp", "syntax"},
    {"TwoWords", "application/sdp text", "syntax"},
    {"TwoSlashes", "a/b/c", "syntax"},
};

TEST(MediaType, Cases) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const ExactCopy copy(c.text);
    const Result<MediaType> media = parse_media_type(copy.view());
    if (!media) {
      EXPECT_EQ(error_name(media.error()), c.expected);
      continue;
    }
    EXPECT_EQ(std::string(media->type) + "|" + std::string(media->subtype) + "|" +
                  std::string(media->params.text),
              c.expected);
  }
}

const ValueCase kRanges[] = {
    // RFC 3261 section 20.1
    {"Rfc", "application/sdp;level=1, application/x-private, text/html",
     "application/sdp;level=1 / application/x-private / text/html"},
    {"Wildcards", "*/*;q=0.1, text/ *", "*/*;q=0.1 / text/*"},
    {"CommaInQuotes", "a/b;c=\"d, e\", f/g", "a/b;c=\"d, e\" / f/g"},
    {"NoSlash", "a/b, text", "a/b / syntax at ''"},
    {"NoSubtype", "text/;q=1", "syntax at ';q=1'"},
    {"OpenQuote", "a/b;c=\"d", "truncated at '\"d'"},
    {"TwoRanges", "a/b c/d", "syntax at 'c/d'"},
    {"Empty", "", "syntax at ''"},
};

TEST(MediaType, Ranges) {
  check_values<MediaType>(kRanges, next_media_type, [](const MediaType& m) {
    return std::string(m.type) + "/" + std::string(m.subtype) + std::string(m.params.text);
  });
}

TEST(MediaType, ComparesInAnyCase) {
  const MediaType media = *parse_media_type("Application/SDP;a=b");
  EXPECT_TRUE(media.is("application", "sdp"));
  EXPECT_TRUE(media.is("application/sdp"));
  EXPECT_FALSE(media.is("application/sd"));
  EXPECT_FALSE(media.is("application"));
  EXPECT_FALSE(media.is("text/sdp"));
  EXPECT_EQ(media.params.find("A").value, "b");
}

}  // namespace
}  // namespace weir::sip
