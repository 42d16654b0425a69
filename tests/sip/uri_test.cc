#include "sip/uri.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <iterator>
#include <string>

namespace weir::sip {
namespace {

std::string spelled(std::string_view text) {
  const ExactCopy copy(text);
  const Result<Uri> uri = parse_uri(copy.view());
  if (!uri) return "!" + std::string(error_name(uri.error()));
  std::string out(uri->scheme_text);
  const auto put = [&out](char mark, std::string_view part) {
    out += mark;
    out += part;
  };
  put(' ', uri->user);
  if (uri->has_password) put(':', uri->password);
  put('@', uri->host);
  if (uri->has_port) put(':', uri->port_text);
  put(' ', uri->params.text);
  put('?', uri->headers);
  if (!uri->opaque.empty()) put('~', uri->opaque);
  return out;
}

struct Case {
  const char* text;
  const char* parts;
};

constexpr Case kCases[] = {
    {"sip:alice@example.com", "sip alice@example.com ?"},
    {"sip:example.com", "sip @example.com ?"},
    {"SIPS:alice:secret@example.com:5061;lr;transport=tls?Subject=x&a=b",
     "SIPS alice:secret@example.com:5061 ;lr;transport=tls?Subject=x&a=b"},
    {"sip:[2001:db8::1]", "sip @[2001:db8::1] ?"},
    {"sip:a@[2001:db8::1]:5070;lr", "sip a@[2001:db8::1]:5070 ;lr?"},
    {"sip:host?h=v", "sip @host ?h=v"},
    {"sip:+1-212;phone-context=x@gw.example.com;user=phone",
     "sip +1-212;phone-context=x@gw.example.com ;user=phone?"},
    // RFC 4475 sections 3.1.1.3, 3.1.1.9 and 3.1.1.5.
    {"sip:sips%3Auser%40example.com@example.net", "sip sips%3Auser%40example.com@example.net ?"},
    {"sip:user;par=u%40example.net@example.com", "sip user;par=u%40example.net@example.com ?"},
    {"sip:null-%00-null@example.com", "sip null-%00-null@example.com ?"},
    {"tel:+358-555-1234567;postd=pp22", "tel +358-555-1234567@ ;postd=pp22?"},
    {"urn:service:sos", "urn @ ?~service:sos"},
    {"http://x/y", "http @ ?~//x/y"},
    {"nobodyKnowsThisScheme:totallyopaquecontent",
     "nobodyKnowsThisScheme @ ?~totallyopaquecontent"},
    {"", "!empty"},
    {"sip:", "!syntax"},
    {"sip", "!syntax"},
    {":x", "!syntax"},
    {"s ip:x", "!syntax"},
    {"s@p:x", "!syntax"},
    {"sip:@example.com", "!syntax"},
    {"sip:a@", "!syntax"},
    {"sip:a@b@c", "!syntax"},
    {"sip:a@b:", "!syntax"},
    {"sip:a@b:x", "!syntax"},
    {"sip:a@b:65536", "!range"},
    {"sip:a@b;lr x", "!syntax"},
    {"sip:a@[::1", "!syntax"},
    {"sip:a@[]", "!syntax"},
    {"sip:a@[zz]", "!syntax"},
    {"sip:a@b/c", "!syntax"},
    {"<sip:a@b>", "!syntax"},  // RFC 4475 section 3.1.2.7
    {"tel:;x", "!syntax"},
    {"sip:a\nb@c", "!syntax"},
};

TEST(Uri, Parses) {
  for (const Case& c : kCases) EXPECT_EQ(spelled(c.text), c.parts) << c.text;
}

TEST(Uri, KnowsDefaultPorts) {
  EXPECT_EQ(parse_uri("sip:a")->effective_port(), 5060);
  EXPECT_EQ(parse_uri("sips:a")->effective_port(), 5061);
  EXPECT_EQ(parse_uri("sips:a:7")->effective_port(), 7);
  EXPECT_EQ(parse_uri("sip:a:0")->port, 0);
}

struct Pair {
  bool same;
  const char* a;
  const char* b;
};

// The examples of RFC 3261 section 19.1.4, then ours.
constexpr Pair kPairs[] = {
    {true, "sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"},
    {true, "sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"},
    {true, "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"},
    {true, "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
     "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"},
    {true, "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
     "sip:alice@atlanta.com?priority=urgent&subject=project%20x"},
    {false, "SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"},
    {false, "sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"},
    {false, "sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"},
    {false, "sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"},
    {false, "sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"},
    {false, "sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"},
    {false, "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"},
    {false, "sip:a@b", "sips:a@b"},
    {true, "sip:a@b;x=1;x=2", "sip:a@b;x=1"},
    {false, "sip:a@b;x=1;x=2", "sip:a@b;x=2"},
    {false, "sip:a:x@b", "sip:a@b"},
    {false, "sip:a@b?x=1", "sip:a@b?x=1&y=2"},
    {true, "TEL:+1", "tel:+1"},
    {false, "tel:+1", "tel:+2"},
};

TEST(Uri, Compares) {
  for (const Pair& pair : kPairs) {
    const Uri a = *parse_uri(pair.a);
    const Uri b = *parse_uri(pair.b);
    EXPECT_EQ(equal(a, b), pair.same) << pair.a << " " << pair.b;
    EXPECT_EQ(equal(b, a), pair.same) << pair.b << " " << pair.a;
  }
}

TEST(Uri, ComparesEscapes) {
  EXPECT_TRUE(equal_escaped("%41", "A", false));
  EXPECT_FALSE(equal_escaped("%41", "a", false));
  EXPECT_TRUE(equal_escaped("%4", "%4", false));
  EXPECT_FALSE(equal_escaped("a", "ab", false));
}

}  // namespace
}  // namespace weir::sip
