#include "dataplane/reassembly.h"

#include "dataplane/guard/source_key.h"

// rte_ip_frag_table_del_expired_entries() is still marked experimental in 22.11.
#define ALLOW_EXPERIMENTAL_API 1

#include <rte_ip_frag.h>
#include <rte_mbuf.h>
#include <rte_random.h>

#include <algorithm>

namespace weir::dataplane {
namespace {

constexpr std::uint32_t kBucketEntries = 16;
constexpr std::size_t kSources = 4096;  // whose pieces are counted at a time
constexpr std::uint32_t kIpv6HeaderSize = 40;
constexpr std::uint32_t kFragmentHeaderSize = 8;

rte_ip_frag_tbl* make_table(const ReassemblyShare& share, Frequency frequency, int socket) {
  const std::uint32_t entries = std::max(share.datagrams, kBucketEntries);
  return rte_ip_frag_table_create(entries / kBucketEntries * 2, kBucketEntries, entries,
                                  count(frequency.milliseconds(share.timeout_ms)), socket);
}

// The piece lies inside 65,535 bytes, all but the last are multiples of 8, and IPv6's fragment
// header stands first: the library handles no other place.
bool plausible(const rte_mbuf* piece, const Frame& f) noexcept {
  const auto* const l3 = rte_pktmbuf_mtod_offset(piece, const std::uint8_t*, f.l3_offset);
  const std::uint32_t header = static_cast<std::uint32_t>(f.l4_offset - f.l3_offset);
  const std::uint32_t size = f.l3_size - header;
  std::uint32_t offset = 0;
  bool more = false;
  if (f.ipv6) {
    if (header != kIpv6HeaderSize + kFragmentHeaderSize) return false;
    const unsigned word = unsigned{l3[42]} << 8 | l3[43];
    offset = word & 0xFFF8u;
    more = (word & 1u) != 0;
  } else {
    const unsigned word = unsigned{l3[6]} << 8 | l3[7];
    offset = (word & 0x1FFFu) * 8;
    more = (word & 0x2000u) != 0;
  }
  if (size == 0 || (more && size % 8 != 0)) return false;
  return offset + size + kIpv6HeaderSize <= 65535;
}

}  // namespace

std::unique_ptr<Reassembly> Reassembly::make(const ReassemblySettings& settings,
                                             Frequency frequency, int socket) {
  std::unique_ptr<Reassembly> made(new Reassembly);
  made->dead_ = std::make_unique<rte_ip_frag_death_row>();
  made->dead_->cnt = 0;
  made->known_.table = make_table(settings.known, frequency, socket);
  made->strangers_.table = make_table(settings.strangers, frequency, socket);
  if (made->known_.table == nullptr || made->strangers_.table == nullptr) return nullptr;
  const auto limit = [&](Side& side, const ReassemblyShare& share) {
    side.cost = count(frequency.per_event(share.per_second));
    side.burst = side.cost * share.burst;
    // What waits is given up after the timeout: as many pieces as may wait come back in that time.
    if (share.unfinished != 0) {
      const std::uint64_t cost = count(frequency.milliseconds(share.timeout_ms)) / share.unfinished;
      side.source_rate = {cost, cost * (share.unfinished - 1)};
    }
    return side.sources.make(kSources);
  };
  made->key_ = tables::HashKey::from_seed(rte_rand());
  if (!limit(made->known_, settings.known) || !limit(made->strangers_, settings.strangers)) {
    return nullptr;
  }
  made->sweep_every_ = count(frequency.milliseconds(100));
  return made;
}

Reassembly::~Reassembly() {
  if (dead_ != nullptr) rte_ip_frag_free_death_row(dead_.get(), 0);
  if (known_.table != nullptr) rte_ip_frag_table_destroy(known_.table);
  if (strangers_.table != nullptr) rte_ip_frag_table_destroy(strangers_.table);
}

rte_mbuf* Reassembly::add(rte_mbuf* piece, const Frame& f, Cycles now, bool known) noexcept {
  Side& side = known ? known_ : strangers_;
  guard::Allowance* const source = find_source(side, f.src, now);
  if (!within_budget(side, source, now) || !plausible(piece, f)) {
    refuse(piece);
    return nullptr;
  }
  // One call may bury all pieces of a datagram and the new one.
  if (dead_->cnt + 2 * (RTE_LIBRTE_IP_FRAG_MAX_FRAG + 1) > RTE_IP_FRAG_DEATH_ROW_MBUF_LEN) {
    free_dead();
  }
  const std::uint32_t size = f.l3_offset + f.l3_size;
  if (piece->pkt_len > size) {  // Ethernet padding would end up inside the datagram
    rte_pktmbuf_trim(piece, static_cast<std::uint16_t>(piece->pkt_len - size));
  }
  piece->l2_len = f.l3_offset & 0x7F;
  piece->l3_len = static_cast<std::uint64_t>(f.l4_offset - f.l3_offset) & 0x1FF;
  rte_mbuf* const whole = join(side.table, piece, f, now);
  // Nothing of it waits any more.
  if (whole != nullptr && source != nullptr) source->refund(whole->nb_segs, side.source_rate);
  return whole;
}

rte_mbuf* Reassembly::join(rte_ip_frag_tbl* table, rte_mbuf* piece, const Frame& f,
                           Cycles now) noexcept {
  if (f.ipv6) {
    auto* const ip = rte_pktmbuf_mtod_offset(piece, rte_ipv6_hdr*, f.l3_offset);
    auto* const extension =
        rte_pktmbuf_mtod_offset(piece, rte_ipv6_fragment_ext*, f.l3_offset + kIpv6HeaderSize);
    return rte_ipv6_frag_reassemble_packet(table, dead_.get(), piece, count(now), ip, extension);
  }
  auto* const ip = rte_pktmbuf_mtod_offset(piece, rte_ipv4_hdr*, f.l3_offset);
  return rte_ipv4_frag_reassemble_packet(table, dead_.get(), piece, count(now), ip);
}

// Null without a limit for single sources. Good until the next call.
guard::Allowance* Reassembly::find_source(Side& side, const sip::Address& source,
                                          Cycles now) noexcept {
  if (!side.source_rate.limited()) return nullptr;
  const std::uint64_t key = guard::source_key(source);
  return &side.sources.take(key, tables::hash_pair(key_, key, 0), now, evicted_).allowance();
}

// The source's own budget first: what it refuses takes nothing from the common one.
bool Reassembly::within_budget(Side& side, guard::Allowance* source, Cycles now) noexcept {
  if (source != nullptr && !source->admit(now, side.source_rate)) return false;
  if (side.cost == 0) return true;
  const std::uint64_t earliest = std::max(side.due, count(now));
  if (earliest - count(now) > side.burst) return false;
  side.due = earliest + side.cost;
  return true;
}

std::uint32_t Reassembly::collect(Cycles now) noexcept {
  if (count(now) >= next_sweep_) {
    next_sweep_ = count(now) + sweep_every_;
    free_dead();
    rte_ip_frag_table_del_expired_entries(known_.table, dead_.get(), count(now));
    free_dead();
    rte_ip_frag_table_del_expired_entries(strangers_.table, dead_.get(), count(now));
  }
  free_dead();
  const std::uint32_t result = given_up_;
  given_up_ = 0;
  return result;
}

void Reassembly::refuse(rte_mbuf* piece) noexcept {
  rte_pktmbuf_free(piece);
  ++given_up_;
}

void Reassembly::free_dead() noexcept {
  if (dead_->cnt == 0) return;
  given_up_ += dead_->cnt;
  rte_ip_frag_free_death_row(dead_.get(), 0);
}

}  // namespace weir::dataplane
