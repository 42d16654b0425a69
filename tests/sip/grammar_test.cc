#include "sip/grammar.h"

#include "sip/validate.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace weir::sip {
namespace {

// A field, "^^" before the byte at fault; without it the field is good.
struct Case {
  const char* field;
  Error error = Error::kNone;
};

const Case kCases[] = {
    {"Accept: text/plain, application/*;q=0.5"},
    {"Accept:"},
    {"Accept: text^^, a/b", Error::kSyntax},
    {"Accept-Encoding: gzip;q=1, *"},
    {"Accept-Encoding: gzip ^^deflate", Error::kSyntax},
    {"Alert-Info: <http://www.example.com/sounds/moo.wav>"},
    {"Alert-Info: ^^http://a", Error::kSyntax},
    {"Allow: INVITE, ACK"},
    {"Allow: INVITE ^^ACK", Error::kSyntax},
    {"u: presence, a.b"},
    {"Allow-Events: ^^a..b", Error::kSyntax},
    {"Authentication-Info: nextnonce=\"x\""},
    {"Authentication-Info: ^^\"x\"", Error::kSyntax},
    {"Authorization: ^^Digest username=\"a\"", Error::kMissing},
    {"i: a@b"},
    {"Call-ID: a@b ^^c", Error::kSyntax},
    {"Call-Info: <http://a/b.jpg> ;purpose=icon, <http://c>"},
    {"Call-Info: <^^ a>", Error::kSyntax},
    {"m: *"},
    {"Contact: <sip:a@b>;q=0.5, sip:c@d"},
    {"Contact: <sip:a@b>;q=^^5", Error::kRange},
    {"Contact: <sip:a@b>, <sip:c@^^>", Error::kSyntax},
    {"Contact: sip:a@b^^?c=d", Error::kSyntax},
    {"Content-Disposition: session;handling=required"},
    {"Content-Disposition: session;^^=x", Error::kSyntax},
    {"e: gzip"},
    {"Content-Language: fr, ^^\"de\"", Error::kSyntax},
    {"Content-Length: ^^-1", Error::kSyntax},
    {"c: application/sdp;a=\"b\""},
    {"Content-Type: application/sdp;;^^=x", Error::kSyntax},
    {"Content-Type: a/b, ^^c/d", Error::kSyntax},
    {"CSeq: 1^^ ", Error::kSyntax},
    {"Date: Sat, 13 Nov 2010 23:29:00 GMT"},
    {"Date: Sat, 13 Nov 2010 23:29:00 ^^UTC", Error::kSyntax},
    {"Diversion: <tel:+1>;counter=^^100", Error::kRange},
    {"Diversion: <+1^^>;counter=1", Error::kSyntax},
    {"Error-Info: <sip:not-in-service@b>"},
    {"o: presence;id=1"},
    {"Event: presence, ^^dialog", Error::kSyntax},
    {"Expires: ^^soon", Error::kSyntax},
    {"Expires: ^^4294967296", Error::kRange},
    {"From: ^^<sip:a@b", Error::kTruncated},
    {"From: <sip:a@b:^^99999>", Error::kRange},
    {"From: <sip:a@b> , ^^<sip:c@d>", Error::kSyntax},
    {"History-Info: ^^<sip:a@b>", Error::kMissing},
    {"y: ^^a.b.c;alg=ES256", Error::kMissing},
    {"In-Reply-To: a@b, c@d"},
    {"In-Reply-To: a@b, ^^", Error::kNone},
    {"Join: ^^a;to-tag=1", Error::kMissing},
    {"Max-Forwards: 7^^x", Error::kSyntax},
    {"MIME-Version: 1.0"},
    {"Min-SE: ^^x", Error::kSyntax},
    {"Organization: Boxes by B\xc3\xb6rje"},
    {"Organization: a^^\x01"
     "b",
     Error::kSyntax},
    {"P-Asserted-Identity: \"A\" <sip:a@b>, tel:+1"},
    {"P-Asserted-Identity: <^^>", Error::kEmpty},
    {"P-Preferred-Identity: \"A\" ^^b", Error::kSyntax},
    {"Path: <sip:a;lr>, <sip:b;lr>"},
    {"Path: ^^sip:a", Error::kSyntax},
    {"Priority: emergency"},
    {"Priority:^^ ", Error::kSyntax},
    {"Privacy: id;critical"},
    {"Proxy-Authenticate: ^^Digest realm=\"r\"", Error::kMissing},
    {"Proxy-Authorization: Digest username=^^\"a", Error::kTruncated},
    {"Proxy-Require: a^^;b", Error::kSyntax},
    {"RAck: ^^0 1 INVITE", Error::kRange},
    {"Reason: SIP;cause=^^x", Error::kSyntax},
    {"Record-Route: <sip:a@^^>", Error::kSyntax},
    {"Refer-Sub: false"},
    {"r: <sip:a@b?Replaces=c%40d%3Bto-tag%3D1>"},
    {"Refer-To: <sip:a@b>, ^^<sip:c@d>", Error::kSyntax},
    {"b: <sip:a@b>;cid=\"x@y\""},
    {"Remote-Party-ID: <sip:a@b>;screen=yes"},
    {"Remote-Party-ID: <sip:a@b>;^^screen", Error::kSyntax},
    {"Replaces: a@b;to-tag=1;from-tag=2"},
    {"Replaces: ^^a@b;to-tag=1", Error::kMissing},
    {"Reply-To: Bob <sip:bob@biloxi.com>"},
    {"Require: 100rel"},
    {"Retry-After: 18000;duration=3600"},
    {"Retry-After: 120 ^^(busy", Error::kTruncated},
    {"Route: <sip:a;lr>,^^", Error::kNone},
    {"Route:^^ ", Error::kEmpty},
    {"RSeq: ^^0", Error::kRange},
    {"Security-Client: tls;q=0.1, digest"},
    {"Server: \"^^\x7f", Error::kSyntax},
    {"Service-Route: <sip:a^^ >", Error::kSyntax},
    {"x: 1800;refresher=uas"},
    {"Session-Expires: 1800;refresher=^^x", Error::kSyntax},
    {"SIP-ETag: dx200xyz"},
    {"SIP-If-Match:^^ ", Error::kSyntax},
    {"s: anything :;,\"<"},
    {"Subscription-State: active;expires=^^x", Error::kSyntax},
    {"k:"},
    {"Supported: a, ^^@", Error::kSyntax},
    {"Target-Dialog: ^^a;local-tag=1", Error::kMissing},
    {"Timestamp: 54.2 ^^x", Error::kSyntax},
    {"To: <sip:a@b>;^^=x", Error::kSyntax},
    {"Unsupported: a ^^b", Error::kSyntax},
    {"User-Agent: Softphone Beta1.5 (x)"},
    {"Via: SIP/2.0/UDP a, SIP/2.0/UDP ^^;x", Error::kSyntax},
    {"v: SIP/2.0/UDP a, SIP/2.0/TCP b;ttl=1"},
    {"Warning: 307 a \"b\""},
    {"Warning: ^^30 a \"b\"", Error::kSyntax},
    {"WWW-Authenticate: Digest realm=\"r\", nonce=\"n\""},
    {"X-Unknown: \x01"},
    {"P-Charging-Vector: icid-value=1"},
};

TEST(Grammar, FindsTheByteAtFault) {
  for (const Case& c : kCases) {
    std::string text = "OPTIONS sip:b@d SIP/2.0\r\n" + std::string(c.field) + "\r\n\r\n";
    const std::size_t at = text.find("^^");
    if (at != text.npos) text.erase(at, 2);
    SCOPED_TRACE(c.field);
    const ExactCopy copy(text);
    MessageView message;
    ASSERT_EQ(message.parse(copy.view()), Error::kNone);
    const Fault fault = first_broken_field(message);
    EXPECT_EQ(error_name(fault.error), error_name(c.error));
    if (c.error == Error::kNone) continue;
    EXPECT_EQ(fault.at, at);
    EXPECT_EQ(fault.field, message.fields()[0].id);
  }
}

TEST(Grammar, EachValueOfEachFieldCounts) {
  const ExactCopy copy(crlf(R"(OPTIONS sip:b@d SIP/2.0
Via: SIP/2.0/UDP a
Via: SIP/2.0/UDP b, SIP/2.0/UDP c;ttl=300

)"));
  MessageView message;
  ASSERT_EQ(message.parse(copy.view()), Error::kNone);
  ASSERT_TRUE(message.top_via());
  EXPECT_FALSE(broken_field(message, message.fields()[0]));
  const Fault fault = broken_field(message, message.fields()[1]);
  EXPECT_EQ(fault.error, Error::kRange);
  EXPECT_EQ(fault.field, HeaderId::kVia);
}

// RFC 3261 section 7.3.1
TEST(Grammar, SingleFieldsStandOnce) {
  const ExactCopy copy(crlf("OPTIONS sip:b@d SIP/2.0\nSubject: a\nAllow: X\nAllow: Y\ns: a\n\n"));
  MessageView message;
  ASSERT_EQ(message.parse(copy.view()), Error::kNone);
  const Fault fault = first_broken_field(message);
  EXPECT_EQ(fault.error, Error::kDuplicate);
  EXPECT_EQ(fault.field, HeaderId::kSubject);
  EXPECT_EQ(fault.at, message.fields()[3].begin);
}

// What the torture messages of RFC 4475 have, by their sections: 3.1.1 is valid, all of it.
TEST(Grammar, ValidTortureMessagesAreGood) {
  for (const char* name : {"wsinv", "intmeth", "esc01", "escnull", "esc02", "lwsdisp", "longreq",
                           "dblreq", "semiuri", "transports", "unreason", "noreason"}) {
    const ExactCopy copy(torture(name));
    MessageView message;
    ASSERT_EQ(message.parse(copy.view()), Error::kNone) << name;
    const Fault fault = first_broken_field(message);
    EXPECT_FALSE(fault) << name << ": " << error_name(fault.error) << " at "
                        << message.raw().substr(fault.at, 60);
  }
}

struct Torture {
  const char* name;
  HeaderId field;
};

// Sections 3.1.2 and 3.3 of RFC 4475: those whose fault stands in a field.
TEST(Grammar, InvalidTortureMessagesAreBroken) {
  const Torture kTortures[] = {
      {"badinv01", HeaderId::kVia},
      {"ncl", HeaderId::kContentLength},
      {"scalar02", HeaderId::kCSeq},
      {"scalarlg", HeaderId::kCSeq},
      {"quotbal", HeaderId::kTo},
      {"baddate", HeaderId::kDate},
      {"regbadct", HeaderId::kContact},
      {"badaspec", HeaderId::kTo},
      {"baddn", HeaderId::kFrom},
      {"multi01", HeaderId::kCSeq},
      {"mcl01", HeaderId::kContentLength},
      // Of section 3.1.1, but its Identity is that of a draft.
      {"mpart01", HeaderId::kIdentity},
  };
  for (const Torture& t : kTortures) {
    const ExactCopy copy(torture(t.name));
    MessageView message;
    static_cast<void>(message.parse(copy.view()));
    if (message.fields().empty()) static_cast<void>(message.salvage(copy.view()));
    const Fault fault = first_broken_field(message);
    EXPECT_EQ(header_name(fault.field), header_name(t.field)) << t.name << " at " << fault.at;
  }
}

// Fault or not, asking twice gives the same, and what the message remembers changes nothing.
TEST(Grammar, DoesNotDependOnWhatIsRemembered) {
  for (const auto& path : files_in("tests/corpus/rfc4475", ".dat")) {
    const ExactCopy copy(read_file(path));
    MessageView fresh;
    MessageView used;
    static_cast<void>(fresh.parse(copy.view()));
    const Error error = used.parse(copy.view());
    static_cast<void>(validate(error, used, kServerFlaws, {}));
    const Fault a = first_broken_field(fresh);
    const Fault b = first_broken_field(used);
    EXPECT_EQ(a.at, b.at) << path;
    EXPECT_EQ(a.error, b.error) << path;
    EXPECT_LE(a.at, fresh.raw().size()) << path;
  }
}

}  // namespace
}  // namespace weir::sip
