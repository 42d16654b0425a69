#include "sip/result.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace weir::sip {
namespace {

TEST(Result, HoldsAValue) {
  const Result<int> result = 7;
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, 7);
  EXPECT_EQ(result.error(), Error::kNone);
}

TEST(Result, HoldsAnError) {
  const Result<int> result = Error::kRange;
  EXPECT_FALSE(result);
  EXPECT_EQ(result.error(), Error::kRange);
}

TEST(Result, EveryErrorHasANameOfItsOwnAndAMeaning) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kErrorCount; ++i) {
    names.insert(error_name(static_cast<Error>(i)));
    EXPECT_FALSE(error_meaning(static_cast<Error>(i)).empty());
  }
  EXPECT_EQ(names.size(), kErrorCount);
  EXPECT_EQ(error_name(Error::kTooManyFields), "too_many_fields");
}

}  // namespace
}  // namespace weir::sip
