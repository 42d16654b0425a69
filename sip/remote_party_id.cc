#include "sip/remote_party_id.h"

#include "sip/address_params.h"
#include "sip/param_table.h"

namespace weir::sip {
namespace {

constexpr auto kParams = make_param_table<RemotePartyId>({
    {"party", read_text<&RemotePartyId::party>},
    {"id-type", read_text<&RemotePartyId::id_type>},
    {"privacy", read_text<&RemotePartyId::privacy>},
    {"screen", read_text<&RemotePartyId::screen>},
});

}  // namespace

Result<RemotePartyId> next_remote_party_id(std::string_view& rest) noexcept {
  return next_address(rest, kParams);
}

}  // namespace weir::sip
