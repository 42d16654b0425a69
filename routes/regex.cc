#include "routes/regex.h"

#include <hs/hs.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>

namespace weir::routes {
namespace {

struct FreeDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
struct FreeCode {
  void operator()(pcre2_code* code) const noexcept { pcre2_code_free(code); }
};
struct FreeMatch {
  void operator()(pcre2_match_data* data) const noexcept { pcre2_match_data_free(data); }
};
struct FreeContext {
  void operator()(pcre2_match_context* context) const noexcept {
    pcre2_match_context_free(context);
  }
};
struct FreeStack {
  void operator()(pcre2_jit_stack* stack) const noexcept { pcre2_jit_stack_free(stack); }
};

using Database = std::unique_ptr<hs_database_t, FreeDatabase>;
using Code = std::unique_ptr<pcre2_code, FreeCode>;

// Backtracking steps of one match; a pattern that needs more on a subject does not match it.
constexpr std::uint32_t kMatchLimit = 100000;
constexpr std::size_t kJitStack = 256 * 1024;

int stop_at_first(unsigned, unsigned long long, unsigned long long, unsigned, void* found) {
  *static_cast<bool*>(found) = true;
  return 1;
}

Database compile_hyperscan(const std::string& pattern, bool ignore_case) {
  const unsigned flags = HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY | HS_FLAG_DOTALL |
                         (ignore_case ? HS_FLAG_CASELESS : 0U);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile(pattern.c_str(), flags, HS_MODE_BLOCK, nullptr, &database, &error) != HS_SUCCESS) {
    hs_free_compile_error(error);
    return nullptr;
  }
  return Database(database);
}

Code compile_pcre2(const std::string& pattern, std::uint32_t options, std::string& error) {
  int number = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options,
                          &number, &offset, nullptr));
  if (!code) {
    unsigned char text[160] = {};
    pcre2_get_error_message(number, text, sizeof text);
    error = reinterpret_cast<const char*>(text);
    return nullptr;
  }
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // without JIT it is slower, not wrong
  return code;
}

}  // namespace

struct RegexScratch::Parts {
  std::unique_ptr<hs_scratch_t, FreeScratch> hyperscan;
  std::unique_ptr<pcre2_match_data, FreeMatch> match;
  std::unique_ptr<pcre2_match_context, FreeContext> context;
  std::unique_ptr<pcre2_jit_stack, FreeStack> stack;
};

struct RegexSet::Pattern {
  std::string text;
  bool ignore_case = false;
  bool groups = false;
  bool newline = false;
  bool perl = false;
  PerlFlags flags;    // of a pattern of PCRE
  Database database;  // one of the two
  Code code;
};

RegexScratch::RegexScratch() = default;
RegexScratch::RegexScratch(RegexScratch&&) noexcept = default;
RegexScratch& RegexScratch::operator=(RegexScratch&&) noexcept = default;
RegexScratch::~RegexScratch() = default;

RegexSet::RegexSet() = default;
RegexSet::RegexSet(RegexSet&&) noexcept = default;
RegexSet& RegexSet::operator=(RegexSet&&) noexcept = default;
RegexSet::~RegexSet() = default;

int RegexSet::insert(std::string_view pattern, bool ignore_case, bool groups, bool newline,
                     std::string& error) {
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const Pattern& known = *patterns_[i];
    if (known.text == pattern && known.ignore_case == ignore_case && known.groups == groups &&
        known.newline == newline && !known.perl) {
      return static_cast<int>(i);
    }
  }
  std::string translated;
  if (!translate_ere(pattern, {ignore_case, newline}, translated, error)) return -1;
  auto made = std::make_unique<Pattern>();
  made->text = pattern;
  made->ignore_case = ignore_case;
  made->groups = groups;
  made->newline = newline;
  if (!groups) made->database = compile_hyperscan(translated, ignore_case);
  if (!made->database) {
    made->code = compile_pcre2(translated, ignore_case ? PCRE2_CASELESS : 0U, error);
    if (!made->code) return -1;
  }
  patterns_.push_back(std::move(made));
  return static_cast<int>(patterns_.size() - 1);
}

int RegexSet::add(std::string_view pattern, bool ignore_case, std::string& error) {
  return insert(pattern, ignore_case, false, false, error);
}
int RegexSet::add_with_groups(std::string_view pattern, std::string& error) {
  return insert(pattern, true, true, true, error);
}
int RegexSet::add_substitution(std::string_view pattern, bool ignore_case, bool whole,
                               std::string& error) {
  return insert(pattern, ignore_case, true, !whole, error);
}

int RegexSet::add_union(std::span<const std::uint32_t> ids) {
  std::string all;
  const bool ignore_case = patterns_[ids[0]]->ignore_case;
  for (const std::uint32_t id : ids) {
    const Pattern& pattern = *patterns_[id];
    if (pattern.groups || pattern.newline || pattern.ignore_case != ignore_case) return -1;
    if (!all.empty()) all += '|';
    all += '(' + pattern.text + ')';
  }
  std::string error;
  const int id = add(all, ignore_case, error);
  return id >= 0 && in_hyperscan(static_cast<std::uint32_t>(id)) ? id : -1;
}

std::size_t RegexSet::bytes() const noexcept {
  std::size_t sum = 0;
  for (const std::unique_ptr<Pattern>& pattern : patterns_) {
    std::size_t size = 0;
    if (pattern->database) hs_database_size(pattern->database.get(), &size);
    if (pattern->code) pcre2_pattern_info(pattern->code.get(), PCRE2_INFO_SIZE, &size);
    sum += sizeof(Pattern) + pattern->text.capacity() + size;
  }
  return sum;
}

int RegexSet::add_perl(std::string_view pattern, PerlFlags flags, std::string& error) {
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const Pattern& known = *patterns_[i];
    if (known.perl && known.text == pattern && known.flags == flags) return static_cast<int>(i);
  }
  auto made = std::make_unique<Pattern>();
  made->text = pattern;
  made->groups = true;
  made->perl = true;
  made->flags = flags;
  const std::uint32_t options =
      (flags.ignore_case ? PCRE2_CASELESS : 0U) | (flags.multiline ? PCRE2_MULTILINE : 0U) |
      (flags.dot_all ? PCRE2_DOTALL : 0U) | (flags.extended ? PCRE2_EXTENDED : 0U);
  made->code = compile_pcre2(made->text, options, error);
  if (!made->code) return -1;
  patterns_.push_back(std::move(made));
  return static_cast<int>(patterns_.size() - 1);
}

std::size_t RegexSet::size() const noexcept { return patterns_.size(); }
std::string_view RegexSet::pattern(std::uint32_t id) const noexcept { return patterns_[id]->text; }
bool RegexSet::in_hyperscan(std::uint32_t id) const noexcept {
  return patterns_[id]->database != nullptr;
}
bool RegexSet::has_groups(std::uint32_t id) const noexcept {
  return id < patterns_.size() && patterns_[id]->groups;
}

RegexScratch RegexSet::make_scratch() const {
  RegexScratch made;
  made.parts_ = std::make_unique<RegexScratch::Parts>();
  hs_scratch_t* scratch = nullptr;
  for (const auto& pattern : patterns_) {
    if (pattern->database) hs_alloc_scratch(pattern->database.get(), &scratch);
  }
  made.parts_->hyperscan.reset(scratch);
  made.parts_->match.reset(pcre2_match_data_create(10, nullptr));
  made.parts_->context.reset(pcre2_match_context_create(nullptr));
  made.parts_->stack.reset(pcre2_jit_stack_create(32 * 1024, kJitStack, nullptr));
  pcre2_set_match_limit(made.parts_->context.get(), kMatchLimit);
  pcre2_jit_stack_assign(made.parts_->context.get(), nullptr, made.parts_->stack.get());
  return made;
}

bool RegexSet::matches(std::uint32_t id, std::string_view subject,
                       RegexScratch& scratch) const noexcept {
  const Pattern& pattern = *patterns_[id];
  const char* const data = subject.data() != nullptr ? subject.data() : "";
  if (pattern.database == nullptr) {
    return pcre2_match(pattern.code.get(), reinterpret_cast<PCRE2_SPTR>(data), subject.size(), 0,
                       PCRE2_NO_UTF_CHECK, scratch.parts_->match.get(),
                       scratch.parts_->context.get()) >= 0;
  }
  bool found = false;
  hs_scan(pattern.database.get(), data, static_cast<unsigned>(subject.size()), 0,
          scratch.parts_->hyperscan.get(), stop_at_first, &found);
  return found;
}

bool RegexSet::find(std::uint32_t id, std::string_view subject, std::size_t from,
                    RegexScratch& scratch, Groups& groups) const noexcept {
  const char* const data = subject.data() != nullptr ? subject.data() : "";
  const int count = pcre2_match(patterns_[id]->code.get(), reinterpret_cast<PCRE2_SPTR>(data),
                                subject.size(), from, PCRE2_NO_UTF_CHECK,
                                scratch.parts_->match.get(), scratch.parts_->context.get());
  if (count < 0) return false;
  const PCRE2_SIZE* const offsets = pcre2_get_ovector_pointer(scratch.parts_->match.get());
  groups.count = count == 0 ? 10 : static_cast<std::size_t>(count);
  for (std::size_t i = 0; i < groups.count; ++i) {
    const bool set = offsets[2 * i] != PCRE2_UNSET;
    groups.begin[i] = set ? offsets[2 * i] : 0;
    groups.end[i] = set ? offsets[2 * i + 1] : 0;
  }
  return true;
}

}  // namespace weir::routes
