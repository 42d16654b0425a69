// Nonces of digest challenges that need no memory to be refused: each carries its time and a MAC,
// and may be bound to the address it was given to.
#pragma once

#include "sip/address.h"
#include "sip/keyed_text.h"
#include "sip/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// What a nonce is good for. A challenge for one realm, or for one source, is none for another.
struct NonceScope {
  std::string_view realm;
  std::optional<Address> source = std::nullopt;  // bound to it when given; the port may change
};

// epoch digit, 's' or 'f' (bound to a source, or free), 8 hex digits of time, 8 of serial number,
// 16 of the MAC, and 16 of the MAC of the source when there is one.
class NonceText {
 public:
  static constexpr std::size_t kFreeSize = 2 + 8 + 8 + kMacDigits;
  static constexpr std::size_t kBoundSize = kFreeSize + kMacDigits;

  std::string_view view() const noexcept { return {bytes_.data(), size_}; }
  operator std::string_view() const noexcept { return view(); }

 private:
  friend NonceText make_nonce(const KeyRing& keys, const NonceScope& scope, std::uint32_t now,
                              std::uint32_t serial) noexcept;

  std::array<char, kBoundSize> bytes_{};
  std::size_t size_ = kFreeSize;
};

// A nonce for a challenge. `now` is in seconds since 1970. `serial` parts nonces of one second:
// take it from a counter or from random numbers where counts of nonces are kept (NonceCounts).
NonceText make_nonce(const KeyRing& keys, const NonceScope& scope, std::uint32_t now,
                     std::uint32_t serial) noexcept;

// A nonce that we made.
struct Nonce {
  enum class State : std::uint8_t {
    kFresh,
    kStale,  // older than it may be, or from a time to come: challenge again with stale=true
    kMoved,  // given to another source: proves nothing; challenge again with stale=true
  };

  State state = State::kFresh;
  bool bound = false;        // and, when it is fresh, the source has proved its path
  std::uint32_t time = 0;    // when it was made, in seconds since 1970
  std::uint32_t serial = 0;  // as given to make_nonce()
};

// Clocks of nodes that share a key may differ by so many seconds.
inline constexpr std::uint32_t kNonceSkew = 30;

// Checks a nonce that came back in credentials. It is fresh until it is older than `lifetime`
// seconds. A bound nonce needs scope.source, a free one takes any.
//
// Errors: kForeign for a text that is not of our shape; kForged for one whose MAC is not ours, not
// of this realm, or of a key that has been replaced. RFC 7616 section 3.3 (nonce, stale).
Result<Nonce> verify_nonce(const KeyRing& keys, const NonceScope& scope, std::string_view text,
                           std::uint32_t now, std::uint32_t lifetime) noexcept;

// Parses nc-value, eight hexadecimal digits. Errors: kSyntax; kRange for 0, since the first request
// counts 1. RFC 7616 section 3.4.
Result<std::uint32_t> parse_nonce_count(std::string_view text) noexcept;

// The counts that have been used with one nonce: the highest, and which of the 63 below it.
// Requests may overtake each other by so much (UDP); whatever is older counts as used.
class NonceCounts {
 public:
  // Takes `count` for used. False when it was, or may have been, used before: a replay.
  bool accept(std::uint32_t count) noexcept;

  std::uint32_t highest() const noexcept { return highest_; }

 private:
  std::uint32_t highest_ = 0;
  std::uint64_t used_ = 0;  // bit i: highest_ - i
};

}  // namespace weir::sip
