#include "sip/names.h"

#include "sip/swar.h"
#include "sip/token.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstring>

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

// A name of 2 to 16 bytes, and which bits of a block make it out: all of its bytes but the case of
// letters.
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

constexpr Block pack_block(std::string_view text) noexcept {
  return {pack_word(text), text.size() < 8 ? 0 : pack_word(text.substr(8))};
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

constexpr auto kHeaderKeys = [] {
  std::array<HeaderKey, kHeaderCount> keys{};
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    const std::string_view name = kHeaders[i].name;
    if (!is_short_name(name)) continue;
    const Block text = pack_block(name);
    const Block all = first_bytes_of_block(name.size());
    keys[i] = {text, {all.low & ~case_bits(text.low), all.high & ~case_bits(text.high)}};
  }
  return keys;
}();

constexpr auto kHeaderSizes = [] {
  std::array<std::uint8_t, kHeaderCount> sizes{};
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    sizes[i] = static_cast<std::uint8_t>(kHeaders[i].name.size());
  }
  return sizes;
}();

// What of a block goes into the hash, by the name's size: neither what follows the name nor case.
constexpr auto kHashBytes = [] {
  std::array<Block, kShortName + 1> masks{};
  for (std::size_t size = 0; size < masks.size(); ++size) {
    constexpr std::uint64_t kButCase = 0xdfdfdfdfdfdfdfdf;
    const Block all = first_bytes_of_block(size);
    masks[size] = {all.low & kButCase, all.high & kButCase};
  }
  return masks;
}();

constexpr unsigned kHashBits = 11;

constexpr std::size_t header_hash(std::uint64_t low, std::uint64_t high,
                                  std::uint64_t multiplier) noexcept {
  return (low ^ std::rotl(high, 24)) * multiplier >> (64 - kHashBits);
}

struct HeaderTable {
  std::uint64_t multiplier = 0;  // 0: none found
  std::array<std::uint8_t, std::size_t{1} << kHashBits> ids{};
};

// Looks for a multiplier under which no two names share a slot.
constexpr HeaderTable make_header_table() noexcept {
  std::uint64_t multiplier = 0x9e3779b97f4a7c15;
  for (unsigned attempt = 0; attempt < 4000; ++attempt) {
    HeaderTable table;
    table.multiplier = multiplier;
    bool perfect = true;
    for (std::size_t i = 1; perfect && i < kHeaderCount; ++i) {
      if (!is_short_name(kHeaders[i].name)) continue;
      const Block& text = kHeaderKeys[i].text;
      const Block& mask = kHashBytes[kHeaderSizes[i]];
      std::uint8_t& slot =
          table.ids[header_hash(text.low & mask.low, text.high & mask.high, multiplier)];
      perfect = slot == 0;
      slot = static_cast<std::uint8_t>(i);
    }
    if (perfect) return table;
    multiplier = multiplier * 6364136223846793005 + 1442695040888963406 + 1;
  }
  return {};
}

constexpr HeaderTable kHeaderTable = make_header_table();
static_assert(kHeaderTable.multiplier != 0, "raise kHashBits: headers.def has outgrown the table");

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

// The only id that the name in a block can have, given the bytes of it that go into the hash.
std::size_t candidate(std::uint64_t low, std::uint64_t high) noexcept {
  return kHeaderTable.ids[header_hash(low, high, kHeaderTable.multiplier)];
}

HeaderId id_if(bool found, std::size_t id) noexcept {
  return found ? static_cast<HeaderId>(id) : HeaderId::kOther;
}

// The id of the name of 2 to 16 bytes at the begin of a block.
HeaderId find_in_block(const Block& text, std::size_t size) noexcept {
  const Block& mask = kHashBytes[size];
  const std::size_t id = candidate(text.low & mask.low, text.high & mask.high);
  const HeaderKey& key = kHeaderKeys[id];
  const std::uint64_t difference =
      ((text.low ^ key.text.low) & key.bits.low) | ((text.high ^ key.text.high) & key.bits.high);
  return id_if(difference == 0 && kHeaderSizes[id] == size, id);
}

constexpr std::size_t kLongNames = [] {
  std::size_t count = 0;
  for (const std::size_t size : kHeaderSizes) count += size > kShortName ? 1 : 0;
  return count;
}();

constexpr auto kLongIds = [] {
  std::array<std::uint8_t, kLongNames> ids{};
  std::size_t count = 0;
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    if (kHeaderSizes[i] > kShortName) ids[count++] = static_cast<std::uint8_t>(i);
  }
  return ids;
}();

// A name of more than 16 bytes. There are few, of few sizes.
HeaderId find_long(std::string_view name) noexcept {
  for (const std::size_t id : kLongIds) {
    if (kHeaderSizes[id] == name.size() && equal_ignoring_case(name, kHeaders[id].name)) {
      return static_cast<HeaderId>(id);
    }
  }
  return HeaderId::kOther;
}

}  // namespace

HeaderId find_short_header(std::string_view name) noexcept {
  assert(is_short_name(name));
  const Block& mask = kHashBytes[name.size()];
  const std::size_t id =
      candidate(load_word(name.data()) & mask.low, load_word(name.data() + 8) & mask.high);
#if defined(__SSE4_1__)
  // The comparison of find_in_block() in whole registers.
  const auto load_block = [](const auto* bytes) noexcept {
    return _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(bytes)));
  };
  const HeaderKey& key = kHeaderKeys[id];
  const __m128i difference = _mm_xor_si128(load_block(name.data()), load_block(&key.text));
  const bool same = _mm_testz_si128(difference, load_block(&key.bits)) != 0;
  return id_if(same && kHeaderSizes[id] == name.size(), id);
#else
  return find_in_block({load_word(name.data()), load_word(name.data() + 8)}, name.size());
#endif
}

HeaderId find_header(std::string_view name) noexcept {
  if (name.size() == 1) return kCompactForms[static_cast<unsigned char>(name[0])];
  if (name.size() > kShortName) return find_long(name);
  return name.empty() ? HeaderId::kOther : find_in_block(pack_block(name), name.size());
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
