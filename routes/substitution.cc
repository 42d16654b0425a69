#include "routes/substitution.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <cstddef>
#include <cstdint>

namespace weir::routes {

namespace {

constexpr std::size_t kMaxPatternBytes = 1024;
constexpr std::size_t kMaxResultBytes = 1u << 20;
constexpr std::uint32_t kMatchLimit = 100000;  // a script's author may be an attacker's mistake

struct FreeMatchData {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct FreeMatchContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

// Cuts off what stands before the next unescaped separator; an escaped one loses its backslash.
// False when there is none.
bool cut(std::string_view& text, char separator, std::string& part) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) {
      if (text[at + 1] != separator) part += '\\';
      part += text[++at];
    } else if (text[at] == separator) {
      text.remove_prefix(at + 1);
      return true;
    } else {
      part += text[at];
    }
  }
  return false;
}

std::string compile_problem(int code) {
  PCRE2_UCHAR message[160] = {};
  pcre2_get_error_message(code, message, sizeof message);
  return std::string("bad regular expression: ") + reinterpret_cast<const char*>(message);
}

}  // namespace

std::unique_ptr<Substitution> Substitution::parse(std::string_view text, std::string& problem) {
  std::unique_ptr<Substitution> made(new Substitution);
  std::uint32_t options = 0;
  if (text.size() < 4) {
    problem = "too short";
    return nullptr;
  }
  const char separator = text[0];
  text.remove_prefix(1);
  if (separator == '\\' || !cut(text, separator, made->pattern_) ||
      !cut(text, separator, made->replacement_)) {
    problem = "it needs three separators";
    return nullptr;
  }
  for (const char flag : text) {
    if (flag == 'g') made->global_ = true;
    if (flag == 'i') options |= PCRE2_CASELESS;
    if (flag == 'g' || flag == 'i' || flag == 's') continue;
    problem = std::string("unknown flag \"") + flag + "\"";
    return nullptr;
  }
  if (made->pattern_.empty() || made->pattern_.size() > kMaxPatternBytes) {
    problem = made->pattern_.empty() ? "the pattern is empty" : "the pattern is too long";
    return nullptr;
  }
  int code = 0;
  PCRE2_SIZE offset = 0;
  made->code_ = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(made->pattern_.data()),
                              made->pattern_.size(), options, &code, &offset, nullptr);
  if (made->code_ != nullptr) return made;
  problem = compile_problem(code);
  return nullptr;
}

Substitution::~Substitution() { pcre2_code_free(code_); }

std::string Substitution::apply(const std::string& text) const {
  const std::unique_ptr<pcre2_match_data, FreeMatchData> data(
      pcre2_match_data_create_from_pattern(code_, nullptr));
  const std::unique_ptr<pcre2_match_context, FreeMatchContext> context(
      pcre2_match_context_create(nullptr));
  if (!data || !context) return text;
  pcre2_set_match_limit(context.get(), kMatchLimit);

  std::string out;
  std::size_t at = 0;
  while (at <= text.size()) {
    const int groups = pcre2_match(code_, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                   at, 0, data.get(), context.get());
    if (groups <= 0) break;
    const PCRE2_SIZE* const span = pcre2_get_ovector_pointer(data.get());
    if (span[0] < at || span[1] < span[0]) break;
    out.append(text, at, span[0] - at);
    for (std::size_t i = 0; i < replacement_.size(); ++i) {
      const char c = replacement_[i];
      const char next = i + 1 < replacement_.size() ? replacement_[i + 1] : '\0';
      if (c != '\\' || next < '0' || next > '9') {
        out += c;
        continue;
      }
      ++i;
      const auto group = static_cast<std::size_t>(next - '0');
      if (group >= static_cast<std::size_t>(groups) || span[2 * group] == PCRE2_UNSET) continue;
      out.append(text, span[2 * group], span[2 * group + 1] - span[2 * group]);
    }
    if (out.size() > kMaxResultBytes) return text;
    at = span[1];
    if (span[0] == span[1]) {  // an empty match: step over one character
      if (at < text.size()) out += text[at];
      ++at;
    }
    if (!global_) break;
  }
  if (at < text.size()) out.append(text, at, text.npos);
  return out;
}

}  // namespace weir::routes
