// Substitutions whose text a script computes.
#include "routes/natives/replacement.h"
#include "routes/natives/request_uri.h"
#include "routes/replacement_text.h"
#include "routes/workspace.h"

namespace weir::routes {
namespace {

// What stands up to the next separator that has no backslash before it; `rest` goes on behind it.
// False without one.
bool take_part(std::string_view& rest, char separator, std::string_view& part) noexcept {
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == separator) {
      part = rest.substr(0, i);
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// The character a backslash stands for in a replacement; itself when it is none of these.
char escaped(char c) noexcept {
  switch (c) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    default:
      return c;
  }
}

// The pattern without the backslashes before its separators.
std::string_view pattern_of(Arena& arena, std::string_view text, char separator) noexcept {
  char* const to = arena.allocate(text.size());
  if (to == nullptr) return {};
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      if (text[i + 1] != separator) to[size++] = text[i];
      ++i;
    }
    to[size++] = text[i];
  }
  return {to, size};
}

// The replacement with marks before its groups and doubled where they are meant themselves.
std::string_view marked(Arena& arena, std::string_view text) noexcept {
  char* const to = arena.allocate(2 * text.size());
  if (to == nullptr) return {};
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      c = text[++i];
      if (c >= '0' && c <= '9') {
        to[size++] = kReplacementMark;
        to[size++] = c;
        continue;
      }
      c = escaped(c);
    }
    if (c == kReplacementMark) to[size++] = kReplacementMark;
    to[size++] = c;
  }
  return {to, size};
}

}  // namespace

bool read_substitution(Arena& arena, std::string_view text, ComputedSubstitution& made) noexcept {
  if (text.size() < 3) return false;
  const char separator = text[0];
  std::string_view rest = text.substr(1);
  std::string_view pattern;
  std::string_view replacement;
  if (!take_part(rest, separator, pattern) || !take_part(rest, separator, replacement)) {
    return false;
  }
  if (pattern.empty() || rest.find_first_not_of("igs") != rest.npos) return false;
  made.pattern = pattern_of(arena, pattern, separator);
  made.replacement = marked(arena, replacement);
  made.ignore_case = rest.find('i') != rest.npos;
  made.all = rest.find('g') != rest.npos;
  made.whole = rest.find('s') != rest.npos;
  return !arena.exhausted();
}

std::optional<std::string_view> replace_computed(Execution& e, std::string_view text,
                                                 const ComputedSubstitution& with,
                                                 bool& bad) noexcept {
  const RegexCache::Reading reading{.ignore_case = with.ignore_case, .newline = !with.whole};
  RegexCache& cache = e.workspace->computed_patterns();
  const Replacement replacement(Arguments{}, with.replacement);
  std::string_view made;
  std::size_t from = 0;
  RegexSet::Groups groups;
  while (from <= text.size()) {
    const auto outcome = cache.find(with.pattern, reading, text, from, groups);
    bad = outcome == RegexCache::Outcome::kBadPattern;
    if (bad) tell_bad_pattern(e, with.pattern);
    if (outcome != RegexCache::Outcome::kMatch || groups.end[0] == groups.begin[0]) break;
    const std::string_view before = text.substr(from, groups.begin[0] - from);
    made = join_texts(*e.arena, {made, before, replacement.expand(*e.arena, text, groups)});
    from = groups.end[0];
    if (!with.all) break;
  }
  if (from == 0) return std::nullopt;
  return e.arena->concat(made, text.substr(from));
}

}  // namespace weir::routes
