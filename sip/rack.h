// RSeq and RAck: reliable provisional responses and what acknowledges them.
#pragma once

#include "sip/cseq.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

struct RAck {
  std::uint32_t rseq = 0;  // of the response
  CSeq cseq;               // of the request that the response belongs to
};

// response-num LWS CSeq-num LWS Method; shape and errors of `rest` as in cursor.h. Errors: kSyntax;
// kRange for a response number of 0 or above 2^32 - 1, or a CSeq number of 2^31 or more.
// RFC 3262 sections 3 and 7.2.
Result<RAck> next_rack(std::string_view& rest) noexcept;

// response-num. Errors: kSyntax; kRange. RFC 3262 sections 3 and 7.1.
Result<std::uint32_t> next_rseq(std::string_view& rest) noexcept;

}  // namespace weir::sip
