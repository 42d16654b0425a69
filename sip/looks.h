// One function for each flaw of a message: whether it is there, and at which byte.
#pragma once

#include "sip/fault.h"
#include "sip/message.h"
#include "sip/validate.h"

namespace weir::sip {

// What a look is taken at.
struct Case {
  Error parsed;  // what parse() said
  const MessageView& message;
  const Capabilities& able;
};

// The first option tag of the `id` fields that c.able lacks.
Fault unsupported_tag(const Case& c, HeaderId id) noexcept;

namespace looks {

#define FLAW(id, name, code, reason, section, meaning) Fault name(const Case& c) noexcept;
#include "sip/flaws.def"
#undef FLAW

}  // namespace looks
}  // namespace weir::sip
