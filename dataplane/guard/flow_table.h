// Trusted and proved flows: an address and a port, until when, and their own bucket.
#pragma once

#include "dataplane/guard/allowance.h"
#include "dataplane/guard/fixed_array.h"
#include "dataplane/packet.h"
#include "dataplane/tables/keyed_hash.h"
#include "sip/address.h"

#include <cstddef>
#include <cstdint>

namespace weir::dataplane::guard {

struct alignas(64) FlowRow {
  sip::Endpoint flow;
  SourceClass klass = SourceClass::kDenied;  // kDenied: free
  std::uint64_t until = 0;                   // in cycles
  Allowance allowance;
  Allowance keepalives;  // that are answered
};
static_assert(sizeof(FlowRow) == 64);

// Open addressing with linear probing. Trusted flows may fill three quarters, proved ones only the
// first half: proof is cheap to get, trust is not.
class FlowTable {
 public:
  bool make(std::size_t rows, const tables::HashKey& key) noexcept;

  // Null when the flow is not known or its time is over.
  FlowRow* find(const sip::Endpoint& flow, Cycles now) noexcept;

  // The row of `flow`, also an expired one, made if need be (klass kDenied, to be filled in); null
  // when there is no room for a flow of class `klass`.
  FlowRow* take(const sip::Endpoint& flow, SourceClass klass) noexcept;

  // Removes `flow`; the class it had, or kDenied when it was not there.
  SourceClass remove(const sip::Endpoint& flow) noexcept;

  // Looks at `rows` rows, from where the last call ended, and frees those whose time is over.
  void expire(Cycles now, std::size_t rows) noexcept;

  std::size_t used() const noexcept { return used_; }
  std::size_t size() const noexcept { return mask_ + 1; }
  const FlowRow& row(std::size_t index) const noexcept { return rows_[index]; }

  std::size_t bytes() const noexcept { return rows_.bytes(); }

 private:
  std::size_t home(const sip::Endpoint& flow) const noexcept {
    return (tables::hash_address(key_, flow.address) * (2u * flow.port + 1) >> 16) & mask_;
  }
  std::size_t probe(const sip::Endpoint& flow) const noexcept;  // its row, or the free one
  void erase(std::size_t index) noexcept;

  FixedArray<FlowRow> rows_;
  tables::HashKey key_;
  std::size_t mask_ = 0;
  std::size_t used_ = 0;
  std::size_t cursor_ = 0;
};

}  // namespace weir::dataplane::guard
