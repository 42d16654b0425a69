#include "sip/element_edit.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

const std::string kRequest = crlf(
    "INVITE sip:bob@example.org:5070;user=phone SIP/2.0\n"
    "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1\n"
    "Via: SIP/2.0/UDP b.example.com;branch=z9hG4bK2;x=1\n"
    "Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>;n=2,\n <sip:p3.example.com;lr>\n"
    "From: \"Alice\" <sip:alice@example.com>;tag=1\n"
    "To: sip:bob@example.org ;x=1\n"
    "Contact: sip:alice@192.0.2.1\n"
    "Call-ID: 1\n"
    "CSeq: 1 INVITE\n"
    "Subject:\n"
    "Supported: 100rel, path\n"
    "Content-Length: 4\n"
    "\n"
    "body");
const std::string kReply = crlf("SIP/2.0 200 OK\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\n\n");

// A message, one editor, and what comes out.
class Edited {
 public:
  explicit Edited(std::string_view text = kRequest) : raw_(text), edit(m, edits, room) {
    EXPECT_EQ(m.parse(raw_), Error::kNone);
  }

  Element uri() const { return *Element::request_uri(m); }
  Uri request() const { return **m.uri(); }
  Element value(HeaderId id, std::size_t number = 0) const {
    return *Element::value(m, *m.first(id), number);
  }
  NameAddr address(HeaderId id, std::size_t number = 0) const {
    return *parse_name_addr(value(id, number).text);
  }
  Uri uri_of(HeaderId id) const { return *parse_uri(address(id).uri); }
  Element field(HeaderId id) const { return Element::field(m, *m.first(id)); }
  Element list(HeaderId id) const { return Element::field_value(m, *m.first(id)); }

  // The message with all edits; it must parse.
  std::string result() const {
    std::string out(edits.applied_size(raw_), '\0');
    EXPECT_EQ(edits.apply(raw_, out).error(), Error::kNone);
    MessageView again;
    EXPECT_EQ(again.parse(out), Error::kNone) << out;
    return out;
  }

 private:
  std::string raw_;

 public:
  MessageView m;
  EditList edits;
  std::array<char, 1024> bytes{};
  TextRoom room{bytes};
  ElementEditor edit;
};

// A text with one part replaced by another.
std::string with(std::string_view from, std::string_view to, std::string text = kRequest) {
  const std::string old = crlf(from);
  const std::size_t at = text.find(old);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, old.size(), crlf(to));
}

using Id = HeaderId;

struct Case {
  const char* name;
  std::function<Error(Edited&)> edit;
  std::string expected;
  std::string_view message = kRequest;
};

const Case kCases[] = {
    {"Method", [](Edited& e) { return e.edit.set(*Element::method(e.m), "ACK"); },
     with("INVITE sip", "ACK sip")},
    {"RequestUri", [](Edited& e) { return e.edit.set(e.uri(), "sips:carol@example.net"); },
     with("sip:bob@example.org:5070;user=phone SIP", "sips:carol@example.net SIP")},
    {"Status", [](Edited& e) { return e.edit.set(*Element::status(e.m), "183"); },
     with("200", "183", kReply), kReply},
    {"Reason", [](Edited& e) { return e.edit.set(*Element::reason(e.m), "Fine, fine"); },
     with("OK", "Fine, fine", kReply), kReply},
    {"NoReason", [](Edited& e) { return e.edit.remove(*Element::reason(e.m)); },
     with("OK", "", kReply), kReply},
    {"FirstReason", [](Edited& e) { return e.edit.set(*Element::reason(e.m), "OK"); },
     "SIP/2.0 200 OK\r\nTo: sip:a\r\n\r\n", "SIP/2.0 200\r\nTo: sip:a\r\n\r\n"},

    {"User", [](Edited& e) { return e.edit.set(*Element::user(e.request()), "carol"); },
     with("bob@example.org:5070", "carol@example.org:5070")},
    {"NoUser", [](Edited& e) { return e.edit.remove(*Element::user(e.request())); },
     with("bob@example.org:5070", "example.org:5070")},
    {"FirstUser", [](Edited& e) { return e.edit.set(*Element::user(e.request()), "a"); },
     "INVITE sip:a@b SIP/2.0\r\nTo: sip:a\r\n\r\n", "INVITE sip:b SIP/2.0\r\nTo: sip:a\r\n\r\n"},
    {"NoUserAndPassword", [](Edited& e) { return e.edit.remove(*Element::user(e.request())); },
     "INVITE sip:b SIP/2.0\r\nTo: sip:a\r\n\r\n", "INVITE sip:a:p@b SIP/2.0\r\nTo: sip:a\r\n\r\n"},
    {"Number", [](Edited& e) { return e.edit.set(*Element::user(e.request()), "+49-30"); },
     "INVITE tel:+49-30;x=1 SIP/2.0\r\nTo: sip:a\r\n\r\n",
     "INVITE tel:110;x=1 SIP/2.0\r\nTo: sip:a\r\n\r\n"},
    {"Host", [](Edited& e) { return e.edit.set(*Element::host(e.request()), "[2001:db8::1]"); },
     with("example.org:5070", "[2001:db8::1]:5070")},
    {"Port", [](Edited& e) { return e.edit.set(*Element::port(e.request()), "5080"); },
     with("org:5070", "org:5080")},
    {"NoPort", [](Edited& e) { return e.edit.remove(*Element::port(e.request())); },
     with("org:5070", "org")},
    {"FirstPort", [](Edited& e) { return e.edit.set(*Element::port(e.uri_of(Id::kFrom)), "5061"); },
     with("alice@example.com", "alice@example.com:5061")},
    {"UriParam",
     [](Edited& e) { return e.edit.set(*Element::uri_param(e.request(), "user"), "user=ip"); },
     with(";user=phone", ";user=ip")},
    {"NoUriParam",
     [](Edited& e) { return e.edit.remove(*Element::uri_param(e.request(), "USER")); },
     with(";user=phone", "")},
    {"AppendedUriParams",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.uri(), "ttl=1"), Error::kNone);
       return e.edit.set(*Element::uri_param(e.request(), "lr"), "lr");
     },
     with(";user=phone", ";user=phone;ttl=1;lr")},
    {"UriParamsAround",
     [](Edited& e) {
       const Element user = *Element::uri_param(e.request(), "user");
       EXPECT_EQ(e.edit.insert_after(user, "b=2"), Error::kNone);
       return e.edit.insert_before(user, "a=1");
     },
     with(";user=phone", ";a=1;user=phone;b=2")},
    {"UriParamBeforeHeaders",
     [](Edited& e) { return e.edit.append(*Element::uri(e.address(Id::kTo)), "lr"); },
     "INVITE sip:a SIP/2.0\r\nTo: <sip:a;lr?b=c>\r\n\r\n",
     "INVITE sip:a SIP/2.0\r\nTo: <sip:a?b=c>\r\n\r\n"},

    {"Display",
     [](Edited& e) { return e.edit.set(*Element::display(e.address(Id::kFrom)), "A B"); },
     with("\"Alice\"", "A B")},
    {"NoDisplay", [](Edited& e) { return e.edit.remove(*Element::display(e.address(Id::kFrom))); },
     with("\"Alice\" <", "<")},
    {"FirstDisplay",
     [](Edited& e) { return e.edit.set(*Element::display(e.address(Id::kRoute)), "\"P, 1\""); },
     with("<sip:p1", "\"P, 1\" <sip:p1")},
    {"FirstDisplayBrackets",
     [](Edited& e) { return e.edit.set(*Element::display(e.address(Id::kTo)), "Bob"); },
     with("To: sip:bob@example.org ;", "To: Bob <sip:bob@example.org> ;")},
    {"Uri", [](Edited& e) { return e.edit.set(*Element::uri(e.address(Id::kFrom)), "tel:1;x=2"); },
     with("sip:alice@example.com", "tel:1;x=2")},
    {"UriBrackets",
     [](Edited& e) { return e.edit.set(*Element::uri(e.address(Id::kTo)), "tel:1;x=2"); },
     with("sip:bob@example.org ;", "<tel:1;x=2> ;")},
    {"UriNeedsNoBrackets",
     [](Edited& e) { return e.edit.set(*Element::uri(e.address(Id::kTo)), "tel:1"); },
     with("sip:bob@example.org ;", "tel:1 ;")},
    {"UserBrackets",
     [](Edited& e) { return e.edit.set(*Element::user(e.uri_of(Id::kContact)), "a;b"); },
     with("sip:alice@192.0.2.1", "<sip:a;b@192.0.2.1>")},
    {"Param",
     [](Edited& e) { return e.edit.set(Element::param(e.value(Id::kFrom).text, "tag"), "tag=2"); },
     with(";tag=1", ";tag=2")},
    {"NoParam", [](Edited& e) { return e.edit.remove(Element::param(e.value(Id::kTo).text, "x")); },
     with(" ;x=1", "")},
    {"AppendedParams",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.value(Id::kFrom), "a=\"b;c\""), Error::kNone);
       return e.edit.append(e.value(Id::kFrom), "d");
     },
     with(";tag=1", ";tag=1;a=\"b;c\";d")},
    {"ParamsBefore",
     [](Edited& e) {
       return e.edit.insert_before(Element::param(e.value(Id::kTo).text, "x"), "tag=9");
     },
     with(" ;x=1", ";tag=9 ;x=1")},
    // Inner before outer at one offset, in whatever order they are made.
    {"BareAddress",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.list(Id::kContact), "<sip:b>"), Error::kNone);
       EXPECT_EQ(e.edit.append(e.value(Id::kContact), "q=0.5"), Error::kNone);
       EXPECT_EQ(e.edit.append(*Element::uri(e.address(Id::kContact)), "lr"), Error::kNone);
       EXPECT_EQ(e.edit.append(*Element::uri(e.address(Id::kContact)), "ob"), Error::kNone);
       EXPECT_EQ(e.edit.set(*Element::port(e.uri_of(Id::kContact)), "5"), Error::kNone);
       EXPECT_EQ(e.edit.insert_before(e.value(Id::kContact), "<sip:c>"), Error::kNone);
       return e.edit.set(*Element::display(e.address(Id::kContact)), "A");
     },
     with("sip:alice@192.0.2.1", "<sip:c>, A <sip:alice@192.0.2.1:5;lr;ob>;q=0.5, <sip:b>")},

    {"AppendedField", [](Edited& e) { return e.edit.append(Element::fields(e.m), "X-A: 1"); },
     with("Content-Length: 4\n", "Content-Length: 4\nX-A: 1\n")},
    {"FieldsAround",
     [](Edited& e) {
       EXPECT_EQ(e.edit.insert_after(e.field(Id::kRoute), "X-B: 2"), Error::kNone);
       return e.edit.insert_before(e.field(Id::kRoute), "X-A: 1");
     },
     with("Route: ", "X-A: 1\nRoute: ", with("From", "X-B: 2\nFrom"))},
    {"Field", [](Edited& e) { return e.edit.set(e.field(Id::kSubject), "Priority: urgent"); },
     with("Subject:", "Priority: urgent")},
    {"NoField", [](Edited& e) { return e.edit.remove(e.field(Id::kRoute)); },
     with(
         "Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>;n=2,\n <sip:p3.example.com;lr>\n",
         "")},
    {"FieldValue", [](Edited& e) { return e.edit.set(e.list(Id::kSupported), "gruu, timer"); },
     with("100rel, path", "gruu, timer")},
    {"FirstFieldValue", [](Edited& e) { return e.edit.set(e.list(Id::kSubject), "Lunch, at 1"); },
     with("Subject:", "Subject: Lunch, at 1")},
    {"StarContact", [](Edited& e) { return e.edit.set(e.list(Id::kContact), "*"); },
     with("Contact: sip:alice@192.0.2.1", "Contact: *")},

    {"Value", [](Edited& e) { return e.edit.set(e.value(Id::kRoute, 1), "<sip:p9;lr>"); },
     with("<sip:p2.example.com;lr>;n=2", "<sip:p9;lr>")},
    {"ValuesAround",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.value(Id::kSupported, 1), "timer"), Error::kNone);
       EXPECT_EQ(e.edit.insert_after(e.value(Id::kSupported, 1), "b"), Error::kNone);
       return e.edit.insert_before(e.value(Id::kSupported, 1), "a");
     },
     with("100rel, path", "100rel, a, timer, b")},
    {"AppendedValue", [](Edited& e) { return e.edit.append(e.list(Id::kSupported), "gruu"); },
     with("100rel, path", "100rel, path, gruu")},
    {"FirstValues",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.list(Id::kSupported), "a"), Error::kNone);
       return e.edit.append(e.list(Id::kSupported), "b");
     },
     "OPTIONS sip:a SIP/2.0\r\nSupported: a, b\r\n\r\n",
     "OPTIONS sip:a SIP/2.0\r\nSupported:\r\n\r\n"},
    {"NoFirstValue", [](Edited& e) { return e.edit.remove(e.value(Id::kRoute, 0)); },
     with("<sip:p1.example.com;lr>, ", "")},
    {"NoLastValue", [](Edited& e) { return e.edit.remove(e.value(Id::kRoute, 2)); },
     with(",\n <sip:p3.example.com;lr>", "")},
    {"NoMiddleThenNoLast",
     [](Edited& e) {
       EXPECT_EQ(e.edit.remove(e.value(Id::kRoute, 1)), Error::kNone);
       return e.edit.remove(e.value(Id::kRoute, 2));
     },
     with(", <sip:p2.example.com;lr>;n=2,\n <sip:p3.example.com;lr>", "")},
    {"NoValuesNoField",
     [](Edited& e) {
       EXPECT_EQ(e.edit.remove(e.value(Id::kSupported, 1)), Error::kNone);
       return e.edit.remove(e.value(Id::kSupported, 0));
     },
     with("Supported: 100rel, path\n", "")},
    {"AppendedAfterTheLastThatIsThere",
     [](Edited& e) {
       EXPECT_EQ(e.edit.remove(e.value(Id::kSupported, 1)), Error::kNone);
       return e.edit.append(e.list(Id::kSupported), "gruu");
     },
     with("100rel, path", "100rel, gruu")},
    {"SecondVia",
     [](Edited& e) {
       const Field& second = *e.m.next(*e.m.first(Id::kVia));
       return e.edit.set(Element::param(Element::value(e.m, second, 0)->text, "x"), "x=2");
     },
     with(";x=1\nRoute", ";x=2\nRoute")},

    {"Body", [](Edited& e) { return e.edit.set(Element::body(e.m), "b\r\n"); },
     with("\nbody", "\nb\n", with("Length: 4", "Length: 3"))},
    {"AppendedBody",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(Element::body(e.m), "1234"), Error::kNone);
       return e.edit.append(Element::body(e.m), "56");
     },
     with("\nbody", "\nbody123456", with("Length: 4", "Length: 10"))},
    {"FirstBody",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(Element::body(e.m), "1"), Error::kNone);
       return e.edit.append(Element::body(e.m), "2");
     },
     "OPTIONS sip:a SIP/2.0\r\nl: 2\r\n\r\n12", "OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n"},
    {"SetThenAppendedValue",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.list(Id::kSupported), "a"), Error::kNone);
       return e.edit.append(e.list(Id::kSupported), "b");
     },
     "OPTIONS sip:a SIP/2.0\r\nSupported: a, b\r\n\r\n",
     "OPTIONS sip:a SIP/2.0\r\nSupported:\r\n\r\n"},
    {"NoBody", [](Edited& e) { return e.edit.remove(Element::body(e.m)); },
     with("\nbody", "\n", with("Length: 4", "Length: 0"))},
};

TEST(ElementEditor, EachElement) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    Edited e(c.message);
    EXPECT_EQ(c.edit(e), Error::kNone);
    EXPECT_EQ(mend_content_length(e.m, e.edits, e.room), Error::kNone);
    EXPECT_EQ(e.result(), c.expected);
  }
}

struct Refusal {
  const char* name;
  std::function<Error(Edited&)> edit;
  Error error;
  std::string_view message = kRequest;
};

const Refusal kRefusals[] = {
    {"BehindTheComma", [](Edited& e) { return e.edit.append(e.value(Id::kTo), "a=1"); },
     Error::kSyntax, "OPTIONS sip:b SIP/2.0\r\nTo: sip:a@b,\r\n\r\n"},
    // A text that would break out of its place.
    {"LineInValue", [](Edited& e) { return e.edit.set(e.list(Id::kSubject), "a\r\nX: b"); },
     Error::kSyntax},
    {"LineInReason", [](Edited& e) { return e.edit.append(Element::fields(e.m), "X: a\nY: b"); },
     Error::kSyntax},
    {"NulInField",
     [](Edited& e) {
       return e.edit.append(Element::fields(e.m), {"X: \0", 4});
     },
     Error::kSyntax},
    {"SpaceInUri", [](Edited& e) { return e.edit.set(e.uri(), "sip:a b"); }, Error::kSyntax},
    {"BracketInUser", [](Edited& e) { return e.edit.set(*Element::user(e.request()), "a>"); },
     Error::kSyntax},
    {"AtSignInUser", [](Edited& e) { return e.edit.set(*Element::user(e.request()), "a@b"); },
     Error::kSyntax},
    {"BrokenEscape", [](Edited& e) { return e.edit.set(*Element::user(e.request()), "a%4"); },
     Error::kSyntax},
    {"PortInHost", [](Edited& e) { return e.edit.set(*Element::host(e.request()), "a:5060"); },
     Error::kSyntax},
    {"OpenReference", [](Edited& e) { return e.edit.set(*Element::host(e.request()), "[::1"); },
     Error::kSyntax},
    {"LargePort", [](Edited& e) { return e.edit.set(*Element::port(e.request()), "65536"); },
     Error::kSyntax},
    {"OpenQuote",
     [](Edited& e) { return e.edit.set(*Element::display(e.address(Id::kFrom)), "\"a"); },
     Error::kSyntax},
    {"EscapedQuote",
     [](Edited& e) { return e.edit.set(*Element::display(e.address(Id::kFrom)), "\"a\\\""); },
     Error::kSyntax},
    {"TwoValues", [](Edited& e) { return e.edit.set(e.value(Id::kRoute), "<sip:a>, <sip:b>"); },
     Error::kSyntax},
    {"CommaAfterValue", [](Edited& e) { return e.edit.append(e.list(Id::kSupported), "a,"); },
     Error::kSyntax},
    {"RouteWithoutBrackets", [](Edited& e) { return e.edit.append(e.list(Id::kRoute), "sip:a"); },
     Error::kSyntax},
    {"TwoParams", [](Edited& e) { return e.edit.append(e.uri(), "a;b"); }, Error::kSyntax},
    {"NoColon", [](Edited& e) { return e.edit.append(Element::fields(e.m), "X"); }, Error::kSyntax},
    {"SpaceInName", [](Edited& e) { return e.edit.append(Element::fields(e.m), "X Y: a"); },
     Error::kSyntax},
    {"WrongCSeq", [](Edited& e) { return e.edit.set(e.list(Id::kCSeq), "x INVITE"); },
     Error::kSyntax},
    {"UriHeaders", [](Edited& e) { return e.edit.set(e.uri(), "sip:a?b=c"); }, Error::kSyntax},

    // What cannot be asked.
    {"NoMethod", [](Edited& e) { return e.edit.remove(*Element::method(e.m)); }, Error::kSyntax},
    {"UserBeforeASecondAtSign",
     [](Edited& e) { return e.edit.remove(*Element::user(*parse_uri("sip:a@b;c@d"))); },
     Error::kSyntax},
    {"ParamOfABrokenList",
     [](Edited& e) { return e.edit.remove(*Element::uri_param(*parse_uri("sip:a@b;c;d@e"), "c")); },
     Error::kSyntax},
    {"NumberOfTelUri", [](Edited& e) { return e.edit.remove(*Element::user(*parse_uri("tel:1"))); },
     Error::kSyntax},
    {"NoHost", [](Edited& e) { return e.edit.remove(*Element::host(e.request())); },
     Error::kSyntax},
    {"BesideFrom", [](Edited& e) { return e.edit.insert_after(e.value(Id::kFrom), "<sip:a>"); },
     Error::kSyntax},
    {"BesideUser", [](Edited& e) { return e.edit.insert_after(*Element::user(e.request()), "a"); },
     Error::kSyntax},
    {"NotThere", [](Edited& e) { return e.edit.remove(*Element::port(e.uri_of(Id::kFrom))); },
     Error::kMissing},
    {"BesideNothing",
     [](Edited& e) { return e.edit.insert_after(*Element::uri_param(e.request(), "none"), "a"); },
     Error::kMissing},

    {"BracketsAroundABrokenUri",
     [](Edited& e) {
       const NameAddr broken = *parse_name_addr("sip:b>");
       return e.edit.set(*Element::display(broken), "B");
     },
     Error::kSyntax},

    // Doubles.
    {"SecondTag", [](Edited& e) { return e.edit.append(e.value(Id::kFrom), "TAG=2"); },
     Error::kDuplicate},
    {"SecondInserted",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.value(Id::kTo), "tag=2"), Error::kNone);
       return e.edit.append(e.value(Id::kTo), "tag=3");
     },
     Error::kDuplicate},
    {"SecondCallId", [](Edited& e) { return e.edit.append(Element::fields(e.m), "i: 2"); },
     Error::kDuplicate},
    {"RenamedToSecond", [](Edited& e) { return e.edit.set(e.field(Id::kSubject), "To: sip:a"); },
     Error::kDuplicate},
    {"SecondAppendedField",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(Element::fields(e.m), "Expires: 1"), Error::kNone);
       return e.edit.append(Element::fields(e.m), "Expires: 2");
     },
     Error::kDuplicate},

    // What others keep true.
    {"ContentLength", [](Edited& e) { return e.edit.set(e.list(Id::kContentLength), "5"); },
     Error::kEditRefused},
    {"NoContentLength", [](Edited& e) { return e.edit.remove(e.field(Id::kContentLength)); },
     Error::kEditRefused},
    {"SecondContentLength", [](Edited& e) { return e.edit.append(Element::fields(e.m), "l: 4"); },
     Error::kEditRefused},
    {"TopVia", [](Edited& e) { return e.edit.remove(e.value(Id::kVia)); }, Error::kEditRefused},
    {"AboveTopVia",
     [](Edited& e) {
       return e.edit.insert_before(e.field(Id::kVia), "Via: SIP/2.0/UDP a;branch=z9hG4bK3");
     },
     Error::kEditRefused},

    // The first edit wins.
    {"SetTwice",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(*Element::host(e.request()), "a"), Error::kNone);
       return e.edit.set(*Element::host(e.request()), "b");
     },
     Error::kEditRefused},
    {"FirstSetTwice",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(*Element::port(e.uri_of(Id::kFrom)), "1"), Error::kNone);
       return e.edit.set(*Element::port(e.uri_of(Id::kFrom)), "2");
     },
     Error::kEditRefused},
    {"PartOfReplaced",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.uri(), "sip:a"), Error::kNone);
       return e.edit.set(*Element::host(e.request()), "b");
     },
     Error::kEditRefused},
    {"EndOfReplaced",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.uri(), "sip:a"), Error::kNone);
       return e.edit.append(e.uri(), "lr");
     },
     Error::kEditRefused},
    {"WholeOfEditedParts",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.uri(), "lr"), Error::kNone);
       return e.edit.set(e.uri(), "sip:a");
     },
     Error::kEditRefused},
    {"ParamOfReplacedValue",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.value(Id::kRoute), "<sip:a;lr>"), Error::kNone);
       return e.edit.append(e.value(Id::kRoute), "x");
     },
     Error::kEditRefused},
    {"ValueOfReplacedList",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.list(Id::kContact), "<sip:a>, <sip:b>"), Error::kNone);
       return e.edit.append(e.list(Id::kContact), "<sip:c>");
     },
     Error::kEditRefused},
    {"BodyWithMore",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(Element::body(e.m), "1"), Error::kNone);
       return e.edit.set(Element::body(e.m), "2");
     },
     Error::kEditRefused},
    {"RemovedTwice",
     [](Edited& e) {
       EXPECT_EQ(e.edit.remove(e.value(Id::kRoute, 1)), Error::kNone);
       return e.edit.remove(e.value(Id::kRoute, 1));
     },
     Error::kEditRefused},
    {"ValueWithNewParam",
     [](Edited& e) {
       EXPECT_EQ(e.edit.append(e.value(Id::kRoute, 2), "x=1"), Error::kNone);
       return e.edit.remove(e.value(Id::kRoute, 2));
     },
     Error::kEditRefused},
    {"ValueOfReplacedField",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.field(Id::kSubject), "X-A: 1"), Error::kNone);
       return e.edit.set(e.list(Id::kSubject), "b");
     },
     Error::kEditRefused},
    {"FieldWithFirstValue",
     [](Edited& e) {
       EXPECT_EQ(e.edit.set(e.list(Id::kSubject), "b"), Error::kNone);
       return e.edit.set(e.field(Id::kSubject), "X-A: 1");
     },
     Error::kEditRefused},
    {"BesideRemoved",
     [](Edited& e) {
       EXPECT_EQ(e.edit.remove(e.field(Id::kSubject)), Error::kNone);
       return e.edit.insert_after(e.field(Id::kSubject), "X: a");
     },
     Error::kEditRefused},
};

TEST(ElementEditor, RefusesAndLeavesTheList) {
  for (const Refusal& c : kRefusals) {
    SCOPED_TRACE(c.name);
    Edited e(c.message);
    const Error error = c.edit(e);
    EXPECT_EQ(error_name(error), error_name(c.error));
    e.result();
  }
}

TEST(ElementEditor, AllEditsOrNone) {
  Edited e;
  const Element display = *Element::display(e.address(Id::kTo));
  while (e.edits.size() < EditList::kCapacity - 2) ASSERT_TRUE(e.edits.insert(0, ""));
  EXPECT_EQ(e.edit.set(display, "Bob"), Error::kEditRefused);  // wants three
  EXPECT_EQ(e.edits.size(), EditList::kCapacity - 2);
}

TEST(ElementEditor, FullRoom) {
  Edited e;
  TextRoom none({});
  ElementEditor edit(e.m, e.edits, none);
  EXPECT_EQ(edit.append(e.uri(), "lr"), Error::kNoSpace);
  EXPECT_EQ(edit.set(e.uri(), "sip:a"), Error::kNone);  // as it is given
}

TEST(MendContentLength, EveryField) {
  Edited e(crlf("INVITE sip:a SIP/2.0\nl: 2\nContent-Length: 2\n\nab"));
  ASSERT_EQ(e.edit.append(Element::body(e.m), "cd"), Error::kNone);
  ASSERT_EQ(mend_content_length(e.m, e.edits, e.room), Error::kNone);
  EXPECT_EQ(e.result(), crlf("INVITE sip:a SIP/2.0\nl: 4\nContent-Length: 4\n\nabcd"));
}

TEST(MendContentLength, LeavesWhatIsTrueOrHeld) {
  Edited same;
  ASSERT_EQ(same.edit.set(Element::body(same.m), "BODY"), Error::kNone);
  EXPECT_EQ(mend_content_length(same.m, same.edits, same.room), Error::kNone);
  EXPECT_EQ(same.result(), with("\nbody", "\nBODY"));

  Edited held;
  const Field& length = *held.m.first(Id::kContentLength);
  ASSERT_TRUE(held.edits.replace(length.value_begin, length.value_end, "9"));
  ASSERT_EQ(held.edit.remove(Element::body(held.m)), Error::kNone);
  EXPECT_EQ(mend_content_length(held.m, held.edits, held.room), Error::kEditRefused);

  Edited full;
  TextRoom none({});
  ASSERT_EQ(full.edit.remove(Element::body(full.m)), Error::kNone);
  EXPECT_EQ(mend_content_length(full.m, full.edits, none), Error::kNoSpace);
}

}  // namespace
}  // namespace weir::sip
