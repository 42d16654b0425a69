// What `sipweirctl guard`, `why`, `sources` and `drops` show: filled by an lcore, read by control.
#pragma once

#include "dataplane/clock.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/examples.h"
#include "dataplane/packet.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace weir::dataplane::guard {

class SourceTable;
class AddressTable;
class FlowTable;

// One source, flow or banned address.
struct SourceRow {
  sip::Address address;    // the first one of an IPv6 /64
  std::uint16_t port = 0;  // of a trusted or proved flow; 0: all ports
  SourceClass klass = SourceClass::kStranger;
  bool banned = false;
  BanReason reason = BanReason::kAutomatic;  // of the ban
  std::uint8_t bans = 0;                     // automatic ones that count for the next one's length
  std::uint32_t packets = 0;                 // strangers only, since the slot was taken
  std::uint32_t dropped = 0;                 // of those, or by the ban
  std::uint32_t seconds = 0;                 // that the ban, trust or proof still lasts
  std::uint32_t age = 0;                     // of the ban, in seconds
};

struct SurveyTotals {
  std::uint64_t sources = 0;  // slots of strangers in use
  std::uint64_t proved = 0;
  std::uint64_t trusted = 0;
  std::uint64_t banned = 0;
  std::array<std::uint64_t, kDropReasons> observed{};  // by DropReason: let go on by `observe`
};

// Made by control; the lcore fills it over several turns and then sets `done`, after which it does
// not touch it again. Banned addresses and flows come first, then the strangers that sent most.
struct Survey {
  std::span<SourceRow> rows;  // room for the answer
  std::size_t used = 0;
  std::span<SourceRow> prefixes;  // the same, for the prefixes whose strangers sent most
  std::size_t prefixes_used = 0;
  SurveyTotals totals;
  // Not null: list what this address has, all of an IPv6 /64, and nothing else.
  const sip::Address* only = nullptr;
  Examples* examples = nullptr;  // a copy goes here when not null
  std::atomic<bool> done = false;
};

// Walks the tables a few hundred slots a turn, so that a survey of a million sources costs no burst
// more than a few microseconds.
class Surveyor {
 public:
  // One at a time: while a survey goes on, a second one is marked done at once, empty.
  void start(Survey* survey) noexcept;
  bool busy() const noexcept { return survey_ != nullptr; }
  void step(Cycles now, Frequency frequency, const SourceTable& sources,
            const SourceTable& prefixes, const AddressTable& addresses, const FlowTable& flows,
            const Examples& examples,
            const std::array<std::uint64_t, kDropReasons>& observed) noexcept;

 private:
  enum class Phase : std::uint8_t { kAddresses, kFlows, kSources, kPrefixes };

  bool wants(std::uint64_t key) const noexcept { return only_ == 0 || only_ == key; }
  void add(const SourceRow& row) noexcept;
  void add_stranger(const SourceRow& row) noexcept;
  void walk_addresses(Cycles now, Frequency frequency, const AddressTable& addresses) noexcept;
  void walk_flows(Cycles now, Frequency frequency, const FlowTable& flows) noexcept;
  void walk_sources(const SourceTable& sources) noexcept;
  bool walk_prefixes(const SourceTable& prefixes) noexcept;
  bool advance(std::size_t end, Phase next) noexcept;

  Survey* survey_ = nullptr;
  std::uint64_t only_ = 0;  // source_key() of Survey::only
  Phase phase_ = Phase::kAddresses;
  std::size_t cursor_ = 0;
  std::size_t strangers_ = 0;  // index of the first stranger in the rows
};

}  // namespace weir::dataplane::guard
