#include "sip/version.h"

#include <gtest/gtest.h>

namespace weir::sip {
namespace {

TEST(Version, IsAServerValue) { EXPECT_EQ(product_version(), "sipweir (0.1.0)"); }

}  // namespace
}  // namespace weir::sip
