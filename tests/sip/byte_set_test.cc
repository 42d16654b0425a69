#include "sip/byte_set.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/sip/corpus.h"

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

// Every byte at every place of texts of every length around the word size.
TEST(ByteSet, FindsEveryControlByteAnywhere) {
  constexpr ByteSet kVisible = ByteSet::visible_but("");
  for (std::size_t size = 1; size <= 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        ASSERT_EQ(!kVisible.holds_all(ExactCopy(text).view()), byte <= 0x20 || byte == 0x7f)
            << size << " " << at << " " << byte;
      }
    }
  }
  EXPECT_TRUE(kVisible.holds_all(""));
}

TEST(PositionsOf, FindsOneByteAmongHighOnes) {
  for (std::size_t size = 1; size <= 64; ++size) {
    for (int other = 0; other < 256; ++other) {
      for (std::size_t at = 0; at < size; at += 3) {
        std::string text(size, static_cast<char>(other));
        text[at] = '<';
        const ExactCopy copy(text);
        EXPECT_NE(positions_of('<', copy.view()) >> at & 1, 0u);
        if (other != '<') {
          EXPECT_EQ(positions_of('<', copy.view()), std::uint64_t{1} << at);
        }
        if (other != '>') {
          EXPECT_EQ(positions_of('>', copy.view()), 0u) << other;
        }
      }
    }
  }
}

}  // namespace
}  // namespace weir::sip
