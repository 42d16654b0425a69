#include "sip/names.h"

#include "sip/token.h"

#include <array>
#include <bit>
#include <cstring>

namespace weir::sip {
namespace {

struct HeaderRow {
  std::string_view name;
  char compact = 0;
  HeaderShape shape = HeaderShape::kMany;
};

constexpr std::array<HeaderRow, kHeaderCount> kHeaders = {{
    {},
#define HEADER(id, name, compact, shape, rfc) {name, compact, HeaderShape::shape},
#include "sip/headers.def"
#undef HEADER
}};

constexpr std::array<std::string_view, kMethodCount> kMethods = {{
    {},
#define METHOD(id, name, rfc) name,
#include "sip/methods.def"
#undef METHOD
}};

// The first eight bytes of a name, the first one lowest, zeros after its end.
constexpr std::uint64_t pack(std::string_view text) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size() && i < 8; ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  }
  return word;
}

constexpr std::uint64_t kCaseBits = 0x2020202020202020;

// A name's size, its first and last eight bytes, and where they have letters, whose case does not
// count. A byte with bit 0x20 forced equals a lower-case letter only if it is that letter in either
// case.
struct HeaderKey {
  std::uint64_t size = 0;
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  std::uint64_t head_letters = 0;
  std::uint64_t tail_letters = 0;
};

constexpr std::uint64_t letters(std::uint64_t word) noexcept {
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
    const std::string_view tail = name.size() < 8 ? name : name.substr(name.size() - 8);
    HeaderKey& key = keys[i];
    key.size = name.size();
    key.head_letters = letters(pack(name));
    key.tail_letters = letters(pack(tail));
    key.head = pack(name) | key.head_letters;
    key.tail = pack(tail) | key.tail_letters;
  }
  return keys;
}();

constexpr unsigned kHashBits = 11;

// `head` and `tail` with all case bits forced, so that the hash does not see the case.
constexpr std::size_t header_hash(std::uint64_t head, std::uint64_t tail,
                                  std::uint64_t multiplier) noexcept {
  return ((head | kCaseBits) + std::rotl(tail | kCaseBits, 21)) * multiplier >> (64 - kHashBits);
}

struct HeaderTable {
  std::uint64_t multiplier = 0;  // 0: none found
  std::array<std::uint8_t, std::size_t{1} << kHashBits> ids{};
};

// Looks for a multiplier under which no two names share a slot. With the 2,048 slots about one in
// sixty does, so that this is quick work for the compiler whatever headers.def becomes.
constexpr HeaderTable make_header_table() noexcept {
  std::uint64_t multiplier = 0x9e3779b97f4a7c15;
  for (unsigned attempt = 0; attempt < 1000; ++attempt) {
    HeaderTable table;
    table.multiplier = multiplier;
    bool perfect = true;
    for (std::size_t i = 1; perfect && i < kHeaderCount; ++i) {
      std::uint8_t& slot =
          table.ids[header_hash(kHeaderKeys[i].head, kHeaderKeys[i].tail, multiplier)];
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

// pack() in one load where eight bytes may be read.
std::uint64_t load(const char* text, std::size_t size, std::size_t readable) noexcept {
  if (readable < 8) return pack({text, size});
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return size >= 8 ? word : word & ((std::uint64_t{1} << (8 * size)) - 1);
}

}  // namespace

HeaderId find_header(std::string_view name, std::size_t readable) noexcept {
  if (name.size() < 2) {
    return name.empty() ? HeaderId::kOther : kCompactForms[static_cast<unsigned char>(name[0])];
  }
  const std::uint64_t head = load(name.data(), name.size(), readable);
  const std::uint64_t tail = name.size() <= 8 ? head : load(name.data() + name.size() - 8, 8, 8);
  const std::size_t id = kHeaderTable.ids[header_hash(head, tail, kHeaderTable.multiplier)];
  const HeaderKey& key = kHeaderKeys[id];
  const std::uint64_t difference = (key.size ^ name.size()) |
                                   (key.head ^ (head | key.head_letters)) |
                                   (key.tail ^ (tail | key.tail_letters));
  if (difference != 0) return HeaderId::kOther;
  if (name.size() > 16 && !equal_ignoring_case(name, kHeaders[id].name)) return HeaderId::kOther;
  return static_cast<HeaderId>(id);
}

HeaderId find_header(std::string_view name) noexcept { return find_header(name, name.size()); }

std::string_view header_name(HeaderId id) noexcept {
  return kHeaders[static_cast<std::size_t>(id)].name;
}

char header_compact(HeaderId id) noexcept { return kHeaders[static_cast<std::size_t>(id)].compact; }

HeaderShape header_shape(HeaderId id) noexcept {
  return kHeaders[static_cast<std::size_t>(id)].shape;
}

Method find_method(std::string_view name) noexcept {
  switch (pack(name)) {
#define METHOD(id, text, rfc) \
  case pack(text):            \
    return name == text ? Method::id : Method::kOther;
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
