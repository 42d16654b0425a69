#include "sip/param_table.h"

#include "sip/fault.h"

namespace weir::sip {

Result<Param> take_param(std::string_view& rest) noexcept {
  Result<Param> param = next_param(rest);
  if (!param) {
    rest.remove_prefix(params_fault(rest));
    return param;
  }
  if (!param->has_value || !param->value.empty() || !rest.starts_with('<')) return param;
  const std::size_t close = rest.find('>');
  if (close == rest.npos) return Error::kTruncated;
  Param bracketed = *param;
  bracketed.value = slice(rest, 0, close + 1);
  rest.remove_prefix(close + 1);
  Cursor(rest).skip_space();
  return bracketed;
}

}  // namespace weir::sip
