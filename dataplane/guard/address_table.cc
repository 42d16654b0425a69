#include "dataplane/guard/address_table.h"

#include <algorithm>
#include <bit>

namespace weir::dataplane::guard {

bool AddressTable::make(std::size_t rows) noexcept {
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(rows + rows / 3, 64));
  mask_ = size - 1;
  filter_mask_ = size / 8 - 1;  // eight bits a row: one stranger in ten looks at the rows in vain
  return rows_.make(size) && filter_.make(size / 8) && owners_.make(size / 8 * 64);
}

AddressRow* AddressTable::probe(std::uint64_t key, std::uint64_t hash) noexcept {
  for (std::size_t at = hash & mask_; rows_[at].key != 0; at = (at + 1) & mask_) {
    if (rows_[at].key == key) return &rows_[at];
  }
  return nullptr;
}

AddressRow* AddressTable::take(std::uint64_t key, std::uint64_t hash, Purpose purpose) noexcept {
  std::size_t at = hash & mask_;
  for (; rows_[at].key != 0; at = (at + 1) & mask_) {
    if (rows_[at].key == key) return &rows_[at];
  }
  const std::size_t limit = purpose == Purpose::kProof ? size() / 2 : capacity();
  if (used_ >= limit) return nullptr;
  ++used_;
  rows_[at] = {};
  rows_[at].key = key;
  mark(hash);
  return &rows_[at];
}

void AddressTable::mark(std::uint64_t hash) noexcept {
  const std::size_t word = filter_word(hash);
  filter_[word] |= std::uint64_t{1} << filter_bit(hash);
  std::uint8_t& owners = owners_[word * 64 + filter_bit(hash)];
  if (owners < 255) ++owners;
}

void AddressTable::unmark(std::uint64_t hash) noexcept {
  const std::size_t word = filter_word(hash);
  std::uint8_t& owners = owners_[word * 64 + filter_bit(hash)];
  if (owners == 255) return;  // no longer counted: the bit stays, at the price of a look
  if (--owners == 0) filter_[word] &= ~(std::uint64_t{1} << filter_bit(hash));
}

}  // namespace weir::dataplane::guard
