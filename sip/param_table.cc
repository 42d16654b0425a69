#include "sip/param_table.h"

#include "sip/fault.h"

namespace weir::sip {

Error take_param(std::string_view& rest, Param& param) noexcept {
  const Result<Param> next = next_param(rest);
  if (!next) {
    rest.remove_prefix(params_fault(rest));
    return next.error();
  }
  param = *next;
  if (!param.has_value || !param.value.empty() || !rest.starts_with('<')) return Error::kNone;
  const std::size_t close = rest.find('>');
  if (close == rest.npos) return Error::kTruncated;
  param.value = slice(rest, 0, close + 1);
  rest.remove_prefix(close + 1);
  Cursor(rest).skip_space();
  return Error::kNone;
}

}  // namespace weir::sip
