// POSIX extended regular expressions, as glibc reads them, rewritten for Hyperscan and PCRE2.
#include "routes/regex.h"
#include "sip/token.h"

#include <bitset>
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

constexpr std::string_view kClasses =
    " alpha digit alnum upper lower space blank punct print graph cntrl xdigit ";

void append_hex(std::string& out, unsigned c) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += "\\x";
  out += kDigits[c >> 4 & 15];
  out += kDigits[c & 15];
}

class Translator {
 public:
  Translator(std::string_view pattern, EreFlags flags, std::string& error)
      : in_(pattern), flags_(flags), error_(error) {}

  bool run(std::string& out) {
    if (in_.find('\0') != in_.npos) return fail("a NUL byte");
    if (!alternatives(out, 0)) return false;
    return at_ == in_.size() || fail("something after the end");
  }

 private:
  static constexpr unsigned kDepth = 100;
  static constexpr int kDupMax = 32767;

  bool fail(const char* why) {
    error_ = std::string(why) + " at offset " + std::to_string(at_);
    return false;
  }
  bool more() const noexcept { return at_ < in_.size(); }
  bool next_is(char c) const noexcept { return more() && in_[at_] == c; }

  bool alternatives(std::string& out, unsigned depth) {
    if (depth > kDepth) return fail("too many open groups");
    for (;;) {
      if (!sequence(out, depth)) return false;
      if (!next_is('|')) return true;
      ++at_;
      out += '|';
    }
  }

  bool sequence(std::string& out, unsigned depth) {
    while (more() && in_[at_] != '|') {
      if (in_[at_] == ')' && depth > 0) return true;
      std::string atom;
      bool repeats = true;
      if (!this->atom(atom, repeats, depth)) return false;
      if (repeats && !quantifiers(atom)) return false;
      out += atom;
    }
    return true;
  }

  bool quantifiers(std::string& atom) {
    bool first = true;
    while (more()) {
      std::string quantifier;
      const char c = in_[at_];
      if (c == '*' || c == '+' || c == '?') {
        quantifier = c;
        ++at_;
      } else if (c == '{') {
        if (!interval(quantifier)) return false;
      } else {
        return true;
      }
      // `a*?` and `a*+` mean something else where the result is read.
      if (!first) atom = "(?:" + atom + ")";
      atom += quantifier;
      first = false;
    }
    return true;
  }

  std::optional<int> number() {
    if (!more() || !is_number(byte(in_[at_]))) return std::nullopt;
    int value = 0;
    while (more() && is_number(byte(in_[at_]))) {
      value = std::min(value * 10 + (in_[at_++] - '0'), kDupMax + 1);
    }
    return value;
  }

  bool interval(std::string& quantifier) {
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
    quantifier = "{" + std::to_string(least) + ",";
    if (high) quantifier += std::to_string(*high);
    quantifier += "}";
    return true;
  }

  bool atom(std::string& out, bool& repeats, unsigned depth) {
    const char c = in_[at_++];
    switch (c) {
      case '(': {
        const int group = ++groups_;
        out += '(';
        if (!alternatives(out, depth + 1)) return false;
        if (!next_is(')')) return fail("an open (");
        ++at_;
        out += ')';
        closed_ = std::max(closed_, group);
        return true;
      }
      case '[':
        return bracket(out);
      case '.':
        out += flags_.newline ? "[^\\n]" : "(?s:.)";
        return true;
      case '^':
        out += flags_.newline ? "(?:\\A|(?<=\\n))" : "^";
        repeats = false;
        return no_repetition();
      case '$':
        out += flags_.newline ? "(?=\\n|\\z)" : "\\z";
        repeats = false;
        return no_repetition();
      case '*':
      case '+':
      case '?':
      case '{':
        --at_;
        return fail("nothing to repeat");
      case '\\':
        return escape(out, repeats);
      default:
        literal(out, c);
        return true;
    }
  }

  bool no_repetition() {
    if (!more()) return true;
    const char c = in_[at_];
    return (c != '*' && c != '+' && c != '?' && c != '{') || fail("nothing to repeat");
  }

  static void literal(std::string& out, char c) {
    if (is_word(byte(c))) {
      out += c;
    } else {
      append_hex(out, byte(c));
    }
  }

  bool escape(std::string& out, bool& repeats) {
    if (!more()) return fail("a backslash at the end");
    const char c = in_[at_++];
    switch (c) {
      case 'w':
        out += "[0-9A-Za-z_]";
        return true;
      case 'W':
        out += "[^0-9A-Za-z_]";
        return true;
      case 's':
        out += "[\\x09-\\x0d\\x20]";
        return true;
      case 'S':
        out += "[^\\x09-\\x0d\\x20]";
        return true;
      case 'b':
      case 'B':
        out += '\\';
        out += c;
        repeats = false;
        return no_repetition();
      case '<':
        out += "\\b(?=[0-9A-Za-z_])";
        repeats = false;
        return no_repetition();
      case '>':
        out += "\\b(?<=[0-9A-Za-z_])";
        repeats = false;
        return no_repetition();
      case '`':
        out += "\\A";
        repeats = false;
        return no_repetition();
      case '\'':
        out += "\\z";
        repeats = false;
        return no_repetition();
      default:
        break;
    }
    if (c >= '1' && c <= '9') {
      if (c - '0' > closed_) return fail("a reference to no group");
      out += "(?:\\";
      out += c;
      out += ')';
      return true;
    }
    // glibc compares the escaped letter itself with a subject in capitals: it never matches.
    if (flags_.ignore_case && c >= 'a' && c <= 'z') {
      out += "(?!)";
    } else {
      literal(out, c);
    }
    return true;
  }

  // One end of a range or a single element; classes set `set` and give nothing.
  bool element(ByteSet& set, std::optional<unsigned>& single) {
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
      if (name.empty() || kClasses.find(" " + std::string(name) + " ") == kClasses.npos) {
        return fail("an unknown class");
      }
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

  bool bracket(std::string& out) {
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
    write_set(out, set);
    return true;
  }

  static void write_set(std::string& out, const ByteSet& set) {
    if (set.none()) {
      out += "(?!)";
      return;
    }
    out += '[';
    for (unsigned b = 0; b < 256; ++b) {
      if (!set.test(b)) continue;
      unsigned last = b;
      while (last < 255 && set.test(last + 1)) ++last;
      append_hex(out, b);
      if (last > b) {
        out += '-';
        append_hex(out, last);
      }
      b = last;
    }
    out += ']';
  }

  std::string_view in_;
  EreFlags flags_;
  std::string& error_;
  std::size_t at_ = 0;
  int groups_ = 0;
  int closed_ = 0;
};

}  // namespace

bool translate_ere(std::string_view pattern, EreFlags flags, std::string& translated,
                   std::string& error) {
  translated.clear();
  error.clear();
  return Translator(pattern, flags, error).run(translated);
}

}  // namespace weir::routes
