#include "routes/access_rules.h"

namespace weir::routes {
namespace {

class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) { skip_blanks(); }

  bool at_end() const { return rest_.empty() || rest_.front() == '#'; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    skip_blanks();
    return true;
  }

  bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    skip_blanks();
    return true;
  }

  // A pattern in quotes; a backslash before a quote keeps it in, and stays, as in Kamailio.
  bool take_pattern(std::string& pattern) {
    if (rest_.empty() || rest_.front() != '"') return false;
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    if (end >= rest_.size()) return false;
    pattern = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    skip_blanks();
    return true;
  }

  bool take_patterns(std::vector<std::string>& list) {
    do {
      if (!take_pattern(list.emplace_back())) return false;
    } while (take(','));
    return true;
  }

  // One side of the colon.
  bool take_side(AccessTexts& side) {
    side.all = take_word("ALL");
    if (!side.all && !take_patterns(side.patterns)) return false;
    return !take_word("EXCEPT") || take_patterns(side.except);
  }

 private:
  void skip_blanks() {
    const std::size_t first = rest_.find_first_not_of(" \t\r");
    rest_.remove_prefix(first == rest_.npos ? rest_.size() : first);
  }

  std::string_view rest_;
};

}  // namespace

bool parse_access_line(std::string_view text, AccessLine& line, std::string& error) {
  LineReader reader(text);
  if (reader.at_end()) return true;
  if (!reader.take_side(line.from)) {
    error = "the left side is no ALL and no list of patterns in quotes";
  } else if (!reader.take(':')) {
    error = "a colon must stand between the patterns of the From and those of the URI";
  } else if (!reader.take_side(line.uri)) {
    error = "the right side is no ALL and no list of patterns in quotes";
  } else if (!reader.at_end()) {
    error = "there is more behind the right side";
  }
  return error.empty();
}

}  // namespace weir::routes
