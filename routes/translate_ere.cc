// POSIX extended regular expressions, as glibc reads them, rewritten for Hyperscan and PCRE2.
#include "routes/regex.h"
#include "sip/token.h"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <cstring>
#include <optional>

namespace weir::routes {
namespace {

using ByteSet = std::bitset<256>;

unsigned byte(char c) noexcept { return static_cast<unsigned char>(c); }

bool is_alpha(unsigned c) noexcept { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
bool is_number(unsigned c) noexcept { return c >= '0' && c <= '9'; }
bool is_word(unsigned c) noexcept { return is_alpha(c) || is_number(c) || c == '_'; }

bool in_class(std::string_view name, unsigned c) noexcept {
  const bool lower = c >= 'a' && c <= 'z';
  const bool upper = c >= 'A' && c <= 'Z';
  if (name == "alpha") return is_alpha(c);
  if (name == "digit") return is_number(c);
  if (name == "alnum") return is_alpha(c) || is_number(c);
  if (name == "upper") return upper;
  if (name == "lower") return lower;
  if (name == "space") return c == ' ' || (c >= 9 && c <= 13);
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "punct") return c > 32 && c < 127 && !is_alpha(c) && !is_number(c);
  if (name == "print") return c >= 32 && c < 127;
  if (name == "graph") return c > 32 && c < 127;
  if (name == "cntrl") return c < 32 || c == 127;
  if (name == "xdigit") return is_number(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
  return false;
}

bool is_class_name(std::string_view name) noexcept {
  constexpr std::string_view kNames[] = {"alpha", "digit", "alnum", "upper", "lower", "space",
                                         "blank", "punct", "print", "graph", "cntrl", "xdigit"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// What is written goes into a buffer of fixed size; past its end it is lost and `full` says so.
class Output {
 public:
  explicit Output(std::span<char> room) noexcept : room_(room) {}

  std::size_t size() const noexcept { return size_; }
  bool full() const noexcept { return full_; }

  void add(std::string_view text) noexcept {
    full_ = full_ || text.size() > room_.size() - size_;
    if (full_) return;
    std::copy(text.begin(), text.end(), room_.data() + size_);
    size_ += text.size();
  }
  void add(char c) noexcept { add(std::string_view(&c, 1)); }

  void number(int value) noexcept {
    char digits[12];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }

  void hex(unsigned c) noexcept {
    constexpr char kDigits[] = "0123456789abcdef";
    const char text[] = {'\\', 'x', kDigits[c >> 4 & 15], kDigits[c & 15]};
    add(std::string_view(text, sizeof text));
  }

  // Makes a group of what stands from `start` on.
  void enclose(std::size_t start) noexcept {
    constexpr std::string_view kOpen = "(?:";
    add(kOpen);
    if (full_) return;
    char* const at = room_.data() + start;
    std::memmove(at + kOpen.size(), at, size_ - kOpen.size() - start);
    std::copy(kOpen.begin(), kOpen.end(), at);
    add(')');
  }

 private:
  std::span<char> room_;
  std::size_t size_ = 0;
  bool full_ = false;
};

class Translator {
 public:
  Translator(std::string_view pattern, EreFlags flags, std::span<char> room) noexcept
      : in_(pattern), flags_(flags), out_(room) {}

  EreResult run() noexcept {
    const bool good = (in_.find('\0') == in_.npos || fail("a NUL byte")) && alternatives(0) &&
                      (at_ == in_.size() || fail("something after the end"));
    if (!good) return {error_, at_, 0, false};
    return {nullptr, 0, out_.size(), out_.full()};
  }

 private:
  static constexpr unsigned kDepth = 100;
  static constexpr int kDupMax = 32767;
  static constexpr std::size_t kUnrolled = 65535;

  bool fail(const char* why) noexcept {
    error_ = why;
    return false;
  }
  bool more() const noexcept { return at_ < in_.size(); }
  bool next_is(char c) const noexcept { return more() && in_[at_] == c; }

  bool alternatives(unsigned depth) noexcept {
    if (depth > kDepth) return fail("too many open groups");
    for (;;) {
      if (!sequence(depth)) return false;
      if (!next_is('|')) return true;
      ++at_;
      out_.add('|');
    }
  }

  bool sequence(unsigned depth) noexcept {
    while (more() && in_[at_] != '|') {
      if (in_[at_] == ')' && depth > 0) return true;
      const std::size_t start = out_.size();
      const std::size_t before = unrolled_++;
      bool repeats = true;
      if (!atom(repeats, depth)) return false;
      if (repeats && !quantifiers(start, before)) return false;
    }
    return true;
  }

  // Those of the atom that stands from `start` on; unrolled, it begins after `before` characters.
  bool quantifiers(std::size_t start, std::size_t before) noexcept {
    for (bool first = true; more(); first = false) {
      const char c = in_[at_];
      if (c != '*' && c != '+' && c != '?' && c != '{') return true;
      // `a*?` and `a*+` mean something else where the result is read.
      if (!first) out_.enclose(start);
      if (c == '{') {
        if (!interval(before)) return false;
      } else {
        out_.add(c);
        ++at_;
      }
    }
    return true;
  }

  std::optional<int> number() noexcept {
    if (!more() || !is_number(byte(in_[at_]))) return std::nullopt;
    int value = 0;
    while (more() && is_number(byte(in_[at_]))) {
      value = std::min(value * 10 + (in_[at_++] - '0'), kDupMax + 1);
    }
    return value;
  }

  bool interval(std::size_t before) noexcept {
    ++at_;
    const auto low = number();
    std::optional<int> high = low;
    if (next_is(',')) {
      ++at_;
      high = number();
      if (more() && !next_is('}')) return fail("a bad {");
    } else if (!low) {
      return fail("a bad {");
    }
    if (!next_is('}')) return fail("an open {");
    ++at_;
    const int least = low.value_or(0);
    if (least > kDupMax || high.value_or(0) > kDupMax) return fail("a repetition too large");
    if (high && *high < least) return fail("a bad {");
    const auto times = static_cast<std::size_t>(std::max({least, high.value_or(0), 1}));
    unrolled_ = before + (unrolled_ - before) * times;
    // Hyperscan would copy the state of each for minutes, and regcomp for ever.
    if (unrolled_ > kUnrolled) return fail("repetitions of repetitions, too large together");
    out_.add('{');
    out_.number(least);
    out_.add(',');
    if (high) out_.number(*high);
    out_.add('}');
    return true;
  }

  bool atom(bool& repeats, unsigned depth) noexcept {
    const char c = in_[at_++];
    switch (c) {
      case '(': {
        const int group = ++groups_;
        out_.add('(');
        if (!alternatives(depth + 1)) return false;
        if (!next_is(')')) return fail("an open (");
        ++at_;
        out_.add(')');
        closed_ = std::max(closed_, group);
        return true;
      }
      case '[':
        return bracket();
      case '.':
        out_.add(flags_.newline ? "[^\\n]" : "(?s:.)");
        return true;
      case '^':
        out_.add(flags_.newline ? "(?:\\A|(?<=\\n))" : "^");
        repeats = false;
        return no_repetition();
      case '$':
        out_.add(flags_.newline ? "(?=\\n|\\z)" : "\\z");
        repeats = false;
        return no_repetition();
      case '*':
      case '+':
      case '?':
      case '{':
        --at_;
        return fail("nothing to repeat");
      case '\\':
        return escape(repeats);
      default:
        literal(c);
        return true;
    }
  }

  bool no_repetition() noexcept {
    if (!more()) return true;
    const char c = in_[at_];
    return (c != '*' && c != '+' && c != '?' && c != '{') || fail("nothing to repeat");
  }

  void literal(char c) noexcept {
    if (is_word(byte(c))) {
      out_.add(c);
    } else {
      out_.hex(byte(c));
    }
  }

  bool escape(bool& repeats) noexcept {
    if (!more()) return fail("a backslash at the end");
    const char c = in_[at_++];
    switch (c) {
      case 'w':
        out_.add("[0-9A-Za-z_]");
        return true;
      case 'W':
        out_.add("[^0-9A-Za-z_]");
        return true;
      case 's':
        out_.add("[\\x09-\\x0d\\x20]");
        return true;
      case 'S':
        out_.add("[^\\x09-\\x0d\\x20]");
        return true;
      case 'b':
      case 'B':
        out_.add('\\');
        out_.add(c);
        repeats = false;
        return no_repetition();
      case '<':
        out_.add("\\b(?=[0-9A-Za-z_])");
        repeats = false;
        return no_repetition();
      case '>':
        out_.add("\\b(?<=[0-9A-Za-z_])");
        repeats = false;
        return no_repetition();
      case '`':
        out_.add("\\A");
        repeats = false;
        return no_repetition();
      case '\'':
        out_.add("\\z");
        repeats = false;
        return no_repetition();
      default:
        break;
    }
    if (c >= '1' && c <= '9') {
      if (c - '0' > closed_) return fail("a reference to no group");
      out_.add("(?:\\");
      out_.add(c);
      out_.add(')');
      return true;
    }
    // glibc compares the escaped letter itself with a subject in capitals: it never matches.
    if (flags_.ignore_case && c >= 'a' && c <= 'z') {
      out_.add("(?!)");
    } else {
      literal(c);
    }
    return true;
  }

  // One end of a range or a single element; classes set `set` and give nothing.
  bool element(ByteSet& set, std::optional<unsigned>& single) noexcept {
    single.reset();
    const char c = in_[at_];
    const char kind = c == '[' && at_ + 1 < in_.size() ? in_[at_ + 1] : '\0';
    if (kind != ':' && kind != '=' && kind != '.') {
      single = byte(c);
      ++at_;
      return true;
    }
    const char close[] = {kind, ']', '\0'};
    const std::size_t end = in_.find(close, at_ + 2);
    if (end == in_.npos) return fail("an open [");
    const std::string_view name = in_.substr(at_ + 2, end - at_ - 2);
    at_ = end + 2;
    if (kind == ':') {
      if (!is_class_name(name)) return fail("an unknown class");
      // Without case upper and lower are all letters.
      const bool either = flags_.ignore_case && (name == "upper" || name == "lower");
      for (unsigned b = 0; b < 256; ++b) {
        if (either ? is_alpha(b) : in_class(name, b)) set.set(b);
      }
      return true;
    }
    if (name.size() != 1) return fail("an unknown collating element");
    if (kind == '=') {
      set.set(byte(name[0]));
    } else {
      single = byte(name[0]);
    }
    return true;
  }

  bool bracket() noexcept {
    ByteSet set;
    const bool negated = next_is('^');
    if (negated) ++at_;
    for (bool first = true;; first = false) {
      if (!more()) return fail("an open [");
      if (in_[at_] == ']' && !first) break;
      std::optional<unsigned> low;
      if (!element(set, low)) return false;
      const bool range = next_is('-') && at_ + 1 < in_.size() && in_[at_ + 1] != ']';
      if (!range) {
        if (low) set.set(*low);
        continue;
      }
      if (!low) return fail("a range that begins with a class");
      ++at_;
      std::optional<unsigned> high;
      if (!element(set, high)) return false;
      if (!high || *high < *low) return fail("a range that goes backwards");
      for (unsigned b = *low; b <= *high; ++b) set.set(b);
    }
    ++at_;
    if (flags_.ignore_case) {
      for (unsigned b = 'a'; b <= 'z'; ++b) {
        const bool either = set.test(b) || set.test(b - 32);
        set.set(b, either);
        set.set(b - 32, either);
      }
    }
    if (negated) {
      set.flip();
      if (flags_.newline) set.reset('\n');
    }
    write_set(set);
    return true;
  }

  void write_set(const ByteSet& set) noexcept {
    if (set.none()) {
      out_.add("(?!)");
      return;
    }
    out_.add('[');
    for (unsigned b = 0; b < 256; ++b) {
      if (!set.test(b)) continue;
      unsigned last = b;
      while (last < 255 && set.test(last + 1)) ++last;
      out_.hex(b);
      if (last > b) {
        out_.add('-');
        out_.hex(last);
      }
      b = last;
    }
    out_.add(']');
  }

  std::string_view in_;
  EreFlags flags_;
  Output out_;
  const char* error_ = nullptr;
  std::size_t at_ = 0;
  std::size_t unrolled_ = 0;  // characters and groups, each as often as it is repeated
  int groups_ = 0;
  int closed_ = 0;
};

}  // namespace

EreResult translate_ere(std::string_view pattern, EreFlags flags, std::span<char> room) noexcept {
  return Translator(pattern, flags, room).run();
}

bool translate_ere(std::string_view pattern, EreFlags flags, std::string& translated,
                   std::string& error) {
  error.clear();
  for (std::size_t room = 64 + 8 * pattern.size();; room *= 2) {
    translated.resize(room);
    const EreResult result = translate_ere(pattern, flags, std::span<char>(translated));
    if (result.error != nullptr) {
      error = std::string(result.error) + " at offset " + std::to_string(result.offset);
      translated.clear();
      return false;
    }
    if (result.full) continue;
    translated.resize(result.size);
    return true;
  }
}

}  // namespace weir::routes
