#include "sip/reply.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

const Endpoint kSource{Address::v4(0x7f000009), 42736};  // 127.0.0.9

constexpr std::string_view kRequest =
    "OPTIONS sip:127.0.0.1 SIP/2.0\r\n"
    "Max-Forwards: 70\r\n"
    "Via: SIP/2.0/UDP 127.0.0.9:42736;rport;branch=z9hG4bK749470129\r\n"
    "Record-Route: <sip:one;lr>\r\n"
    "v: SIP/2.0/TCP two,\r\n SIP/2.0/UDP three\r\n"
    "CSeq: 1 OPTIONS\r\n"
    "From: <sip:a@b>;tag=1\r\n"
    "To: <sip:c@d> \r\n"
    "Timestamp: 54\r\n"
    "Record-Route: <sip:two;lr>\r\n"
    "Call-ID: x\r\n"
    "\r\n";

std::string reply(std::string_view request, ReplySpec spec, bool force_rport = false) {
  const ExactCopy copy(request);
  MessageView message;
  EXPECT_EQ(message.parse(copy.view()), Error::kNone);
  if (message.top_via()) spec.via_fix = make_via_fix(**message.top_via(), kSource, force_rport);
  std::string out(2000, '\0');
  const Result<std::size_t> size = build_reply(message, spec, out);
  return size ? out.substr(0, *size) : "!" + std::string(error_name(size.error()));
}

// The shape seen from Kamailio 5.6.3: rport in place, received at the end.
TEST(Reply, CopiesInOrder) {
  EXPECT_EQ(reply(kRequest, {.code = 404, .to_tag = "ours", .server = "sipweir"}),
            crlf(
                R"(SIP/2.0 404 Not Found
Via: SIP/2.0/UDP 127.0.0.9:42736;rport=42736;branch=z9hG4bK749470129;received=127.0.0.9
v: SIP/2.0/TCP two,
 SIP/2.0/UDP three
From: <sip:a@b>;tag=1
To: <sip:c@d>;tag=ours 
Call-ID: x
CSeq: 1 OPTIONS
Server: sipweir
Content-Length: 0

)"));
}

TEST(Reply, CopiesRecordRouteWhereDialogsStart) {
  const std::string ok = reply(kRequest, {.code = 200});
  const std::size_t one = ok.find("Record-Route: <sip:one;lr>\r\n");
  EXPECT_NE(one, ok.npos);
  EXPECT_GT(ok.find("Record-Route: <sip:two;lr>\r\n"), one);
  EXPECT_NE(reply(kRequest, {.code = 180}).find("Record-Route"), std::string::npos);
  EXPECT_EQ(reply(kRequest, {.code = 100}).find("Record-Route"), std::string::npos);
  EXPECT_EQ(reply(kRequest, {.code = 300}).find("Record-Route"), std::string::npos);
}

TEST(Reply, TryingHasTimestampAndNoTag) {
  const std::string trying = reply(kRequest, {.code = 100, .to_tag = "ours"});
  EXPECT_NE(trying.find("Timestamp: 54\r\n"), trying.npos);
  EXPECT_EQ(trying.find("ours"), trying.npos);
  EXPECT_EQ(reply(kRequest, {.code = 200}).find("Timestamp"), std::string::npos);
}

TEST(Reply, KeepsATagThatIsThere) {
  std::string request(kRequest);
  request.replace(request.find("<sip:c@d> "), 10, "<sip:c@d>;tag=t");
  const std::string text = reply(request, {.code = 200, .to_tag = "ours"});
  EXPECT_NE(text.find("To: <sip:c@d>;tag=t\r\n"), text.npos);
  EXPECT_EQ(text.find("ours"), text.npos);
}

TEST(Reply, WritesReasonExtrasAndBody) {
  const std::string text = reply(kRequest, {.code = 301,
                                            .reason = "Moved",
                                            .extra_headers = "Contact: <sip:x>\r\n",
                                            .content_type = "text/plain",
                                            .body = "hello"});
  EXPECT_TRUE(text.starts_with("SIP/2.0 301 Moved\r\n"));
  EXPECT_TRUE(text.ends_with(
      "Contact: <sip:x>\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"));
}

TEST(Reply, FixesTheTopViaInPlace) {
  const auto via = [](std::string_view value, bool force_rport) {
    std::string request(kRequest);
    const std::size_t at = request.find("SIP/2.0/UDP 127");
    request.replace(at, request.find("\r\n", at) - at, value);
    const std::string text = reply(request, {.code = 200}, force_rport);
    const std::size_t begin = text.find("Via: ") + 5;
    return text.substr(begin, text.find("\r\nv:") - begin);
  };
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.9;branch=b", false), "SIP/2.0/UDP 127.0.0.9;branch=b");
  EXPECT_EQ(via("SIP/2.0/UDP 127.0.0.9;branch=b", true),
            "SIP/2.0/UDP 127.0.0.9;branch=b;rport=42736");
  EXPECT_EQ(via("SIP/2.0/UDP x;received=1.1.1.1;rport=2;branch=b", false),
            "SIP/2.0/UDP x;received=127.0.0.9;rport=42736;branch=b");
  EXPECT_EQ(via("SIP/2.0/UDP x;rport;branch=b;received=1.1.1.1", false),
            "SIP/2.0/UDP x;rport=42736;branch=b;received=127.0.0.9");
  EXPECT_EQ(via("SIP/2.0/UDP x;rport;branch=b , SIP/2.0/UDP y;rport", false),
            "SIP/2.0/UDP x;rport=42736;branch=b;received=127.0.0.9 , SIP/2.0/UDP y;rport");
}

TEST(Reply, RefusesWhatCannotBeAnswered) {
  for (const char* name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
    std::string request(kRequest);
    const std::size_t at = request.find("\r\n" + std::string(name) + ":") + 2;
    request.replace(at, 1, "Z");
    if (std::string_view(name) == "Via") request.replace(request.find("\r\nv:") + 2, 1, "z");
    EXPECT_EQ(reply(request, {.code = 200}), "!missing") << name;
  }
  EXPECT_EQ(reply(kRequest, {.code = 99}), "!range");
  EXPECT_EQ(reply(kRequest, {.code = 700}), "!range");
}

std::string refusal(std::string_view request) {
  const ExactCopy copy(request);
  MessageView message;
  static_cast<void>(message.salvage(copy.view()));
  std::string out(2000, '\0');
  const ReplySpec spec{.code = 400, .to_tag = "ours", .partial = true};
  const Result<std::size_t> size = build_reply(message, spec, out);
  return size ? out.substr(0, *size) : "!" + std::string(error_name(size.error()));
}

TEST(Reply, PartialCopiesWhatIsThere) {
  EXPECT_EQ(refusal("OPTIONS sip:x SIP/2.0\r\nTo: \"open <sip:c@d>\r\nVia: SIP/2.0/UDP h\r\n\r\n"),
            crlf(R"(SIP/2.0 400 Bad Request
Via: SIP/2.0/UDP h
To: "open <sip:c@d>
Content-Length: 0

)"));
  EXPECT_EQ(refusal("OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h\r\njunk\r\nTo: sip:c"),
            crlf(R"(SIP/2.0 400 Bad Request
Via: SIP/2.0/UDP h
To: sip:c;tag=ours
Content-Length: 0

)"));
  EXPECT_EQ(refusal("OPTIONS sip:x SIP/2.0\r\nFrom: x\r\nVia: SIP/2.0/UDP h"),
            crlf(R"(SIP/2.0 400 Bad Request
Via: SIP/2.0/UDP h
From: x
Content-Length: 0

)"));
  EXPECT_EQ(refusal("OPTIONS sip:x SIP/2.0\r\nFrom: x\r\n\r\n"), "!missing");
}

TEST(Reply, FitsOrFails) {
  MessageView message;
  ASSERT_EQ(message.parse(kRequest), Error::kNone);
  std::string out(2000, '\0');
  const std::size_t size = *build_reply(message, {.code = 200}, out);
  for (std::size_t room = 0; room < size; ++room) {
    EXPECT_EQ(build_reply(message, {.code = 200}, std::span(out.data(), room)).error(),
              Error::kNoSpace);
  }
  EXPECT_TRUE(build_reply(message, {.code = 200}, std::span(out.data(), size)));
}

}  // namespace
}  // namespace weir::sip
