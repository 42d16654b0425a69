// Tokens with parameters: the values of Content-Disposition, Accept-Encoding, Security-Client,
// Feature-Caps and many more.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <string_view>

namespace weir::sip {

struct TokenParams {
  std::string_view token;
  Params params;  // from the first ';'
};

// token *(SEMI generic-param); shape and errors of `rest` as in cursor.h. Errors: kSyntax;
// kTruncated for an open quote. RFC 3261 sections 20.2, 20.3, 20.11 and 25.1.
Result<TokenParams> next_token_params(std::string_view& rest) noexcept;

}  // namespace weir::sip
