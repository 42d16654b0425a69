#include "sip/diversion.h"

#include "sip/address_params.h"
#include "sip/param_table.h"

namespace weir::sip {
namespace {

constexpr auto kParams = make_param_table<Diversion>({
    {"reason", read_text<&Diversion::reason>},
    {"privacy", read_text<&Diversion::privacy>},
    {"screen", read_text<&Diversion::screen>},
    {"counter", read_number<&Diversion::counter, 0, 99>},
    {"limit", read_number<&Diversion::limit, 0, 99>},
});

}  // namespace

Result<Diversion> next_diversion(std::string_view& rest) noexcept {
  return next_address(rest, kParams);
}

}  // namespace weir::sip
