#include "sip/probe_branch.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

KeyRing keys_from(std::uint8_t first, std::uint8_t second, std::uint8_t current = 0) {
  KeyRing keys;
  keys.keys[0].fill(first);
  keys.keys[1].fill(second);
  keys.current = current;
  return keys;
}

TEST(ProbeBranch, CarriesItsNumber) {
  const KeyRing keys = keys_from(1, 2);
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{0x0123456789abcdef}, ~std::uint64_t{0}}) {
    const ProbeBranchText branch = make_probe_branch(keys, number);
    ASSERT_TRUE(branch.view().starts_with("z9hG4bKweir-p0"));
    const auto found = verify_probe_branch(keys, branch);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, number);
    EXPECT_EQ(branch_owner(branch), '\0') << "no stateless request's";
  }
}

TEST(ProbeBranch, LivesThroughARotation) {
  const ProbeBranchText branch = make_probe_branch(keys_from(1, 2), 7);
  EXPECT_TRUE(verify_probe_branch(keys_from(1, 3, 1), branch));
  EXPECT_EQ(verify_probe_branch(keys_from(4, 3, 1), branch).error(), Error::kForged);
  EXPECT_TRUE(make_probe_branch(keys_from(1, 2, 1), 7).view().starts_with("z9hG4bKweir-p1"));
}

TEST(ProbeBranch, EveryChangedByteIsRefused) {
  const KeyRing keys = keys_from(1, 2);
  const std::string branch(make_probe_branch(keys, 0xfeedface12345678).view());
  for (std::size_t i = 0; i < branch.size(); ++i) {
    std::string changed = branch;
    changed[i] = changed[i] == '5' ? '6' : '5';
    EXPECT_FALSE(verify_probe_branch(keys, changed)) << i;
  }
  EXPECT_EQ(verify_probe_branch(keys, branch.substr(1)).error(), Error::kForeign);
  EXPECT_EQ(verify_probe_branch(keys, branch + "0").error(), Error::kForeign);
  EXPECT_EQ(verify_probe_branch(keys, {}).error(), Error::kForeign);
  EXPECT_EQ(verify_probe_branch(keys, "z9hG4bKweir-s001122334455667788").error(), Error::kForeign);
}

}  // namespace
}  // namespace weir::sip
