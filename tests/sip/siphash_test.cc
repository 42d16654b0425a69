#include "sip/siphash.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace weir::sip {
namespace {

SipKey counting_key() {
  SipKey key;
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  return key;
}

std::string counting(std::size_t size) {
  std::string text(size, '\0');
  std::iota(text.begin(), text.end(), '\0');
  return text;
}

// From the vectors that the authors publish with the algorithm (key and input 00 01 02 ...).
TEST(SipHash, GivesThePublishedVectors) {
  EXPECT_EQ(siphash(counting_key(), counting(0)), 0x726fdb47dd0e0e31u);
  EXPECT_EQ(siphash(counting_key(), counting(1)), 0x74f839c593dc67fdu);
  EXPECT_EQ(siphash(counting_key(), counting(7)), 0xab0200f58b01d137u);
  EXPECT_EQ(siphash(counting_key(), counting(8)), 0x93f5f5799a932462u);
  EXPECT_EQ(siphash(counting_key(), counting(15)), 0xa129ca6149be45e5u);
}

TEST(SipHash, DoesNotSeePieces) {
  const std::string text = counting(61);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    SipHash hash(counting_key());
    hash.add(std::string_view(text).substr(0, cut));
    hash.add(std::string_view(text).substr(cut));
    EXPECT_EQ(hash.finish(), siphash(counting_key(), text)) << cut;
  }
}

TEST(SipHash, KeepsPiecesApartWhenAsked) {
  SipHash one(counting_key());
  one.add_piece("ab");
  one.add_piece("c");
  SipHash two(counting_key());
  two.add_piece("a");
  two.add_piece("bc");
  EXPECT_NE(one.finish(), two.finish());
}

}  // namespace
}  // namespace weir::sip
