#include "sip/message.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace weir::sip {
namespace {

constexpr std::string_view kInvite =
    "INVITE sip:bob@biloxi.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds, SIP/2.0/TCP b;branch=z9hG4bK2\r\n"
    "v: SIP/2.0/UDP third\r\n"
    "Max-Forwards: 70\r\n"
    "X-Own: 1\r\n"
    "To: Bob <sip:bob@biloxi.com>\r\n"
    "f: Alice <sip:alice@atlanta.com>;tag=1928301774\r\n"
    "Call-ID : a84b4c76e66710\r\n"
    "CSeq:\r\n 314159\r\n INVITE\r\n"
    "x-own:\r\n"
    "X-Other: 2\r\n"
    "Content-Length: 4\r\n"
    "\r\n"
    "body and more";

TEST(Message, IndexesARequest) {
  const ExactCopy datagram(kInvite);
  MessageView message;
  ASSERT_EQ(message.parse(datagram.view()), Error::kNone);
  EXPECT_TRUE(message.is_request());
  EXPECT_EQ(message.method(), Method::kInvite);
  EXPECT_EQ(message.method_for_reply(), Method::kInvite);
  EXPECT_EQ(message.request_uri(), "sip:bob@biloxi.com");
  EXPECT_EQ(message.version(), "SIP/2.0");
  EXPECT_EQ(message.start_line(), "INVITE sip:bob@biloxi.com SIP/2.0");
  EXPECT_EQ(message.fields().size(), 11u);
  EXPECT_EQ(message.name(message.fields()[6]), "Call-ID");
  EXPECT_EQ(*message.call_id(), "a84b4c76e66710");
  EXPECT_EQ(message.line(message.fields()[0]).substr(0, 5), "Via: ");
  EXPECT_TRUE(message.line(message.fields()[7]).ends_with("INVITE\r\n"));
  EXPECT_EQ(message.fields()[0].begin, message.headers_offset());
  EXPECT_EQ(message.fields().back().end, message.headers_end());
  EXPECT_EQ(message.body_offset(), message.headers_end() + 2);
}

TEST(Message, ParsesElementsOnceAndRemembersThem) {
  MessageView message;
  ASSERT_EQ(message.parse(kInvite), Error::kNone);
  EXPECT_EQ((*message.top_via())->branch, "z9hG4bK776asdhds");
  EXPECT_EQ(*message.top_via(), *message.top_via());
  EXPECT_EQ((*message.second_via())->branch, "z9hG4bK2");
  EXPECT_EQ((*message.from())->tag, "1928301774");
  EXPECT_FALSE((*message.to())->has_tag);
  EXPECT_EQ((*message.cseq())->number, 314159u);
  EXPECT_EQ((*message.uri())->host, "biloxi.com");
  EXPECT_EQ(*message.max_forwards(), 70u);
  EXPECT_EQ(*message.content_length(), 4u);
  EXPECT_EQ(message.expires().error(), Error::kMissing);
}

TEST(Message, ForgetsAtTheNextParse) {
  MessageView message;
  ASSERT_EQ(message.parse(kInvite), Error::kNone);
  ASSERT_TRUE(message.top_via());
  ASSERT_EQ(message.parse("SIP/2.0 180 Ringing\r\nVia: broken\r\nCSeq: 1 BYE\r\n\r\n"),
            Error::kNone);
  EXPECT_EQ(message.top_via().error(), Error::kSyntax);
  EXPECT_EQ(message.second_via().error(), Error::kSyntax);
  EXPECT_EQ(message.from().error(), Error::kMissing);
  EXPECT_EQ(message.call_id().error(), Error::kMissing);
  EXPECT_EQ(message.uri().error(), Error::kMissing);
  EXPECT_TRUE(message.is_reply());
  EXPECT_EQ(message.status(), 180u);
  EXPECT_EQ(message.reason(), "Ringing");
  EXPECT_EQ(message.method_for_reply(), Method::kBye);
}

TEST(Message, ChainsFieldsOfOneName) {
  MessageView message;
  ASSERT_EQ(message.parse(kInvite), Error::kNone);
  const Field* via = message.first(HeaderId::kVia);
  ASSERT_NE(via, nullptr);
  via = message.next(*via);
  ASSERT_NE(via, nullptr);
  EXPECT_EQ(message.value(*via), "SIP/2.0/UDP third");
  EXPECT_EQ(message.next(*via), nullptr);
  EXPECT_EQ(message.last(HeaderId::kVia), via);
  EXPECT_EQ(message.last(HeaderId::kRoute), nullptr);

  const Field* own = message.find("X-OWN");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(message.value(*own), "1");
  own = message.find_next(*own);
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(message.value(*own), "");
  EXPECT_EQ(message.find_next(*own), nullptr);
  EXPECT_EQ(message.find("Call-id"), message.first(HeaderId::kCallId));
  EXPECT_EQ(message.find("nothing"), nullptr);
}

TEST(Message, ListsValuesAcrossFields) {
  MessageView message;
  ASSERT_EQ(message.parse(kInvite), Error::kNone);
  ValueList<Via> vias(message, HeaderId::kVia, next_via);
  std::string hosts;
  while (const auto via = vias.next()) hosts += std::string(via->host) + " ";
  EXPECT_EQ(hosts, "pc33.atlanta.com b third ");
  EXPECT_EQ(vias.error(), Error::kNone);
  EXPECT_EQ(vias.field(), message.last(HeaderId::kVia));
}

TEST(Message, DropsBytesAfterTheBody) {
  MessageView message;
  ASSERT_EQ(message.parse(kInvite), Error::kNone);
  EXPECT_EQ(message.body(), "body");
  EXPECT_TRUE(message.raw().ends_with("body"));
  EXPECT_EQ(message.body_error(), Error::kNone);
}

struct BodyCase {
  const char* fields;
  Error error;
  const char* body;
};

TEST(Message, JudgesContentLength) {
  constexpr BodyCase kCases[] = {
      {"", Error::kNone, "body"},
      {"Content-Length: 0\r\n", Error::kNone, ""},
      {"l: 3\r\n", Error::kNone, "bod"},
      {"l: 5\r\n", Error::kTruncated, "body"},
      {"l: -1\r\n", Error::kSyntax, "body"},
      {"l: 4294967296\r\n", Error::kRange, "body"},
      {"l:\r\n", Error::kSyntax, "body"},
      {"l: 3\r\nContent-Length: 3\r\n", Error::kNone, "bod"},
      {"l: 3\r\nContent-Length: 4\r\n", Error::kDuplicate, "body"},
  };
  MessageView message;
  for (const BodyCase& c : kCases) {
    const std::string text = "SIP/2.0 200 OK\r\n" + std::string(c.fields) + "\r\nbody";
    ASSERT_EQ(message.parse(text), Error::kNone) << c.fields;
    EXPECT_EQ(message.body_error(), c.error) << c.fields;
    EXPECT_EQ(message.body(), c.body) << c.fields;
  }
}

struct LineCase {
  const char* line;
  Error error;
};

TEST(Message, JudgesTheStartLine) {
  constexpr LineCase kCases[] = {
      {"OPTIONS sip:a SIP/2.0", Error::kNone},
      {"OPTIONS sip:a SIP/2.0  ", Error::kNone},  // RFC 4475 section 3.1.2.10
      {"OPTIONS sip:a sip/2.0", Error::kNone},
      {"OPTIONS sip:a SIP/7.0", Error::kNone},  // RFC 4475 section 3.1.2.16
      {"!x~ sip:a SIP/2.0", Error::kNone},
      {"OPTIONS  sip:a SIP/2.0", Error::kStartLine},     // RFC 4475 section 3.1.2.9
      {"OPTIONS sip:a; lr SIP/2.0", Error::kStartLine},  // RFC 4475 section 3.1.2.8
      {"OPTIONS sip:a\r\n SIP/2.0", Error::kStartLine},
      {"OPTIONS SIP/2.0", Error::kStartLine},
      {"OPT@ sip:a SIP/2.0", Error::kStartLine},
      {"OPTIONS sip:a HTTP/1.1", Error::kNotSip},
      {"OPTIONS sip:a SIP/", Error::kNotSip},
      {"OPTIONS sip:a SIP/x.0", Error::kNotSip},
      {"OPTIONS", Error::kNotSip},
      {" OPTIONS sip:a SIP/2.0", Error::kNotSip},
      {"SIP/2.0 100 Trying", Error::kNone},
      {"SIP/2.0 100 ", Error::kNone},  // RFC 4475 section 3.1.1.13
      {"SIP/2.0 100", Error::kNone},
      {"SIP/2.0 099 Low", Error::kRange},
      {"SIP/2.0 700 High", Error::kRange},
      {"SIP/2.0 4294967301 x", Error::kRange},  // RFC 4475 section 3.1.2.19
      {"SIP/2.0 0100 x", Error::kRange},
      {"SIP/2.0 abc x", Error::kStartLine},
      {"SIP/2.0  100 x", Error::kStartLine},
      {"SIP/2.0", Error::kStartLine},
      {"SIP/2 100 x", Error::kNotSip},
  };
  MessageView message;
  for (const LineCase& c : kCases) {
    const ExactCopy text(std::string(c.line) + "\r\na: b\r\n\r\n");
    EXPECT_EQ(message.parse(text.view()), c.error) << c.line;
    EXPECT_EQ(message.fields().size(), c.error == Error::kNotSip ? 0u : 1u) << c.line;
  }
}

TEST(Message, JudgesTheDatagram) {
  MessageView message;
  EXPECT_EQ(message.parse(""), Error::kEmpty);
  EXPECT_EQ(message.parse("\r\n\r\n"), Error::kEmpty);
  EXPECT_EQ(message.parse(std::string_view("\0\0\0\0", 4)), Error::kEmpty);
  EXPECT_EQ(message.parse(std::string_view("\0\0x", 3)), Error::kNotSip);
  EXPECT_EQ(message.parse("hello"), Error::kNotSip);
  EXPECT_EQ(message.parse("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), Error::kNotSip);
  EXPECT_EQ(message.parse("OPTIONS sip:a SIP/2.0\r\nVia: x"), Error::kTruncated);
  EXPECT_EQ(message.parse("SIP/2.0 200 OK\r\nVia\r\n\r\n"), Error::kNoColon);
  EXPECT_EQ(message.parse("SIP/2.0 200 OK\r\n\r: x\r\n\r\n"), Error::kNoColon);  // a name of CR
  EXPECT_EQ(message.parse(std::string(kMaxMessage + 1, 'x')), Error::kTooLarge);
  EXPECT_TRUE(message.raw().empty());
  EXPECT_TRUE(message.fields().empty());
  EXPECT_EQ(message.first(HeaderId::kVia), nullptr);
}

TEST(Message, TakesTheLargestDatagram) {
  std::string text = "MESSAGE sip:a SIP/2.0\r\nl: 65000\r\n\r\n";
  text.resize(kMaxMessage, 'x');
  MessageView message;
  ASSERT_EQ(message.parse(text), Error::kNone);
  EXPECT_EQ(message.body().size(), 65000u);

  text = "MESSAGE sip:a SIP/2.0\r\na: ";
  text.resize(kMaxMessage - 4, 'x');
  text += "\r\n\r\n";
  ASSERT_EQ(message.parse(text), Error::kNone);
  EXPECT_EQ(message.body_offset(), kMaxMessage);
  EXPECT_EQ(message.fields()[0].end, kMaxMessage - 2);
}

TEST(Message, SkipsLineEndsBeforeTheStartLine) {
  MessageView message;
  ASSERT_EQ(message.parse("\r\n\r\nSIP/2.0 200 OK\r\n\r\n"), Error::kNone);
  EXPECT_EQ(message.raw(), "SIP/2.0 200 OK\r\n\r\n");
}

// Everything a caller may ask of a view, after any bytes at all.
void ask_everything(MessageView& message) {
  for (const Field& field : message.fields()) {
    ASSERT_LE(field.begin, field.name_end);
    ASSERT_LE(field.name_end, field.value_begin);
    ASSERT_LE(field.value_begin, field.value_end);
    ASSERT_LE(field.value_end, field.end);
    ASSERT_LE(field.end, message.raw().size());
    (void)message.name(field);
    (void)message.value(field);
  }
  (void)message.top_via();
  (void)message.second_via();
  (void)message.from();
  (void)message.to();
  (void)message.cseq();
  (void)message.uri();
  (void)message.call_id();
  (void)message.max_forwards();
  (void)message.method_for_reply();
  ValueList<NameAddr> contacts(message, HeaderId::kContact, next_name_addr);
  while (contacts.next()) continue;
}

TEST(Message, SurvivesCutAndChangedBytes) {
  std::mt19937 random(3261);
  MessageView message;
  for (std::size_t size = 0; size <= kInvite.size(); ++size) {
    const ExactCopy cut(kInvite.substr(0, size));
    (void)message.parse(cut.view());
    ask_everything(message);
  }
  constexpr std::string_view kBytes = "\r\n \t:;,<>\"\\@[]%=\0\xff";
  for (int round = 0; round < 20000; ++round) {
    std::string text(kInvite);
    for (std::size_t changes = 1 + random() % 6; changes > 0; --changes) {
      text[random() % text.size()] = kBytes[random() % kBytes.size()];
    }
    const ExactCopy changed(text);
    (void)message.parse(changed.view());
    ask_everything(message);
  }
}

}  // namespace
}  // namespace weir::sip
