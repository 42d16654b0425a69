// What our keyed texts are made of: keys of two epochs, a hash for each kind of text, and MACs as
// hexadecimal digits. Branch, dialog cookie, reply tag and nonce are built on it.
#pragma once

#include "sip/siphash.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

// Two epochs: texts are made with keys[current] and verified with the key their epoch digit names,
// so that a rotation (overwrite the other, then switch) breaks nothing younger than one epoch.
struct KeyRing {
  std::array<SipKey, 2> keys{};
  std::uint8_t current = 0;  // 0 or 1
};

// Fixed-size text that converts to a view.
template <std::size_t Size>
struct FixedText {
  std::array<char, Size> bytes{};
  constexpr std::string_view view() const noexcept { return {bytes.data(), bytes.size()}; }
  constexpr operator std::string_view() const noexcept { return view(); }
};

inline constexpr std::size_t kMacDigits = 16;

// Each kind of text is hashed under a domain of its own, so that none passes for another.
enum class KeyedDomain : std::uint64_t {
  kBranch = 1,
  kDialog = 2,
  kReplyTag = 3,
  kNonce = 4,
  kNonceSource = 5,
  kBranchTarget = 6,
  kDispatch = 7,
  kProbe = 8,
  kTransactionTag = 9,
};

// A hash with the key of `epoch` (0 or 1) that has been fed one word: the domain, and above it
// `number` of at most 56 bits.
inline SipHash keyed_hash(const KeyRing& keys, unsigned epoch, KeyedDomain domain,
                          std::uint64_t number = 0) noexcept {
  SipHash hash(keys.keys[epoch]);
  hash.add(number << 8 | static_cast<std::uint64_t>(domain));
  return hash;
}

// Writes kMacDigits lower-case digits, the highest first.
void put_mac(std::uint64_t mac, char* out) noexcept;

// Reads what put_mac() wrote; false for anything else.
bool read_mac(std::string_view digits, std::uint64_t& mac) noexcept;

// The same as put_mac() for eight digits.
void put_hex32(std::uint32_t number, char* out) noexcept;

// True when `digits` are those of `mac`. Compares without telling by its time where the first
// difference is.
bool equal_mac(std::uint64_t mac, std::string_view digits) noexcept;
bool equal_hex32(std::uint32_t number, std::string_view digits) noexcept;

constexpr bool is_epoch_digit(char c) noexcept { return c == '0' || c == '1'; }

}  // namespace weir::sip
