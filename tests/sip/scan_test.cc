#include "sip/scan.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

// What a scan found, as one comparable thing.
struct Found {
  Error error = Error::kNone;
  std::uint32_t body = 0;
  std::vector<std::uint16_t> marks;
  bool operator==(const Found&) const = default;
};

Found run(Kernel kernel, std::string_view text) {
  const ExactCopy copy(text);
  ScanIndex index;
  Found found{.error = scan(kernel, copy.view(), index), .body = 0, .marks = {}};
  if (found.error != Error::kNone) return found;
  found.body = index.body;
  found.marks.assign(index.marks.begin(), index.marks.begin() + 2 * index.fields + 1);
  return found;
}

void expect_agreement(std::string_view text) {
  const Found expected = run(Kernel::kScalar, text);
  for (const Kernel kernel : kKernels) {
    if (!kernel_supported(kernel)) continue;
    ASSERT_EQ(run(kernel, text), expected) << kernel_name(kernel) << " size " << text.size();
  }
}

class EachKernel : public testing::TestWithParam<Kernel> {
 protected:
  void SetUp() override {
    if (!kernel_supported(GetParam())) GTEST_SKIP() << "not on this processor";
  }
  Found find(std::string_view text) const { return run(GetParam(), text); }
};

TEST_P(EachKernel, FindsFieldsAndBody) {
  const Found found = find("X\r\na: 1\r\nbc : 2:3\r\n\r\nbody:\r\n\r\n");
  EXPECT_EQ(found.error, Error::kNone);
  EXPECT_EQ(found.marks, (std::vector<std::uint16_t>{3, 4, 9, 12, 19}));
  EXPECT_EQ(found.body, 21u);
}

TEST_P(EachKernel, TakesBareLineFeeds) {
  const Found found = find("X\na:\nb:\n\n");
  EXPECT_EQ(found.marks, (std::vector<std::uint16_t>{2, 3, 5, 6, 8}));
  EXPECT_EQ(found.body, 9u);
}

TEST_P(EachKernel, FoldsBelongToTheirField) {
  const Found found = find("X\r\na\r\n :\r\n\t1\r\nb:\r\n \r\n\r\n");
  EXPECT_EQ(found.marks, (std::vector<std::uint16_t>{3, 7, 14, 15, 21}));
  EXPECT_EQ(found.body, 23u);
}

TEST_P(EachKernel, NoFieldsAreNoError) {
  const Found found = find("X\r\n\r\n");
  EXPECT_EQ(found.marks, (std::vector<std::uint16_t>{3}));
  EXPECT_EQ(found.body, 5u);
}

TEST_P(EachKernel, TellsWhatIsWrong) {
  EXPECT_EQ(find("").error, Error::kTruncated);
  EXPECT_EQ(find("X").error, Error::kTruncated);
  EXPECT_EQ(find("X\r\na: 1\r\n").error, Error::kTruncated);
  EXPECT_EQ(find("X\r\na: 1\r\n\r").error, Error::kTruncated);
  EXPECT_EQ(find("X\r\na\r\n\r\n").error, Error::kNoColon);
  EXPECT_EQ(find("X\r\na\r\nb: 1\r\n\r\n").error, Error::kNoColon);
  EXPECT_EQ(find("X\r\n: 1\r\n\r\n").error, Error::kNoColon);
  EXPECT_EQ(find("X\r\na: 1\r\n\r\r\n\r\n").error, Error::kNoColon);
  EXPECT_EQ(find("X\r\n\r\nno colon\r\n\r\n").error, Error::kNone);
  EXPECT_EQ(find(std::string(kMaxMessage + 1, 'x')).error, Error::kTooLarge);
  EXPECT_EQ(find(std::string(kMaxMessage, '\n')).error, Error::kNone);
}

TEST_P(EachKernel, TakesTheLastFieldThatFits) {
  std::string text = "X\r\n";
  for (std::size_t i = 0; i < kMaxFields; ++i) text += "a:\r\n";
  EXPECT_EQ(find(text + "\r\n").marks.size(), 2 * kMaxFields + 1);
  EXPECT_EQ(find(text + "a:\r\n\r\n").error, Error::kTooManyFields);
  EXPECT_EQ(find(text + "a\r\n\r\n").error, Error::kTooManyFields);
  EXPECT_EQ(find(text + "a:\r\n").error, Error::kTruncated);
}

INSTANTIATE_TEST_SUITE_P(Scan, EachKernel, testing::ValuesIn(kKernels),
                         [](const auto& kernel) { return std::string(kernel_name(kernel.param)); });

// A line end, a fold, a colon or an empty line at each offset of a block.
TEST(ScanKernels, AgreeAtEveryAlignment) {
  const std::string_view kPieces[] = {
      "\r\n", "\n",     "\r\n ",  "\n\t:",          "\r\n:",        "\r\n\r\n",
      "\n\n", "\n\r\n", "\r\r\n", "\r\na:\r\n\r\n", "\r\na\r\n\r\n"};
  for (std::size_t size = 0; size <= 300; ++size) {
    for (const std::string_view piece : kPieces) {
      std::string text(size, 'x');
      text += piece;
      expect_agreement(text);
      expect_agreement(text + "y: z\r\n\r\n");
      expect_agreement("X\r\n" + text + "y: z\r\n\r\n");
    }
  }
}

TEST(ScanKernels, AgreeOnRandomBytesOfEveryLength) {
  std::mt19937 random(3261);
  for (std::size_t size = 0; size <= 300; ++size) {
    for (int round = 0; round < 100; ++round) {
      // From dense structure to sparse.
      const std::string_view alphabet = std::string_view("\n\r: \tabcdefghijklmnopqrstuvwxyz")
                                            .substr(0, 3 + static_cast<std::size_t>(round) % 26);
      std::string text(size, ' ');
      for (char& c : text) c = alphabet[random() % alphabet.size()];
      expect_agreement(text);
    }
    std::string text(size, ' ');
    for (char& c : text) c = static_cast<char>(random());
    expect_agreement(text);
  }
}

// Random lines, most of them good, so that long messages get through to their end.
TEST(ScanKernels, AgreeOnRandomLines) {
  const std::string_view kLines[] = {
      "Via: SIP/2.0/UDP a:5060\r\n", "v:\r\n",   "a : b\n", " fold: x\r\n", "\t\r\n",
      "name\r\n :value\r\n",         "l: 0\r\n", "x\r\n",   ":\r\n"};
  std::mt19937 random(3581);
  for (int round = 0; round < 20000; ++round) {
    std::string text = "INVITE sip:a@b SIP/2.0\r\n";
    const std::size_t bad = round % 4 == 0 ? 0 : 2;
    const std::size_t lines = random() % 160;
    for (std::size_t i = 0; i < lines; ++i) text += kLines[random() % (std::size(kLines) - bad)];
    if (round % 8 != 0) text += "\r\n";
    expect_agreement(text);
  }
}

TEST(ScanKernels, AgreeOnTortureMessagesCutAnywhere) {
  for (const auto& path : files_in("tests/corpus/rfc4475", ".dat")) {
    const std::string text = read_file(path);
    for (std::size_t size = 0; size <= text.size(); ++size) {
      expect_agreement(std::string_view(text).substr(0, size));
    }
  }
}

TEST(ScanKernels, BestIsSupported) {
  EXPECT_TRUE(kernel_supported(best_kernel()));
  EXPECT_TRUE(kernel_supported(Kernel::kScalar));
}

}  // namespace
}  // namespace weir::sip
