// Cursor: takes the parts of a grammar element off a text, from the left.
//
// The elements that are read through it share one convention. next_x(rest) takes one value off
// `rest`, which is the value of a field or what remains of it. On success `rest` starts after the
// comma that follows, and is empty after the last value; on an error it starts at the byte at
// fault, or is empty when something is missing at the end. parse_one(text, next_x) is for a field
// that holds one value.
#pragma once

#include "sip/byte_set.h"
#include "sip/cseq.h"
#include "sip/params.h"
#include "sip/result.h"
#include "sip/token.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

inline constexpr ByteSet kDigitSet = ByteSet::of_class(kDigitChar);

class Cursor {
 public:
  explicit Cursor(std::string_view& rest) noexcept : rest_(rest) {}

  std::string_view rest() const noexcept { return rest_; }
  // What was taken since rest() was `before`.
  std::string_view taken_from(std::string_view before) const noexcept {
    return slice(before, 0, before.size() - rest_.size());
  }
  bool at_end() const noexcept { return rest_.empty(); }
  char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  // LWS; true when there was any.
  [[gnu::always_inline]] bool skip_space() noexcept {
    if (rest_.empty() || !is_space(rest_.front())) return false;
    std::size_t at = 1;
    while (at < rest_.size() && is_space(rest_[at])) ++at;
    rest_.remove_prefix(at);
    return true;
  }

  // `c`, without LWS around it; true when it is there.
  bool take_one(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // A separator with the LWS around it; true when it is there. The LWS before is gone in any case.
  [[gnu::always_inline]] bool take(char separator) noexcept {
    if (!take_one(separator)) {
      if (!skip_space() || !take_one(separator)) return false;
    }
    skip_space();
    return true;
  }

  // The bytes of `set` that come next; may be empty.
  std::string_view take(const ByteSet& set) noexcept {
    const std::size_t size = set.skip(rest_, 0);
    const std::string_view taken = slice(rest_, 0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view take_token() noexcept { return take(kTokenSet); }

  // 1*DIGIT. Errors: kSyntax; kRange above 2^32 - 1.
  Result<std::uint32_t> take_number() noexcept {
    const std::string_view digits = take(kDigitSet);
    if (digits.empty()) return Error::kSyntax;
    const Result<std::uint32_t> number = parse_number(digits);
    if (!number) return back_to(digits, number.error());
    return number;
  }

  // A quoted string, with its quotes. Errors: kSyntax; kTruncated when nothing closes it.
  Result<std::string_view> take_quoted() noexcept {
    if (peek() != '"') return Error::kSyntax;
    const Result<std::size_t> end = skip_quoted(rest_, 0);
    if (!end) return end.error();
    const std::string_view quoted = slice(rest_, 0, *end);
    rest_.remove_prefix(*end);
    return quoted;
  }

  // The end of a value: of the text, or a comma, which is taken. Errors: kSyntax.
  Error finish() noexcept {
    return at_end() || take(',') || at_end() ? Error::kNone : Error::kSyntax;
  }

  // Says that `part`, taken before, is at fault: what is left starts with it again.
  Error back_to(std::string_view part, Error error) noexcept {
    const char* const end = rest_.data() + rest_.size();
    rest_ = {part.data(), static_cast<std::size_t>(end - part.data())};
    return error;
  }

 private:
  std::string_view& rest_;
};

// The one value that `text` must hold, by the next_x() of its element.
template <class T>
Result<T> parse_one(std::string_view text, Result<T> (*next)(std::string_view&) noexcept) noexcept {
  const Result<T> value = next(text);
  if (value && !text.empty()) return Error::kSyntax;
  return value;
}

}  // namespace weir::sip
