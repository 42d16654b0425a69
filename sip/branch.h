// Keyed texts that let us know our own work again without memory: the Via branch of a statelessly
// forwarded request, the cookie in our Record-Route, the To-tag of a stateless reply.
#pragma once

#include "sip/address.h"
#include "sip/keyed_text.h"
#include "sip/message.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

// What we want to know again when the reply comes back; under the MAC.
enum class BranchFlags : std::uint8_t {
  kNone = 0,
  kCredentials = 1,  // a REGISTER that carried Authorization or Proxy-Authorization
};

// "z9hG4bKweir-s" epoch, flags, 16 hex digits of the MAC, 8 of where the request went. 's' is the
// owner tag of stateless work; a transaction's has 't' there, and one more letter at its end: the
// number of the branch.
inline constexpr std::string_view kBranchCookie = "z9hG4bKweir-";
inline constexpr std::size_t kBranchSize = kBranchCookie.size() + 3 + 16 + 8;
using BranchText = FixedText<kBranchSize>;
using TransactionBranchText = FixedText<kBranchSize + 1>;
inline constexpr unsigned kMostBranches = 32;  // of one transaction: Kamailio's limit
using CookieText = FixedText<17>;              // epoch digit and MAC
using TagText = FixedText<17>;                 // epoch digit and MAC

// The branch for forwarding `request` to `target`, its replies to go to `reply_to`
// (reply_destination()).
//
// A pure function of the request's top Via, where it and its replies go, the flags and the key:
// equal for a retransmission and for the CANCEL and the ACK of the same INVITE. When the top Via
// has no branch of RFC 3261 (no magic cookie, or nothing behind it), Call-ID, the From tag and the
// CSeq number are hashed too. Errors: those of top_via() and, in the latter case, of from() and
// cseq(). RFC 3261 section 16.11.
Result<BranchText> make_branch(const KeyRing& keys, const MessageView& request,
                               const Endpoint& reply_to, BranchFlags flags,
                               const Address& target) noexcept;

// The same for branch `number`, below kMostBranches, of a transaction. Unlike that of stateless
// work no two branches of one request are equal, whatever their targets.
Result<TransactionBranchText> make_transaction_branch(const KeyRing& keys,
                                                      const MessageView& request,
                                                      const Endpoint& reply_to, BranchFlags flags,
                                                      const Address& target,
                                                      unsigned number) noexcept;

struct VerifiedBranch {
  BranchFlags flags = BranchFlags::kNone;
  bool stateful = false;    // of a transaction
  std::uint8_t number = 0;  // of its branch
  // The reply comes from where the request went: only who receives there knows the branch. Somebody
  // else may have been told it, and say it under any address.
  bool from_target = false;
};

// Checks the top Via branch of a reply, received from `source`, to something we forwarded: that we
// made it, and that the second Via still says where we wanted the reply to go. Needs nothing but
// the reply. Errors: kForeign when the branch is not of our shape or there is no second Via;
// kForged when the MAC is wrong; parser errors.
Result<VerifiedBranch> verify_branch(const KeyRing& keys, const MessageView& reply,
                                     const Address& source) noexcept;

// The owner of a branch by its shape alone: 's' stateless, 't' a transaction; 0 when the branch is
// not ours.
char branch_owner(std::string_view branch) noexcept;

// The cookie that our Record-Route carries for a dialog: a MAC over its Call-ID.
CookieText dialog_cookie(const KeyRing& keys, std::string_view call_id) noexcept;

// True when `cookie` is what dialog_cookie() gave for `call_id` in either epoch.
bool verify_dialog_cookie(const KeyRing& keys, std::string_view call_id,
                          std::string_view cookie) noexcept;

// The To-tag of a stateless reply: equal for the ACK that answers it, since both have the same top
// Via and Call-ID. `verify_reply_tag` is for the ACK. Errors: those of top_via() and call_id().
Result<TagText> make_reply_tag(const KeyRing& keys, const MessageView& request) noexcept;
bool verify_reply_tag(const KeyRing& keys, const MessageView& ack) noexcept;

// The To-tag of a transaction's own replies: equal for all of one request, and never one that
// verify_reply_tag() takes, since the ACK has to reach the transaction.
Result<TagText> make_transaction_tag(const KeyRing& keys, const MessageView& request) noexcept;

}  // namespace weir::sip
