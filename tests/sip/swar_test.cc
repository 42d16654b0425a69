#include "sip/swar.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace weir::sip {
namespace {

// Every byte at every place of texts of every length around the word size.
TEST(Swar, FindsEveryControlByteAnywhere) {
  for (std::size_t size = 1; size <= 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        ASSERT_EQ(has_control(ExactCopy(text).view()), byte <= 0x20)
            << size << " " << at << " " << byte;
      }
    }
  }
  EXPECT_FALSE(has_control(""));
}

TEST(Swar, FindsOneByteAmongHighOnes) {
  for (int other = 0; other < 256; ++other) {
    for (std::size_t at = 0; at < 8; ++at) {
      std::string text(8, static_cast<char>(other));
      text[at] = '<';
      std::uint64_t word = 0;
      std::memcpy(&word, text.data(), sizeof word);
      EXPECT_NE(bytes_equal(word, '<'), 0u);
      if (other != '>') {
        EXPECT_EQ(bytes_equal(word, '>'), 0u) << other;
      }
    }
  }
}

}  // namespace
}  // namespace weir::sip
