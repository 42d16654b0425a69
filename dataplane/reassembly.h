// Fragments of IPv4 and IPv6 become datagrams again, under caps per source, and per lcore and
// source class.
#pragma once

#include <cstdint>
#include <memory>

#include "dataplane/clock.h"
#include "dataplane/guard/source_table.h"
#include "dataplane/stage_decode.h"
#include "dataplane/tables/keyed_hash.h"

struct rte_ip_frag_death_row;
struct rte_ip_frag_tbl;
struct rte_mbuf;

namespace weir::dataplane {

// Memory and time a class of sources gets. At most 8 pieces a datagram
// (RTE_LIBRTE_IP_FRAG_MAX_FRAG) are held, so `datagrams` * 8 buffers.
struct ReassemblyShare {
  std::uint32_t datagrams = 128;    // under way at a time
  std::uint32_t timeout_ms = 3000;  // from the first piece
  std::uint32_t per_second = 0;     // pieces; 0: no limit
  std::uint32_t burst = 0;          // pieces
  std::uint32_t unfinished = 0;     // pieces of one source that wait for others; 0: no limit
};

struct ReassemblySettings {
  // One peer's flood of pieces, or one in his name, leaves the others their share.
  ReassemblyShare known{.datagrams = 128, .timeout_ms = 5000, .unfinished = 64};
  // A flood of lone pieces fills this share within milliseconds; it cannot touch the other one.
  ReassemblyShare strangers{
      .datagrams = 128, .timeout_ms = 1000, .per_second = 20000, .burst = 2000, .unfinished = 16};

  std::uint32_t buffers() const noexcept { return (known.datagrams + strangers.datagrams) * 8; }
};

// Owned by one lcore. RSS hashes addresses only, so all pieces of a datagram come here.
class Reassembly {
 public:
  // Null when memory is short. `socket` is EAL's.
  static std::unique_ptr<Reassembly> make(const ReassemblySettings& settings, Frequency frequency,
                                          int socket);
  ~Reassembly();
  Reassembly(const Reassembly&) = delete;
  Reassembly& operator=(const Reassembly&) = delete;

  // Takes over `piece`, which decode() called kFragment, its `f` beside it. Returns the whole
  // datagram, a chain of buffers that starts with the Ethernet header, once the last gap is filled;
  // the IPv4 header checksum is left 0. `known`: the source is a peer or trusted.
  rte_mbuf* add(rte_mbuf* piece, const Frame& f, Cycles now, bool known) noexcept;

  // Frees what was given up (late, over budget, overlapping). Returns how many pieces that was
  // since the last call: as many packets were received and dropped. Once a burst.
  std::uint32_t collect(Cycles now) noexcept;

 private:
  struct Side {
    rte_ip_frag_tbl* table = nullptr;
    std::uint64_t cost = 0;   // cycles a piece; 0: no limit
    std::uint64_t burst = 0;  // cycles
    std::uint64_t due = 0;
    guard::Rate source_rate;
    guard::SourceTable sources;
  };

  Reassembly() = default;

  bool within_budget(Side& side, guard::Allowance* source, Cycles now) noexcept;
  guard::Allowance* find_source(Side& side, const sip::Address& source, Cycles now) noexcept;
  rte_mbuf* join(rte_ip_frag_tbl* table, rte_mbuf* piece, const Frame& f, Cycles now) noexcept;
  void refuse(rte_mbuf* piece) noexcept;
  void free_dead() noexcept;

  tables::HashKey key_;
  std::uint64_t evicted_ = 0;
  Side known_;
  Side strangers_;
  std::unique_ptr<rte_ip_frag_death_row> dead_;
  std::uint64_t next_sweep_ = 0;
  std::uint64_t sweep_every_ = 0;
  std::uint32_t given_up_ = 0;
};

}  // namespace weir::dataplane
