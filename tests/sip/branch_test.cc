#include "sip/branch.h"

#include "sip/via_fix.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

const Endpoint kSource{Address::v4(0xc0000207), 40000};  // 192.0.2.7

KeyRing keys_from(std::uint8_t first, std::uint8_t second, std::uint8_t current = 0) {
  KeyRing keys;
  keys.keys[0].fill(first);
  keys.keys[1].fill(second);
  keys.current = current;
  return keys;
}

constexpr std::string_view kVia = "SIP/2.0/UDP pc33:5070;branch=z9hG4bKabc;rport";

std::string request(std::string_view method, std::string_view via, std::string_view call_id = "c") {
  return std::string(method) + " sip:b@d SIP/2.0\r\nVia: " + std::string(via) +
         "\r\nFrom: <sip:a@b>;tag=f\r\nTo: <sip:b@d>\r\nCall-ID: " + std::string(call_id) +
         "\r\nCSeq: 1 " + std::string(method) + "\r\n\r\n";
}

const Address kTarget = Address::v4(0xcb007109);  // 203.0.113.9

// The branch that forwarding `text` gets.
Result<BranchText> branch_of(const KeyRing& keys, std::string_view text,
                             BranchFlags flags = BranchFlags::kNone) {
  MessageView message;
  EXPECT_EQ(message.parse(text), Error::kNone);
  const Result<const Via*> top = message.top_via();
  if (!top) return top.error();
  return make_branch(keys, message, reply_destination(**top, make_via_fix(**top, kSource, false)),
                     flags, kTarget);
}

// The reply that comes back with that branch on top of `via`.
std::string reply(std::string_view branch, std::string_view via, std::string_view call_id = "c") {
  return "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP edge;branch=" + std::string(branch) +
         "\r\nVia: " + std::string(via) +
         "\r\nFrom: <sip:a@b>;tag=f\r\nTo: <sip:b@d>;tag=t\r\nCall-ID: " + std::string(call_id) +
         "\r\nCSeq: 1 INVITE\r\n\r\n";
}

Result<VerifiedBranch> verify_from(const KeyRing& keys, std::string_view text,
                                   const Address& source) {
  MessageView message;
  EXPECT_EQ(message.parse(text), Error::kNone);
  return verify_branch(keys, message, source);
}

Result<BranchFlags> verify(const KeyRing& keys, std::string_view text) {
  const auto verified = verify_from(keys, text, kTarget);
  if (!verified) return verified.error();
  EXPECT_TRUE(verified->from_target);
  return verified->flags;
}

constexpr std::string_view kFixedVia =
    "SIP/2.0/UDP pc33:5070;received=192.0.2.7;rport=40000;branch=z9hG4bKabc";

TEST(Branch, TellsWhetherTheReplyComesFromTheTarget) {
  const KeyRing keys = keys_from(1, 2);
  const Result<BranchText> branch = branch_of(keys, request("INVITE", kVia));
  ASSERT_TRUE(branch);
  const std::string good = reply(branch->view(), kFixedVia);
  const auto verified = verify_from(keys, good, kTarget);
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->from_target);
  const auto elsewhere = verify_from(keys, good, Address::v4(0xcb00710a));
  ASSERT_TRUE(elsewhere);
  EXPECT_FALSE(elsewhere->from_target);
  // Each of its digits counts.
  for (std::size_t i = 1; i <= 8; ++i) {
    std::string text(branch->view());
    char& digit = text[text.size() - i];
    digit = digit == '0' ? '1' : '0';
    const auto changed = verify_from(keys, reply(text, kFixedVia), kTarget);
    ASSERT_TRUE(changed);
    EXPECT_FALSE(changed->from_target) << i;
  }
}

TEST(Branch, ComesBackVerified) {
  const KeyRing keys = keys_from(1, 2);
  const Result<BranchText> branch = branch_of(keys, request("INVITE", kVia));
  ASSERT_TRUE(branch);
  EXPECT_TRUE(branch->view().starts_with("z9hG4bKweir-s00"));
  EXPECT_EQ(branch_owner(*branch), 's');
  const Result<BranchFlags> flags = verify(keys, reply(*branch, kFixedVia));
  ASSERT_TRUE(flags);
  EXPECT_EQ(*flags, BranchFlags::kNone);
  // Elements on the way may rewrite case and white space and the order of parameters.
  EXPECT_TRUE(verify(keys, reply(*branch,
                                 "SIP/2.0/udp PC33 : 5070;branch=z9hG4bKabc;"
                                 "rport=40000 ;received=192.0.2.7")));
}

TEST(Branch, CarriesFlagsUnderTheMac) {
  const KeyRing keys = keys_from(1, 2);
  const Result<BranchText> branch =
      branch_of(keys, request("REGISTER", kVia), BranchFlags::kCredentials);
  EXPECT_EQ(*verify(keys, reply(*branch, kFixedVia)), BranchFlags::kCredentials);

  std::string forged(branch_of(keys, request("REGISTER", kVia))->view());
  forged[kBranchCookie.size() + 2] = '1';
  EXPECT_EQ(verify(keys, reply(forged, kFixedVia)).error(), Error::kForged);
  forged[kBranchCookie.size() + 2] = '2';
  EXPECT_EQ(verify(keys, reply(forged, kFixedVia)).error(), Error::kForeign);
}

TEST(Branch, IsEqualForRetransmissionCancelAndAck) {
  const KeyRing keys = keys_from(1, 2);
  const std::string first(branch_of(keys, request("INVITE", kVia))->view());
  EXPECT_EQ(branch_of(keys, request("INVITE", kVia))->view(), first);
  EXPECT_EQ(branch_of(keys, request("CANCEL", kVia))->view(), first);
  EXPECT_EQ(branch_of(keys, request("ACK", kVia, "other"))->view(), first);
  EXPECT_NE(
      branch_of(keys, request("INVITE", "SIP/2.0/UDP pc33:5070;branch=z9hG4bKabd;rport"))->view(),
      first);
}

TEST(Branch, OldClientsAreToldApartByTheirCall) {
  const KeyRing keys = keys_from(1, 2);
  // The second has the magic cookie and no identifier: RFC 4475 section 3.2.1.
  for (const std::string_view via :
       {"SIP/2.0/UDP 192.0.2.7", "SIP/2.0/UDP 192.0.2.7;received=192.0.2.7;branch=z9hG4bK"}) {
    const std::string one(branch_of(keys, request("INVITE", via, "one"))->view());
    EXPECT_EQ(branch_of(keys, request("CANCEL", via, "one"))->view(), one);
    EXPECT_NE(branch_of(keys, request("INVITE", via, "two"))->view(), one) << via;
    EXPECT_EQ(verify(keys, reply(one, via, "two")).error(), Error::kForged);
  }
  const std::string_view via = "SIP/2.0/UDP 192.0.2.7";
  const std::string one(branch_of(keys, request("INVITE", via, "one"))->view());
  EXPECT_TRUE(verify(keys, reply(one, via, "one")));
}

TEST(Branch, CoversWhereTheReplyGoes) {
  const KeyRing keys = keys_from(1, 2);
  const Result<BranchText> branch = branch_of(keys, request("INVITE", kVia));
  for (const std::string_view via : {
           "SIP/2.0/UDP pc33:5070;received=192.0.2.8;rport=40000;branch=z9hG4bKabc",
           "SIP/2.0/UDP pc33:5070;received=192.0.2.7;rport=40001;branch=z9hG4bKabc",
           "SIP/2.0/UDP pc33:5070;received=192.0.2.7;rport=40000;branch=z9hG4bKabd",
           "SIP/2.0/UDP pc34:5070;received=192.0.2.7;rport=40000;branch=z9hG4bKabc",
           "SIP/2.0/TCP pc33:5070;received=192.0.2.7;rport=40000;branch=z9hG4bKabc",
       }) {
    EXPECT_EQ(verify(keys, reply(*branch, via)).error(), Error::kForged) << via;
  }
}

TEST(Branch, EveryChangedDigitIsFound) {
  const KeyRing keys = keys_from(1, 2);
  const std::string branch(branch_of(keys, request("INVITE", kVia))->view());
  for (std::size_t at = 0; at + 8 < branch.size(); ++at) {  // the last eight tell the target
    std::string other = branch;
    other[at] = other[at] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(verify(keys, reply(other, kFixedVia))) << at;
  }
}

TEST(Branch, ForeignOnesAreTold) {
  const KeyRing keys = keys_from(1, 2);
  EXPECT_EQ(verify(keys, reply("z9hG4bK123", kFixedVia)).error(), Error::kForeign);
  const std::string ours(branch_of(keys, request("INVITE", kVia))->view());
  EXPECT_EQ(verify(keys, reply(ours, "SIP/2.0/UDP pc33;branch=z9hG4bKabc")).error(),
            Error::kForeign);
  EXPECT_EQ(
      verify(keys, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP e;branch=" + ours + "\r\n\r\n").error(),
      Error::kForeign);
  EXPECT_EQ(verify(keys, "SIP/2.0 200 OK\r\n\r\n").error(), Error::kMissing);
  EXPECT_EQ(branch_owner(""), 0);
}

// The branches of one transaction differ, also towards one target; each comes back with its number.
TEST(Branch, OfATransactionCarriesItsNumber) {
  const KeyRing keys = keys_from(1, 2);
  MessageView message;
  const std::string text = request("INVITE", kVia);
  ASSERT_EQ(message.parse(text), Error::kNone);
  const Via& top = **message.top_via();
  const Endpoint reply_to = reply_destination(top, make_via_fix(top, kSource, false));
  std::string before;
  for (const unsigned number : {0u, 1u, 9u, 10u, kMostBranches - 1}) {
    const auto branch =
        make_transaction_branch(keys, message, reply_to, BranchFlags::kNone, kTarget, number);
    ASSERT_TRUE(branch);
    EXPECT_EQ(branch_owner(*branch), 't');
    EXPECT_NE(branch->view(), before);
    before = branch->view();
    const std::string via =
        "SIP/2.0/UDP pc33:5070;branch=z9hG4bKabc;received=192.0.2.7;rport=40000";
    const auto back = verify_from(keys, reply(before, via), kTarget);
    ASSERT_TRUE(back) << number;
    EXPECT_TRUE(back->stateful);
    EXPECT_EQ(back->number, number);
    EXPECT_TRUE(back->from_target);
    // Another number under the same MAC is a forgery, and so is the branch without it.
    std::string forged = before;
    forged.back() = forged.back() == '0' ? '1' : '0';
    EXPECT_EQ(verify_from(keys, reply(forged, via), kTarget).error(), Error::kForged);
    forged.back() = '.';
    EXPECT_EQ(verify_from(keys, reply(forged, via), kTarget).error(), Error::kForeign);
    forged.pop_back();
    EXPECT_FALSE(verify_from(keys, reply(forged, via), kTarget));
  }
}

// The ACK to a transaction's refusal has to reach it: its tag is none of a stateless reply.
TEST(Branch, TheTagOfATransactionIsItsOwn) {
  const KeyRing keys = keys_from(1, 2);
  MessageView message;
  const std::string text = request("INVITE", kVia);
  ASSERT_EQ(message.parse(text), Error::kNone);
  const auto stateless = make_reply_tag(keys, message);
  const auto stateful = make_transaction_tag(keys, message);
  ASSERT_TRUE(stateless && stateful);
  EXPECT_NE(stateless->view(), stateful->view());
  std::string ack = request("ACK", kVia);
  ack.insert(ack.find("To: <sip:b@d>") + 13, ";tag=" + std::string(stateful->view()));
  MessageView acknowledged;
  ASSERT_EQ(acknowledged.parse(ack), Error::kNone);
  EXPECT_FALSE(verify_reply_tag(keys, acknowledged));
}

TEST(Branch, OutlivesOneRotation) {
  const KeyRing before = keys_from(1, 2, 0);
  const Result<BranchText> branch = branch_of(before, request("INVITE", kVia));
  EXPECT_TRUE(verify(keys_from(1, 3, 1), reply(*branch, kFixedVia)));
  EXPECT_EQ(verify(keys_from(4, 3, 0), reply(*branch, kFixedVia)).error(), Error::kForged);
  const Result<BranchText> second = branch_of(keys_from(1, 3, 1), request("INVITE", kVia));
  EXPECT_EQ(second->view()[kBranchCookie.size() + 1], '1');
  EXPECT_TRUE(verify(keys_from(1, 3, 1), reply(*second, kFixedVia)));
}

TEST(DialogCookie, ProvesItsCall) {
  const KeyRing keys = keys_from(1, 2);
  const std::string cookie(dialog_cookie(keys, "call-1").view());
  EXPECT_TRUE(verify_dialog_cookie(keys, "call-1", cookie));
  EXPECT_FALSE(verify_dialog_cookie(keys, "call-2", cookie));
  EXPECT_TRUE(verify_dialog_cookie(keys_from(1, 9, 1), "call-1", cookie));
  EXPECT_FALSE(verify_dialog_cookie(keys_from(8, 9, 1), "call-1", cookie));
  EXPECT_FALSE(verify_dialog_cookie(keys, "call-1", ""));
  EXPECT_FALSE(verify_dialog_cookie(keys, "call-1", cookie.substr(0, 16)));
  EXPECT_FALSE(verify_dialog_cookie(keys, "call-1", "2" + cookie.substr(1)));
}

TEST(ReplyTag, IsKnownAgainInTheAck) {
  const KeyRing keys = keys_from(1, 2);
  MessageView message;
  const std::string invite = request("INVITE", kVia);
  ASSERT_EQ(message.parse(invite), Error::kNone);
  const std::string tag(make_reply_tag(keys, message)->view());
  EXPECT_FALSE(verify_reply_tag(keys, message));

  std::string ack = request("ACK", kVia);
  ack.replace(ack.find("<sip:b@d>\r"), 9, "<sip:b@d>;tag=" + tag);
  ASSERT_EQ(message.parse(ack), Error::kNone);
  EXPECT_TRUE(verify_reply_tag(keys, message));
  EXPECT_FALSE(verify_reply_tag(keys_from(3, 2), message));

  std::string other = ack;
  other.replace(other.find("Call-ID: c"), 10, "Call-ID: d");
  ASSERT_EQ(message.parse(other), Error::kNone);
  EXPECT_FALSE(verify_reply_tag(keys, message));
}

}  // namespace
}  // namespace weir::sip
