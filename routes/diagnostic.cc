#include "routes/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxNameBytes = 64;      // longer names are not compared
constexpr std::size_t kMaxShownColumns = 160;  // of a source line; more is cut around the caret
constexpr std::size_t kShownBefore = 60;       // columns kept before the caret of a cut line

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Optimal string alignment distance, without regard to case.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0u : 1u)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

// The line as it can be shown on a terminal: control characters and bytes outside of ASCII as
// they are only when they are UTF-8 text; here a blank stands for each control character so that
// columns stay.
std::string printable(std::string_view line) {
  std::string shown(line);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return shown;
}

void append_excerpt(const Sources& sources, const Location& at, std::string& out) {
  if (at.line == 0) return;
  std::string line = printable(sources.line(at.file, at.line));
  std::size_t column = at.column == 0 ? 0 : at.column - 1;
  column = std::min(column, line.size());
  if (line.size() > kMaxShownColumns) {
    const std::size_t start = column > kShownBefore ? column - kShownBefore : 0;
    line = line.substr(start, kMaxShownColumns);
    column -= start;
  }
  const std::string number = std::to_string(at.line);
  const std::string margin(number.size() < 5 ? 5 - number.size() : 0, ' ');
  out += margin + number + " | " + line + "\n";
  out += std::string(margin.size() + number.size(), ' ') + " | " + std::string(column, ' ') + "^";
  const std::size_t room = line.size() > column ? line.size() - column : 1;
  const std::size_t length = std::min<std::size_t>(std::max(at.length, 1u), room);
  out += std::string(length - 1, '~') + "\n";
}

void append_diagnostic(const Sources& sources, const Diagnostic& one, std::string& out) {
  const Location& at = one.location;
  if (at.file < sources.size()) out += sources.path(at.file);
  if (at.line != 0) out += ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  out += one.severity == Severity::kError     ? ": error: "
         : one.severity == Severity::kWarning ? ": warning: "
                                              : ": planned: ";
  out += printable(one.what) + "\n";
  if (one.severity == Severity::kPlanned) return;
  append_excerpt(sources, at, out);
  if (!one.advice.empty()) out += "      = " + printable(one.advice) + "\n";
}

}  // namespace

void Diagnostics::add(Severity severity, const Location& location, std::string what,
                      std::string advice) {
  const bool planned = severity == Severity::kPlanned;
  ++(planned ? planned_ : severity == Severity::kError ? errors_ : warnings_);
  if (planned ? planned_ > 10 * limit_ : errors_ + warnings_ > limit_) return;
  list_.push_back(Diagnostic{severity, location, std::move(what), std::move(advice)});
}

void Diagnostics::error(const Location& location, std::string what, std::string advice) {
  add(Severity::kError, location, std::move(what), std::move(advice));
}

void Diagnostics::planned(const Location& location, std::string what) {
  add(Severity::kPlanned, location, std::move(what), {});
}

void Diagnostics::warning(const Location& location, std::string what, std::string advice) {
  add(Severity::kWarning, location, std::move(what), std::move(advice));
}

std::string Diagnostics::render(const Sources& sources) const {
  std::vector<const Diagnostic*> order;
  for (const Diagnostic& one : list_) order.push_back(&one);
  std::stable_sort(order.begin(), order.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return std::tie(a->location.file, a->location.line, a->location.column) <
           std::tie(b->location.file, b->location.line, b->location.column);
  });
  std::string out;
  for (const Diagnostic* one : order) append_diagnostic(sources, *one, out);
  const std::size_t hidden = errors_ + warnings_ + planned_ - list_.size();
  if (hidden != 0) out += "... and " + std::to_string(hidden) + " more\n";
  return out;
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known) {
  if (name.empty() || name.size() > kMaxNameBytes) return {};
  const std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
  std::size_t best = limit + 1;
  std::string_view found;
  for (const std::string_view candidate : known) {
    const std::size_t shorter = std::min(candidate.size(), name.size());
    const std::size_t longer = std::max(candidate.size(), name.size());
    if (longer - shorter >= best || candidate.size() > kMaxNameBytes) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best && distance < longer) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> known) {
  const std::string_view near = nearest_name(name, known);
  if (near.empty()) return {};
  return "did you mean \"" + std::string(near) + "\"?";
}

}  // namespace weir::routes
