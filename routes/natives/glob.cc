#include "routes/natives/glob.h"

#include "sip/token.h"

#include <cstddef>

namespace weir::routes {
namespace {

char folded(char c, bool ignore_case) noexcept { return ignore_case ? sip::to_lower(c) : c; }

// The bracket that begins at pattern[at]: its end behind "]", or 0 when it is none; `fits` tells
// whether it holds c.
std::size_t bracket(std::string_view pattern, std::size_t at, char c, bool ignore_case,
                    bool& fits) noexcept {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    const char low = folded(pattern[i], ignore_case);
    char high = low;
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      high = folded(pattern[i + 2], ignore_case);
      i += 2;
    }
    found = found || (low <= c && c <= high);
    ++i;
  }
  if (i >= pattern.size()) return 0;
  fits = found != negated;
  return i + 1;
}

// The end of the pattern's element at `at` when it fits c, else 0.
std::size_t element(std::string_view pattern, std::size_t at, char c, bool ignore_case) noexcept {
  c = folded(c, ignore_case);
  if (pattern[at] == '?') return at + 1;
  if (pattern[at] == '[') {
    bool fits = false;
    const std::size_t end = bracket(pattern, at, c, ignore_case, fits);
    if (end != 0) return fits ? end : 0;
  }
  if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
  return folded(pattern[at], ignore_case) == c ? at + 1 : 0;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text, bool ignore_case) noexcept {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = pattern.npos;  // behind the newest *
  std::size_t retry = 0;            // where its rest was tried last
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      retry = t;
      continue;
    }
    const std::size_t next =
        p < pattern.size() ? element(pattern, p, text[t], ignore_case) : std::size_t{0};
    if (next != 0) {
      p = next;
      ++t;
    } else if (star != pattern.npos) {
      p = star;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace weir::routes
