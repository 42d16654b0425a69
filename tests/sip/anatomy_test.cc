#include "sip/anatomy.h"

#include "sip/anatomy_text.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace weir::sip {
namespace {

// What tests/golden/messages.md does not show.
Result<std::size_t> printed(std::string_view text, std::string& out) {
  const ExactCopy copy(text);
  MessageView message;
  const Error error = message.parse(copy.view());
  if (message.raw().empty()) static_cast<void>(message.salvage(copy.view()));
  return print_anatomy(message, judge(error, message, {}), out);
}

std::string readable(std::string_view text) {
  std::array<char, 64> bytes{};
  Writer out(bytes);
  put_readable(out, text);
  EXPECT_EQ(*out.result(), readable_size(text));
  return {bytes.data(), *out.result()};
}

TEST(Anatomy, WritesBytesThatCanBeRead) {
  EXPECT_EQ(readable("a b~\"\\"), "a b~\"\\");
  EXPECT_EQ(readable("\r\n\t"), "\\r\\n\\t");
  EXPECT_EQ(readable(std::string_view("\0\x1f\x7f\xff", 4)), "\\x00\\x1f\\x7f\\xff");
}

TEST(Anatomy, WritesPartsThatAreThere) {
  std::array<char, 128> bytes{};
  Writer out(bytes);
  {
    Parts line(out, 2);
    line.text("a", "");
    line.text("b", "c");
    line.text("d", "e f");
    line.flag("g", false);
    line.flag("h", true);
    line.number("i", std::optional<std::uint32_t>());
    line.number("j", 7);
  }
  { Parts line(out, 2); }
  EXPECT_EQ(std::string_view(bytes.data(), *out.result()), "  b=c  d=\"e f\"  h  j=7\n");
}

TEST(Anatomy, FitsOrFails) {
  std::string out(1 << 16, '\0');
  const std::string text = torture("wsinv");
  const Result<std::size_t> size = printed(text, out);
  ASSERT_TRUE(size);
  out.resize(*size);
  EXPECT_EQ(*printed(text, out), out.size());
  out.pop_back();
  EXPECT_EQ(printed(text, out).error(), Error::kNoSpace);
}

// The verdicts of a registrar are for REGISTER.
TEST(Anatomy, JudgesByTheMethod) {
  const std::string_view kStar =
      "sip:d SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
      "To: <tel:+1>\r\nCall-ID: c\r\nContact: *\r\nContact: *\r\nCSeq: 1 ";
  for (const std::string method : {"REGISTER", "OPTIONS"}) {
    const std::string text = method + " " + std::string(kStar) + method + "\r\n\r\n";
    MessageView message;
    ASSERT_EQ(message.parse(text), Error::kNone);
    const Opinion opinion = judge(Error::kNone, message, {});
    EXPECT_EQ(opinion.proxy.action, Action::kAccept);
    EXPECT_EQ(opinion.server.flaw, method == "REGISTER" ? Flaw::kAor : Flaw::kNone);
  }
}

// Every message of the torture corpora, whole and cut short: a page of printable lines, the last of
// which are the verdicts.
TEST(Anatomy, PrintsAnything) {
  std::string out(1 << 20, '\0');
  for (const char* folder : {"tests/corpus/rfc4475", "tests/corpus/rfc5118"}) {
    for (const auto& path : files_in(folder, ".dat")) {
      const std::string text = read_file(path);
      for (std::size_t size = text.size(); size > 0; size = size * 3 / 4) {
        const Result<std::size_t> written = printed(text.substr(0, size), out);
        ASSERT_TRUE(written) << path;
        const std::string_view page(out.data(), *written);
        EXPECT_NE(page.find("as a proxy: "), page.npos) << path;
        for (const char c : page) ASSERT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << path;
      }
    }
  }
}

}  // namespace
}  // namespace weir::sip
