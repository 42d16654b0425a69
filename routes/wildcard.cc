#include "routes/wildcard.h"

#include "sip/token.h"

#include <cstddef>

namespace weir::routes {
namespace {

char folded(char c, bool ignore_case) noexcept { return ignore_case ? sip::to_lower(c) : c; }

bool in_class(std::string_view name, char c) noexcept {
  const bool lower = c >= 'a' && c <= 'z';
  const bool upper = c >= 'A' && c <= 'Z';
  const bool digit = sip::is_digit(c);
  const bool graph = c > ' ' && c < 127;
  if (name == "alpha") return lower || upper;
  if (name == "digit") return digit;
  if (name == "alnum") return lower || upper || digit;
  if (name == "lower") return lower;
  if (name == "upper") return upper;
  if (name == "space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "punct") return graph && !lower && !upper && !digit;
  if (name == "graph") return graph;
  if (name == "print") return graph || c == ' ';
  if (name == "cntrl") return static_cast<unsigned char>(c) < ' ' || c == 127;
  if (name == "xdigit") return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  return false;
}

// The end of the set that begins behind the '[' at `at`, after its ']'; npos when it has none, so
// that the '[' stands for itself.
std::size_t end_of_set(std::string_view pattern, std::size_t at) noexcept {
  if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) ++at;
  for (bool first = true; at < pattern.size(); first = false) {
    if (pattern[at] == ']' && !first) return at + 1;
    if (pattern.substr(at).starts_with("[:")) {
      const std::size_t close = pattern.find(":]", at + 2);
      at = close == pattern.npos ? at + 1 : close + 2;
    } else {
      at += pattern[at] == '\\' ? 2 : 1;
    }
  }
  return pattern.npos;
}

// Is `c` in the set without its brackets? A class is asked for `c` as it is, as fnmatch() does.
bool in_set(std::string_view set, char c, bool ignore_case) noexcept {
  const bool negated = set.starts_with('!') || set.starts_with('^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  while (!set.empty() && !found) {
    if (set.starts_with("[:")) {
      const std::size_t close = set.find(":]", 2);
      if (close != set.npos) {
        found = in_class(set.substr(2, close - 2), c);
        set.remove_prefix(close + 2);
        continue;
      }
    }
    if (set[0] == '\\' && set.size() > 1) set.remove_prefix(1);
    const auto low = static_cast<unsigned char>(folded(set[0], ignore_case));
    set.remove_prefix(1);
    auto high = low;
    if (set.size() > 1 && set[0] == '-') {
      set.remove_prefix(set[1] == '\\' && set.size() > 2 ? 2 : 1);
      high = static_cast<unsigned char>(folded(set[0], ignore_case));
      set.remove_prefix(1);
    }
    const auto byte = static_cast<unsigned char>(folded(c, ignore_case));
    found = byte >= low && byte <= high;
  }
  return found != negated;
}

// Does what stands at pattern[at], which is no '*', match `c`? Moves `at` behind it.
bool match_one(std::string_view pattern, std::size_t& at, char c, bool ignore_case) noexcept {
  const char p = pattern[at++];
  if (p == '?') return true;
  if (p == '[') {
    const std::size_t end = end_of_set(pattern, at);
    if (end != pattern.npos) {
      const std::string_view set = pattern.substr(at, end - 1 - at);
      at = end;
      return in_set(set, c, ignore_case);
    }
  }
  if (p == '\\' && at < pattern.size())
    return folded(pattern[at++], ignore_case) == folded(c, ignore_case);
  return folded(p, ignore_case) == folded(c, ignore_case);
}

}  // namespace

bool matches_wildcards(std::string_view text, std::string_view pattern, bool ignore_case) noexcept {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = pattern.npos;  // behind the last '*'
  std::size_t star_text = 0;        // what it has taken goes up to here
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_text = t;
      continue;
    }
    std::size_t behind = p;
    if (p < pattern.size() && match_one(pattern, behind, text[t], ignore_case)) {
      p = behind;
      ++t;
      continue;
    }
    if (star == pattern.npos) return false;
    p = star;
    t = ++star_text;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace weir::routes
