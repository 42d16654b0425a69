#include "dataplane/checksum.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/dataplane/frames.h"

namespace weir::dataplane {
namespace {

// The complement of the sum in network order, as the plain loop of the test's frames has it.
std::uint16_t checksum(const test::Bytes& bytes, std::size_t cut) {
  std::uint64_t sum = add_words(bytes.data(), cut, 0);
  sum = add_words(bytes.data() + cut, bytes.size() - cut, sum);
  const auto folded = static_cast<std::uint16_t>(~fold_sum(sum) & 0xFFFF);
  return static_cast<std::uint16_t>(folded << 8 | folded >> 8);
}

TEST(Checksum, AgreesWithThePlainLoop) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    test::Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const std::uint16_t plain = test::fold(test::sum16(bytes.data(), size));
    for (std::size_t cut = 0; cut <= size; cut += 2) {
      ASSERT_EQ(checksum(bytes, cut), plain) << size << " " << cut;
    }
    const std::uint16_t first = fold_sum(add_words(bytes.data(), size, 7));
    ASSERT_EQ(fold_sum(add_payload(bytes.data(), size, 7)), first) << size;
  }
}

TEST(Checksum, CarriesToTheEnd) {
  const test::Bytes ones(65535, 0xFF);
  EXPECT_EQ(checksum(ones, 8), test::fold(test::sum16(ones.data(), ones.size())));
  EXPECT_EQ(fold_sum(add_payload(ones.data(), ones.size(), 0)),
            fold_sum(add_words(ones.data(), ones.size(), 0)));
}

TEST(Checksum, ExampleOfRfc1071) {
  const test::Bytes bytes = {0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7};
  EXPECT_EQ(checksum(bytes, 4), 0x220D);  // the complement of ddf2
}

}  // namespace
}  // namespace weir::dataplane
