#include "dataplane/guard/examples.h"

#include <algorithm>
#include <cstring>

namespace weir::dataplane::guard {

void Examples::copy(Cycles now, const Packet& packet, Ring& ring) noexcept {
  Example& example = ring.examples[ring.written % kEach];
  example.source = {packet.src, packet.sport};
  example.when = now;
  example.size = packet.size;
  const std::size_t kept = std::min<std::size_t>(packet.size, Example::kBytes);
  if (kept != 0) std::memcpy(example.bytes.data(), packet.data, kept);
  ++ring.written;
  ring.next = count(now + interval_);
}

const Example* Examples::find(DropReason reason, std::size_t age) const noexcept {
  const Ring& ring = rings_[static_cast<std::size_t>(reason)];
  if (age >= kEach || age >= ring.written) return nullptr;
  return &ring.examples[(ring.written - 1 - age) % kEach];
}

}  // namespace weir::dataplane::guard
