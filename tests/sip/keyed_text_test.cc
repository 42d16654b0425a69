#include "sip/keyed_text.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace weir::sip {
namespace {

std::string digits(std::uint64_t mac) {
  std::string text(kMacDigits, '?');
  put_mac(mac, text.data());
  return text;
}

TEST(KeyedText, MacsAreDigits) {
  EXPECT_EQ(digits(0), "0000000000000000");
  EXPECT_EQ(digits(0x0123456789abcdef), "0123456789abcdef");
  EXPECT_EQ(digits(0xfedcba9876543210), "fedcba9876543210");
  EXPECT_EQ(digits(~std::uint64_t{0}), "ffffffffffffffff");
}

TEST(KeyedText, MacsCompareWhole) {
  const std::uint64_t mac = 0x0123456789abcdef;
  EXPECT_TRUE(equal_mac(mac, "0123456789abcdef"));
  EXPECT_FALSE(equal_mac(mac, "0123456789ABCDEF"));  // one spelling alone
  EXPECT_FALSE(equal_mac(mac, "0123456789abcde"));
  EXPECT_FALSE(equal_mac(mac, "0123456789abcdef0"));
  EXPECT_FALSE(equal_mac(mac, ""));
  for (std::size_t i = 0; i < kMacDigits; ++i) {
    std::string changed = "0123456789abcdef";
    changed[i] ^= 1;
    EXPECT_FALSE(equal_mac(mac, changed)) << i;
  }
}

TEST(KeyedText, DomainsAndEpochsHashApart) {
  KeyRing keys;
  keys.keys[1][0] = 1;
  std::set<std::uint64_t> hashes;
  for (const unsigned epoch : {0u, 1u}) {
    for (const KeyedDomain domain :
         {KeyedDomain::kBranch, KeyedDomain::kDialog, KeyedDomain::kReplyTag, KeyedDomain::kNonce,
          KeyedDomain::kNonceSource}) {
      hashes.insert(keyed_hash(keys, epoch, domain).finish());
    }
  }
  EXPECT_EQ(hashes.size(), 10u);
  EXPECT_TRUE(is_epoch_digit('0') && is_epoch_digit('1'));
  EXPECT_FALSE(is_epoch_digit('2') || is_epoch_digit('/'));
}

}  // namespace
}  // namespace weir::sip
