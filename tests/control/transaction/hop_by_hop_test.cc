#include "control/transaction/hop_by_hop.h"

#include <gtest/gtest.h>

namespace weir::control::transaction {
namespace {

constexpr std::string_view kInvite =
    "INVITE sip:bob@192.0.2.9 SIP/2.0\r\n"
    "Record-Route: <sip:192.0.2.1;lr>\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n"
    "Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKtheirs\r\n"
    "Max-Forwards: 69\r\n"
    "Route: <sip:192.0.2.5;lr>, <sip:192.0.2.6;lr>\r\n"
    "From: <sip:alice@example.net>;tag=a1\r\n"
    "To: <sip:bob@example.net>\r\n"
    "Call-ID: c1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Contact: <sip:alice@198.51.100.1>\r\n"
    "Content-Length: 0\r\n\r\n";

constexpr std::string_view kBusy =
    "SIP/2.0 486 Busy Here\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n"
    "Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKtheirs\r\n"
    "From: <sip:alice@example.net>;tag=a1\r\n"
    "To: <sip:bob@example.net>;tag=b2\r\n"
    "Call-ID: c1\r\n"
    "CSeq: 7 INVITE\r\n"
    "Content-Length: 0\r\n\r\n";

// RFC 3261 section 17.1.1.3: one Via, the Route of the INVITE, the To of the reply.
TEST(HopByHop, AckAnswersARefusal) {
  sip::MessageView invite;
  sip::MessageView busy;
  ASSERT_EQ(invite.parse(kInvite), sip::Error::kNone);
  ASSERT_EQ(busy.parse(kBusy), sip::Error::kNone);
  EXPECT_EQ(make_ack(invite, busy),
            "ACK sip:bob@192.0.2.9 SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n"
            "From: <sip:alice@example.net>;tag=a1\r\n"
            "To: <sip:bob@example.net>;tag=b2\r\n"
            "Call-ID: c1\r\n"
            "CSeq: 7 ACK\r\n"
            "Route: <sip:192.0.2.5;lr>, <sip:192.0.2.6;lr>\r\n"
            "Max-Forwards: 69\r\n"
            "Content-Length: 0\r\n\r\n");
}

// RFC 3261 section 9.1: the To of the INVITE, without a tag; RFC 3326 for the reason.
TEST(HopByHop, CancelTakesAnInviteBack) {
  sip::MessageView invite;
  ASSERT_EQ(invite.parse(kInvite), sip::Error::kNone);
  EXPECT_EQ(make_cancel(invite, "Reason: SIP;cause=200\r\n"),
            "CANCEL sip:bob@192.0.2.9 SIP/2.0\r\n"
            "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n"
            "From: <sip:alice@example.net>;tag=a1\r\n"
            "To: <sip:bob@example.net>\r\n"
            "Call-ID: c1\r\n"
            "CSeq: 7 CANCEL\r\n"
            "Route: <sip:192.0.2.5;lr>, <sip:192.0.2.6;lr>\r\n"
            "Max-Forwards: 69\r\n"
            "Content-Length: 0\r\n"
            "Reason: SIP;cause=200\r\n\r\n");
}

}  // namespace
}  // namespace weir::control::transaction
