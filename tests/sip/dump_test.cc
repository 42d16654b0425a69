#include "sip/dump.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

namespace weir::sip {
namespace {

TEST(Dump, ShowsARequest) {
  MessageView message;
  ASSERT_EQ(message.parse("BYE sip:a@b;lr SIP/2.0\r\n"
                          "v: SIP/2.0/UDP c;branch=z9hG4bK1\r\n"
                          "Q: \"\x01\r\n"
                          "To: A <sip:a@b>;tag=1\r\n"
                          "CSeq: 2 BYE\r\n"
                          "l: 9\r\n"
                          "\r\nabc"),
            Error::kNone);
  EXPECT_EQ(dumped(message),
            R"(request method="BYE" uri="sip:a@b;lr" version="SIP/2.0"
field 24 58 Via name="v" value="SIP/2.0/UDP c;branch=z9hG4bK1"
field 58 65 - name="Q" value="\x22\x01"
field 65 88 To name="To" value="A <sip:a@b>;tag=1"
field 88 101 CSeq name="CSeq" value="2 BYE"
field 101 107 Content-Length name="l" value="9"
uri scheme="sip" user="a" host="b" params=";lr"
via transport="UDP" sent-by="c" params=";branch=z9hG4bK1"
To display="A" uri="sip:a@b" params=";tag=1"
cseq 2 method="BYE"
body 3 at 109 truncated
)");
}

TEST(Dump, ShowsErrors) {
  MessageView message;
  ASSERT_EQ(message.parse("SIP/2.0 200 OK\r\nVia: x\r\nFrom: <\r\n\r\n"), Error::kNone);
  EXPECT_EQ(dumped(message),
            R"(reply 200 reason="OK" version="SIP/2.0"
field 16 24 Via name="Via" value="x"
field 24 33 From name="From" value="<"
via syntax
From truncated
cseq missing
body 0 at 35
)");
}

TEST(Dump, FitsOrFails) {
  MessageView message;
  ASSERT_EQ(message.parse("SIP/2.0 200 OK\r\n\r\n"), Error::kNone);
  std::string out(dumped(message).size(), '\0');
  EXPECT_EQ(dump(message, out).value(), out.size());
  out.pop_back();
  EXPECT_EQ(dump(message, out).error(), Error::kNoSpace);
}

}  // namespace
}  // namespace weir::sip
