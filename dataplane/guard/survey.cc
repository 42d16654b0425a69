#include "dataplane/guard/survey.h"

#include "dataplane/guard/address_table.h"
#include "dataplane/guard/flow_table.h"
#include "dataplane/guard/source_key.h"
#include "dataplane/guard/source_table.h"

#include <algorithm>

namespace weir::dataplane::guard {

namespace {

constexpr std::size_t kStep = 256;  // slots a turn

std::uint32_t seconds_left(std::uint64_t until, Cycles now, Frequency frequency) noexcept {
  if (until <= count(now)) return 0;
  return static_cast<std::uint32_t>((until - count(now) + frequency.hz - 1) / frequency.hz);
}

// Keeps those that sent most: a full answer loses the one that sent least.
void replace_least(std::span<SourceRow> rows, const SourceRow& row) noexcept {
  const auto least = std::min_element(
      rows.begin(), rows.end(),
      [](const SourceRow& a, const SourceRow& b) { return a.packets < b.packets; });
  if (least != rows.end() && least->packets < row.packets) *least = row;
}

SourceRow row_of(const SourceTable& table, std::size_t i, const sip::Address& address) noexcept {
  SourceRow row;
  row.address = address;
  row.packets = table.packets(i);
  row.dropped = table.dropped(i);
  return row;
}

}  // namespace

void Surveyor::start(Survey* survey) noexcept {
  survey->used = survey->prefixes_used = 0;
  survey->totals = {};
  if (survey_ != nullptr) {
    survey->done.store(true, std::memory_order_release);
    return;
  }
  survey_ = survey;
  only_ = survey->only == nullptr ? 0 : source_key(*survey->only);
  phase_ = Phase::kAddresses;
  cursor_ = 0;
  strangers_ = 0;
}

void Surveyor::step(Cycles now, Frequency frequency, const SourceTable& sources,
                    const SourceTable& prefixes, const AddressTable& addresses,
                    const FlowTable& flows, const Examples& examples,
                    const std::array<std::uint64_t, kDropReasons>& observed) noexcept {
  switch (phase_) {
    case Phase::kAddresses:
      walk_addresses(now, frequency, addresses);
      break;
    case Phase::kFlows:
      walk_flows(now, frequency, flows);
      strangers_ = survey_->used;
      break;
    case Phase::kSources:
      walk_sources(sources);
      break;
    case Phase::kPrefixes:
      if (!walk_prefixes(prefixes)) break;
      survey_->totals.observed = observed;
      if (survey_->examples != nullptr) *survey_->examples = examples;
      survey_->done.store(true, std::memory_order_release);
      survey_ = nullptr;
      break;
  }
}

void Surveyor::add(const SourceRow& row) noexcept {
  if (survey_->used < survey_->rows.size()) survey_->rows[survey_->used++] = row;
}

void Surveyor::add_stranger(const SourceRow& row) noexcept {
  if (survey_->used < survey_->rows.size()) return add(row);
  replace_least(survey_->rows.subspan(strangers_), row);
}

// Moves the cursor on; true at the end of a table, where the next phase begins.
bool Surveyor::advance(std::size_t end, Phase next) noexcept {
  cursor_ += kStep;
  if (cursor_ < end) return false;
  cursor_ = 0;
  phase_ = next;
  return true;
}

void Surveyor::walk_addresses(Cycles now, Frequency frequency,
                              const AddressTable& addresses) noexcept {
  const std::size_t end = std::min(cursor_ + kStep, addresses.size());
  for (std::size_t i = cursor_; i < end; ++i) {
    const AddressRow& row = addresses.row(i);
    if (row.key == 0 || !row.banned(now)) continue;
    ++survey_->totals.banned;
    if (!wants(row.key)) continue;
    SourceRow out;
    out.address = source_address(row.key);
    out.banned = true;
    out.reason = row.reason;
    out.bans = row.level;
    out.dropped = row.excess;
    out.seconds = seconds_left(row.banned_until, now, frequency);
    out.age = static_cast<std::uint32_t>((count(now) - row.excess_since) / frequency.hz);
    add(out);
  }
  advance(addresses.size(), Phase::kFlows);
}

void Surveyor::walk_flows(Cycles now, Frequency frequency, const FlowTable& flows) noexcept {
  const std::size_t end = std::min(cursor_ + kStep, flows.size());
  for (std::size_t i = cursor_; i < end; ++i) {
    const FlowRow& row = flows.row(i);
    if (row.klass == SourceClass::kDenied || row.until <= count(now)) continue;
    ++(row.klass == SourceClass::kTrusted ? survey_->totals.trusted : survey_->totals.proved);
    if (!wants(source_key(row.flow.address))) continue;
    SourceRow out;
    out.address = row.flow.address;
    out.port = row.flow.port;
    out.klass = row.klass;
    out.seconds = seconds_left(row.until, now, frequency);
    add(out);
  }
  advance(flows.size(), Phase::kSources);
}

void Surveyor::walk_sources(const SourceTable& sources) noexcept {
  const std::size_t end = std::min(cursor_ + kStep, sources.slots());
  for (std::size_t i = cursor_; i < end; ++i) {
    if (sources.key(i) == 0) continue;
    ++survey_->totals.sources;
    if (!wants(sources.key(i))) continue;
    add_stranger(row_of(sources, i, source_address(sources.key(i))));
  }
  advance(sources.slots(), Phase::kPrefixes);
}

// True at the end.
bool Surveyor::walk_prefixes(const SourceTable& prefixes) noexcept {
  const std::span<SourceRow> rows = survey_->prefixes;
  const std::size_t end = std::min(cursor_ + kStep, prefixes.slots());
  for (std::size_t i = cursor_; i < end && !rows.empty(); ++i) {
    if (prefixes.key(i) == 0) continue;
    const SourceRow row = row_of(prefixes, i, prefix_address(prefixes.key(i)));
    if (survey_->prefixes_used < rows.size()) {
      rows[survey_->prefixes_used++] = row;
    } else {
      replace_least(rows, row);
    }
  }
  return rows.empty() || advance(prefixes.slots(), Phase::kAddresses);
}

}  // namespace weir::dataplane::guard
