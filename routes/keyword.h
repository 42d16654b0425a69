// SER's bare words in code: the small operand of kLoadKeyword and its kin.
#pragma once

#include "routes/ast.h"

#include <cstdint>

namespace weir::routes {

inline constexpr std::uint32_t kKeywordCount = static_cast<std::uint32_t>(Keyword::kMyself) + 1;

constexpr bool is_address_keyword(Keyword k) noexcept {
  return k == Keyword::kSrcIp || k == Keyword::kDstIp || k == Keyword::kSndIp ||
         k == Keyword::kToIp;
}

// Those that may be compared with myself.
constexpr bool is_host_keyword(Keyword k) noexcept {
  return is_address_keyword(k) || k == Keyword::kUri || k == Keyword::kFromUri ||
         k == Keyword::kToUri || k == Keyword::kUriHost;
}

}  // namespace weir::routes
