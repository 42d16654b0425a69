// Each flaw by itself, with the byte it is found at, in an OPTIONS that has nothing else wrong.
#include "sip/validate.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

constexpr FlawSet kAll = FlawSet::range(Flaw::kNotSip, Flaw::kAccept);
constexpr Capabilities kAble{.extensions = "path, 100rel",
                             .methods = ~(1u << static_cast<unsigned>(Method::kMessage))};

struct Case {
  Flaw flaw;
  const char* how;
  const char* lines;         // replace the lines of the same name, or are added; "|" ends each
  const char* end = "\r\n";  // of the message
};

// "^^" stands before the byte at fault, and is not sent; where there is none, nobody looks.
constexpr Case kCases[] = {
    {Flaw::kNone, "Plain", ""},
    {Flaw::kNone, "LowerCaseVersion", "OPTIONS sip:b@d sip/2.0|"},
    {Flaw::kNotSip, "AnotherProtocol", "OPTIONS / HTTP/1.1|"},
    {Flaw::kStatusCode, "Beyond699", "SIP/2.0 ^^700 Strange|"},
    {Flaw::kStatusCode, "FourDigits", "SIP/2.0 ^^2000 OK|"},
    {Flaw::kStartLine, "SpaceTooMany", "OPTIONS ^^ sip:b@d SIP/2.0|"},
    {Flaw::kStartLine, "SpaceInUri", "OPTIONS sip:b@d;^^ lr SIP/2.0|"},
    {Flaw::kStartLine, "SpaceAtEnd", "OPTIONS sip:b@d SIP/2.0^^ |"},
    {Flaw::kNoEnd, "EndsInFields", "", "Subject: x^^"},
    {Flaw::kNoColon, "WordAlone", "", "^^Subject\r\n\r\n"},
    {Flaw::kVersion, "OfTomorrow", "OPTIONS sip:b@d ^^SIP/3.0|"},
    {Flaw::kNoVia, "NoVia", "Via|"},
    {Flaw::kTopVia, "NoHost", "Via: SIP/2.0/UDP ^^;branch=z9hG4bKx|"},
    {Flaw::kTopVia, "NoSpace", "Via: SIP/2.0/UDP^^|"},
    {Flaw::kTopVia, "Port", "Via: SIP/2.0/UDP h:^^65536|"},
    {Flaw::kTopVia, "Param", "Via: SIP/2.0/UDP h;a;^^=b|"},
    {Flaw::kTopVia, "IPv6", "Via: SIP/2.0/UDP [::1^^;a|"},
    {Flaw::kViaField, "Second", "Via: SIP/2.0/UDP h , SIP/2.0/UDP g, ^^HTTP/1.1/TCP f|"},
    {Flaw::kViaField, "EmptyLast", "Via: SIP/2.0/UDP h;;,^^;|"},
    {Flaw::kNone, "TwoInOneField", "Via: SIP/2.0/UDP h, SIP/2.0/UDP g|"},
    {Flaw::kVia, "AnotherField", "", "Via: SIP/2.0/UDP g, SIP/2.0/UDP^^\r\n\r\n"},
    {Flaw::kNoFrom, "NoFrom", "From|"},
    {Flaw::kNoTo, "NoTo", "To|"},
    {Flaw::kNoCallId, "NoCallId", "Call-ID|"},
    {Flaw::kNoCallId, "EmptyCallId", "Call-ID:^^ |"},
    {Flaw::kNoCSeq, "NoCSeq", "CSeq|"},
    {Flaw::kRepeated, "TwoTo", "", "^^t: <sip:b@d>\r\n\r\n"},
    {Flaw::kRepeated, "TwoMaxForwards", "", "^^Max-Forwards: 9\r\n\r\n"},
    {Flaw::kFrom, "OpenQuote", "From: ^^\"A <sip:a@b>;tag=1|"},
    {Flaw::kFrom, "OpenBracket", "From: A ^^<sip:a@b;tag=1|"},
    {Flaw::kFrom, "EmptyUri", "From: A <^^>;tag=1|"},
    {Flaw::kTo, "CommaInName", "To: Watson^^, Thomas <sip:b@d>|"},
    {Flaw::kTo, "JunkAfterUri", "To: <sip:b@d> ^^x|"},
    {Flaw::kTo, "ParamWithoutName", "To: <sip:b@d>;tag=1;^^=2|"},
    {Flaw::kCSeq, "TooLarge", "CSeq: ^^2147483648 OPTIONS|"},
    {Flaw::kCSeq, "NoNumber", "CSeq: ^^OPTIONS|"},
    {Flaw::kCSeq, "TwoWords", "CSeq: 1 OPTIONS^^ x|"},
    {Flaw::kCSeqMethod, "AnotherMethod", "CSeq: 1 ^^INVITE|"},
    {Flaw::kCSeqMethod, "CaseCounts", "CSeq: 1 ^^options|"},
    {Flaw::kUnknownMethod, "AnotherOfUnknown", "NEW sip:b@d SIP/2.0|CSeq: 1 ^^OPTIONS|"},
    {Flaw::kRequestUri, "NoHost", "OPTIONS sip:b@^^ SIP/2.0|"},
    {Flaw::kRequestUri, "Bracketed", "OPTIONS ^^<sip:b@d> SIP/2.0|"},
    {Flaw::kRequestUri, "IPv6WithoutBrackets", "OPTIONS sip:2001:^^db8::1 SIP/2.0|"},
    {Flaw::kRequestUri, "NoScheme", "OPTIONS b^^@d SIP/2.0|"},
    {Flaw::kUriHeaders, "HeaderFields", "OPTIONS sip:b@d?^^Route=x SIP/2.0|"},
    {Flaw::kUriHeaders, "EmptyHeaderFields", "OPTIONS sip:b@d?^^ SIP/2.0|"},
    {Flaw::kContentLength, "Negative", "Content-Length: ^^-1|"},
    {Flaw::kContentLength, "Word", "Content-Length: 1^^x|"},
    {Flaw::kContentLength, "TwoThatDiffer", "", "l: ^^1\r\n\r\n"},
    {Flaw::kNone, "TwoAlike", "", "l: 0\r\n\r\n"},
    {Flaw::kBody, "Short", "Content-Length: 5|Content-Type: text/plain|", "\r\nfour^^"},
    {Flaw::kReplyHop, "Broadcast", "SIP/2.0 200 OK|", "Via: ^^SIP/2.0/UDP 255.255.255.255\r\n\r\n"},
    {Flaw::kReplyHop, "Multicast", "SIP/2.0 200 OK|", "Via: ^^SIP/2.0/UDP 224.0.1.75\r\n\r\n"},
    {Flaw::kReplyHop, "MulticastIPv6", "SIP/2.0 200 OK|", "Via: ^^SIP/2.0/UDP [ff02::1]\r\n\r\n"},
    {Flaw::kReplyHop, "Received", "SIP/2.0 200 OK|",
     "Via: ^^SIP/2.0/UDP h;received=0.0.0.0\r\n\r\n"},
    {Flaw::kNone, "ReplyToOne", "SIP/2.0 200 OK|", "Via: SIP/2.0/UDP 192.0.2.1\r\n\r\n"},
    {Flaw::kFromUri, "Spaces", "From: <^^ sip:a@b >;tag=1|"},
    {Flaw::kToUri, "HeaderFieldsWithoutBrackets", "To: sip:b@d^^?a=b|"},
    {Flaw::kNone, "HeaderFieldsInBrackets", "To: <sip:b@d?a=b>|"},
    {Flaw::kContact, "HeaderFieldsWithoutBrackets", "Contact: sip:b@d^^?a=b|"},
    {Flaw::kContact, "SecondOpen", "Contact: <sip:a@b>, ^^\"x|"},
    {Flaw::kContact, "Uri", "Contact: <sip:a@b>, <sip:^^>|"},
    {Flaw::kScheme, "Unknown", "OPTIONS ^^mailto:b@d SIP/2.0|"},
    {Flaw::kNone, "Tel", "OPTIONS tel:+4930123 SIP/2.0|"},
    {Flaw::kNone, "Urn", "OPTIONS urn:service:sos SIP/2.0|"},
    {Flaw::kMaxForwards, "Word", "Max-Forwards: 7^^x|"},
    {Flaw::kNone, "MaxForwardsTooLarge", "Max-Forwards: 99999999999999|"},
    {Flaw::kHops, "None", "Max-Forwards: ^^0|"},
    {Flaw::kProxyRequire, "Second", "Proxy-Require: PATH, ^^x|"},
    {Flaw::kNone, "ProxyRequireSupported", "Proxy-Require: path|"},
    {Flaw::kNone, "ProxyRequireOfCancel",
     "CANCEL sip:b@d SIP/2.0|CSeq: 1 CANCEL|Proxy-Require: x|"},
    {Flaw::kMethod, "Unknown", "^^NEW sip:b@d SIP/2.0|CSeq: 1 NEW|"},
    {Flaw::kNotAllowed, "Message", "^^MESSAGE sip:b@d SIP/2.0|CSeq: 1 MESSAGE|"},
    {Flaw::kAor, "Tel", "REGISTER sip:d SIP/2.0|CSeq: 1 REGISTER|To: <^^tel:+4930>|"},
    {Flaw::kStar, "NotRegister", "Contact: ^^*|Expires: 0|"},
    {Flaw::kStar, "NotToExpire", "REGISTER sip:d SIP/2.0|CSeq: 1 REGISTER|Contact: ^^*|"},
    {Flaw::kStar, "NotAlone",
     "REGISTER sip:d SIP/2.0|CSeq: 1 REGISTER|Contact: <sip:a@b>, ^^*|Expires: 0|"},
    {Flaw::kNone, "Star", "REGISTER sip:d SIP/2.0|CSeq: 1 REGISTER|Contact: *|Expires: 0|"},
    {Flaw::kTags, "TwoInFrom", "From: <sip:a@b>;tag=1;^^tag=2|"},
    {Flaw::kTags, "TwoInTo", "To: <sip:a@b>;tag=1;x;^^TAG=1|"},
    {Flaw::kExpires, "Word", "Expires: ^^soon|"},
    {Flaw::kExpires, "TooLarge", "Expires: ^^4294967296|"},
    {Flaw::kCredentials, "NoResponse",
     "Authorization: ^^Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"sip:d\"|"},
    {Flaw::kCredentials, "EmptyNonce",
     "Proxy-Authorization: digest username=a,realm=r,nonce=^^\"\",uri=\"sip:d\",response=\"0\"|"},
    {Flaw::kCredentials, "QopWithoutCnonce",
     "Authorization: ^^Digest username=a,realm=r,nonce=n,uri=\"sip:d\",response=0,qop=auth|"},
    {Flaw::kCredentials, "ShortNonceCount", "Authorization: Digest nc=^^1|"},
    {Flaw::kCredentials, "OpenQuote", "Authorization: Digest username=^^\"a|"},
    {Flaw::kCredentials, "NoValue", "Authorization: Digest username^^|"},
    {Flaw::kNone, "Credentials",
     "Authorization: Digest username=\"a, b\" , realm=\"\", nonce=n,uri=\"sip:d\",response=0,"
     "qop=auth, nc=00000001, cnonce=c|"},
    {Flaw::kNone, "OtherScheme", "Authorization: Basic|"},
    {Flaw::kRequire, "Unknown", "Require: 100rel|", "Require: ^^x\r\n\r\n"},
    {Flaw::kNoContentType, "None", "Content-Length: 1|", "\r\n^^x"},
    {Flaw::kContentType, "Unknown", "Content-Type: ^^text/plain|Content-Length: 1|", "\r\nx"},
    {Flaw::kNone, "Sdp", "Content-Type: Application / SDP ; a=b|Content-Length: 1|", "\r\nx"},
    {Flaw::kNone, "BodyMayBeIgnored",
     "Content-Type: text/plain|Content-Disposition: x;handling=optional|Content-Length: 1|",
     "\r\nx"},
    {Flaw::kContentEncoding, "Gzip", "Content-Type: application/sdp|e: ^^gzip|Content-Length: 1|",
     "\r\nx"},
    {Flaw::kAccept, "NothingKnown", "INVITE sip:b@d SIP/2.0|CSeq: 1 INVITE|Accept: ^^text/*|"},
    {Flaw::kNone, "AcceptsAll", "INVITE sip:b@d SIP/2.0|CSeq: 1 INVITE|Accept: text/x, */*|"},
};

// The name of a line; empty for a start line, which has a space before its first colon.
std::string name_of(const std::string& line) {
  return line.find(' ') < line.find(':') ? "" : line.substr(0, line.find(':'));
}

std::string build(const Case& c) {
  std::vector<std::string> lines = {
      "OPTIONS sip:b@d SIP/2.0",
      "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKx",
      "From: <sip:a@b>;tag=1",
      "To: <sip:b@d>",
      "Call-ID: c",
      "CSeq: 1 OPTIONS",
      "Max-Forwards: 70",
      "Content-Length: 0",
  };
  for (std::string_view rest = c.lines; !rest.empty();) {
    const std::string line(rest.substr(0, rest.find('|')));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    bool found = false;
    for (std::size_t i = 0; i < lines.size() && !found; ++i) {
      found = name_of(lines[i]) == name_of(line);
      if (!found) continue;
      lines[i] = line;
      if (line == name_of(line) && i > 0) lines.erase(lines.begin() + static_cast<long>(i));
    }
    if (!found) lines.push_back(line);
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\r\n";
  return text + c.end;
}

TEST(Validate, FindsEachFlawAtItsByte) {
  for (const Case& c : kCases) {
    std::string text = build(c);
    const std::size_t at = text.find("^^");
    if (at != text.npos) text.erase(at, 2);
    const ExactCopy copy(text);
    MessageView message;
    const Error error = message.parse(copy.view());
    if (message.fields().empty()) static_cast<void>(message.salvage(copy.view()));
    const Verdict verdict = validate(error, message, kAll, kAble);
    EXPECT_EQ(flaw_row(verdict.flaw).name, flaw_row(c.flaw).name) << c.how << "\n" << text;
    if (at != text.npos) {
      EXPECT_EQ(verdict.at, at) << flaw_row(c.flaw).name << " " << c.how;
    }
    EXPECT_EQ(verdict.action == Action::kAccept, c.flaw == Flaw::kNone) << c.how;
    EXPECT_EQ(verdict.code, verdict.action == Action::kAnswer ? flaw_row(c.flaw).code : 0) << c.how;
  }
}

TEST(Validate, EveryFlawHasACase) {
  std::set<Flaw> covered = {Flaw::kTooManyFields};  // below
  for (const Case& c : kCases) covered.insert(c.flaw);
  for (std::size_t i = 0; i < kFlawCount; ++i) {
    const auto flaw = static_cast<Flaw>(i);
    EXPECT_TRUE(covered.contains(flaw)) << "no case has the flaw " << flaw_row(flaw).name;
  }
}

TEST(Validate, TooManyFieldsAreAnswered) {
  std::string more;
  for (std::size_t i = 0; i < kMaxFields; ++i) more += "X: y\r\n";
  const std::string text = build({Flaw::kTooManyFields, "", "", (more + "\r\n").c_str()});
  MessageView message;
  const Error error = message.parse(text);
  ASSERT_EQ(error, Error::kTooManyFields);
  ASSERT_EQ(message.salvage(text), Error::kNone);
  const Verdict verdict = validate(error, message, kBasicFlaws, {});
  EXPECT_EQ(verdict.flaw, Flaw::kTooManyFields);
  EXPECT_EQ(verdict.code, 513);
}

// Nobody answers an ACK, a reply, or a request that does not say where it came from.
TEST(Validate, SomeAreNeverAnswered) {
  constexpr Case kSilent[] = {
      {Flaw::kCSeqMethod, "Ack", "ACK sip:b@d SIP/2.0|"},
      {Flaw::kNoTo, "Reply", "SIP/2.0 200 OK|To|"},
      {Flaw::kNoVia, "NoVia", "Via|To|"},
      {Flaw::kVersion, "BrokenVia", "OPTIONS sip:b@d SIP/9.0|Via: x|"},
  };
  for (const Case& c : kSilent) {
    const std::string text = build(c);
    MessageView message;
    const Error error = message.parse(text);
    const Verdict verdict = validate(error, message, kBasicFlaws, {});
    EXPECT_EQ(flaw_row(verdict.flaw).name, flaw_row(c.flaw).name) << c.how;
    EXPECT_EQ(verdict.action, Action::kDrop) << c.how;
    EXPECT_EQ(verdict.code, 0) << c.how;
  }
}

// The packet path's yes or no is validate()'s, for whatever comes.
TEST(Validate, WellFormedAgreesOverMutatedMessages) {
  std::mt19937 random(20240611);
  std::vector<std::string> seeds;
  for (const char* folder : {"tests/corpus/rfc4475", "tests/corpus/rfc5118"}) {
    for (const auto& path : files_in(folder, ".dat")) seeds.push_back(read_file(path));
  }
  for (const Case& c : kCases) seeds.push_back(build(c));
  std::size_t accepted = 0;
  std::size_t refused = 0;
  constexpr std::string_view kBytes = ";,:<>\"@ \r\n?=[]0aZ/";
  for (int turn = 0; turn < 20000; ++turn) {
    std::string text = seeds[random() % seeds.size()];
    for (unsigned i = random() % 4; i > 0; --i) {
      const std::size_t at = random() % std::min<std::size_t>(text.size(), 400);
      if (random() % 2 == 0) {
        text[at] = kBytes[random() % kBytes.size()];
      } else {
        text.erase(at, 1 + random() % 3);
      }
    }
    const ExactCopy copy(text);
    MessageView message;
    if (message.parse(copy.view()) != Error::kNone) continue;
    const bool good = well_formed(message);
    const Verdict verdict = validate(Error::kNone, message, kBasicFlaws, {});
    ASSERT_EQ(good, verdict.flaw == Flaw::kNone) << flaw_row(verdict.flaw).name << "\n" << text;
    ASSERT_LE(verdict.at, message.raw().size());
    ++(good ? accepted : refused);
  }
  EXPECT_GT(accepted, 4000u);
  EXPECT_GT(refused, 1000u);
}

TEST(Unsupported, NamesWhatIsNotSupported) {
  const std::string text =
      build({Flaw::kNone, "", "Proxy-Require: path, x,,|", "Proxy-Require: y, 100REL\r\n\r\n"});
  MessageView message;
  ASSERT_EQ(message.parse(text), Error::kNone);
  std::array<char, 64> out{};
  const auto unsupported = [&](HeaderId id, std::string_view extensions, std::size_t room) {
    const auto size = format_unsupported(message, id, extensions, {out.data(), room});
    return size ? std::string(out.data(), *size) : std::string(error_name(size.error()));
  };
  EXPECT_EQ(unsupported(HeaderId::kProxyRequire, kAble.extensions, 64), "Unsupported: x, y\r\n");
  EXPECT_EQ(unsupported(HeaderId::kProxyRequire, "path,x,y,100rel", 64), "");
  EXPECT_EQ(unsupported(HeaderId::kRequire, "", 64), "");
  EXPECT_EQ(unsupported(HeaderId::kProxyRequire, "", 16), "no_space");
}

TEST(FlawRows, AreWhole) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kFlawCount; ++i) {
    const FlawRow& row = flaw_row(static_cast<Flaw>(i));
    names.insert(row.name);
    EXPECT_FALSE(row.meaning.empty()) << row.name;
    EXPECT_EQ(row.code == 0, row.reason.empty()) << row.name;
    EXPECT_TRUE(i == 0 || row.section.starts_with("RFC ")) << row.name;
    EXPECT_TRUE(row.code == 0 || row.code / 100 == 4 || row.code / 100 == 5) << row.name;
  }
  EXPECT_EQ(names.size(), kFlawCount);
}

}  // namespace
}  // namespace weir::sip
