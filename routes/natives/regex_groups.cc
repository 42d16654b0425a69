// regex: patterns of PCRE, constant ones and groups of a file.
#include "routes/module_data.h"

#include "routes/natives/functions.h"
#include "routes/workspace.h"

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kNoGroup = -4;

bool found(Execution& e, std::uint32_t pattern, std::string_view text) noexcept {
  RegexSet::Groups groups;
  return e.image->regexes().find(pattern, text, 0, e.workspace->scratch(), groups);
}

}  // namespace

std::int32_t pcre_match(Execution& e, Arguments a) noexcept {
  return found(e, static_cast<std::uint32_t>(a[1].number), a[0].text) ? 1 : -1;
}

std::int32_t pcre_match_group(Execution& e, Arguments a) noexcept {
  const auto& groups = e.image->data().pattern_groups;
  const std::int32_t number = a.size() > 1 ? a[1].number : 0;
  if (number < 0 || static_cast<std::size_t>(number) >= groups.size()) return kNoGroup;
  return found(e, groups[static_cast<std::size_t>(number)], a[0].text) ? 1 : -1;
}

}  // namespace weir::routes::natives
