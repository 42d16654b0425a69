// What modules read from files when a script is compiled: dialplans, trees of prefixes, groups of
// patterns, rules of access, sets of destinations. Part of the image, so that a reload reads them
// anew and an lcore sees all of one version.
#pragma once

#include "routes/access_rules.h"
#include "routes/dispatch_sets.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// A text with variables: marks as replacement_text.h has them, and the ids of the image's
// pseudo-variables that stand in it.
struct MarkedText {
  std::string text;
  std::vector<std::uint32_t> values;
};

struct DialRule {
  enum class Match : std::uint8_t { kEqual, kPattern, kGlob };

  std::int32_t plan = 0;
  std::int32_t priority = 0;
  Match match = Match::kEqual;
  std::string text;             // of kEqual and kGlob
  std::uint32_t pattern = 0;    // of kPattern
  std::int32_t length = 0;      // of the input; 0: any
  int substitution = -1;        // pattern that the groups come from; -1: none
  MarkedText computed_pattern;  // in their places where match_dynamic finds variables
  MarkedText computed_substitution;
  MarkedText replacement;
  std::string attributes;
};

struct DialPlans {
  std::vector<DialRule> rules;  // by plan and priority, then as they stood in the file
  int attributes_pv = -1;       // attrs_pvar
};

// A tree whose edges are the characters of char_list.
class PrefixTree {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  // What values are, with the numbers of mt_tree_type.
  enum class Kind : std::uint8_t {
    kText = 0,
    kWeighted = 1,  // destinations with weights, see next_weighted()
    kNumber = 2,
  };

  PrefixTree(std::string name, Kind kind, std::string_view characters);

  const std::string& name() const noexcept { return name_; }
  Kind kind() const noexcept { return kind_; }

  // Errors: kUnknown when a character of the prefix is not in the list, kTwice when the prefix has
  // a value already; it is added all the same.
  enum class Added : std::uint8_t { kOk, kUnknown, kTwice };
  Added add(std::string_view prefix, std::string_view value);
  void forget_newest(std::string_view prefix);

  // The node of the root, and the one a character leads to; kNone: none.
  static constexpr std::uint32_t root() noexcept { return 0; }
  bool knows(char c) const noexcept { return edges_[static_cast<unsigned char>(c)] != 0; }
  std::uint32_t next(std::uint32_t node, char c) const noexcept {
    const std::uint8_t edge = edges_[static_cast<unsigned char>(c)];
    return edge == 0 ? kNone : children_[node * width_ + edge - 1U];
  }
  // The values of the prefix that ends there, in the order of the file.
  const std::vector<std::string>& values(std::uint32_t node) const noexcept {
    return values_[node];
  }

 private:
  std::string name_;
  Kind kind_;
  std::array<std::uint8_t, 256> edges_{};  // 1 + index of a character; 0: not in the list
  std::uint32_t width_ = 0;
  std::vector<std::uint32_t> children_;
  std::vector<std::vector<std::string>> values_;
};

// One of the "DSTID[=WEIGHT];..." of a weighted tree.
struct WeightedDestination {
  std::int32_t id = 0;
  std::int32_t weight = 0;
};

// Takes the next one off `rest`. False at the end, and where something else stands; then `rest` is
// not empty.
bool next_weighted(std::string_view& rest, WeightedDestination& one) noexcept;

struct PrefixTrees {
  std::vector<PrefixTree> trees;
  int value_pv = -1;
  int values_pv = -1;
  int destination_pv = -1;
  int weight_pv = -1;
};

struct ModuleData {
  DialPlans dialplans;
  PrefixTrees trees;
  Access access;                              // of permissions
  std::vector<std::uint32_t> pattern_groups;  // a pattern each group of module regex
  Dispatch dispatch;
};

}  // namespace weir::routes
