#include "tests/differ/rules.h"

#include "tests/sip/corpus.h"

#include <algorithm>

namespace weir::differ {
namespace {

// True when the body is shorter than a Content-Length says.
bool is_short(const Pieces& pieces) {
  static const Pattern number("^(?&number)$");
  return std::ranges::any_of(pieces.values("content-length"), [&](std::string_view value) {
    if (!number.find(value)) return false;
    const std::string digits = plain_number(value);
    return digits.size() > 9 || std::stoul(digits) > pieces.body.size();
  });
}

std::vector<std::string_view> texts_of(const Pieces& pieces, const std::string& element) {
  if (element == "start") return {pieces.start};
  if (element == "head") return {pieces.head};
  if (element == "fields") return pieces.fields;
  if (element == "short" && !is_short(pieces)) return {};
  if (element == "short") return {pieces.body};
  return pieces.values(element);
}

// True when `what` is of the kind that the row names, for one of its elements.
bool is_of(std::string_view what, std::string kind, const std::string& element) {
  if (kind.starts_with('.')) kind = (element == "start" ? "uri" : element) + kind;
  if (!kind.ends_with('*')) return what == kind;
  return what.starts_with(kind.substr(0, kind.size() - 1));
}

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t space = list.find(' ');
    words.emplace_back(list.substr(0, space));
    list = space == list.npos ? std::string_view{} : list.substr(space + 1);
  }
  return words;
}

}  // namespace

bool Rule::covers(const Difference& difference) const {
  if (peer != "both" && peer != difference.peer) return false;
  return std::ranges::any_of(elements, [&](const std::string& element) {
    if (!is_of(difference.what, what, element)) return false;
    return std::ranges::any_of(texts_of(*difference.pieces, element), [&](std::string_view text) {
      return pattern.find(text).has_value() != broken;
    });
  });
}

std::vector<Rule> read_rules() {
  std::vector<Rule> rules;
  for (const std::vector<std::string>& row : sip::read_table("tests/differ/differences.tsv")) {
    const bool broken = row[4].starts_with('!');
    const std::string pattern = broken ? "^(?:" + row[4].substr(1) + ")$" : row[4];
    rules.push_back({row[0], row[1], row[2], words_of(row[3]), broken, Pattern(pattern), row[5],
                     row[6], row[7]});
  }
  return rules;
}

}  // namespace weir::differ
