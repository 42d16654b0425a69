// Who is a configured peer and who is refused unseen: one immutable snapshot for all lcores.
#pragma once

#include "dataplane/guard/deny_map.h"
#include "dataplane/guard/prefix_map.h"
#include "sip/address.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::dataplane::guard {

// One configured peer. Every entry has a cap of its own (Parameters::peer_rate).
struct PeerEntry {
  sip::Prefix prefix;
  std::uint16_t port = 0;  // 0: any
};

// Parses "ADDR[/LEN][:PORT]", an IPv6 address in brackets when a port follows
// ("[2001:db8::]/32:5060" too). False when it is not of that shape.
bool parse_peer(std::string_view text, PeerEntry& entry);

// Built by control, published with GuardCommand::publish, read by lcores.
class AccessLists {
 public:
  static constexpr std::uint32_t kNone = PrefixMap::kNone;

  AccessLists(std::vector<PeerEntry> peers, std::span<const DenyEntry> denied, std::uint64_t seed);

  // The index of the peer entry that `source` matches, longest prefix first; kNone for others.
  std::uint32_t find_peer(const sip::Address& source, std::uint16_t port) const noexcept;

  // True when some port of the address is a peer's: all that an IP fragment tells.
  bool peer_at(const sip::Address& source) const noexcept {
    return index_.find(source) != PrefixMap::kNone;
  }

  Denial denial(const sip::Address& source) const noexcept { return denied_.find(source); }
  bool denied(const sip::Address& source) const noexcept { return denial(source) != Denial::kNone; }
  // Brings what denial() reads of an address near.
  void prefetch(const sip::Address& source) const noexcept { denied_.prefetch(source); }

  std::span<const PeerEntry> peers() const noexcept { return peers_; }

 private:
  std::vector<PeerEntry> peers_;     // sorted by prefix: entries of one prefix are neighbours
  std::vector<std::uint32_t> ends_;  // by index of a prefix's first entry: after its last one
  PrefixMap index_;                  // prefix -> index of its first entry
  DenyMap denied_;
};

}  // namespace weir::dataplane::guard
