#include "dataplane/keepalive.h"

#include "dataplane/guard/classify.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace weir::dataplane {
namespace {

constexpr std::string_view kPing = "\r\n\r\n";
constexpr std::string_view kPong = "\r\n";

// RFC 5389: section 6 (header), 15 (attributes), 18.2 (their numbers).
constexpr std::size_t kHeader = 20;
constexpr std::size_t kAttributeHeader = 4;
constexpr std::uint16_t kBindingRequest = 0x0001;
constexpr std::uint16_t kBindingSuccess = 0x0101;
constexpr std::uint16_t kBindingError = 0x0111;
constexpr std::uint16_t kErrorCode = 0x0009;
constexpr std::uint16_t kUnknownAttributes = 0x000a;
constexpr std::uint16_t kXorMappedAddress = 0x0020;
constexpr std::uint16_t kOptional = 0x8000;  // attributes from here on may be passed over
constexpr std::size_t kUnknownMost = 4;      // of these the answer names at most so many

// Of those that must be understood, the ones that RFC 5389 itself defines.
constexpr std::array<std::uint16_t, 8> kKnown = {0x0001, 0x0006, 0x0008, 0x0009,
                                                 0x000a, 0x0014, 0x0015, 0x0020};

std::uint16_t read16(std::string_view text, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(text[at]) << 8 |
                                    static_cast<unsigned char>(text[at + 1]));
}

// Appends to the answer; its length field is set at the end.
class Answer {
 public:
  Answer(std::string_view request, std::uint16_t type, std::span<char> out) noexcept : out_(out) {
    std::copy_n(request.begin(), kHeader, out_.begin());  // cookie and transaction id stay
    put16(0, type);
    size_ = kHeader;
  }

  void add8(unsigned value) noexcept { out_[size_++] = static_cast<char>(value); }
  void add16(unsigned value) noexcept {
    put16(size_, value);
    size_ += 2;
  }

  std::size_t finish() noexcept {
    while (size_ % 4 != 0) add8(0);
    put16(2, static_cast<unsigned>(size_ - kHeader));
    return size_;
  }

 private:
  void put16(std::size_t at, unsigned value) noexcept {
    out_[at] = static_cast<char>(value >> 8);
    out_[at + 1] = static_cast<char>(value);
  }

  std::span<char> out_;
  std::size_t size_ = 0;
};

// The source as the request's header hides it (section 15.2): port and address under cookie and
// transaction id, which follow each other in the header.
std::size_t answer_mapped(std::string_view request, const sip::Endpoint& source,
                          std::span<char> out) noexcept {
  constexpr std::size_t kMask = 4;  // where the cookie stands
  const bool v4 = source.address.is_v4();
  const std::size_t first = v4 ? 12 : 0;
  const std::size_t size = source.address.bytes.size() - first;
  Answer answer(request, kBindingSuccess, out);
  answer.add16(kXorMappedAddress);
  answer.add16(static_cast<unsigned>(4 + size));
  answer.add16(v4 ? 1 : 2);
  answer.add16(source.port ^ read16(request, kMask));
  for (std::size_t i = 0; i < size; ++i) {
    answer.add8(static_cast<unsigned>(source.address.bytes[first + i]) ^
                static_cast<unsigned char>(request[kMask + i]));
  }
  return answer.finish();
}

// 420, with the attributes that we would have had to understand (section 7.3.1). No words: the
// number says it, and the answer stays short.
std::size_t answer_unknown(std::string_view request, std::span<const std::uint16_t> unknown,
                           std::span<char> out) noexcept {
  Answer answer(request, kBindingError, out);
  answer.add16(kErrorCode);
  answer.add16(4);
  answer.add16(0);
  answer.add16(4 << 8 | 20);
  answer.add16(kUnknownAttributes);
  answer.add16(static_cast<unsigned>(2 * unknown.size()));
  for (const std::uint16_t type : unknown) answer.add16(type);
  return answer.finish();
}

std::size_t answer_stun(std::string_view request, const sip::Endpoint& source,
                        std::span<char> out) noexcept {
  if (read16(request, 0) != kBindingRequest) return 0;  // an indication
  std::array<std::uint16_t, kUnknownMost> unknown{};
  std::size_t count = 0;
  for (std::size_t at = kHeader; at < request.size();) {
    // The whole is a multiple of four, and so is each attribute with its padding.
    const std::uint16_t type = read16(request, at);
    const std::size_t size = (read16(request, at + 2) + std::size_t{3}) / 4 * 4;
    at += kAttributeHeader;
    if (size > request.size() - at) return 0;  // malformed: silently discarded (section 7.3)
    at += size;
    const bool known = std::find(kKnown.begin(), kKnown.end(), type) != kKnown.end();
    if (type < kOptional && !known && count < unknown.size()) unknown[count++] = type;
  }
  if (count != 0) return answer_unknown(request, {unknown.data(), count}, out);
  return answer_mapped(request, source, out);
}

}  // namespace

std::size_t answer_keepalive(std::string_view request, const sip::Endpoint& source,
                             std::span<char> out) noexcept {
  if (out.size() < request.size() + kKeepaliveSlack) return 0;
  if (request == kPing) {
    std::copy(kPong.begin(), kPong.end(), out.begin());
    return kPong.size();
  }
  return guard::is_stun_binding(request) ? answer_stun(request, source, out) : 0;
}

}  // namespace weir::dataplane
