#include "routes/module_data.h"

#include "routes/value.h"

#include <utility>

namespace weir::routes {

PrefixTree::PrefixTree(std::string name, Kind kind, std::string_view characters)
    : name_(std::move(name)), kind_(kind) {
  for (const char c : characters) {
    std::uint8_t& edge = edges_[static_cast<unsigned char>(c)];
    if (edge == 0 && width_ < 255) edge = static_cast<std::uint8_t>(++width_);
  }
  children_.assign(width_, kNone);
  values_.emplace_back();
}

PrefixTree::Added PrefixTree::add(std::string_view prefix, std::string_view value) {
  std::uint32_t node = root();
  for (const char c : prefix) {
    const std::uint8_t edge = edges_[static_cast<unsigned char>(c)];
    if (edge == 0) return Added::kUnknown;
    const std::size_t at = node * width_ + edge - 1U;
    if (children_[at] == kNone) {
      children_[at] = static_cast<std::uint32_t>(values_.size());
      values_.emplace_back();
      children_.insert(children_.end(), width_, kNone);
    }
    node = children_[at];
  }
  values_[node].emplace_back(value);
  return values_[node].size() > 1 ? Added::kTwice : Added::kOk;
}

void PrefixTree::forget_newest(std::string_view prefix) {
  std::uint32_t node = root();
  for (const char c : prefix) node = next(node, c);
  values_[node].pop_back();
}

bool next_weighted(std::string_view& rest, WeightedDestination& one) noexcept {
  while (rest.starts_with(';')) rest.remove_prefix(1);
  if (rest.empty()) return false;
  const std::string_view pair = rest.substr(0, rest.find(';'));
  const std::size_t equal = pair.find('=');
  one.weight = 0;
  if (!text_to_int(pair.substr(0, equal), one.id) || one.id < 0) return false;
  if (equal != pair.npos && !text_to_int(pair.substr(equal + 1), one.weight)) return false;
  if (one.weight < 0) return false;
  rest.remove_prefix(pair.size());
  return true;
}

}  // namespace weir::routes
