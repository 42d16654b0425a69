#include "control/lone_fragment.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir::control {
namespace {

// An Ethernet frame with an IPv4 header of `words` words, `protocol`, then type and code.
std::vector<std::uint8_t> frame_of(unsigned words, std::uint8_t protocol, std::uint8_t type,
                                   std::uint8_t code) {
  std::vector<std::uint8_t> frame(14 + words * 4 + 8, 0);
  frame[12] = 0x08;
  frame[14] = static_cast<std::uint8_t>(0x40u | words);
  frame[14 + 9] = protocol;
  frame[14 + words * 4] = type;
  frame[14 + words * 4 + 1] = code;
  return frame;
}

TEST(LoneFragment, KnowsTheAnswerAndNothingElse) {
  EXPECT_TRUE(answers_lone_fragment(frame_of(5, 1, 11, 1)));
  EXPECT_TRUE(answers_lone_fragment(frame_of(6, 1, 11, 1)));    // with IP options
  EXPECT_FALSE(answers_lone_fragment(frame_of(5, 1, 11, 0)));   // TTL exceeded: traceroute
  EXPECT_FALSE(answers_lone_fragment(frame_of(5, 1, 0, 0)));    // echo reply
  EXPECT_FALSE(answers_lone_fragment(frame_of(5, 17, 11, 1)));  // UDP
  std::vector<std::uint8_t> arp = frame_of(5, 1, 11, 1);
  arp[13] = 0x06;
  EXPECT_FALSE(answers_lone_fragment(arp));
}

TEST(LoneFragment, TakesFramesCutAnywhere) {
  const std::vector<std::uint8_t> whole = frame_of(5, 1, 11, 1);
  for (std::size_t size = 0; size < 36; ++size) {
    const std::vector<std::uint8_t> cut(whole.begin(), whole.begin() + static_cast<long>(size));
    EXPECT_FALSE(answers_lone_fragment(cut)) << size;
  }
}

}  // namespace
}  // namespace weir::control
