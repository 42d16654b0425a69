#include "sip/swar.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

TEST(LoadStart, GivesWhatPackingByteByByteGives) {
  const std::string text =
      "\x01\x80\xff"
      "abcDEFGH-1";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const ExactCopy copy(text.substr(0, size));
    EXPECT_EQ(load_start(copy.view()), pack_word(copy.view())) << size;
  }
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
