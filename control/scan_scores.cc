#include "control/scan_scores.h"

#include "control/sealed_file.h"
#include "routes/text_parts.h"
#include "sip/siphash.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>

namespace weir::control {
namespace {

using Row = DecayedCounts::Row;

constexpr std::size_t kWays = 8;  // rows of a bucket
constexpr SealedKind kScanFile{
    "scan file",
    "# sipweir scans 1: who was refused for many users, and users that many tried. Made by "
    "sipweir.\n",
    (ScanScores::kSources + ScanScores::kUsers) * 320};

// The least that is worth a line: two different ones.
bool counts(const Row& row, std::int64_t now, std::uint32_t half_life) noexcept {
  return row.key != 0 && std::lround(count_at(row, now, half_life)) >= 2;
}

std::vector<Row> most_first(const DecayedCounts& table, std::int64_t now, std::uint32_t half_life,
                            std::size_t most) {
  std::vector<Row> found;
  for (const Row& row : table.rows()) {
    if (counts(row, now, half_life)) found.push_back(row);
  }
  std::sort(found.begin(), found.end(), [&](const Row& a, const Row& b) {
    return count_at(a, now, half_life) > count_at(b, now, half_life);
  });
  if (found.size() > most) found.resize(most);
  return found;
}

// "KIND KEY COUNT FIRST LAST CAUGHT LABEL MEMBER...", numbers in hexadecimal but for COUNT.
std::string line_of(std::string_view kind, const Row& row) {
  std::string line = fmt::format("{} {:x} {:.3f} {:x} {:x} {} ", kind, row.key, row.count,
                                 row.first, row.last, row.caught ? 1 : 0);
  for (const char c : row.name()) line += fmt::format("{:02x}", static_cast<unsigned char>(c));
  line += '.';
  const std::size_t members = std::min<std::size_t>(row.used, DecayedCounts::kMembers);
  for (std::size_t i = 0; i < members; ++i) line += fmt::format(" {:x}", row.members[i]);
  return line + '\n';
}

template <class Number>
bool take_hex(std::string_view& rest, Number& number) {
  const std::string_view word = routes::take_until(rest, ' ');
  const char* const end = word.data() + word.size();
  const auto [at, status] = std::from_chars(word.data(), end, number, 16);
  return status == std::errc{} && at == end && !word.empty();
}

bool take_label(std::string_view& rest, Row& row) {
  const std::string_view word = routes::take_until(rest, ' ');
  if (!word.ends_with('.') || word.size() % 2 == 0 || word.size() / 2 > DecayedCounts::kLabel) {
    return false;
  }
  row.length = static_cast<std::uint8_t>(word.size() / 2);
  for (std::size_t i = 0; i < row.length; ++i) {
    std::string_view digits = word.substr(2 * i, 2);
    unsigned byte = 0;
    if (!take_hex(digits, byte)) return false;
    row.label[i] = static_cast<char>(byte);
  }
  return true;
}

std::optional<Row> parse_row(std::string_view rest) {
  Row row;
  if (!take_hex(rest, row.key) || row.key == 0) return std::nullopt;
  const std::string_view count = routes::take_until(rest, ' ');
  const char* const end = count.data() + count.size();
  const auto [at, status] = std::from_chars(count.data(), end, row.count);
  if (status != std::errc{} || at != end || !(row.count >= 0)) return std::nullopt;
  unsigned caught = 0;
  if (!take_hex(rest, row.first) || !take_hex(rest, row.last) || !take_hex(rest, caught) ||
      !take_label(rest, row)) {
    return std::nullopt;
  }
  row.caught = caught != 0;
  while (!rest.empty()) {
    if (row.used == DecayedCounts::kMembers || !take_hex(rest, row.members[row.used++])) {
      return std::nullopt;
    }
  }
  return row;
}

}  // namespace

float count_at(const Row& row, std::int64_t now, std::uint32_t half_life) noexcept {
  const auto passed = static_cast<float>(std::max<std::int64_t>(now - row.last, 0));
  return row.count * std::exp2(-passed / static_cast<float>(std::max(half_life, 1u)));
}

DecayedCounts::DecayedCounts(std::size_t rows, const sip::SipKey& seed)
    : seed_(seed), rows_(rows) {}

// The index of its first row.
std::size_t DecayedCounts::bucket(std::uint64_t key) const noexcept {
  std::array<char, sizeof key> bytes;
  std::memcpy(bytes.data(), &key, sizeof key);
  return sip::siphash(seed_, {bytes.data(), bytes.size()}) % (rows_.size() / kWays) * kWays;
}

const Row* DecayedCounts::find(std::uint64_t key) const noexcept {
  const Row* const first = &rows_[bucket(key)];
  const Row* const end = first + kWays;
  const Row* const found = std::find_if(first, end, [&](const Row& row) { return row.key == key; });
  return found == end ? nullptr : found;
}

Row& DecayedCounts::take(std::uint64_t key, std::int64_t now, std::uint32_t half_life) noexcept {
  Row* const first = &rows_[bucket(key)];
  Row* least = first;
  for (Row* row = first; row != first + kWays; ++row) {
    if (row->key == key) return *row;
    const auto worth = [&](const Row& one) {
      return one.key == 0 ? -1.0f : count_at(one, now, half_life);
    };
    if (worth(*row) < worth(*least)) least = row;
  }
  *least = {};
  least->key = key;
  least->first = now;
  return *least;
}

Row& DecayedCounts::note(std::uint64_t key, std::uint32_t member, std::string_view label,
                         std::int64_t now, std::uint32_t half_life, bool& is_new) noexcept {
  Row& row = take(key, now, half_life);
  row.count = count_at(row, now, half_life);
  row.last = std::max(row.last, now);
  if (row.count < 0.5f && row.used != 0) {  // all that was seen has faded
    row.used = 0;
    row.count = 0;
    row.first = now;
  }
  const auto members = std::span(row.members).first(std::min<std::size_t>(row.used, kMembers));
  is_new = std::find(members.begin(), members.end(), member) == members.end();
  if (is_new) {
    row.members[row.used % kMembers] = member;
    const std::size_t next = row.used + std::size_t{1};
    row.used = static_cast<std::uint16_t>(next < 2 * kMembers ? next : kMembers);
    row.count += 1;
  }
  row.length = static_cast<std::uint8_t>(std::min(label.size(), kLabel));
  std::copy_n(label.begin(), row.length, row.label.begin());
  return row;
}

void DecayedCounts::put(const Row& row) noexcept {
  Row* const first = &rows_[bucket(row.key)];
  Row* const least = std::min_element(first, first + kWays, [](const Row& a, const Row& b) {
    return (a.key == 0 ? -1.0f : a.count) < (b.key == 0 ? -1.0f : b.count);
  });
  *least = row;
}

void DecayedCounts::erase(std::uint64_t key) noexcept {
  for (std::size_t at = bucket(key), end = at + kWays; at != end; ++at) {
    if (rows_[at].key == key) rows_[at] = {};
  }
}

ScanScores::ScanScores(const sip::SipKey& seed)
    : seed_(seed), sources_(kSources, seed), users_(kUsers, seed) {}

ScanScores::Found ScanScores::note(std::uint64_t source, std::string_view user, std::int64_t now,
                                   std::uint32_t limit, std::uint32_t half_life) {
  const std::uint64_t user_hash = sip::siphash(seed_, user);
  const std::string source_text = fmt::format("{:x}", source);
  const auto source_hash = static_cast<std::uint32_t>(sip::siphash(seed_, source_text));
  changed_ = true;
  bool is_new = false;
  users_.note(user_hash | 1, source_hash, user, now, half_life, is_new);
  Row& row = sources_.note(source, static_cast<std::uint32_t>(user_hash >> 32), user, now,
                           half_life, is_new);
  const auto users = static_cast<std::uint32_t>(std::lround(row.count));
  if (row.caught && users * 2 < limit) row.caught = false;
  if (!is_new || users < limit) return Found::kNothing;
  if (row.caught) return Found::kAgain;
  row.caught = true;
  return Found::kCaught;
}

void ScanScores::forgive(std::uint64_t source) noexcept {
  sources_.erase(source);
  changed_ = true;
}

bool ScanScores::find(std::uint64_t source, std::int64_t now, std::uint32_t half_life,
                      SourceLine& line) const {
  const Row* const row = sources_.find(source);
  if (row == nullptr || !counts(*row, now, half_life)) return false;
  line = {source,    count_at(*row, now, half_life), row->caught, row->first,
          row->last, std::string(row->name())};
  return true;
}

std::vector<ScanScores::SourceLine> ScanScores::sources(std::int64_t now, std::uint32_t half_life,
                                                        std::size_t most) const {
  std::vector<SourceLine> lines;
  for (const Row& row : most_first(sources_, now, half_life, most)) {
    lines.push_back({row.key, count_at(row, now, half_life), row.caught, row.first, row.last,
                     std::string(row.name())});
  }
  return lines;
}

std::vector<ScanScores::UserLine> ScanScores::users(std::int64_t now, std::uint32_t half_life,
                                                    std::size_t most) const {
  std::vector<UserLine> lines;
  for (const Row& row : most_first(users_, now, half_life, most)) {
    lines.push_back({std::string(row.name()), count_at(row, now, half_life), row.last});
  }
  return lines;
}

std::string ScanScores::format(const sip::KeyRing& keys, std::int64_t now,
                               std::uint32_t half_life) const {
  std::string lines;
  for (const Row& row : sources_.rows()) {
    if (counts(row, now, half_life)) lines += line_of("source", row);
  }
  for (const Row& row : users_.rows()) {
    if (counts(row, now, half_life)) lines += line_of("user", row);
  }
  return seal(kScanFile, lines, keys);
}

std::string ScanScores::parse(std::string_view text, const sip::KeyRing& keys, std::int64_t now) {
  std::string_view rest;
  if (std::string problem = unseal(kScanFile, text, keys, rest); !problem.empty()) return problem;
  DecayedCounts sources(kSources, seed_);
  DecayedCounts users(kUsers, seed_);
  while (!rest.empty()) {
    std::string_view line = routes::take_line(rest);
    const std::string_view whole = line;
    const std::string_view kind = routes::take_until(line, ' ');
    std::optional<Row> row = parse_row(line);
    if (!row || (kind != "source" && kind != "user")) {
      return fmt::format("'{}' is no source and no user", whole);
    }
    row->last = std::min(row->last, now);  // whatever the clock was
    (kind == "source" ? sources : users).put(*row);
  }
  sources_ = std::move(sources);
  users_ = std::move(users);
  changed_ = false;
  return {};
}

std::string ScanScores::save(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                             std::uint32_t half_life, bool sync) {
  std::string problem = replace_file(path, format(keys, now, half_life), sync);
  if (problem.empty()) changed_ = false;
  return problem;
}

std::string ScanScores::load(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                             bool& missing) {
  std::string text;
  std::string problem = read_file(kScanFile, path, text, missing);
  if (!problem.empty() || missing) return problem;
  problem = parse(text, keys, now);
  return problem.empty() ? problem : fmt::format("{}: {}", path, problem);
}

}  // namespace weir::control
