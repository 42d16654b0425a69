#include "dataplane/edition.h"

#include "sip/token.h"

namespace weir::dataplane {

bool Edition::owns(std::string_view host, std::uint16_t port,
                   const routes::Transport* transport) const noexcept {
  for (const OwnName& own : own_names) {
    if (own.port != 0 && port != 0 && own.port != port) continue;
    if (!own.any_transport && transport != nullptr && own.transport != *transport) continue;
    if (sip::equal_ignoring_case(own.host, host)) return true;
    if (!own.subdomains || host.size() < own.host.size() + 2) continue;
    const std::size_t dot = host.size() - own.host.size() - 1;
    if (host[dot] == '.' && sip::equal_ignoring_case(own.host, host.substr(dot + 1))) return true;
  }
  return false;
}

bool Edition::resolve(std::string_view host, sip::Address& address) const noexcept {
  for (const ResolvedName& name : names) {
    if (!sip::equal_ignoring_case(name.host, host)) continue;
    address = name.address;
    return true;
  }
  return false;
}

}  // namespace weir::dataplane
