// Every header field by the grammar that headers.def gives it.
#pragma once

#include "sip/fault.h"
#include "sip/message.h"

namespace weir::sip {

// What breaks the grammar of `field`, one of the message's own; kNone when nothing does. A field
// that may stand once breaks it where it stands again: kDuplicate. A field that headers.def calls
// unread, or does not know, is good.
//
// Every value is read whole: all of a list, all parameters, the URIs too. Looser than the grammar:
// lists of tokens may have empty items, an expires of Contact may be anything (see contact.h).
// Errors: those of the elements.
Fault broken_field(const MessageView& message, const Field& field) noexcept;

// The first such fault of the message. Start line and body are not looked at.
Fault first_broken_field(const MessageView& message) noexcept;

}  // namespace weir::sip
