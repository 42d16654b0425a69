// Pool: all transactions, found by the request that comes again and by the branch that is answered.
#pragma once

#include "control/transaction/transaction.h"
#include "sip/siphash.h"

#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::control::transaction {

// What a request is known by when it comes again: a keyed hash, so that nobody can make two meet.
// RFC 3261 section 17.2.3: the top Via's branch, its sent-by and the method; an element of RFC 2543
// by R-URI, tags, Call-ID, CSeq and the Via. An ACK has the key of its INVITE; `as_invite` gives
// that of a CANCEL's INVITE, too. Errors: those of top_via() and of the fields used.
sip::Result<std::uint64_t> request_key(const sip::SipKey& key, const sip::MessageView& request,
                                       bool as_invite) noexcept;

// The key that the CANCEL of `request` has.
sip::Result<std::uint64_t> cancel_key(const sip::SipKey& key,
                                      const sip::MessageView& request) noexcept;

struct BranchPlace {
  Transaction* transaction = nullptr;
  std::size_t branch = 0;
};

class Pool {
 public:
  // Null when `most` are in use.
  Transaction* make(std::uint64_t key, std::size_t most);
  void remove(Transaction& transaction);

  Transaction* find(std::uint64_t key) noexcept;
  // By its place and how often that had been used; null: gone.
  Transaction* find(std::uint32_t index, std::uint32_t generation) noexcept;

  // A branch by the text in our Via.
  void add_branch(Transaction& transaction, std::size_t number);
  BranchPlace find_branch(std::string_view branch) noexcept;

  std::size_t size() const noexcept { return in_use_; }
  // Calls take(transaction) for each.
  template <class Take>
  void each(Take&& take) {
    for (Transaction& one : slots_) {
      if (one.key != 0) take(one);
    }
  }

 private:
  struct Place {
    std::uint32_t index;
    std::uint32_t branch;
  };

  std::deque<Transaction> slots_;
  std::vector<std::uint32_t> free_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_key_;
  std::unordered_map<std::uint64_t, Place> by_branch_;  // by Branch::id
  std::size_t in_use_ = 0;
};

// What a branch is found by: of its text, which nobody else can have made, since a MAC is in it.
std::uint64_t branch_id(std::string_view branch) noexcept;

// The branch parameter of a message's first Via as it stands; empty when there is none.
std::string_view branch_of(const sip::MessageView& message) noexcept;

}  // namespace weir::control::transaction
