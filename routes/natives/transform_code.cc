// {s.*} that hash, encode, decode and escape.
#include "routes/core_hash.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/text_bytes.h"
#include "routes/natives/transformations.h"
#include "routes/operators.h"
#include "sip/token.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace weir::routes {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// Writes into the arena through a bounded cursor; the rest of the room is given back.
class Writer {
 public:
  Writer(Arena& arena, std::size_t room) noexcept
      : arena_(arena), begin_(arena.allocate(room)), end_(begin_) {}
  bool ok() const noexcept { return begin_ != nullptr; }
  void put(char c) noexcept { *end_++ = c; }
  void put_hex(unsigned char c) noexcept {
    put(kHex[c >> 4]);
    put(kHex[c & 15]);
  }
  Value finish() noexcept {
    const std::size_t size = static_cast<std::size_t>(end_ - begin_);
    arena_.shrink(begin_, size);
    return Value::of({begin_, size});
  }

 private:
  Arena& arena_;
  char* begin_;
  char* end_;
};

Value hexadecimal(Execution& e, std::string_view bytes) noexcept {
  Writer out(*e.arena, bytes.size() * 2);
  if (!out.ok()) return Value::of({});
  for (const char c : bytes) out.put_hex(static_cast<unsigned char>(c));
  return out.finish();
}

Value digest(Execution& e, std::string_view text, const EVP_MD* kind) noexcept {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), sum.data(), &size, kind, nullptr) != 1) {
    return Value::null();
  }
  return hexadecimal(e, {reinterpret_cast<const char*>(sum.data()), size});
}

Value decode_hex(Execution& e, std::string_view text) noexcept {
  if (text.size() % 2 != 0) return Value::null();
  Writer out(*e.arena, text.size() / 2);
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return Value::null();
    out.put(static_cast<char>(high * 16 + low));
  }
  return out.finish();
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Value encode_base64(Execution& e, std::string_view text, bool url, bool padded) noexcept {
  Writer out(*e.arena, (text.size() + 2) / 3 * 4);
  if (!out.ok()) return Value::of({});
  const auto letter = [url](unsigned v) noexcept {
    const char c = kBase64[v & 63];
    if (!url) return c;
    return c == '+' ? '-' : c == '/' ? '_' : c;
  };
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    const std::size_t count = std::min<std::size_t>(3, text.size() - i);
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < count ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    out.put(letter(bits >> 18));
    out.put(letter(bits >> 12));
    if (count > 1 || padded) out.put(count > 1 ? letter(bits >> 6) : '=');
    if (count > 2 || padded) out.put(count > 2 ? letter(bits) : '=');
  }
  return out.finish();
}

Value decode_base64(Execution& e, std::string_view text, bool url) noexcept {
  Writer out(*e.arena, text.size() / 4 * 3 + 3);
  if (!out.ok()) return Value::of({});
  unsigned bits = 0;
  unsigned have = 0;
  for (char c : text) {
    if (c == '=') break;
    if (url && c == '-') c = '+';
    if (url && c == '_') c = '/';
    const std::size_t value = kBase64.find(c);
    if (value == kBase64.npos) return Value::null();
    bits = bits << 6 | static_cast<unsigned>(value);
    have += 6;
    if (have >= 8) {
      have -= 8;
      out.put(static_cast<char>(bits >> have & 255));
    }
  }
  return out.finish();
}

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kMostBase58 = 512;  // bytes of text: the work grows with the square of it

// A number to the base 256 as one to the base 58, each leading zero byte as a "1".
Value encode_base58(Execution& e, std::string_view text) noexcept {
  if (text.size() > kMostBase58) return Value::null();
  const std::size_t zeros = std::min(text.find_first_not_of('\0'), text.size());
  std::array<std::uint8_t, kMostBase58 * 2> digits{};
  std::size_t used = 0;
  for (const char c : text.substr(zeros)) {
    unsigned carry = static_cast<unsigned char>(c);
    for (std::size_t i = 0; i < used || carry != 0; ++i) {
      carry += i < used ? digits[i] * 256U : 0U;
      digits[i] = static_cast<std::uint8_t>(carry % 58);
      carry /= 58;
      used = std::max(used, i + 1);
    }
  }
  Writer out(*e.arena, zeros + used);
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < zeros; ++i) out.put(kBase58[0]);
  while (used > 0) out.put(kBase58[digits[--used]]);
  return out.finish();
}

Value decode_base58(Execution& e, std::string_view text) noexcept {
  if (text.size() > kMostBase58) return Value::null();
  const std::size_t zeros = std::min(text.find_first_not_of(kBase58[0]), text.size());
  std::array<std::uint8_t, kMostBase58> bytes{};
  std::size_t used = 0;
  for (const char c : text.substr(zeros)) {
    const std::size_t digit = kBase58.find(c);
    if (digit == kBase58.npos) return Value::null();
    unsigned carry = static_cast<unsigned>(digit);
    for (std::size_t i = 0; i < used || carry != 0; ++i) {
      carry += i < used ? bytes[i] * 58U : 0U;
      bytes[i] = static_cast<std::uint8_t>(carry & 255);
      carry >>= 8;
      used = std::max(used, i + 1);
    }
  }
  Writer out(*e.arena, zeros + used);
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < zeros; ++i) out.put('\0');
  while (used > 0) out.put(static_cast<char>(bytes[--used]));
  return out.finish();
}

// The septets of a short message, eight in seven octets (3GPP TS 23.038 section 6.1.2.1), in
// hexadecimal digits.
Value pack_septets(Execution& e, std::string_view text) noexcept {
  constexpr std::string_view kUpper = "0123456789ABCDEF";
  Writer out(*e.arena, (text.size() * 7 + 7) / 8 * 2);
  if (!out.ok()) return Value::of({});
  unsigned bits = 0;
  unsigned have = 0;
  const auto put = [&](unsigned octet) noexcept {
    out.put(kUpper[octet >> 4 & 15]);
    out.put(kUpper[octet & 15]);
  };
  for (const char c : text) {
    bits |= (static_cast<unsigned char>(c) & 127U) << have;
    have += 7;
    if (have < 8) continue;
    put(bits & 255);
    bits >>= 8;
    have -= 8;
  }
  if (have > 0) put(bits & 255);
  return out.finish();
}

Value unpack_septets(Execution& e, std::string_view text) noexcept {
  if (text.size() % 2 != 0) return Value::null();
  Writer out(*e.arena, text.size() / 2 * 8 / 7 + 1);
  if (!out.ok()) return Value::of({});
  unsigned bits = 0;
  unsigned have = 0;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return Value::null();
    bits |= static_cast<unsigned>(high * 16 + low) << have;
    have += 8;
    while (have >= 7) {
      // Seven bits of padding behind the last septet are no character.
      if (have == 7 && i + 2 == text.size() && (bits & 127) == 0) break;
      out.put(static_cast<char>(bits & 127));
      bits >>= 7;
      have -= 7;
    }
  }
  return out.finish();
}

// `size` above 0, a power of two, cuts the hash down.
Value hash_value(std::string_view text, std::int32_t size) noexcept {
  std::uint32_t sum = core_hash(text, {});
  if (size > 0) sum &= static_cast<std::uint32_t>(size) - 1;
  return Value::integer(static_cast<std::int32_t>(sum));
}

// {s.fmtlines,n,m}: of the first n - 1 bytes each gets a line of its own, and the lines behind the
// first begin with m blanks. Not what the cookbook says, but what Kamailio 5.6.3 does.
Value split_lines(Execution& e, std::string_view text, std::int32_t lines, std::int32_t width,
                  char blank) noexcept {
  const std::size_t blanks = static_cast<std::size_t>(std::clamp(width, 0, 64));
  const std::size_t most = text.empty() ? 0 : text.size() - 1;
  const std::size_t breaks =
      std::min(most, static_cast<std::size_t>(std::clamp(lines - 1, 0, 4096)));
  Writer out(*e.arena, text.size() + breaks * (blanks + 2));
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < text.size(); ++i) {
    out.put(text[i]);
    if (i >= breaks) continue;
    out.put('\r');
    out.put('\n');
    for (std::size_t k = 0; k < blanks; ++k) out.put(blank);
  }
  return out.finish();
}

// Puts %XX for every byte that `plain` does not take.
template <class Plain>
Value percent_encode(Execution& e, std::string_view text, Plain plain) noexcept {
  Writer out(*e.arena, text.size() * 3);
  if (!out.ok()) return Value::of({});
  for (const char c : text) {
    if (plain(c)) {
      out.put(c);
    } else {
      out.put('%');
      out.put_hex(static_cast<unsigned char>(c));
    }
  }
  return out.finish();
}

Value percent_decode(Execution& e, std::string_view text, bool plus) noexcept {
  Writer out(*e.arena, text.size());
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return Value::null();
      out.put(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.put(plus && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out.finish();
}

Value escape_common(Execution& e, std::string_view text, bool back) noexcept {
  constexpr std::string_view kMarked = "'\"\\";
  Writer out(*e.arena, text.size() * 2);
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (back && text[i] == '\\' && i + 1 < text.size() &&
        (kMarked.find(text[i + 1]) != kMarked.npos || text[i + 1] == '0')) {
      ++i;
      out.put(text[i] == '0' ? '\0' : text[i]);
      continue;
    }
    if (!back && (kMarked.find(text[i]) != kMarked.npos || text[i] == '\0')) out.put('\\');
    out.put(!back && text[i] == '\0' ? '0' : text[i]);
  }
  return out.finish();
}

Value escape_crlf(Execution& e, std::string_view text, bool back) noexcept {
  Writer out(*e.arena, text.size() * 2);
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (back && c == '\\' && i + 1 < text.size() && (text[i + 1] == 'r' || text[i + 1] == 'n')) {
      out.put(text[++i] == 'r' ? '\r' : '\n');
    } else if (!back && (c == '\r' || c == '\n')) {
      out.put('\\');
      out.put(c == '\r' ? 'r' : 'n');
    } else {
      out.put(c);
    }
  }
  return out.finish();
}

Value escape_csv(Execution& e, std::string_view text) noexcept {
  Writer out(*e.arena, text.size() * 2 + 2);
  if (!out.ok()) return Value::of({});
  out.put('"');
  for (const char c : text) {
    if (c == '"') out.put('"');
    out.put(c);
  }
  out.put('"');
  return out.finish();
}

bool is_plain(char c, std::string_view also) noexcept {
  const bool letter = sip::has_class(c, sip::kTokenChar) &&
                      std::string_view("%*+`'~!").find(c) == std::string_view::npos;
  return letter || also.find(c) != also.npos;
}

// Folding white space: "\r\n " and runs of blanks; lines: ends of folds alone.
Value unfold(Execution& e, std::string_view text, bool all) noexcept {
  Writer out(*e.arena, text.size());
  if (!out.ok()) return Value::of({});
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' || c == '\n') continue;
    const bool blank = c == ' ' || c == '\t';
    if (all && blank && i > 0 &&
        (text[i - 1] == ' ' || text[i - 1] == '\t' || text[i - 1] == '\n')) {
      continue;
    }
    out.put(c);
  }
  return out.finish();
}

Value formatted(Execution& e, std::string_view text, std::string_view format) noexcept {
  std::array<char, 128> pattern{};
  std::array<char, 256> result{};
  std::int32_t number = 0;
  if (format.size() >= pattern.size()) return Value::null();
  if (!text.empty() && !text_to_int(text, number)) return Value::null();
  format.copy(pattern.data(), format.size());
  const std::time_t seconds = number;
  std::tm broken{};
  localtime_r(&seconds, &broken);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  const std::size_t size = std::strftime(result.data(), result.size(), pattern.data(), &broken);
#pragma GCC diagnostic pop
  return Value::of(e.arena->copy({result.data(), size}));
}

// Other bases: 64, 58, and the septets of short messages.
Value transform_base(Execution& e, TransformationId id, std::string_view text) noexcept {
  switch (static_cast<int>(id)) {
    case static_cast<int>(TransformationId::kSEncodeBase64):
      return encode_base64(e, text, false, true);
    case static_cast<int>(TransformationId::kSEncodeBase64t):
      return encode_base64(e, text, false, false);
    case static_cast<int>(TransformationId::kSEncodeBase64urlt):
      return encode_base64(e, text, true, false);
    case static_cast<int>(TransformationId::kSEncodeBase58):
      return encode_base58(e, text);
    case static_cast<int>(TransformationId::kSDecodeBase58):
      return decode_base58(e, text);
    case static_cast<int>(TransformationId::kSEncode7bit):
      return pack_septets(e, text);
    case static_cast<int>(TransformationId::kSDecode7bit):
      return unpack_septets(e, text);
    case static_cast<int>(TransformationId::kSDecodeBase64t):
    case static_cast<int>(TransformationId::kSDecodeBase64):
      return decode_base64(e, text, false);
    case static_cast<int>(TransformationId::kSEncodeBase64url):
      return encode_base64(e, text, true, true);
    case static_cast<int>(TransformationId::kSDecodeBase64urlt):
    case static_cast<int>(TransformationId::kSDecodeBase64url):
      return decode_base64(e, text, true);
    default:
      return Value::null();
  }
}

}  // namespace

Value transform_code(Execution& e, TransformationId id, std::string_view text,
                     Arguments arguments) noexcept {
  switch (static_cast<int>(id)) {
    case static_cast<int>(TransformationId::kSMd5):
      return digest(e, text, EVP_md5());
    case static_cast<int>(TransformationId::kSSha256):
      return digest(e, text, EVP_sha256());
    case static_cast<int>(TransformationId::kSSha384):
      return digest(e, text, EVP_sha384());
    case static_cast<int>(TransformationId::kSSha512):
      return digest(e, text, EVP_sha512());
    case static_cast<int>(TransformationId::kSEncodeHexa):
      return hexadecimal(e, text);
    case static_cast<int>(TransformationId::kSDecodeHexa):
      return decode_hex(e, text);
    case static_cast<int>(TransformationId::kSCorehash):
      return hash_value(text, arguments.empty() ? 0 : to_int(arguments[0]));
    case static_cast<int>(TransformationId::kSEscapeCommon):
      return escape_common(e, text, false);
    case static_cast<int>(TransformationId::kSUnescapeCommon):
      return escape_common(e, text, true);
    case static_cast<int>(TransformationId::kSEscapeCrlf):
      return escape_crlf(e, text, false);
    case static_cast<int>(TransformationId::kSUnescapeCrlf):
      return escape_crlf(e, text, true);
    case static_cast<int>(TransformationId::kSEscapeUser):
      return percent_encode(e, text, [](char c) noexcept { return is_plain(c, "!~*'()&=+$,;?"); });
    case static_cast<int>(TransformationId::kSEscapeParam):
      return percent_encode(e, text, [](char c) noexcept { return is_plain(c, "!~*'()[]/:&+$"); });
    case static_cast<int>(TransformationId::kSUrlencodeParam):
      return percent_encode(e, text, [](char c) noexcept { return is_plain(c, "~"); });
    case static_cast<int>(TransformationId::kSUnescapeUser):
    case static_cast<int>(TransformationId::kSUnescapeParam):
      return percent_decode(e, text, false);
    case static_cast<int>(TransformationId::kSUrldecodeParam):
      return percent_decode(e, text, true);
    case static_cast<int>(TransformationId::kSEscapeCsv):
      return escape_csv(e, text);
    case static_cast<int>(TransformationId::kSRmhdws):
      return unfold(e, text, true);
    case static_cast<int>(TransformationId::kSRmhlws):
      return unfold(e, text, false);
    case static_cast<int>(TransformationId::kSFmtlines):
    case static_cast<int>(TransformationId::kSFmtlinet):
      return split_lines(e, text, to_int(arguments[0]), to_int(arguments[1]),
                         id == TransformationId::kSFmtlines ? ' ' : '\t');
    case static_cast<int>(TransformationId::kSFtime):
      return formatted(e, text, arguments[0].text);
    default:
      return transform_base(e, id, text);
  }
}

}  // namespace weir::routes
