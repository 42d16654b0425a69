// Numbers of tel URIs: when two of them are the same.
#pragma once

#include "sip/uri.h"

namespace weir::sip {

// True when two URIs with Scheme::kTel are equal by RFC 3966 section 4: both global or both local,
// the same digits without visual separators "-.()", and the same parameters in any order, all in
// any case; phone-context compares as a number when it is one. One whose parameters break is equal
// to the same text alone.
bool equal_tel(const Uri& a, const Uri& b) noexcept;

}  // namespace weir::sip
