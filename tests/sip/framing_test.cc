#include "sip/framing.h"

#include "sip/message.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

// A stream that comes in segments: what was framed, and what was left over at the end.
class Stream {
 public:
  Stream() = default;
  explicit Stream(const FramingLimits& limits) : framer(limits) {}

  void feed(std::string_view segment) {
    if (broken) return;
    pending += segment;
    for (;;) {
      // An exact copy each time: nothing beyond what has come may be read.
      const ExactCopy copy(pending);
      const Frame frame = framer.next(copy.view());
      ASSERT_LE(frame.begin, frame.end);
      ASSERT_LE(frame.end, pending.size());
      add(frame);
      pending.erase(0, frame.end);
      broken = frame.kind == Frame::Kind::kBroken;
      if (broken) pending.clear();
      if (broken || frame.kind == Frame::Kind::kMore) return;
    }
  }

  StreamFramer framer;
  std::string pending;
  std::string log;
  std::vector<std::string> messages;
  bool broken = false;

 private:
  void add(const Frame& frame) {
    const std::string text = pending.substr(frame.begin, frame.end - frame.begin);
    switch (frame.kind) {
      case Frame::Kind::kMore:
        EXPECT_GT(frame.need, pending.size() - frame.end);
        return;
      case Frame::Kind::kMessage:
        log += "message:" + std::to_string(text.size()) + " ";
        messages.push_back(text);
        return;
      case Frame::Kind::kPing:
        log += "ping ";
        return;
      case Frame::Kind::kPong:
        log += "pong ";
        return;
      case Frame::Kind::kBroken:
        log += std::string(error_name(frame.error)) + ":" + std::to_string(text.size()) + " ";
        return;
    }
  }
};

std::string framed(std::string_view bytes, const FramingLimits& limits = {}) {
  Stream stream(limits);
  stream.feed(bytes);
  std::string log = stream.log + (stream.pending.empty() ? "" : "left:");
  if (!stream.pending.empty()) log += std::to_string(stream.pending.size());
  if (!log.empty() && log.back() == ' ') log.pop_back();
  return log;
}

// An OPTIONS with these header lines, and this body.
std::string options(std::string_view lines, std::string_view body = "") {
  return crlf("OPTIONS sip:a SIP/2.0\n" + std::string(lines) + "\n") + std::string(body);
}

struct Case {
  const char* name;
  std::string stream;
  std::string expected;
};

const Case kCases[] = {
    {"Empty", "", ""},
    {"Message", options("Content-Length: 0\n"), "message:44"},
    {"Body", options("Content-Length: 3\n", "abc"), "message:47"},
    {"TwoInOneSegment", options("l: 1\n", "a") + options("l: 2\n", "bc"), "message:32 message:33"},
    {"AndAHalf", options("l: 1\n", "a") + "BYE sip:a SIP/2.0\r\nl: 0\r\n", "message:32 left:25"},
    {"BodyLooksLikeAMessage", options("l: 4\n", "BYE ") + options("l: 0\n"),
     "message:35 message:31"},
    {"Reply", "SIP/2.0 200 OK\r\nl: 0\r\n\r\n", "message:24"},
    {"Compact", options("L: 1\n", "a"), "message:32"},
    {"AnyCase", options("cOnTeNt-LeNgTh: 1\n", "a"), "message:45"},
    {"SpaceBeforeColon", options("Content-Length \t: 1\n", "a"), "message:47"},
    {"NoSpace", options("l:1\n", "a"), "message:31"},
    {"Folded", options("Content-Length:\n \n\t3\n", "abc"), "message:52"},
    {"FoldedBeforeColon", options("l\n : 1\n", "a"), "message:35"},
    {"FoldedAfterNumber", options("l: 1\n \nSubject: x\n", "a"), "message:47"},
    {"NotInAFold", options("Subject: x\n Content-Length: 9\nl: 1\n", "a"), "message:64"},
    {"NotInAName", options("X-Content-Length: 9\nLl: 9\nl: 1\n", "a"), "message:60"},
    {"LeadingZeros", options("l: 0001\n", "a"), "message:35"},
    {"BareLineFeeds", "BYE sip:a SIP/2.0\nl: 1\n\nx", "message:25"},
    {"NoFields", "BYE sip:a SIP/2.0\r\n\r\n", "missing:21"},
    {"LineEndsBefore", "\r\n\n\r" + options("l: 0\n"), "message:31"},

    {"Ping", "\r\n\r\n", "ping"},
    {"TwoPings", "\r\n\r\n\r\n\r\n", "ping ping"},
    {"PingAndAHalf", "\r\n\r\n\r\n", "ping"},
    {"PingBetween", options("l: 0\n") + "\r\n\r\n" + options("l: 0\n"),
     "message:31 ping message:31"},
    {"PingAfterBody", options("l: 2\n", "\r\n") + "\r\n\r\n", "message:33 ping"},
    {"OneCrlf", "\r\n", ""},
    {"CrlfBetween", options("l: 0\n") + "\r\n" + options("l: 0\n"), "message:31 message:31"},
    {"TwoLineFeedsAreNoPing", "\n\n", ""},
    {"CrBetweenIsNoPing", "\r\n\r\r\n", ""},
    {"CrBeforeIsNoPart", "\r\r\n\r\n", "ping"},
    {"LineFeedBetweenIsNoPing", "\r\n\n\r\n", ""},
    {"NoPongWithoutPing", "\r\n" + options("l: 0\n") + "\r\n", "message:31"},

    {"NoContentLength", options("Subject: x\n", "abc"), "missing:37"},
    {"EmptyLength", options("l:\n"), "syntax:29"},
    {"NegativeLength", options("l: -1\n"), "syntax:32"},  // RFC 4475 section 3.1.2.2
    {"PlusLength", options("l: +1\n"), "syntax:32"},
    {"LengthOfTwoWords", options("l: 1 1\n"), "syntax:33"},
    {"LengthInAFold", options("l: 1\n 1\n"), "syntax:35"},
    {"HugeLength", options("l: 99999999999999999999\n"), "range:50"},
    {"TwoLengths", options("l: 1\nContent-Length: 2\n", "ab"), "duplicate:50"},
    {"TwoEqualLengths", options("l: 1\nContent-Length: 1\n", "a"), "message:51"},
    {"LengthAndNoLength", options("l: 1\nl: x\n", "a"), "syntax:37"},
    {"Http", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "not_sip:0"},
    {"TlsHello", std::string("\x16\x03\x01\x02\x00", 5), "not_sip:0"},
    {"Nul", std::string("\0\0\0\0", 4), "not_sip:0"},
    {"SpaceFirst", " " + options("l: 0\n"), "not_sip:0"},
    {"NothingAfterAnError", options("l: x\n") + options("l: 0\n"), "syntax:31"},
    {"MessageBeforeAnError", options("l: 0\n") + "\r\n" + options("l: x\n"),
     "message:31 syntax:31"},
};

TEST(StreamFramer, Cases) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(framed(c.stream), c.expected);
  }
}

TEST(StreamFramer, Limits) {
  const std::string head = options("l: 5\n");  // 31 bytes
  EXPECT_EQ(framed(head + "12345", {.head = 31, .body = 5, .message = 36}), "message:36");
  EXPECT_EQ(framed(head + "12345", {.head = 30}), "head_too_large:0");
  EXPECT_EQ(framed(head + "12345", {.body = 4}), "body_too_large:31");
  EXPECT_EQ(framed(head + "12345", {.message = 35}), "too_large:31");
  // The head without an end is refused as soon as it is too long, not before.
  EXPECT_EQ(framed(head.substr(0, 30), {.head = 30}), "left:30");
  EXPECT_EQ(framed(std::string(40000, 'a')), "head_too_large:0");
  EXPECT_EQ(framed(options("l: 65535\n")), "too_large:35");
  EXPECT_EQ(framed(options("l: 65536\n")), "body_too_large:35");
  EXPECT_EQ(framed(options("l: 65500\n", std::string(65500, 'x'))), "message:65535");
}

TEST(StreamFramer, PongsAnswerOurPings) {
  Stream stream;
  stream.framer.expect_pong();
  stream.framer.expect_pong();
  stream.feed("\r\n");  // at once: nothing need follow
  EXPECT_EQ(stream.log, "pong ");
  stream.feed(options("l: 0\n") + "\r");
  EXPECT_EQ(stream.framer.pongs_due(), 1u);
  stream.feed("\n\r\n\r\n");
  EXPECT_EQ(stream.log, "pong message:31 pong ping ");
  EXPECT_EQ(stream.framer.pongs_due(), 0u);
}

TEST(StreamFramer, SaysHowMuchItNeeds) {
  StreamFramer framer;
  const std::string message = options("l: 10\n", "0123456789");
  EXPECT_EQ(framer.next("\r\n").need, 1u);
  EXPECT_EQ(framer.next(message.substr(0, 10)).need, 11u);
  EXPECT_EQ(framer.next(message.substr(0, 33)).need, 42u);
  EXPECT_EQ(framer.next(message).end, 42u);
}

TEST(StreamFramer, AnErrorIsFinal) {
  StreamFramer framer;
  EXPECT_EQ(framer.next("\x01").error, Error::kNotSip);
  const Frame again = framer.next(options("l: 0\n"));
  EXPECT_EQ(again.kind, Frame::Kind::kBroken);
  EXPECT_EQ(again.error, Error::kNotSip);
}

// Streams of every kind: the cases above, the samples, and the torture messages with their wrong
// lengths, alone and one after the other.
std::vector<std::string> corpus() {
  std::vector<std::string> streams;
  for (const Case& c : kCases) streams.push_back(c.stream);
  std::string all;
  for (const auto& path : files_in("bench/samples", ".sip")) {
    const std::string sample = read_file(path);
    streams.push_back(sample + sample);
    all += sample + "\r\n\r\n";
  }
  streams.push_back(all);
  for (const auto& path : files_in("tests/corpus/rfc4475", ".dat")) {
    streams.push_back(read_file(path) + options("l: 0\n"));
  }
  return streams;
}

TEST(StreamFramer, EverySplitGivesTheSame) {
  std::size_t splits = 0;
  for (const std::string& bytes : corpus()) {
    Stream whole;
    whole.feed(bytes);
    for (std::size_t at = 0; at <= bytes.size(); ++at, ++splits) {
      Stream split;
      split.feed(std::string_view(bytes).substr(0, at));
      split.feed(std::string_view(bytes).substr(at));
      ASSERT_EQ(split.log, whole.log) << "split at " << at << " of:\n" << bytes;
      ASSERT_EQ(split.messages, whole.messages);
      ASSERT_EQ(split.pending, whole.pending);
    }
  }
  EXPECT_GT(splits, 20000u);
}

TEST(StreamFramer, SingleBytesAndRandomSegmentsGiveTheSame) {
  std::mt19937 random(5626);
  for (const std::string& bytes : corpus()) {
    Stream whole;
    whole.feed(bytes);
    for (const std::size_t most : {std::size_t{1}, std::size_t{7}, std::size_t{300}}) {
      Stream pieces;
      for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = 1 + random() % most;
        pieces.feed(std::string_view(bytes).substr(at, size));
        at += size;
      }
      ASSERT_EQ(pieces.log, whole.log) << bytes;
      ASSERT_EQ(pieces.messages, whole.messages);
      ASSERT_EQ(pieces.pending, whole.pending);
    }
  }
}

// Work is counted, not timed: the bytes that memchr and the field readers have been given.
TEST(StreamFramer, WorkIsLinearInSingleBytes) {
  std::string lines;
  while (lines.size() < 20000) lines += "Contact: <sip:" + std::string(200, 'c') + "@a>\n";
  const std::string plain = options(lines + "l: 40000\n", std::string(40000, 'x'));
  // One line that never ends its name, one folded over and over: what invites a second look.
  const std::string folded = options(
      "Content-Length:" +
          [] {
            std::string folds;
            for (int i = 0; i < 5000; ++i) folds += "\n ";
            return folds;
          }() +
          "1\n",
      "x");
  const std::string endless = "OPTIONS sip:" + std::string(30000, 'a') + " SIP/2.0\r\nl: 0\r\n\r\n";
  const std::string line_ends(30001, '\n');
  for (const std::string& bytes : {plain, folded, endless, line_ends}) {
    StreamFramer whole;
    (void)whole.next(bytes);
    StreamFramer bytewise;
    Frame last;
    std::size_t begin = 0;
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
      last = bytewise.next(std::string_view(bytes).substr(begin, size - begin));
      begin += last.end;
    }
    if (bytes.front() == 'O') {
      EXPECT_EQ(last.kind, Frame::Kind::kMessage);
    }
    EXPECT_EQ(bytewise.examined(), whole.examined());
    EXPECT_LE(bytewise.examined(), 3 * bytes.size());
    EXPECT_GT(bytewise.examined(), 0u);
  }
}

// What is framed parses, and to the same end: the body is what Content-Length says.
TEST(StreamFramer, MessagesParseToTheirEnd) {
  std::size_t messages = 0;
  for (const std::string& bytes : corpus()) {
    Stream stream;
    stream.feed(bytes);
    for (const std::string& text : stream.messages) {
      MessageView message;
      const Error error = message.parse(text);
      if (error != Error::kNone && error != Error::kStartLine && error != Error::kRange) continue;
      EXPECT_EQ(message.body_error(), Error::kNone) << text;
      EXPECT_EQ(message.raw().size(), text.size()) << text;
      ++messages;
    }
  }
  EXPECT_GT(messages, 60u);
}

}  // namespace
}  // namespace weir::sip
