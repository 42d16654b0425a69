#include "sip/branch.h"

#include "sip/token.h"

#include <algorithm>

namespace weir::sip {
namespace {

constexpr std::string_view kMagicCookie = "z9hG4bK";  // RFC 3261 section 8.1.1.7

// False for the branch of an RFC 2543 client, and for a magic cookie with nothing behind it (RFC
// 4475 section 3.2.1): two requests may have the same.
bool identifies(std::string_view branch) noexcept {
  return branch.starts_with(kMagicCookie) && branch.size() > kMagicCookie.size();
}

// Call-ID, From tag and CSeq number stand in for the branch of an RFC 2543 client.
Error add_old_identity(SipHash& hash, const MessageView& message) noexcept {
  const Result<std::string_view> call_id = message.call_id();
  if (!call_id) return call_id.error();
  const Result<const NameAddr*> from = message.from();
  if (!from) return from.error();
  const Result<const CSeq*> cseq = message.cseq();
  if (!cseq) return cseq.error();
  hash.add_piece(*call_id);
  hash.add_piece((*from)->tag);
  hash.add(std::uint64_t{(*cseq)->number});
  return Error::kNone;
}

// Of texts in one message, which has less than 2^16 bytes.
std::uint64_t three_sizes(std::string_view a, std::string_view b, std::string_view c) noexcept {
  return std::uint64_t{a.size()} << 32 | std::uint64_t{b.size()} << 16 | c.size();
}

// The MAC of a branch. `client` is the Via of the element before us: the top one of the request,
// the second one of its reply.
Result<std::uint64_t> branch_mac(const KeyRing& keys, unsigned epoch, const MessageView& message,
                                 const Via& client, const Endpoint& reply_to,
                                 std::uint64_t flags) noexcept {
  SipHash hash = keyed_hash(keys, epoch, KeyedDomain::kBranch,
                            flags << 32 | std::uint64_t{reply_to.port} << 16 | client.port);
  hash.add(three_sizes(client.transport_text, client.host, client.branch));
  hash.add(std::span<const std::uint8_t>(reply_to.address.bytes));
  hash.add_folded(client.transport_text);
  hash.add_folded(client.host);
  hash.add_padded(client.branch);
  if (!identifies(client.branch)) {
    if (const Error error = add_old_identity(hash, message); error != Error::kNone) return error;
  }
  return hash.finish();
}

// The same branch went to that address.
std::uint64_t target_mac(const KeyRing& keys, unsigned epoch, std::uint64_t branch,
                         const Address& target) noexcept {
  SipHash hash = keyed_hash(keys, epoch, KeyedDomain::kBranchTarget);
  hash.add(branch);
  hash.add(std::span<const std::uint8_t>(target.bytes));
  return hash.finish() >> 32;
}

std::uint64_t dialog_mac(const KeyRing& keys, unsigned epoch, std::string_view call_id) noexcept {
  SipHash hash = keyed_hash(keys, epoch, KeyedDomain::kDialog, call_id.size());
  hash.add_padded(call_id);
  return hash.finish();
}

Result<std::uint64_t> reply_tag_mac(const KeyRing& keys, unsigned epoch, const MessageView& message,
                                    KeyedDomain domain) noexcept {
  const Result<const Via*> top = message.top_via();
  if (!top) return top.error();
  const Result<std::string_view> call_id = message.call_id();
  if (!call_id) return call_id.error();
  SipHash hash = keyed_hash(keys, epoch, domain, (*top)->port);
  hash.add(three_sizes((*top)->host, (*top)->branch, *call_id));
  hash.add_folded((*top)->host);
  hash.add_padded((*top)->branch);
  hash.add_padded(*call_id);
  return hash.finish();
}

// epoch digit and MAC
FixedText<1 + kMacDigits> make_text(unsigned epoch, std::uint64_t mac) noexcept {
  FixedText<1 + kMacDigits> text;
  text.bytes[0] = static_cast<char>('0' + epoch);
  put_mac(mac, text.bytes.data() + 1);
  return text;
}

// What the letter at the end of a transaction's branch means.
constexpr std::string_view kNumberLetters = "0123456789abcdefghijklmnopqrstuv";
static_assert(kNumberLetters.size() == kMostBranches);

// What of a transaction's branch stands under the MAC beside the client's Via: never equal to the
// flags of stateless work.
std::uint64_t stateful_flags(BranchFlags flags, unsigned number) noexcept {
  return static_cast<std::uint64_t>(flags) | 0x80u | std::uint64_t{number} << 8;
}

// All of a branch but the number at the end of a transaction's.
void write_branch(const KeyRing& keys, char owner, unsigned epoch, BranchFlags flags,
                  std::uint64_t mac, const Address& target, char* out) noexcept {
  out = std::copy(kBranchCookie.begin(), kBranchCookie.end(), out);
  *out++ = owner;
  *out++ = static_cast<char>('0' + epoch);
  *out++ = static_cast<char>('0' + static_cast<unsigned>(flags));
  put_mac(mac, out);
  put_hex32(static_cast<std::uint32_t>(target_mac(keys, epoch, mac, target)), out + kMacDigits);
}

}  // namespace

Result<BranchText> make_branch(const KeyRing& keys, const MessageView& request,
                               const Endpoint& reply_to, BranchFlags flags,
                               const Address& target) noexcept {
  const Result<const Via*> top = request.top_via();
  if (!top) return top.error();
  const unsigned epoch = keys.current & 1u;
  const Result<std::uint64_t> mac =
      branch_mac(keys, epoch, request, **top, reply_to, static_cast<std::uint64_t>(flags));
  if (!mac) return mac.error();

  BranchText text;
  write_branch(keys, 's', epoch, flags, *mac, target, text.bytes.data());
  return text;
}

Result<TransactionBranchText> make_transaction_branch(const KeyRing& keys,
                                                      const MessageView& request,
                                                      const Endpoint& reply_to, BranchFlags flags,
                                                      const Address& target,
                                                      unsigned number) noexcept {
  const Result<const Via*> top = request.top_via();
  if (!top) return top.error();
  const unsigned epoch = keys.current & 1u;
  const Result<std::uint64_t> mac =
      branch_mac(keys, epoch, request, **top, reply_to, stateful_flags(flags, number));
  if (!mac) return mac.error();
  TransactionBranchText text;
  write_branch(keys, 't', epoch, flags, *mac, target, text.bytes.data());
  text.bytes.back() = kNumberLetters[number % kMostBranches];
  return text;
}

char branch_owner(std::string_view branch) noexcept {
  if (branch.size() < kBranchSize || !branch.starts_with(kBranchCookie)) return 0;
  const char owner = branch[kBranchCookie.size()];
  if (owner == 's' && branch.size() == kBranchSize) return 's';
  return owner == 't' && branch.size() == kBranchSize + 1 ? 't' : '\0';
}

Result<VerifiedBranch> verify_branch(const KeyRing& keys, const MessageView& reply,
                                     const Address& source) noexcept {
  const Result<const Via*> ours = reply.top_via();
  if (!ours) return ours.error();
  const std::string_view branch = (*ours)->branch;
  const char owner = branch_owner(branch);
  if (owner == 0) return Error::kForeign;
  const bool stateful = owner == 't';
  const std::size_t number = stateful ? kNumberLetters.find(branch.back()) : 0;
  if (number == kNumberLetters.npos) return Error::kForeign;
  const std::string_view tail = branch.substr(kBranchCookie.size() + 1);
  const unsigned flags = static_cast<unsigned char>(tail[1]) - unsigned{'0'};
  if (!is_epoch_digit(tail[0]) || flags > static_cast<unsigned>(BranchFlags::kCredentials)) {
    return Error::kForeign;
  }

  const Result<const Via*> client = reply.second_via();
  if (!client && client.error() != Error::kMissing) return client.error();
  if (!client && !stateful) return Error::kForeign;
  if (!client) {
    // To our own CANCEL. Nobody else has made a MAC that goes with this address.
    std::uint64_t mac = 0;
    const auto of = static_cast<unsigned>(tail[0] - '0');
    if (!read_mac(tail.substr(2, kMacDigits), mac)) return Error::kForeign;
    const auto address = static_cast<std::uint32_t>(target_mac(keys, of, mac, source));
    if (!equal_hex32(address, tail.substr(2 + kMacDigits, 8))) return Error::kForged;
    return VerifiedBranch{static_cast<BranchFlags>(flags), true, static_cast<std::uint8_t>(number),
                          true};
  }
  const Result<Endpoint> reply_to = reply_destination(**client);
  if (!reply_to) return reply_to.error();
  const auto epoch = static_cast<unsigned>(tail[0] - '0');
  const std::uint64_t marks =
      stateful ? stateful_flags(static_cast<BranchFlags>(flags), static_cast<unsigned>(number))
               : flags;
  const Result<std::uint64_t> mac = branch_mac(keys, epoch, reply, **client, *reply_to, marks);
  if (!mac) return mac.error();
  if (!equal_mac(*mac, tail.substr(2, kMacDigits))) return Error::kForged;
  const auto target = static_cast<std::uint32_t>(target_mac(keys, epoch, *mac, source));
  return VerifiedBranch{static_cast<BranchFlags>(flags), stateful,
                        static_cast<std::uint8_t>(number),
                        equal_hex32(target, tail.substr(2 + kMacDigits, 8))};
}

CookieText dialog_cookie(const KeyRing& keys, std::string_view call_id) noexcept {
  const unsigned epoch = keys.current & 1u;
  return make_text(epoch, dialog_mac(keys, epoch, call_id));
}

bool verify_dialog_cookie(const KeyRing& keys, std::string_view call_id,
                          std::string_view cookie) noexcept {
  if (cookie.size() != 1 + kMacDigits || !is_epoch_digit(cookie[0])) return false;
  const auto epoch = static_cast<unsigned>(cookie[0] - '0');
  return equal_mac(dialog_mac(keys, epoch, call_id), cookie.substr(1));
}

Result<TagText> make_reply_tag(const KeyRing& keys, const MessageView& request) noexcept {
  const unsigned epoch = keys.current & 1u;
  const Result<std::uint64_t> mac = reply_tag_mac(keys, epoch, request, KeyedDomain::kReplyTag);
  if (!mac) return mac.error();
  return make_text(epoch, *mac);
}

Result<TagText> make_transaction_tag(const KeyRing& keys, const MessageView& request) noexcept {
  const unsigned epoch = keys.current & 1u;
  const Result<std::uint64_t> mac =
      reply_tag_mac(keys, epoch, request, KeyedDomain::kTransactionTag);
  if (!mac) return mac.error();
  return make_text(epoch, *mac);
}

bool verify_reply_tag(const KeyRing& keys, const MessageView& ack) noexcept {
  const Result<const NameAddr*> to = ack.to();
  if (!to || (*to)->tag.size() != 1 + kMacDigits || !is_epoch_digit((*to)->tag[0])) return false;
  const auto epoch = static_cast<unsigned>((*to)->tag[0] - '0');
  const Result<std::uint64_t> mac = reply_tag_mac(keys, epoch, ack, KeyedDomain::kReplyTag);
  return mac && equal_mac(*mac, (*to)->tag.substr(1));
}

}  // namespace weir::sip
