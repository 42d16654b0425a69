#include "routes/regex_cache.h"

#include "routes/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace weir::routes {
namespace {

constexpr std::size_t kContextBytes = 1 << 10;
constexpr std::size_t kTranslatedBytes = 8 << 10;
constexpr std::size_t kCompileBytes = 128 << 10;  // of PCRE2 while it compiles
constexpr std::size_t kMatchBytes = 256 << 10;    // of PCRE2 while it matches
constexpr std::uint32_t kMatchHeapKib = 128;      // of that, its backtracking frames
constexpr std::uint32_t kMatchLimit = 10'000;     // backtracking steps: some 100 us
constexpr std::size_t kWays = 4;                  // entries that a pattern's hash allows
constexpr std::size_t kSets = RegexCache::kPatterns / kWays;

// A bump allocator for PCRE2 over memory that is there: nothing is given back but all at once.
class Bump {
 public:
  void use(std::span<std::byte> room) noexcept {
    room_ = room;
    used_ = 0;
  }

  static void* allocate(std::size_t size, void* self) {
    Bump& bump = *static_cast<Bump*>(self);
    constexpr std::size_t kAlign = alignof(std::max_align_t);
    const std::size_t rounded = (size + kAlign - 1) / kAlign * kAlign;
    if (rounded < size || rounded > bump.room_.size() - bump.used_) return nullptr;
    std::byte* const at = bump.room_.data() + bump.used_;
    bump.used_ += rounded;
    return at;
  }
  static void release(void*, void*) {}

 private:
  std::span<std::byte> room_;
  std::size_t used_ = 0;
};

// One number for each way of reading a pattern.
std::uint8_t code_of(const RegexCache::Reading& r) noexcept {
  const bool bits[] = {r.ignore_case,     r.newline,       r.perl,          r.flags.ignore_case,
                       r.flags.multiline, r.flags.dot_all, r.flags.extended};
  std::uint8_t code = 0;
  for (const bool bit : bits) code = static_cast<std::uint8_t>(code << 1 | (bit ? 1 : 0));
  return code;
}

std::uint32_t perl_options(const PerlFlags& flags) noexcept {
  return (flags.ignore_case ? PCRE2_CASELESS : 0U) | (flags.multiline ? PCRE2_MULTILINE : 0U) |
         (flags.dot_all ? PCRE2_DOTALL : 0U) | (flags.extended ? PCRE2_EXTENDED : 0U);
}

std::uint64_t hash_of(std::string_view text, std::uint8_t reading) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325 ^ reading;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash ^ hash >> 32;
}

}  // namespace

struct RegexCache::Entry {
  std::uint64_t hash = 0;
  std::uint64_t used = 0;  // 0: never
  std::size_t size = 0;
  std::uint8_t reading = 0;
  const pcre2_code* code = nullptr;  // inside `block`; null: a bad pattern
  const char* error = "";
  std::size_t error_offset = 0;
  std::array<char, kPatternBytes> text;
  alignas(std::max_align_t) std::array<std::byte, kCodeBytes> block;

  std::string_view pattern() const noexcept { return {text.data(), size}; }
};

// What PCRE2 makes here is never freed: it lies in these rooms.
struct RegexCache::Parts {
  std::vector<Entry> entries{kPatterns};
  std::array<char, kTranslatedBytes> translated;
  alignas(std::max_align_t) std::array<std::byte, kContextBytes> context_room;
  alignas(std::max_align_t) std::array<std::byte, kCompileBytes> compile_room;
  alignas(std::max_align_t) std::array<std::byte, kMatchBytes> match_room;
  Bump bump;
  pcre2_general_context* general = nullptr;
  pcre2_compile_context* compiling = nullptr;
  pcre2_match_context* limits = nullptr;
};

RegexCache::RegexCache() : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  p.bump.use(p.context_room);
  p.general = pcre2_general_context_create(Bump::allocate, Bump::release, &p.bump);
  p.compiling = pcre2_compile_context_create(p.general);
  p.limits = pcre2_match_context_create(p.general);
  pcre2_set_match_limit(p.limits, kMatchLimit);
  pcre2_set_heap_limit(p.limits, kMatchHeapKib);
}

RegexCache::RegexCache(RegexCache&&) noexcept = default;
RegexCache& RegexCache::operator=(RegexCache&&) noexcept = default;
RegexCache::~RegexCache() = default;

// The pattern's entry: its own, or the one of its set that was used longest ago, emptied for it.
RegexCache::Entry& RegexCache::entry_of(std::string_view pattern, const Reading& reading) noexcept {
  const std::uint8_t code = code_of(reading);
  const std::uint64_t hash = hash_of(pattern, code);
  const std::span<Entry> set(parts_->entries.data() + hash % kSets * kWays, kWays);
  Entry* oldest = &set.front();
  for (Entry& entry : set) {
    const bool same = entry.used != 0 && entry.hash == hash && entry.reading == code;
    if (same && entry.pattern() == pattern) return entry;
    if (entry.used < oldest->used) oldest = &entry;
  }
  oldest->hash = hash;
  oldest->reading = code;
  compile(*oldest, pattern, reading);
  return *oldest;
}

void RegexCache::compile(Entry& entry, std::string_view pattern, const Reading& reading) noexcept {
  Parts& p = *parts_;
  ++compiled_;
  entry.size = pattern.size();
  std::copy(pattern.begin(), pattern.end(), entry.text.begin());
  entry.code = nullptr;
  std::string_view text = pattern;
  std::uint32_t options = perl_options(reading.flags);
  if (!reading.perl) {
    const EreResult ere =
        translate_ere(pattern, {reading.ignore_case, reading.newline}, p.translated);
    entry.error = ere.error != nullptr ? ere.error : "too much of a pattern";
    entry.error_offset = ere.offset;
    if (ere.error != nullptr || ere.full) return;
    text = {p.translated.data(), ere.size};
    options = reading.ignore_case ? PCRE2_CASELESS : 0U;
  }
  int number = 0;
  PCRE2_SIZE offset = 0;
  p.bump.use(p.compile_room);
  const char* const bytes = text.data() != nullptr ? text.data() : "";
  pcre2_code* const code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(bytes), text.size(), options,
                                         &number, &offset, p.compiling);
  if (reading.perl) {
    entry.error = "no pattern of PCRE, or too much of one";
    entry.error_offset = offset;
  }
  if (code == nullptr) return;
  p.bump.use(entry.block);
  entry.code = pcre2_code_copy(code);  // null: it does not fit
}

RegexCache::Outcome RegexCache::match(std::string_view pattern, std::string_view subject) noexcept {
  RegexSet::Groups groups;
  return find(pattern, {}, subject, 0, groups);
}

RegexCache::Outcome RegexCache::find(std::string_view pattern, const Reading& reading,
                                     std::string_view subject, std::size_t from,
                                     RegexSet::Groups& groups) noexcept {
  if (pattern.size() > kPatternBytes) {
    error_ = "longer than 512 bytes";
    error_offset_ = kPatternBytes;
    return Outcome::kBadPattern;
  }
  Entry& entry = entry_of(pattern, reading);
  entry.used = ++uses_;
  if (entry.code == nullptr) {
    error_ = entry.error;
    error_offset_ = entry.error_offset;
    return Outcome::kBadPattern;
  }
  constexpr std::uint32_t kGroups = std::size(decltype(groups.begin){});
  Parts& p = *parts_;
  p.bump.use(p.match_room);
  pcre2_match_data* const data = pcre2_match_data_create(kGroups, p.general);
  const char* const text = subject.data() != nullptr ? subject.data() : "";
  const int count = pcre2_match(entry.code, reinterpret_cast<PCRE2_SPTR>(text), subject.size(),
                                from, PCRE2_NO_UTF_CHECK, data, p.limits);
  if (count < 0) return Outcome::kNoMatch;
  const PCRE2_SIZE* const offsets = pcre2_get_ovector_pointer(data);
  groups.count = count == 0 ? kGroups : static_cast<std::size_t>(count);
  for (std::size_t i = 0; i < groups.count; ++i) {
    const bool set = offsets[2 * i] != PCRE2_UNSET;
    groups.begin[i] = set ? offsets[2 * i] : 0;
    groups.end[i] = set ? offsets[2 * i + 1] : 0;
  }
  return Outcome::kMatch;
}

}  // namespace weir::routes
