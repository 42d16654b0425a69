// Every row of errors.def has a way to come about through the public interface. Who adds a row adds
// a case here; the last test names the rows that have none.
#include "sip/branch.h"
#include "sip/edit.h"
#include "sip/edit_range.h"
#include "sip/framing.h"
#include "sip/message.h"
#include "sip/multipart.h"
#include "sip/result.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace weir::sip {
namespace {

Error parsed(std::string_view datagram) {
  MessageView message;
  return message.parse(ExactCopy(datagram).view());
}

// A request that is complete but for what a case needs.
MessageView& view_of(std::string_view more) {
  static std::string text;
  static MessageView message;
  text = "OPTIONS sip:b@d SIP/2.0\r\n" + std::string(more) + "\r\n";
  EXPECT_EQ(message.parse(text), Error::kNone) << text;
  return message;
}

// A reply whose top branch has our shape and nobody's MAC.
Error forged_branch() {
  const std::string text =
      "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP e;branch=z9hG4bKweir-s00000000000000000000000000\r\n"
      "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n\r\n";
  MessageView reply;
  EXPECT_EQ(reply.parse(text), Error::kNone);
  return verify_branch(KeyRing{}, reply, Address{}).error();
}

std::string many_fields() {
  std::string text = "OPTIONS sip:b@d SIP/2.0\r\n";
  for (std::size_t i = 0; i <= kMaxFields; ++i) text += "X: y\r\n";
  return text + "\r\n";
}

Error framed(std::string_view stream, const FramingLimits& limits = {}) {
  StreamFramer framer(limits);
  return framer.next(ExactCopy(stream).view()).error;
}

// What a search for SDP among so many other parts gives.
Error find_among(std::size_t parts) {
  const std::string type = "multipart/mixed;boundary=b";
  std::string body;
  for (std::size_t i = 0; i < parts; ++i) body += "--b\n\nx\n";
  return find_part(type, body + "--b--", "application/sdp").error();
}

Error find_deep() {
  const std::string type = "multipart/mixed;boundary=b0";
  std::string body;
  for (std::size_t i = 0; i <= kMaxNesting; ++i) {
    const std::string next = "b" + std::to_string(i + 1);
    body += "--b" + std::to_string(i) + "\nContent-Type: multipart/mixed;boundary=" + next + "\n\n";
  }
  for (std::size_t i = kMaxNesting + 1; i-- > 0;) body += "\n--b" + std::to_string(i) + "--";
  return find_part(type, body, "application/sdp").error();
}

Error remove_replaced() {
  EditList edits;
  EXPECT_TRUE(edits.replace(0, 1, "x"));
  return remove_rest(edits, 0, 1);
}

struct Case {
  Error error;
  const char* how;
  Error (*provoke)();
};

// clang-format off
constexpr Case kCases[] = {
    {Error::kNone, "a message of one line", [] { return parsed("OPTIONS sip:b@d SIP/2.0\r\n\r\n"); }},
    {Error::kTruncated, "no empty line", [] { return parsed("OPTIONS sip:b@d SIP/2.0\r\nTo: x\r\n"); }},
    {Error::kTruncated, "an open quote", [] { return parse_name_addr("\"Bob <sip:b@d>").error(); }},
    {Error::kSyntax, "brackets in a URI", [] { return parse_uri("<sip:b@d>").error(); }},
    {Error::kRange, "a status beyond 699", [] { return parsed("SIP/2.0 700 Strange\r\n\r\n"); }},
    {Error::kRange, "a CSeq of 2^31", [] { return parse_cseq("2147483648 ACK").error(); }},
    {Error::kMissing, "no Via", [] { return view_of("").top_via().error(); }},
    {Error::kDuplicate, "two lengths", [] { return view_of("l: 0\r\nl: 1\r\n").body_error(); }},
    {Error::kEmpty, "a keep-alive", [] { return parsed("\r\n\r\n"); }},
    {Error::kEmpty, "no URI", [] { return parse_uri("").error(); }},
    {Error::kTooLarge, "65,536 bytes", [] { return parsed(std::string(kMaxMessage + 1, 'x')); }},
    {Error::kNotSip, "another protocol", [] { return parsed("GET / HTTP/1.1\r\n\r\n"); }},
    {Error::kStartLine, "no URI in the line", [] { return parsed("OPTIONS  SIP/2.0\r\n\r\n"); }},
    {Error::kNoColon, "a field of one word", [] { return parsed("OPTIONS sip:b@d SIP/2.0\r\nTo\r\n\r\n"); }},
    {Error::kTooManyFields, "129 fields", [] { return parsed(many_fields()); }},
    {Error::kNoSpace, "a result of no byte", [] { return EditList{}.apply("x", {}).error(); }},
    {Error::kForeign, "a Via with a host name",
     [] { return reply_destination(*parse_via("SIP/2.0/UDP pc33")).error(); }},
    {Error::kForged, "a branch of our shape", forged_branch},
    {Error::kHeadTooLarge, "a stream without a line end", [] { return framed(std::string(32769, 'x')); }},
    {Error::kBodyTooLarge, "a body in a stream", [] { return framed("BYE sip:b@d SIP/2.0\nl: 9\n\n", {.body = 8}); }},
    {Error::kTooMany, "65 parts in a body", [] { return find_among(kMaxParts + 1); }},
    {Error::kTooDeep, "five multiparts inside each other", find_deep},
    {Error::kEditRefused, "a removal of what stands in for something", remove_replaced},
};
// clang-format on

TEST(Errors, ComeAboutAsTheTableSays) {
  for (const Case& c : kCases) EXPECT_EQ(error_name(c.provoke()), error_name(c.error)) << c.how;
}

TEST(Errors, EveryRowHasACase) {
  std::set<Error> covered;
  for (const Case& c : kCases) covered.insert(c.error);
#define ERROR(id, name, meaning) \
  EXPECT_TRUE(covered.contains(Error::id)) << "no case provokes " << (name) << ": " << (meaning);
#include "sip/errors.def"
#undef ERROR
}

}  // namespace
}  // namespace weir::sip
