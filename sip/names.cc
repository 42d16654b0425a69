#include "sip/names.h"

#include "sip/swar.h"
#include "sip/token.h"

#include <algorithm>
#include <array>
#include <cassert>

#if defined(__SSE4_1__)
#include <immintrin.h>
#endif

namespace weir::sip {
namespace {

struct HeaderRow {
  std::string_view name;
  char compact = 0;
  HeaderShape shape = HeaderShape::kMany;
  std::string_view section;
};

constexpr std::array<HeaderRow, kHeaderCount> kHeaders = {{
    {},
#define HEADER(id, name, compact, shape, rule, rfc) {name, compact, HeaderShape::shape, rfc},
#include "sip/headers.def"
#undef HEADER
}};

constexpr std::array<std::string_view, kMethodCount> kMethods = {{
    {},
#define METHOD(id, name, rfc) name,
#include "sip/methods.def"
#undef METHOD
}};

// Sixteen bytes, the first one lowest in `low`.
struct alignas(16) Block {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// A short name with the ':' behind it, and which bits of a block make it out: all of its bytes but
// the case of letters. The ':' says how long the name is.
struct HeaderKey {
  Block text;
  Block bits;
};

// 0xff for each of the first `size` bytes.
constexpr std::uint64_t first_bytes(std::size_t size) noexcept {
  return size >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * size)) - 1;
}

constexpr Block first_bytes_of_block(std::size_t size) noexcept {
  return {first_bytes(size), size < 8 ? 0 : first_bytes(size - 8)};
}

// `name` and a ':', if a block has room for both.
constexpr Block pack_block(std::string_view name) noexcept {
  Block block{pack_word(name), name.size() < 8 ? 0 : pack_word(name.substr(8))};
  const std::uint64_t colon = std::uint64_t{':'} << (8 * (name.size() % 8));
  if (name.size() < 8) {
    block.low |= colon;
  } else if (name.size() < 16) {
    block.high |= colon;
  }
  return block;
}

// 0x20 for each letter.
constexpr std::uint64_t case_bits(std::uint64_t word) noexcept {
  std::uint64_t mask = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    const char c = static_cast<char>(word >> shift & 0xff);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) mask |= std::uint64_t{0x20} << shift;
  }
  return mask;
}

// The key of an id without a short name is sixteen NUL bytes, which no text with a ':' is.
constexpr auto kHeaderKeys = [] {
  std::array<HeaderKey, kHeaderCount> keys{};
  for (std::size_t i = 0; i < kHeaderCount; ++i) {
    const std::string_view name = kHeaders[i].name;
    keys[i].bits = first_bytes_of_block(16);
    if (!is_short_name(name)) continue;
    const Block text = pack_block(name);
    const Block all = first_bytes_of_block(name.size() + 1);
    keys[i] = {text, {all.low & ~case_bits(text.low), all.high & ~case_bits(text.high)}};
  }
  return keys;
}();

// How the last eight bytes of a name of some size are hashed: which of their bits count, neither
// what precedes the name nor case, and a factor of that size's own, so that "Min-Expires" and
// "Session-Expires" go apart.
struct HashRow {
  std::uint64_t bits = 0;
  std::uint64_t factor = 0;
};
using HashRows = std::array<HashRow, kShortName + 1>;

constexpr HashRows make_hash_rows(std::uint64_t multiplier) noexcept {
  constexpr std::uint64_t kButCase = 0xdfdfdfdfdfdfdfdf;
  HashRows rows{};
  for (std::size_t size = 2; size < rows.size(); ++size) {
    const std::uint64_t before = size >= 8 ? 0 : first_bytes(8 - size);
    rows[size] = {kButCase & ~before, multiplier * (2 * size + 1)};
  }
  return rows;
}

constexpr unsigned kHashBits = 11;

// `tail` are the eight bytes that end with the name.
constexpr std::size_t header_hash(std::uint64_t tail, const HashRow& row) noexcept {
  return (tail & row.bits) * row.factor >> (64 - kHashBits);
}

// Those eight bytes of a name in a block; what precedes the name is NUL.
constexpr std::uint64_t tail_of(const Block& block, std::size_t size) noexcept {
  if (size <= 8) return block.low << (8 * (8 - size));
  return block.low >> (8 * (size - 8)) | block.high << (8 * (16 - size));
}

// What of a name goes into the hash.
struct HashInput {
  std::uint64_t tail = 0;
  std::size_t size = 0;  // 0: not a short name, or one that ends like an earlier one of its size
};

constexpr auto kHashInputs = [] {
  std::array<HashInput, kHeaderCount> inputs{};
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    const std::size_t size = kHeaders[i].name.size();
    if (!is_short_name(kHeaders[i].name)) continue;
    const HashInput input{tail_of(kHeaderKeys[i].text, size) & make_hash_rows(1)[size].bits, size};
    const bool taken = std::any_of(inputs.begin(), inputs.end(), [&](const HashInput& other) {
      return other.size == size && other.tail == input.tail;
    });
    if (!taken) inputs[i] = input;
  }
  return inputs;
}();

struct HeaderTable {
  HashRows rows{};
  std::array<std::uint8_t, std::size_t{1} << kHashBits> ids{};
  bool perfect = false;
};

// Looks for a multiplier under which no two names share a slot.
constexpr HeaderTable make_header_table() noexcept {
  std::uint64_t multiplier = 0x9e3779b97f4a7c15;
  for (unsigned attempt = 0; attempt < 1000; ++attempt) {
    HeaderTable table{.rows = make_hash_rows(multiplier), .perfect = true};
    for (std::size_t i = 1; table.perfect && i < kHeaderCount; ++i) {
      const HashInput& input = kHashInputs[i];
      if (input.size == 0) continue;
      std::uint8_t& slot = table.ids[header_hash(input.tail, table.rows[input.size])];
      table.perfect = slot == 0;
      slot = static_cast<std::uint8_t>(i);
    }
    if (table.perfect) return table;
    multiplier = multiplier * 6364136223846793005 + 1442695040888963406 + 1;
  }
  return {};
}

constexpr HeaderTable kHeaderTable = make_header_table();
static_assert(kHeaderTable.perfect, "raise kHashBits: headers.def has outgrown the table");

// The only id that a short name with these last eight bytes can have.
std::size_t candidate(std::uint64_t tail, std::size_t size) noexcept {
  return kHeaderTable.ids[header_hash(tail, kHeaderTable.rows[size])];
}

constexpr auto kCompactForms = [] {
  std::array<HeaderId, 256> table{};
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    const char compact = kHeaders[i].compact;
    if (compact == 0) continue;
    table[static_cast<unsigned char>(compact)] = static_cast<HeaderId>(i);
    table[static_cast<unsigned char>(compact - 32)] = static_cast<HeaderId>(i);
  }
  return table;
}();

HeaderId id_if(bool found, std::size_t id) noexcept {
  return found ? static_cast<HeaderId>(id) : HeaderId::kOther;
}

// The id of the short name, with a ':' behind it, at the begin of a block.
HeaderId find_in_block(const Block& text, std::size_t size) noexcept {
  const std::size_t id = candidate(tail_of(text, size), size);
  const HeaderKey& key = kHeaderKeys[id];
  const std::uint64_t difference =
      ((text.low ^ key.text.low) & key.bits.low) | ((text.high ^ key.text.high) & key.bits.high);
  return id_if(difference == 0, id);
}

constexpr std::size_t kLongestName = [] {
  std::size_t size = 0;
  for (const HeaderRow& row : kHeaders) size = std::max(size, row.name.size());
  return size;
}();

// The ids of all names that the table of hashes lacks, by their size: few of each.
struct OtherNames {
  std::array<std::uint8_t, kHeaderCount> ids{};
  std::array<std::uint8_t, kLongestName + 2> from{};  // of each size
};

constexpr OtherNames kOtherNames = [] {
  OtherNames names;
  std::size_t count = 0;
  for (std::size_t size = 0; size <= kLongestName; ++size) {
    names.from[size] = static_cast<std::uint8_t>(count);
    for (std::size_t i = 1; i < kHeaderCount; ++i) {
      if (kHeaders[i].name.size() != size || kHashInputs[i].size != 0) continue;
      names.ids[count++] = static_cast<std::uint8_t>(i);
    }
  }
  names.from[kLongestName + 1] = static_cast<std::uint8_t>(count);
  return names;
}();

HeaderId find_other(std::string_view name) noexcept {
  if (name.size() > kLongestName) return HeaderId::kOther;
  for (std::size_t i = kOtherNames.from[name.size()]; i < kOtherNames.from[name.size() + 1]; ++i) {
    const std::size_t id = kOtherNames.ids[i];
    if (equal_ignoring_case(name, kHeaders[id].name)) return static_cast<HeaderId>(id);
  }
  return HeaderId::kOther;
}

}  // namespace

HeaderId find_short_header(std::string_view name) noexcept {
  assert(is_short_name(name));
  const std::size_t id = candidate(load_word(name.data() + name.size() - 8), name.size());
#if defined(__SSE4_1__)
  // The comparison of find_in_block() in whole registers.
  const auto load_block = [](const auto* bytes) noexcept {
    return _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(bytes)));
  };
  const HeaderKey& key = kHeaderKeys[id];
  const __m128i difference = _mm_xor_si128(load_block(name.data()), load_block(&key.text));
  return id_if(_mm_testz_si128(difference, load_block(&key.bits)) != 0, id);
#else
  return find_in_block({load_word(name.data()), load_word(name.data() + 8)}, name.size());
#endif
}

HeaderId find_header(std::string_view name) noexcept {
  if (name.size() == 1) return kCompactForms[static_cast<unsigned char>(name[0])];
  const HeaderId id =
      is_short_name(name) ? find_in_block(pack_block(name), name.size()) : HeaderId::kOther;
  return id != HeaderId::kOther ? id : find_other(name);
}

std::string_view header_name(HeaderId id) noexcept {
  return kHeaders[static_cast<std::size_t>(id)].name;
}

char header_compact(HeaderId id) noexcept { return kHeaders[static_cast<std::size_t>(id)].compact; }

std::string_view header_section(HeaderId id) noexcept {
  return kHeaders[static_cast<std::size_t>(id)].section;
}

HeaderShape header_shape(HeaderId id) noexcept {
  return kHeaders[static_cast<std::size_t>(id)].shape;
}

Method find_method(std::string_view name) noexcept {
  switch (load_start(name)) {
#define METHOD(id, text, rfc)                                                                 \
  case pack_word(text):                                                                       \
    return name.size() == std::string_view(text).size() && (name.size() <= 8 || name == text) \
               ? Method::id                                                                   \
               : Method::kOther;
#include "sip/methods.def"
#undef METHOD
    default:
      return Method::kOther;
  }
}

std::string_view method_name(Method method) noexcept {
  return kMethods[static_cast<std::size_t>(method)];
}

std::string_view reason_phrase(unsigned code) noexcept {
  switch (code) {
#define STATUS(number, text, rfc) \
  case number:                    \
    return text;
#include "sip/status.def"
#undef STATUS
    default:
      break;
  }
  constexpr std::array<std::string_view, 7> kClasses = {"",
                                                        "Session Progress",
                                                        "OK",
                                                        "Multiple Choices",
                                                        "Bad Request",
                                                        "Server Internal Error",
                                                        "Busy Everywhere"};
  return code < 700 ? kClasses[code / 100] : "";
}

}  // namespace weir::sip
