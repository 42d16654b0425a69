#include "sip/multipart.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::sip {
namespace {

// "head|body" of each part, then the error if there is one.
std::vector<std::string> parts_of(std::string_view body, std::string_view boundary) {
  const std::string type = "multipart/mixed;boundary=\"" + std::string(boundary) + "\"";
  const ExactCopy copy(body);
  PartReader reader(copy.view(), *find_boundary(*parse_media_type(type)));
  std::vector<std::string> parts;
  while (const auto part = reader.next()) {
    parts.push_back(std::string(part->head) + "|" + std::string(part->body));
  }
  EXPECT_FALSE(reader.next());
  if (reader.error() != Error::kNone) {
    parts.push_back("!" + std::string(error_name(reader.error())));
  }
  return parts;
}

struct Case {
  const char* name;
  std::string body;
  std::vector<std::string> expected;
};

const Case kCases[] = {
    {"OnePart", crlf("--b\nA: 1\n\nbody\n--b--\n"), {"A: 1\r\n|body"}},
    {"TwoParts", crlf("--b\nA: 1\n\none\n--b\n\ntwo\n--b--\n"), {"A: 1\r\n|one", "|two"}},
    // RFC 2046 section 5.1.1: the line end before a delimiter is a part of it.
    {"EndsInALineEnd", crlf("--b\n\none\n\n--b--"), {"|one\r\n"}},
    {"Preamble", crlf("for old readers\n--\n--b\n\none\n--b--"), {"|one"}},
    {"Epilogue", crlf("--b\n\none\n--b--\nmore\n--b\n\nnot a part\n--b--\n"), {"|one"}},
    {"PaddedDelimiters", crlf("--b \t\n\none\n--b-- \n"), {"|one"}},
    {"BareLineFeeds", "--b\nA: 1\n\none\ntwo\n--b--", {"A: 1\n|one\ntwo"}},
    {"EmptyPart", crlf("--b\n\n--b\n--b--"), {"|", "|"}},
    {"HeadAlone", crlf("--b\nA: 1\n\n--b--"), {"A: 1\r\n|"}},
    {"HeadWithoutEnd", crlf("--b\nA: 1\n--b--"), {"A: 1|"}},
    {"NotAtALineStart", crlf("--b\n\none --b-- x\n --b--\n--b--"), {"|one --b-- x\r\n --b--"}},
    {"LongerBoundaryInside", crlf("--b\n\n--bb\n--b-c\n--b--"), {"|--bb\r\n--b-c"}},
    {"NoParts", crlf("--b--"), {}},
    {"NoDelimiter", crlf("one\ntwo"), {"!missing"}},
    {"Empty", "", {"!missing"}},
    {"NoClosing", crlf("--b\n\none\n--b\n\ntwo\n"), {"|one", "!truncated"}},
    {"CutInADelimiter", crlf("--b\n\none\n--"), {"!truncated"}},
    {"OpenAtTheEnd", "--b", {"!truncated"}},
};

TEST(PartReader, Cases) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(parts_of(c.body, "b"), c.expected);
  }
}

TEST(PartReader, CountsParts) {
  std::string body;
  for (std::size_t i = 0; i < kMaxParts; ++i) body += "--b\n\nx\n";
  EXPECT_EQ(parts_of(body + "--b--", "b").size(), kMaxParts);
  EXPECT_EQ(parts_of(body + "--b\n\nx\n--b--", "b").back(), "!too_many");
}

struct BoundaryCase {
  const char* name;
  std::string content_type;
  std::string expected;  // the boundary or "!error"
};

const BoundaryCase kBoundaryCases[] = {
    {"Token", "multipart/mixed;boundary=unique-boundary-1", "unique-boundary-1"},
    {"Quoted", "multipart/mixed; boundary=\"gc0pJq0M:08jU534c0p\"", "gc0pJq0M:08jU534c0p"},
    {"AnyCase", "multipart/mixed ; Boundary = x", "x"},
    {"SpaceInside", "multipart/mixed;boundary=\"a b\"", "a b"},
    {"Escaped", "multipart/mixed;boundary=\"a\\\"b\\\\c\"", "a\"b\\c"},
    {"EqualsSigns", "multipart/mixed;boundary===_x_==", "==_x_=="},
    {"AfterOthers", "multipart/related;type=\"a/b\";boundary=x;start=y", "x"},
    {"Longest", "multipart/mixed;boundary=" + std::string(70, 'x'), std::string(70, 'x')},
    {"TooLong", "multipart/mixed;boundary=" + std::string(71, 'x'), "!syntax"},
    {"Empty", "multipart/mixed;boundary=\"\"", "!syntax"},
    {"NoValue", "multipart/mixed;boundary", "!syntax"},
    {"SpaceLast", "multipart/mixed;boundary=\"a \"", "!syntax"},
    {"LineEnd", "multipart/mixed;boundary=\"a\r\n b\"", "!syntax"},
    {"Missing", "multipart/mixed;charset=utf-8", "!missing"},
};

TEST(FindBoundary, Cases) {
  for (const BoundaryCase& c : kBoundaryCases) {
    SCOPED_TRACE(c.name);
    const ExactCopy copy(c.content_type);
    const Result<Boundary> boundary = find_boundary(*parse_media_type(copy.view()));
    EXPECT_EQ(
        boundary ? std::string(boundary->view()) : "!" + std::string(error_name(boundary.error())),
        c.expected);
  }
}

TEST(BodyPart, FieldsByIdAndName) {
  const std::string head = crlf(
      "Content-ID: <alice@atlanta>\nc : application/sdp;\n x=y\nContent-Transfer-Encoding: 8BIT\n"
      "no colon\nContent-Disposition:\n");
  const BodyPart part{.head = head, .body = {}};
  EXPECT_EQ(part.field("content-id"), "<alice@atlanta>");
  EXPECT_EQ(part.field(HeaderId::kContentType), "application/sdp;\r\n x=y");
  EXPECT_EQ(part.content_type(), "application/sdp;\r\n x=y");
  EXPECT_EQ(part.field("CONTENT-DISPOSITION"), "");
  EXPECT_EQ(part.field("X-None"), std::nullopt);
  EXPECT_EQ(part.field("no colon"), std::nullopt);
  EXPECT_TRUE(part.readable());
  EXPECT_TRUE(BodyPart{}.readable());
  EXPECT_EQ(BodyPart{}.content_type(), "text/plain");
  EXPECT_FALSE((BodyPart{.head = "Content-Transfer-Encoding: base64\n", .body = {}}.readable()));
}

std::string found(std::string_view content_type, std::string_view body,
                  std::string_view wanted = "application/sdp") {
  const ExactCopy copy(body);
  const Result<BodyPart> part = find_part(content_type, copy.view(), wanted);
  return part ? std::string(part->body) : "!" + std::string(error_name(part.error()));
}

TEST(FindPart, TheBodyItself) {
  EXPECT_EQ(found("application/sdp", "v=0"), "v=0");
  EXPECT_EQ(found("Application / SDP;x=y", "v=0"), "v=0");
  EXPECT_EQ(found("application/isup", "x"), "!missing");
  EXPECT_EQ(found("sdp", "x"), "!syntax");
  EXPECT_EQ(found("", "x"), "!empty");
}

TEST(FindPart, InsideAMultipart) {
  const std::string body = crlf(
      "--b\nContent-Type: application/isup;version=x\n\nisup\n"
      "--b\nContent-Type: broken\n\nx\n"
      "--b\n\nplain\n"
      "--b\nContent-Type: application/SDP\n\nv=0\no=\n--b\nContent-Type: application/sdp\n\nv=1\n"
      "--b--\n");
  EXPECT_EQ(found("multipart/mixed;boundary=b", body), "v=0\r\no=");
  EXPECT_EQ(found("multipart/mixed;boundary=b", body, "application/isup"), "isup");
  EXPECT_EQ(found("multipart/mixed;boundary=b", body, "text/plain"), "plain");
  EXPECT_EQ(found("multipart/mixed;boundary=b", body, "text/html"), "!missing");
  EXPECT_EQ(found("multipart/mixed", body), "!missing");
  EXPECT_EQ(found("multipart/mixed;boundary=c", body), "!missing");
  EXPECT_EQ(found("multipart/mixed;boundary=b", body.substr(0, 60)), "!truncated");
}

std::string nested(std::size_t levels) {
  std::string body = "--b0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b0--\r\n";
  for (std::size_t i = 1; i < levels; ++i) {
    const std::string here = "b" + std::to_string(i);
    const std::string inner = "b" + std::to_string(i - 1);
    body = "--" + here + "\r\n\r\nfirst\r\n--" + here +
           "\r\nContent-Type: multipart/mixed;boundary=" + inner + "\r\n\r\n" + body + "\r\n--" +
           here + "--\r\n";
  }
  return body;
}

TEST(FindPart, MultipartsInside) {
  EXPECT_EQ(found("multipart/mixed;boundary=b0", nested(1)), "v=0");
  EXPECT_EQ(found("multipart/mixed;boundary=b1", nested(2)), "v=0");
  EXPECT_EQ(found("multipart/mixed;boundary=b3", nested(4)), "v=0");
  EXPECT_EQ(found("multipart/mixed;boundary=b4", nested(5)), "!too_deep");
  // What follows an inner multipart is still found.
  const std::string body = crlf(
      "--o\nContent-Type: multipart/mixed;boundary=i\n\n--i\n\nx\n--i--\n\n--o\n"
      "Content-Type: application/sdp\n\nv=0\n--o--");
  EXPECT_EQ(found("multipart/mixed;boundary=o", body), "v=0");
}

TEST(FindPart, CountsPartsOfAllLevels) {
  std::string many;
  for (std::size_t i = 0; i < kMaxParts / 2; ++i) many += "--i\n\nx\n";
  std::string body;
  for (int i = 0; i < 3; ++i) {
    body += "--o\nContent-Type: multipart/mixed;boundary=i\n\n" + many + "--i--\n";
  }
  EXPECT_EQ(found("multipart/mixed;boundary=o", body + "--o--"), "!too_many");
}

// RFC 4475 section 3.1.1.11: a binary part may hold anything but the boundary.
TEST(FindPart, TortureMessage) {
  const std::string datagram = torture("mpart01");
  MessageView message;
  ASSERT_EQ(message.parse(datagram), Error::kNone);
  const Result<BodyPart> text = find_part(message, "text/plain");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->body, "Hello");
  EXPECT_EQ(text->content_type(), "text/plain");
  const Result<BodyPart> signature = find_part(message, "application/octet-stream");
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->field("Content-Transfer-Encoding"), "binary");
  EXPECT_TRUE(signature->readable());
  EXPECT_GT(signature->body.size(), 100u);
  EXPECT_EQ(find_part(message, "application/sdp").error(), Error::kMissing);

  const std::string bare = "OPTIONS sip:a SIP/2.0\r\nc: application/sdp\r\n\r\n";
  ASSERT_EQ(message.parse(bare), Error::kNone);
  EXPECT_EQ(find_part(message, "application/sdp").error(), Error::kMissing);
}

}  // namespace
}  // namespace weir::sip
