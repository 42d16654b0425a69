// CSeq, and the header fields that are one number.
#pragma once

#include "sip/names.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

struct CSeq {
  std::uint32_t number = 0;
  Method method = Method::kOther;
  std::string_view method_text;  // borrows from the field
};

// Parses the value of a CSeq header field: 1*DIGIT LWS Method, without outer white space.
// Errors: kSyntax for anything but that shape, kRange for a number of 2^31 or more.
// RFC 3261 section 20.16, limit in 8.1.1.5.
Result<CSeq> parse_cseq(std::string_view text) noexcept;

// The same in place; after an error `cseq` means nothing.
Error read_cseq(std::string_view text, CSeq& cseq) noexcept;

// Parses 1*DIGIT: Max-Forwards, Content-Length, Expires, Min-Expires.
// Errors: kEmpty; kSyntax; kRange above 2^32 - 1.
Result<std::uint32_t> parse_number(std::string_view text) noexcept;

}  // namespace weir::sip
