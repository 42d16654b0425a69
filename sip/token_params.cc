#include "sip/token_params.h"

#include "sip/cursor.h"
#include "sip/param_table.h"

namespace weir::sip {

Result<TokenParams> next_token_params(std::string_view& rest) noexcept {
  TokenParams value;
  Cursor cursor(rest);
  cursor.skip_space();
  value.token = cursor.take_token();
  if (value.token.empty()) return Error::kSyntax;
  const Error error = take_params(rest, value.params, keep_none);
  if (error != Error::kNone) return error;
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return value;
}

}  // namespace weir::sip
