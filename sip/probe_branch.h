// The Via branch of a request of our own that asks whether somebody is there (dispatcher's
// OPTIONS). It carries a number under a MAC, so that an lcore knows the reply without memory.
#pragma once

#include "sip/branch.h"
#include "sip/keyed_text.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

// "z9hG4bKweir-p" epoch, 16 hex digits of the number, 16 of the MAC. 'p' is the owner tag.
using ProbeBranchText = FixedText<kBranchCookie.size() + 2 + 2 * kMacDigits>;

ProbeBranchText make_probe_branch(const KeyRing& keys, std::uint64_t number) noexcept;

// The number that make_probe_branch() was given. Errors: kForeign when the branch is not of that
// shape, kForged when the MAC is wrong.
Result<std::uint64_t> verify_probe_branch(const KeyRing& keys, std::string_view branch) noexcept;

}  // namespace weir::sip
