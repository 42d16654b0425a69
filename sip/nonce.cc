#include "sip/nonce.h"

#include "sip/token.h"

#include <algorithm>
#include <span>

namespace weir::sip {
namespace {

constexpr std::size_t kTimeAt = 2;
constexpr std::size_t kSerialAt = kTimeAt + 8;
constexpr std::size_t kMacAt = kSerialAt + 8;

// Eight lower-case digits, as put_hex32() makes them: each nonce has one spelling.
Result<std::uint32_t> parse_hex32(std::string_view text) noexcept {
  std::uint32_t number = 0;
  for (const char c : text) {
    if (!has_class(c, kHexChar) || has_class(c, kUpperChar)) return Error::kForeign;
    number = number << 4 | static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
  }
  return number;
}

std::uint64_t nonce_mac(const KeyRing& keys, unsigned epoch, const Nonce& nonce,
                        std::string_view realm) noexcept {
  SipHash hash = keyed_hash(keys, epoch, KeyedDomain::kNonce);
  hash.add(std::uint64_t{nonce.bound});
  hash.add(std::uint64_t{nonce.time} << 32 | nonce.serial);
  hash.add_piece(realm);
  return hash.finish();
}

// Over the same and the address, so that no half of two nonces makes a third.
std::uint64_t source_mac(const KeyRing& keys, unsigned epoch, const Nonce& nonce,
                         std::string_view realm, const Address& source) noexcept {
  SipHash hash = keyed_hash(keys, epoch, KeyedDomain::kNonceSource);
  hash.add(std::uint64_t{nonce.time} << 32 | nonce.serial);
  hash.add_piece(realm);
  hash.add(std::span<const std::uint8_t>(source.bytes));
  return hash.finish();
}

}  // namespace

NonceText make_nonce(const KeyRing& keys, const NonceScope& scope, std::uint32_t now,
                     std::uint32_t serial) noexcept {
  const unsigned epoch = keys.current & 1u;
  const Nonce nonce{.bound = scope.source.has_value(), .time = now, .serial = serial};
  NonceText text;
  char* const out = text.bytes_.data();
  out[0] = static_cast<char>('0' + epoch);
  out[1] = nonce.bound ? 's' : 'f';
  put_hex32(now, out + kTimeAt);
  put_hex32(serial, out + kSerialAt);
  put_mac(nonce_mac(keys, epoch, nonce, scope.realm), out + kMacAt);
  if (nonce.bound) {
    put_mac(source_mac(keys, epoch, nonce, scope.realm, *scope.source), out + NonceText::kFreeSize);
    text.size_ = NonceText::kBoundSize;
  }
  return text;
}

Result<Nonce> verify_nonce(const KeyRing& keys, const NonceScope& scope, std::string_view text,
                           std::uint32_t now, std::uint32_t lifetime) noexcept {
  if (text.size() < NonceText::kFreeSize || !is_epoch_digit(text[0])) return Error::kForeign;
  Nonce nonce;
  nonce.bound = text[1] == 's';
  if (!nonce.bound && text[1] != 'f') return Error::kForeign;
  if (text.size() != (nonce.bound ? NonceText::kBoundSize : NonceText::kFreeSize)) {
    return Error::kForeign;
  }
  const Result<std::uint32_t> time = parse_hex32(text.substr(kTimeAt, 8));
  const Result<std::uint32_t> serial = parse_hex32(text.substr(kSerialAt, 8));
  if (!time || !serial) return Error::kForeign;
  nonce.time = *time;
  nonce.serial = *serial;

  const auto epoch = static_cast<unsigned>(text[0] - '0');
  const std::uint64_t mac = nonce_mac(keys, epoch, nonce, scope.realm);
  if (!equal_mac(mac, text.substr(kMacAt, kMacDigits))) return Error::kForged;

  const std::int64_t age = std::int64_t{now} - std::int64_t{nonce.time};
  if (age > std::int64_t{lifetime} || age < -std::int64_t{kNonceSkew}) {
    nonce.state = Nonce::State::kStale;
  } else if (nonce.bound) {
    const bool here =
        scope.source && equal_mac(source_mac(keys, epoch, nonce, scope.realm, *scope.source),
                                  text.substr(NonceText::kFreeSize));
    if (!here) nonce.state = Nonce::State::kMoved;
  }
  return nonce;
}

Result<std::uint32_t> parse_nonce_count(std::string_view text) noexcept {
  if (text.size() != 8) return Error::kSyntax;
  std::uint32_t number = 0;
  for (const char c : text) {
    if (!has_class(c, kHexChar)) return Error::kSyntax;
    const char lower = to_lower(c);
    number = number << 4 | static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  if (number == 0) return Error::kRange;
  return number;
}

bool NonceCounts::accept(std::uint32_t count) noexcept {
  if (count == 0) return false;
  if (count > highest_) {
    const std::uint32_t ahead = count - highest_;
    used_ = ahead < 64 ? used_ << ahead | 1 : 1;
    highest_ = count;
    return true;
  }
  const std::uint32_t behind = highest_ - count;
  if (behind >= 64 || (used_ >> behind & 1) != 0) return false;
  used_ |= std::uint64_t{1} << behind;
  return true;
}

}  // namespace weir::sip
