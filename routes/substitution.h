// "/pattern/replacement/flags": what #!subst and its kin do to the strings of a script.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct pcre2_real_code_8;

namespace weir::routes {

class Substitution {
 public:
  // Reads `text`, whose first character is the separator. Flags: g all matches, i without regard
  // to case. Returns null and says why in `problem` when it is malformed.
  static std::unique_ptr<Substitution> parse(std::string_view text, std::string& problem);

  ~Substitution();
  Substitution(const Substitution&) = delete;
  Substitution& operator=(const Substitution&) = delete;

  // The text with the first match, or with g every match, replaced; \1 to \9 in the replacement
  // stand for what the groups matched. A text whose result would pass 1 MiB stays as it is.
  std::string apply(const std::string& text) const;

  const std::string& pattern() const { return pattern_; }
  const std::string& replacement() const { return replacement_; }

 private:
  Substitution() = default;

  std::string pattern_;
  std::string replacement_;
  bool global_ = false;
  pcre2_real_code_8* code_ = nullptr;
};

}  // namespace weir::routes
