#include "sip/contact.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const Contact& c) {
  return std::string(c.address.uri) + "|q=" + shown(c.q) + "|expires=" + shown(c.expires) +
         "|reg-id=" + shown(c.reg_id) + "|" + std::string(c.instance) + "|" +
         std::string(c.pub_gruu) + "|" + std::string(c.temp_gruu);
}

const ValueCase kCases[] = {
    // RFC 3261 section 20.10
    {"TwoValues",
     "\"Mr. Watson\" <sip:watson@worcester.bell-telephone.com>;q=0.7; expires=3600,\r\n "
     "\"Mr. Watson\" <mailto:watson@bell-telephone.com> ;q=0.1",
     "sip:watson@worcester.bell-telephone.com|q=700|expires=3600|reg-id=-||| / "
     "mailto:watson@bell-telephone.com|q=100|expires=-|reg-id=-|||"},
    {"QuotedExpires", "<sips:bob@192.0.2.4>;expires=60",
     "sips:bob@192.0.2.4|q=-|expires=60|reg-id=-|||"},
    {"Star", "*", "*|q=-|expires=-|reg-id=-|||"},
    // RFC 5626 section 9.1
    {"Outbound",
     "<sip:line1@192.0.2.2;transport=tcp>; reg-id=1;\r\n "
     ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\"",
     "sip:line1@192.0.2.2;transport=tcp|q=-|expires=-|reg-id=1|"
     "urn:uuid:00000000-0000-1000-8000-000A95A0E128||"},
    // RFC 5627 section 9
    {"Gruus",
     "<sip:callee@192.0.2.1>;pub-gruu=\"sip:callee@example.com;gr=urn:uuid:f81d4fae\""
     ";temp-gruu=\"sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@example.com;gr\""
     ";+sip.instance=\"<urn:uuid:f81d4fae>\";expires=3600",
     "sip:callee@192.0.2.1|q=-|expires=3600|reg-id=-|urn:uuid:f81d4fae|"
     "sip:callee@example.com;gr=urn:uuid:f81d4fae|"
     "sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@example.com;gr"},
    {"AnyCase", "<sip:a@b>;Q=1;EXPIRES=7;Reg-ID=2", "sip:a@b|q=1000|expires=7|reg-id=2|||"},
    {"WithoutBrackets", "sip:a@b;expires=5", "sip:a@b|q=-|expires=5|reg-id=-|||"},
    {"UnknownParameters", "<sip:a@b>;methods=\"INVITE,BYE\";audio",
     "sip:a@b|q=-|expires=-|reg-id=-|||"},
    {"SmallestQ", "<sip:a@b>;q=0", "sip:a@b|q=0|expires=-|reg-id=-|||"},
    {"QWithPointAlone", "<sip:a@b>;q=1.", "sip:a@b|q=1000|expires=-|reg-id=-|||"},
    {"QOfThreeDigits", "<sip:a@b>;q=0.125", "sip:a@b|q=125|expires=-|reg-id=-|||"},
    // RFC 3261 section 10.2: malformed counts as an hour, too much as all there is.
    {"ExpiresIsNoNumber", "<sip:a@b>;expires=soon", "sip:a@b|q=-|expires=3600|reg-id=-|||"},
    {"ExpiresTooLarge", "<sip:a@b>;expires=280297596632815",
     "sip:a@b|q=-|expires=4294967295|reg-id=-|||"},

    {"QAboveOne", "<sip:a@b>;q=1.001", "range at '1.001'"},
    {"QWithFourDigits", "<sip:a@b>;q=0.1234;x", "syntax at '0.1234;x'"},
    {"QIsNoNumber", "<sip:a@b>;q=high", "syntax at 'high'"},
    {"QWithTwoDigitsBefore", "<sip:a@b>;q=10", "syntax at '10'"},
    {"QWithoutValue", "<sip:a@b>;q;x", "syntax at 'q;x'"},
    {"RegIdZero", "<sip:a@b>;reg-id=0", "range at '0'"},
    {"RegIdTooLarge", "<sip:a@b>;reg-id=2147483648", "range at '2147483648'"},
    {"InstanceWithoutQuotes", "<sip:a@b>;+sip.instance=urn:x", "syntax at 'urn:x'"},
    {"InstanceWithoutBrackets", "<sip:a@b>;+sip.instance=\"urn:x\"", "syntax at '\"urn:x\"'"},
    {"TwoExpires", "<sip:a@b>;expires=1;expires=2", "duplicate at 'expires=2'"},
    {"SecondIsBroken", "<sip:a@b>, <sip:c@d>;q=2",
     "sip:a@b|q=-|expires=-|reg-id=-||| / range at '2'"},
    {"OpenBracket", "<sip:a@b", "truncated at '<sip:a@b'"},
    {"BytesAfterUri", "<sip:a@b> x", "syntax at 'x'"},
};

TEST(Contact, Cases) { check_values<Contact>(kCases, next_contact, show); }

}  // namespace
}  // namespace weir::sip
