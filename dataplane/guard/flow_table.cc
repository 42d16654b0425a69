#include "dataplane/guard/flow_table.h"

#include <algorithm>
#include <bit>

namespace weir::dataplane::guard {

bool FlowTable::make(std::size_t rows, const tables::HashKey& key) noexcept {
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(rows + rows / 3, 64));
  key_ = key;
  mask_ = size - 1;
  return rows_.make(size);
}

std::size_t FlowTable::probe(const sip::Endpoint& flow) const noexcept {
  std::size_t at = home(flow);
  while (rows_[at].klass != SourceClass::kDenied && rows_[at].flow != flow) at = (at + 1) & mask_;
  return at;
}

FlowRow* FlowTable::find(const sip::Endpoint& flow, Cycles now) noexcept {
  FlowRow& row = rows_[probe(flow)];
  return row.klass != SourceClass::kDenied && row.until > count(now) ? &row : nullptr;
}

FlowRow* FlowTable::take(const sip::Endpoint& flow, SourceClass klass) noexcept {
  FlowRow& row = rows_[probe(flow)];
  if (row.klass != SourceClass::kDenied) return &row;
  const std::size_t limit = klass == SourceClass::kTrusted ? size() / 4 * 3 : size() / 2;
  if (used_ >= limit) return nullptr;
  ++used_;
  row = {};
  row.flow = flow;
  row.klass = klass;
  return &row;
}

SourceClass FlowTable::remove(const sip::Endpoint& flow) noexcept {
  const std::size_t at = probe(flow);
  const SourceClass klass = rows_[at].klass;
  if (klass != SourceClass::kDenied) erase(at);
  return klass;
}

void FlowTable::expire(Cycles now, std::size_t rows) noexcept {
  for (; rows > 0; --rows) {
    cursor_ = (cursor_ + 1) & mask_;
    const FlowRow& row = rows_[cursor_];
    if (row.klass == SourceClass::kDenied || row.until > count(now)) continue;
    erase(cursor_);
    cursor_ = (cursor_ - 1) & mask_;  // another row may have moved here
  }
}

// Frees a row and closes the gap, so that no probe stops early.
void FlowTable::erase(std::size_t index) noexcept {
  --used_;
  std::size_t gap = index;
  for (std::size_t next = (gap + 1) & mask_; rows_[next].klass != SourceClass::kDenied;
       next = (next + 1) & mask_) {
    if (((next - home(rows_[next].flow)) & mask_) < ((next - gap) & mask_)) continue;
    rows_[gap] = rows_[next];
    gap = next;
  }
  rows_[gap] = {};
}

}  // namespace weir::dataplane::guard
