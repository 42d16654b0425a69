// regex: patterns of PCRE, constant ones and groups of a file.
#include "routes/module_data.h"

#include "routes/natives/functions_value.h"
#include "routes/workspace.h"

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kNoGroup = -4;
constexpr std::int32_t kBadPattern = -4;

bool found(Execution& e, std::uint32_t pattern, std::string_view text) noexcept {
  RegexSet::Groups groups;
  return e.image->regexes().find(pattern, text, 0, e.workspace->scratch(), groups);
}

// A pattern that the script computes: -4 for what is none, as in Kamailio.
std::int32_t match_computed_perl(Execution& e, std::string_view pattern,
                                 std::string_view text) noexcept {
  RegexCache& cache = e.workspace->computed_patterns();
  RegexSet::Groups groups;
  const RegexCache::Reading reading{
      .ignore_case = false, .perl = true, .flags = e.image->tunables().perl_flags};
  switch (cache.find(pattern, reading, text, 0, groups)) {
    case RegexCache::Outcome::kMatch:
      return 1;
    case RegexCache::Outcome::kNoMatch:
      return -1;
    case RegexCache::Outcome::kBadPattern:
      break;
  }
  tell_bad_pattern(e, pattern);
  return kBadPattern;
}

}  // namespace

std::int32_t pcre_match(Execution& e, Arguments a) noexcept {
  if (a[1].is_text()) return match_computed_perl(e, a[1].text, a[0].text);
  const auto id = static_cast<std::uint32_t>(a[1].number);
  return e.image->regexes().has_groups(id) && found(e, id, a[0].text) ? 1 : -1;
}

std::int32_t pcre_match_group(Execution& e, Arguments a) noexcept {
  const auto& groups = e.image->data().pattern_groups;
  const std::int32_t number = a.size() > 1 ? a[1].number : 0;
  if (number < 0 || static_cast<std::size_t>(number) >= groups.size()) return kNoGroup;
  return found(e, groups[static_cast<std::size_t>(number)], a[0].text) ? 1 : -1;
}

}  // namespace weir::routes::natives
