#include "control/transaction/pool.h"

#include <functional>

namespace weir::control::transaction {
namespace {

constexpr std::string_view kMagicCookie = "z9hG4bK";  // RFC 3261 section 8.1.1.7

bool identifies(std::string_view branch) noexcept {
  return branch.starts_with(kMagicCookie) && branch.size() > kMagicCookie.size();
}

sip::Result<std::uint64_t> key_of(const sip::SipKey& key, const sip::MessageView& request,
                                  sip::Method method) noexcept {
  const auto via = request.top_via();
  if (!via) return via.error();
  sip::SipHash hash(key);
  hash.add(std::uint64_t{(*via)->port} << 8 | static_cast<std::uint64_t>(method));
  hash.add_piece(method != sip::Method::kOther ? std::string_view{} : request.method_text());
  hash.add_folded((*via)->host);
  hash.add_piece((*via)->branch);
  if (identifies((*via)->branch)) return hash.finish() | 1u;
  const auto call_id = request.call_id();
  const auto from = request.from();
  const auto cseq = request.cseq();
  if (!call_id) return call_id.error();
  if (!from) return from.error();
  if (!cseq) return cseq.error();
  // An ACK may carry the To tag of the reply, so that the tag stays out of it.
  hash.add_piece(request.request_uri());
  hash.add_piece(*call_id);
  hash.add_piece((*from)->tag);
  hash.add(std::uint64_t{(*cseq)->number});
  return hash.finish() | 1u;  // never 0
}

}  // namespace

sip::Result<std::uint64_t> request_key(const sip::SipKey& key, const sip::MessageView& request,
                                       bool as_invite) noexcept {
  const bool invite = as_invite || request.method() == sip::Method::kAck;
  return key_of(key, request, invite ? sip::Method::kInvite : request.method());
}

sip::Result<std::uint64_t> cancel_key(const sip::SipKey& key,
                                      const sip::MessageView& request) noexcept {
  return key_of(key, request, sip::Method::kCancel);
}

Transaction* Pool::make(std::uint64_t key, std::size_t most) {
  if (in_use_ >= most) return nullptr;
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back().index = free_.back();
  }
  Transaction& made = slots_[free_.back()];
  free_.pop_back();
  made.key = key;
  by_key_[key] = made.index;
  ++in_use_;
  return &made;
}

void Pool::remove(Transaction& old) {
  for (const Branch& branch : old.branches) by_branch_.erase(branch.id);
  const auto known = by_key_.find(old.key);
  if (known != by_key_.end() && known->second == old.index) by_key_.erase(known);
  const std::uint32_t index = old.index;
  const std::uint32_t generation = old.generation + 1;
  old = Transaction{};
  old.index = index;
  old.generation = generation;
  free_.push_back(index);
  --in_use_;
}

Transaction* Pool::find(std::uint64_t key) noexcept {
  const auto known = by_key_.find(key);
  return known == by_key_.end() ? nullptr : &slots_[known->second];
}

Transaction* Pool::find(std::uint32_t index, std::uint32_t generation) noexcept {
  if (index >= slots_.size()) return nullptr;
  Transaction& one = slots_[index];
  return one.key != 0 && one.generation == generation ? &one : nullptr;
}

void Pool::add_branch(Transaction& transaction, std::size_t number) {
  by_branch_[transaction.branches[number].id] = {transaction.index,
                                                 static_cast<std::uint32_t>(number)};
}

BranchPlace Pool::find_branch(std::string_view branch) noexcept {
  const auto known = by_branch_.find(branch_id(branch));
  if (known == by_branch_.end()) return {};
  return {&slots_[known->second.index], known->second.branch};
}

std::uint64_t branch_id(std::string_view branch) noexcept {
  return std::hash<std::string_view>{}(branch);
}

std::string_view branch_of(const sip::MessageView& message) noexcept {
  const auto via = message.top_via();
  return via ? (*via)->branch : std::string_view{};
}

std::size_t Transaction::bytes() const noexcept {
  std::size_t sum = request.capacity() + reply.capacity() + cancel_reason.capacity() +
                    branches.capacity() * sizeof(Branch) + kept.bytes() + state.bytes();
  for (const Branch& branch : branches) {
    sum += branch.sent.bytes.capacity() + branch.uri.capacity() + branch.cancel.capacity() +
           branch.onward.capacity();
  }
  return sum;
}

}  // namespace weir::control::transaction
