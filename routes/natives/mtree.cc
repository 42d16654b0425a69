// mtree: what the prefixes of a number lead to.
#include "routes/module_data.h"

#include "routes/natives/functions_value.h"
#include "routes/natives/reference.h"

#include <algorithm>
#include <array>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kAllPrefixes = 2;

void give(Execution& e, int id, const PrefixTree& tree, std::string_view text) noexcept {
  if (id < 0) return;
  std::int32_t number = 0;
  const bool is_number = tree.kind() == PrefixTree::Kind::kNumber && text_to_int(text, number);
  write_reference(e, e.image->pv(static_cast<std::uint32_t>(id)),
                  is_number ? Value::integer(number) : Value::of(text));
}

// The destinations of a weighted tree that a number leads to: the lightest first, of the same
// weight those of the longer prefix, of the same prefix the one that stands last. Each once, with
// the weight that the longest prefix gives it.
class Destinations {
 public:
  static constexpr std::size_t kMost = 64;

  // Prefixes come in their order, the shortest first.
  void add(std::string_view value) noexcept {
    WeightedDestination one;
    while (next_weighted(value, one)) add(one);
  }

  // The first one ends on top of the stack.
  void give(Execution& e) noexcept {
    sort();
    const PrefixTrees& trees = e.image->data().trees;
    for (std::size_t i = count_; i-- > 0;) {
      write(e, trees.destination_pv, list_[i].id);
      write(e, trees.weight_pv, list_[i].weight);
    }
  }

 private:
  void add(const WeightedDestination& one) noexcept {
    const auto end = list_.begin() + static_cast<std::ptrdiff_t>(count_);
    const auto old = std::find_if(
        list_.begin(), end, [&](const WeightedDestination& other) { return other.id == one.id; });
    if (old == end && count_ == kMost) return;
    if (old == end) ++count_;
    std::move_backward(list_.begin(), old, old + 1);
    list_.front() = one;
  }

  void sort() noexcept {
    for (std::size_t i = 1; i < count_; ++i) {
      const WeightedDestination one = list_[i];
      std::size_t at = i;
      for (; at > 0 && list_[at - 1].weight > one.weight; --at) list_[at] = list_[at - 1];
      list_[at] = one;
    }
  }

  static void write(Execution& e, int id, std::int32_t number) noexcept {
    if (id < 0) return;
    write_reference(e, e.image->pv(static_cast<std::uint32_t>(id)), Value::integer(number));
  }

  std::array<WeightedDestination, kMost> list_{};
  std::size_t count_ = 0;
};

const PrefixTree* find_tree(const Execution& e, std::string_view name) noexcept {
  for (const PrefixTree& tree : e.image->data().trees.trees) {
    if (tree.name() == name) return &tree;
  }
  return nullptr;
}

}  // namespace

std::int32_t mt_match(Execution& e, Arguments a) noexcept {
  const PrefixTrees& trees = e.image->data().trees;
  const PrefixTree* const tree = find_tree(e, a[0].text);
  if (tree == nullptr) return -1;
  const bool weighted = tree->kind() == PrefixTree::Kind::kWeighted;
  const bool all = a[2].number == kAllPrefixes && !weighted;
  Destinations destinations;
  std::string_view longest;
  bool found = false;
  std::uint32_t node = PrefixTree::root();
  for (const char c : a[1].text) {
    if (!tree->knows(c)) return -1;
    node = tree->next(node, c);
    if (node == PrefixTree::kNone) break;
    const std::vector<std::string>& values = tree->values(node);
    if (values.empty()) continue;
    found = true;
    longest = values.back();
    for (const std::string& value : values) {
      if (weighted) destinations.add(value);
    }
    // The first value of the longest prefix ends on top of the stack.
    for (std::size_t i = values.size(); all && i-- > 0;) {
      give(e, trees.values_pv, *tree, values[i]);
    }
  }
  if (!found) return -1;
  if (weighted) {
    destinations.give(e);
  } else if (!all) {
    give(e, trees.value_pv, *tree, longest);
  }
  return 1;
}

}  // namespace weir::routes::natives
