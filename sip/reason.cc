#include "sip/reason.h"

#include "sip/cursor.h"
#include "sip/param_table.h"

namespace weir::sip {
namespace {

constexpr auto kParams = make_param_table<Reason>({
    {"cause", read_number<&Reason::cause>},
    {"text", read_text<&Reason::text>},
});

}  // namespace

Result<Reason> next_reason(std::string_view& rest) noexcept {
  return next_token_with(rest, kParams, &Reason::protocol);
}

}  // namespace weir::sip
