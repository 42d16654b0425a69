#include "routes/fuse.h"

#include "routes/image.h"
#include "routes/operators.h"
#include "routes/vocabulary/vocabulary.h"
#include "sip/swar.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string>
#include <utility>

namespace weir::routes {
namespace {

enum class Way : std::uint8_t { test, call };

struct Fused {
  Op op;
  Way way;
};

constexpr auto kFused = std::to_array<Fused>({
#define FUSED(way, name) {Op::name, Way::way},
#include "routes/fused.def"
#undef FUSED
});

constexpr std::size_t kLeastCases = 4;  // fewer are tested one by one

// Pseudo-variables that read the same as long as no statement runs.
constexpr auto kSteady =
    std::to_array<std::string_view>({"ua", "hdr", "fu", "fU", "fd", "fn", "tu", "tU", "td", "tn",
                                     "ru", "rU",  "rd", "rm", "ct", "ci", "cs", "si", "du", "rb"});

std::uint32_t hash_of(std::string_view text) noexcept {
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15;
  std::uint64_t hash = text.size() * kFactor;
  for (; text.size() > 8; text.remove_prefix(8)) {
    hash = (std::rotl(hash, 23) ^ sip::load_word(text.data())) * kFactor;
  }
  hash = (std::rotl(hash, 23) ^ sip::load_start(text)) * kFactor;
  return static_cast<std::uint32_t>(hash >> 32);
}

std::uint32_t hash_of(std::int32_t number) noexcept {
  return static_cast<std::uint32_t>(static_cast<std::uint32_t>(number) * 0x9e3779b97f4a7c15 >> 32);
}

class Fuser {
 public:
  Fuser(std::span<const Instruction> code, const Image& image, RegexSet& regexes)
      : code_(code), image_(image), regexes_(regexes), fast(code.begin(), code.end()) {}

  void run() {
    for (std::uint32_t at = 0; at < code_.size(); ++at) {
      if (at >= cases_end_ && fuse_switch(at)) continue;
      if (at >= patterns_end_ && fuse_patterns(at)) continue;
      fuse_test(at);
    }
  }

 private:
  Op op(std::size_t at) const { return at < code_.size() ? code_[at].op : Op::kReturn; }
  bool is_test_jump(std::size_t at) const {
    return op(at) == Op::kJumpIf || op(at) == Op::kJumpIfNot;
  }

  void fuse_test(std::uint32_t at) {
    for (std::size_t i = 0; i < kFused.size(); ++i) {
      if (kFused[i].op != op(at)) continue;
      const bool call = kFused[i].way == Way::call;
      if (call && op(at + 1) != Op::kPushResult) return;
      if (is_test_jump(at + (call ? 2u : 1u))) fast[at].op = static_cast<Op>(kOpCount + i);
      return;
    }
  }

  // dup, push a constant, compare, jump if equal: the tests of a switch, one behind the other.
  std::optional<SwitchTable::Row> read_case(std::size_t at, Op push, Op compare) const {
    if (op(at) != Op::kDup || op(at + 1) != push || op(at + 2) != compare ||
        op(at + 3) != Op::kJumpIf) {
      return std::nullopt;
    }
    return SwitchTable::Row{.constant = code_[at + 1].operand, .target = code_[at + 3].operand};
  }

  bool fuse_switch(std::uint32_t at) {
    const bool texts = op(at + 1) == Op::kPushText;
    const Op push = texts ? Op::kPushText : Op::kPushInt;
    const Op compare = texts ? Op::kStrEqual : Op::kIntEqual;
    std::vector<SwitchTable::Row> rows;
    std::uint32_t end = at;
    for (; const auto row = read_case(end, push, compare); end += 4) rows.push_back(*row);
    if (rows.size() < kLeastCases) return false;
    fast[at].op = static_cast<Op>(kSwitchOp);
    fast[at].operand = static_cast<std::uint32_t>(switches.size());
    switches.emplace_back(rows, texts, end, image_);
    cases_end_ = end;
    return true;
  }

  bool is_steady(const PvRef& pv) const {
    if (pv.key_on_stack || pv.index_on_stack) return false;
    return std::any_of(kPseudoVariables.begin(), kPseudoVariables.end(), [&](const PvSpec& row) {
      return static_cast<std::uint16_t>(row.id) == pv.id &&
             std::find(kSteady.begin(), kSteady.end(), row.name) != kSteady.end();
    });
  }

  // Where `if (PV =~ constant) { ... }` without an else at `at` goes on; nothing for other code.
  std::optional<std::uint32_t> end_of_match(std::size_t at, std::uint32_t pv) const {
    if (op(at) != Op::kLoadPv || code_[at].operand != pv || op(at + 1) != Op::kMatch ||
        op(at + 2) != Op::kJumpIfNot || !regexes_.in_hyperscan(code_[at + 1].operand)) {
      return std::nullopt;
    }
    const std::uint32_t otherwise = code_[at + 2].operand;
    const bool sets = op(otherwise) == Op::kSetResult && code_[otherwise].operand == 1;
    return sets ? std::optional(otherwise + 1) : std::nullopt;
  }

  bool fuse_patterns(std::uint32_t at) {
    if (op(at) != Op::kLoadPv || !is_steady(image_.pv(code_[at].operand))) return false;
    const std::uint32_t pv = code_[at].operand;
    std::vector<std::uint32_t> members;
    std::uint32_t end = at;
    while (const auto next = end_of_match(end, pv)) {
      members.push_back(code_[end + 1].operand);
      end = *next;
    }
    if (members.size() < 2) return false;
    const int regex = regexes_.add_union(members);
    if (regex < 0) return false;
    fast[at].op = static_cast<Op>(kPatternsOp);
    fast[at].operand = static_cast<std::uint32_t>(groups.size());
    groups.push_back({pv, static_cast<std::uint32_t>(regex), end});
    patterns_end_ = end;
    return true;
  }

  std::span<const Instruction> code_;
  const Image& image_;
  RegexSet& regexes_;
  std::uint32_t cases_end_ = 0;     // of the latest switch: what is inside needs no table
  std::uint32_t patterns_end_ = 0;  // of the latest group

 public:
  std::vector<Instruction> fast;
  std::vector<SwitchTable> switches;
  std::vector<PatternGroup> groups;
};

}  // namespace

SwitchTable::SwitchTable(std::span<const Row> rows, bool texts, std::uint32_t otherwise,
                         const Image& image)
    : rows_(std::bit_ceil(2 * rows.size())), otherwise_(otherwise), texts_(texts) {
  for (Row& row : rows_) row.target = kEmpty;
  for (Row row : rows) {
    const auto number = static_cast<std::int32_t>(row.constant);
    const std::uint32_t known =
        texts ? find_text(image.text(row.constant), image) : find_number(number);
    if (known != otherwise) continue;
    row.hash = texts ? hash_of(image.text(row.constant)) : hash_of(number);
    std::size_t at = row.hash & (rows_.size() - 1);
    while (rows_[at].target != kEmpty) at = (at + 1) & (rows_.size() - 1);
    rows_[at] = row;
  }
}

std::uint32_t SwitchTable::find_text(std::string_view text, const Image& image) const noexcept {
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = rows_.size() - 1;
  for (std::size_t at = hash & mask; rows_[at].target != kEmpty; at = (at + 1) & mask) {
    if (rows_[at].hash == hash && image.text(rows_[at].constant) == text) return rows_[at].target;
  }
  return otherwise_;
}

std::uint32_t SwitchTable::find_number(std::int32_t number) const noexcept {
  const std::size_t mask = rows_.size() - 1;
  for (std::size_t at = hash_of(number) & mask; rows_[at].target != kEmpty; at = (at + 1) & mask) {
    if (rows_[at].constant == static_cast<std::uint32_t>(number)) return rows_[at].target;
  }
  return otherwise_;
}

std::uint32_t SwitchTable::target(const Value& value, const Image& image) const noexcept {
  if (!texts_) return find_number(to_int(value));
  IntText scratch;
  return find_text(to_text(value, scratch), image);
}

void fuse(Image& image) {
  Fuser fuser(image.code_, image, image.regexes_);
  fuser.run();
  image.fast_ = std::move(fuser.fast);
  image.switches_ = std::move(fuser.switches);
  image.groups_ = std::move(fuser.groups);
}

}  // namespace weir::routes
