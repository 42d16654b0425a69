// mtree: what the prefixes of a number lead to.
#include "routes/module_data.h"

#include "routes/natives/functions_value.h"
#include "routes/natives/reference.h"

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kAllPrefixes = 2;

void give(Execution& e, int id, const PrefixTree& tree, std::string_view text) noexcept {
  if (id < 0) return;
  std::int32_t number = 0;
  const bool is_number = tree.numbers() && text_to_int(text, number);
  write_reference(e, e.image->pv(static_cast<std::uint32_t>(id)),
                  is_number ? Value::integer(number) : Value::of(text));
}

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
  const bool all = a[2].number == kAllPrefixes;
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
    // The first value of the longest prefix ends on top of the stack.
    for (std::size_t i = values.size(); all && i-- > 0;) {
      give(e, trees.values_pv, *tree, values[i]);
    }
  }
  if (!found) return -1;
  if (!all) give(e, trees.value_pv, *tree, longest);
  return 1;
}

}  // namespace weir::routes::natives
