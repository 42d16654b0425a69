// =~ with a pattern that the script computes.
#include "routes/natives/natives.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "routes/workspace.h"

namespace weir::routes {
// Kamailio logs an error, too.
void tell_bad_pattern(Execution& e, std::string_view pattern) noexcept {
  const RegexCache& cache = e.workspace->computed_patterns();
  constexpr int kError = -1;
  constexpr std::size_t kShown = 100;
  if (!e.host->log_enabled(e, kError)) return;
  IntText digits;
  const auto offset = static_cast<std::int32_t>(cache.error_offset());
  const std::string_view text = join_texts(
      *e.arena, {"<core>: bad pattern \"", pattern.substr(0, kShown), "\": ", cache.error(),
                 " at offset ", to_text(Value::integer(offset), digits), "\n"});
  if (!text.empty()) e.host->log(e, kError, -1, text);
}

int match_computed(Execution& e, const Value& subject, const Value& pattern) noexcept {
  IntText pattern_digits;
  IntText subject_digits;
  const std::string_view pattern_text = to_text(pattern, pattern_digits);
  RegexCache& cache = e.workspace->computed_patterns();
  switch (cache.match(pattern_text, to_text(subject, subject_digits))) {
    case RegexCache::Outcome::kMatch:
      return 1;
    case RegexCache::Outcome::kNoMatch:
      return 0;
    case RegexCache::Outcome::kBadPattern:
      break;
  }
  tell_bad_pattern(e, pattern_text);
  return -1;
}

}  // namespace weir::routes
