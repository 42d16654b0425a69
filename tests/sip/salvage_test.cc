// What salvage() makes of messages whose lines are broken.
#include "sip/message.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

std::string shown(std::string_view datagram, Error& error) {
  const ExactCopy copy(datagram);
  MessageView message;
  error = message.salvage(copy.view());
  std::string out;
  for (const Field& field : message.fields()) {
    out += std::to_string(field.begin) + "-" + std::to_string(field.end) + " ";
    out += std::string(message.name(field)) + "=" + std::string(message.value(field)) + "|";
  }
  return out + std::string(message.body());
}

struct Case {
  const char* how;
  const char* text;
  Error error;
  const char* expected;
};

constexpr std::string_view kLine = "OPTIONS sip:b SIP/2.0\r\n";  // 23 bytes

constexpr Case kCases[] = {
    {"NoEmptyLine", "To: b\r\nFrom: a\r\n", Error::kNone, "23-30 To=b|30-39 From=a|"},
    {"LastLineOpen", "To: b\r\nFrom: a", Error::kNone, "23-30 To=b|30-37 From=a|"},
    {"NoColon", "To: b\r\nFrom\r\ni: c\r\n\r\nbody", Error::kNone, "23-30 To=b|36-42 i=c|body"},
    {"NoName", ": b\r\nTo: c\r\n\r\n", Error::kNone, "28-35 To=c|"},
    {"Folds", "To:\r\n b\r\n c\r\n", Error::kNone, "23-36 To=b\r\n c|"},
    {"ContentLength", "l: 2\r\nFrom\r\n\r\nbody", Error::kNone, "23-29 l=2|bo"},
    {"NothingElse", "", Error::kNone, ""},
};

TEST(Salvage, TakesTheLinesThatAreFields) {
  for (const Case& c : kCases) {
    Error error = Error::kNone;
    EXPECT_EQ(shown(std::string(kLine) + c.text, error), c.expected) << c.how;
    EXPECT_EQ(error, c.error) << c.how;
  }
}

TEST(Salvage, StartLineCountsAsInParse) {
  Error error = Error::kNone;
  EXPECT_EQ(shown("\r\n", error), "");
  EXPECT_EQ(error, Error::kEmpty);
  EXPECT_EQ(shown("hello\r\nTo: b\r\n", error), "");
  EXPECT_EQ(error, Error::kNotSip);
  EXPECT_EQ(shown("OPTIONS  sip:b SIP/2.0\r\nTo: b\r\n", error), "24-31 To=b|");
  EXPECT_EQ(error, Error::kStartLine);
  EXPECT_EQ(shown("SIP/2.0 700 x\r\nTo: b\r\n", error), "15-22 To=b|");
  EXPECT_EQ(error, Error::kRange);
  EXPECT_EQ(shown(std::string(kMaxMessage + 1, 'x'), error), "");
  EXPECT_EQ(error, Error::kTooLarge);
}

TEST(Salvage, StopsWhereTheIndexIsFull) {
  std::string text(kLine);
  for (std::size_t i = 0; i < kMaxFields + 10; ++i) text += "X: y\r\n";
  MessageView message;
  EXPECT_EQ(message.salvage(text), Error::kNone);
  EXPECT_EQ(message.fields().size(), kMaxFields);
}

// Where nothing is broken, it gives what parse() gives.
TEST(Salvage, AgreesWithParse) {
  for (const auto& path : files_in("tests/corpus/rfc4475", ".dat")) {
    const std::string text = read_file(path);
    MessageView parsed;
    MessageView saved;
    const Error error = parsed.parse(text);
    if (parsed.fields().empty()) continue;
    EXPECT_EQ(saved.salvage(text), error) << path;
    EXPECT_EQ(dumped(saved), dumped(parsed)) << path;
  }
}

}  // namespace
}  // namespace weir::sip
