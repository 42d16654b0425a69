// Validation over parsing: which messages are refused, and how. RFC 3261 sections 8.1.1, 8.2 and
// 16.3, with the verdicts of RFC 4475.
#pragma once

#include "sip/message.h"
#include "sip/names.h"
#include "sip/result.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

// What is wrong with a message; the meanings stand in flaws.def.
enum class Flaw : std::uint8_t {
#define FLAW(id, name, code, reason, section, meaning) id,
#include "sip/flaws.def"
#undef FLAW
};

inline constexpr std::size_t kFlawCount = 0
#define FLAW(id, name, code, reason, section, meaning) +1
#include "sip/flaws.def"
#undef FLAW
    ;

// One row of flaws.def. Static storage.
struct FlawRow {
  std::string_view name;
  std::uint16_t code = 0;
  std::string_view reason;
  std::string_view section;
  std::string_view meaning;
};
const FlawRow& flaw_row(Flaw flaw) noexcept;

// A set of flaws to look for.
class FlawSet {
 public:
  constexpr FlawSet() noexcept = default;

  // All from `first` to `last` in the order of flaws.def.
  static constexpr FlawSet range(Flaw first, Flaw last) noexcept {
    FlawSet set;
    for (auto i = static_cast<unsigned>(first); i <= static_cast<unsigned>(last); ++i) {
      set.bits_ |= std::uint64_t{1} << i;
    }
    return set;
  }

  constexpr FlawSet with(Flaw flaw) const noexcept { return *this | range(flaw, flaw); }
  constexpr FlawSet without(FlawSet others) const noexcept {
    FlawSet set = *this;
    set.bits_ &= ~others.bits_;
    return set;
  }
  constexpr FlawSet without(Flaw flaw) const noexcept { return without(range(flaw, flaw)); }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr bool has_all(FlawSet others) const noexcept {
    return (bits_ & others.bits_) == others.bits_;
  }
  constexpr bool has(Flaw flaw) const noexcept { return (bits_ & range(flaw, flaw).bits_) != 0; }
  // The first in the order of flaws.def; not of an empty set.
  constexpr Flaw first() const noexcept { return static_cast<Flaw>(std::countr_zero(bits_)); }
  friend constexpr FlawSet operator|(FlawSet a, FlawSet b) noexcept {
    a.bits_ |= b.bits_;
    return a;
  }

 private:
  static_assert(kFlawCount <= 64);
  std::uint64_t bits_ = 0;
};

// What everybody looks for: a message that a transaction can be made of (RFC 3261 section 16.3,
// "reasonable syntax") and that a reply can name. Parts that these do not need may be broken.
inline constexpr FlawSet kBasicFlaws = FlawSet::range(Flaw::kNotSip, Flaw::kReplyHop);

// What a proxy looks for (RFC 3261 section 16.3). Loops, and whether credentials are asked for, are
// the caller's: both need more than the message. Addresses of users (From, To, Contact) are looked
// at beyond what 16.3 needs, since RFC 4475 would have them refused.
inline constexpr FlawSet kProxyFlaws =
    kBasicFlaws | FlawSet::range(Flaw::kVia, Flaw::kProxyRequire);

// What first_broken_field() of grammar.h looks for as well.
inline constexpr FlawSet kFieldFlaws = FlawSet::range(Flaw::kVia, Flaw::kContact);

// What the core of a user agent server looks for (RFC 3261 section 8.2). Authentication and merged
// requests (8.2.2.2) are the caller's.
inline constexpr FlawSet kServerFlaws = (kBasicFlaws | FlawSet::range(Flaw::kVia, Flaw::kScheme) |
                                         FlawSet::range(Flaw::kMethod, Flaw::kAccept))
                                            .without(Flaw::kAor)
                                            .without(Flaw::kStar);

// The same for a registrar (RFC 3261 section 10.3).
inline constexpr FlawSet kRegistrarFlaws = kServerFlaws.with(Flaw::kAor).with(Flaw::kStar);

// What the one who validates understands. Lists are separated by commas; option tags and media
// types compare without case.
struct Capabilities {
  static constexpr std::uint32_t kAllMethods = ~std::uint32_t{0};

  std::string_view schemes = "sip,sips,tel,urn";     // for kScheme
  std::string_view extensions = {};                  // option tags for both Require fields
  std::string_view media_types = "application/sdp";  // for kContentType and kAccept
  std::uint32_t methods = kAllMethods;               // bit 1 << Method, for kNotAllowed
};

// What to do with a message.
enum class Action : std::uint8_t {
  kAccept,
  kDrop,    // say nothing: a reply, an ACK, or a request without a way back
  kAnswer,  // with code and reason
};

struct Verdict {
  Flaw flaw = Flaw::kNone;
  Action action = Action::kAccept;
  std::uint16_t code = 0;             // of kAnswer
  HeaderId field = HeaderId::kOther;  // at fault; kOther for the start line and the body
  Error error = Error::kNone;         // the parser's, where it was one
  std::uint32_t at = 0;               // offset into raw() of the byte at fault

  std::string_view reason() const noexcept { return flaw_row(flaw).reason; }
};

// The first flaw of `wanted` that the message has. `parsed` is what parse() said about it; after an
// error that leaves the view empty (see MessageView::parse) salvage() tells more.
Verdict validate(Error parsed, const MessageView& message, FlawSet wanted,
                 const Capabilities& able) noexcept;

// True when a message that parsed has this one.
bool has_flaw(const MessageView& message, Flaw flaw, const Capabilities& able) noexcept;

// True when a message that parsed has none of kBasicFlaws; made for the packet path, where the
// answer is nearly always yes. Remembers the elements it has looked at.
bool well_formed(const MessageView& message) noexcept;

// The option tags of all `field` fields (Require or Proxy-Require) that `able` lacks, as
// "Unsupported: a, b" CRLF. Nothing when there are none. RFC 3261 sections 8.2.2.3 and 20.40.
// Errors: kNoSpace.
Result<std::size_t> format_unsupported(const MessageView& message, HeaderId field,
                                       std::string_view extensions, std::span<char> out) noexcept;

}  // namespace weir::sip
