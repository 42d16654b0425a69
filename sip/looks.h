// One function for each flaw of a message: whether it is there, and at which byte.
#pragma once

#include "sip/message.h"
#include "sip/validate.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

// What a look is taken at.
struct Case {
  Error parsed;  // what parse() said
  const MessageView& message;
  const Capabilities& able;
};

// What was found; kNone: nothing.
struct Fault {
  Error error = Error::kNone;
  HeaderId field = HeaderId::kOther;
  std::uint32_t at = 0;  // offset into raw()

  // A fault that begins with `part`, a view into the message.
  static Fault in(const MessageView& message, HeaderId field, std::string_view part,
                  Error error) noexcept {
    return {error, field, static_cast<std::uint32_t>(message.offset(part))};
  }

  explicit operator bool() const noexcept { return error != Error::kNone; }
};

// The first option tag of the `id` fields that c.able lacks.
Fault unsupported_tag(const Case& c, HeaderId id) noexcept;

namespace looks {

#define FLAW(id, name, code, reason, section, meaning) Fault name(const Case& c) noexcept;
#include "sip/flaws.def"
#undef FLAW

}  // namespace looks
}  // namespace weir::sip
