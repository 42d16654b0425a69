#include "sip/byte_set.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sip/swar.h"

namespace weir::sip {
namespace {

constexpr ByteSet kTokens = ByteSet::of_class(kTokenChar);
constexpr ByteSet kValues = ByteSet::visible_but(";,\"<>");
constexpr ByteSet kBare = ByteSet::all_but("<;");
constexpr ByteSet kFew = ByteSet::of("ab\x7f");

TEST(ByteSet, HoldsWhatItSays) {
  for (unsigned c = 0; c < 256; ++c) {
    const auto byte = static_cast<char>(c);
    const bool visible = c > 0x20 && c != 0x7f;
    EXPECT_EQ(kTokens.has(byte), has_class(byte, kTokenChar)) << c;
    EXPECT_EQ(kValues.has(byte),
              visible && std::string_view(";,\"<>").find(byte) == std::string_view::npos)
        << c;
    EXPECT_EQ(kBare.has(byte), byte != '<' && byte != ';') << c;
    EXPECT_EQ(kFew.has(byte), byte == 'a' || byte == 'b' || c == 0x7f) << c;
  }
}

// In a heap block of exactly its size, so that a sanitizer sees every byte read beyond.
std::size_t skip(const ByteSet& set, const std::string& text, std::size_t at) {
  const auto block = std::make_unique<char[]>(text.size());
  text.copy(block.get(), text.size());
  return set.skip({block.get(), text.size()}, at);
}

TEST(ByteSet, SkipsAsFarAsAByteAtATimeWould) {
  for (const ByteSet& set : {kTokens, kValues, kBare, kFew}) {
    for (unsigned c = 0; c < 256; c += 3) {
      for (std::size_t size = 0; size < 50; ++size) {
        for (std::size_t stop = 0; stop <= size; stop += 5) {
          std::string text(size, 'a');
          if (stop < size) text[stop] = static_cast<char>(c);
          for (std::size_t at = 0; at <= size; at += 7) {
            std::size_t wanted = at;
            while (wanted < size && set.has(text[wanted])) ++wanted;
            ASSERT_EQ(skip(set, text, at), wanted)
                << "byte " << c << " at " << stop << " of " << size;
          }
        }
      }
    }
  }
}

TEST(ByteSet, HoldsAllOfATextOrNot) {
  EXPECT_TRUE(kTokens.holds_all(""));
  EXPECT_TRUE(kTokens.holds_all("z9hG4bK-524287-1"));
  EXPECT_FALSE(kTokens.holds_all("z9hG4bK-524287-1---7d3f8a;rport"));
}

TEST(IsWord, FoldsTheCaseOfLetters) {
  EXPECT_TRUE(is_word("rport", "rport"));
  EXPECT_TRUE(is_word("RpOrT", "rport"));
  EXPECT_TRUE(is_word("RECEIVED", "received"));
  EXPECT_FALSE(is_word("rporT1", "rport"));
  EXPECT_FALSE(is_word("rpor", "rport"));
  EXPECT_FALSE(is_word("report", "branch"));
}

}  // namespace
}  // namespace weir::sip
