#include "routes/natives/replacement.h"

#include "routes/natives/message_edit.h"
#include "routes/natives/request_uri.h"
#include "routes/replacement_text.h"

#include <algorithm>

namespace weir::routes {
namespace {

// The next match of at least one byte at or after `from`.
bool next_match(Execution& e, const Replacement& with, std::string_view text, std::size_t from,
                RegexSet::Groups& groups) noexcept {
  if (from > text.size()) return false;
  if (!e.image->regexes().find(with.pattern(), text, from, e.workspace->scratch(), groups)) {
    return false;
  }
  return groups.end[0] > groups.begin[0];
}

}  // namespace

Replacement::Replacement(Arguments laid_out) noexcept
    : values_(laid_out.first(laid_out.size() - 2)),
      text_(laid_out[laid_out.size() - 2].text),
      pattern_(static_cast<std::uint32_t>(laid_out.back().number & ~kReplaceAll)),
      all_((laid_out.back().number & kReplaceAll) != 0) {}

template <class Take>
void Replacement::pieces(std::string_view subject, const RegexSet::Groups& groups,
                         Take take) const noexcept {
  std::size_t at = 0;
  while (at < text_.size()) {
    const std::size_t mark = std::min(text_.find(kReplacementMark, at), text_.size());
    take(text_.substr(at, mark - at));
    if (mark + 1 >= text_.size()) return;
    const char what = text_[mark + 1];
    at = mark + 2;
    if (what == kReplacementMark) {
      take(text_.substr(mark, 1));
    } else if (what >= 'a') {
      take(values_[static_cast<std::size_t>(what - 'a')].text);
    } else if (const auto group = static_cast<std::size_t>(what - '0'); group < groups.count) {
      take(subject.substr(groups.begin[group], groups.end[group] - groups.begin[group]));
    }
  }
}

std::string_view Replacement::expand(Arena& arena, std::string_view subject,
                                     const RegexSet::Groups& groups) const noexcept {
  if (plain_ || text_.find(kReplacementMark) == text_.npos) return text_;
  std::size_t size = 0;
  pieces(subject, groups, [&](std::string_view piece) { size += piece.size(); });
  char* const begin = arena.allocate(size);
  if (begin == nullptr) return {};
  char* end = begin;
  pieces(subject, groups,
         [&](std::string_view piece) { end = std::copy(piece.begin(), piece.end(), end); });
  return {begin, size};
}

std::optional<std::string_view> replace_in_text(Execution& e, std::string_view text,
                                                const Replacement& with) noexcept {
  std::string_view made;
  std::size_t from = 0;
  RegexSet::Groups groups;
  while (next_match(e, with, text, from, groups)) {
    const std::string_view before = text.substr(from, groups.begin[0] - from);
    made = join_texts(*e.arena, {made, before, with.expand(*e.arena, text, groups)});
    from = groups.end[0];
    if (!with.all()) break;
  }
  if (from == 0) return std::nullopt;
  return e.arena->concat(made, text.substr(from));
}

std::size_t replace_in_message(Execution& e, std::size_t begin, std::size_t end,
                               const Replacement& with) noexcept {
  const std::string_view text = e.message->raw().substr(begin, end - begin);
  std::size_t count = 0;
  std::size_t from = 0;
  RegexSet::Groups groups;
  while (next_match(e, with, text, from, groups)) {
    const std::string_view made = with.expand(*e.arena, text, groups);
    if (!counted(e, e.notes->edits.replace(begin + groups.begin[0], begin + groups.end[0], made))) {
      break;
    }
    ++count;
    from = groups.end[0];
    if (!with.all()) break;
  }
  return count;
}

}  // namespace weir::routes
