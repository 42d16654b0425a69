#include "dataplane/listen.h"

namespace weir::dataplane {

std::uint16_t find_listen(Listens listens, const sip::Endpoint& to) noexcept {
  const bool ipv4 = to.address.is_v4();
  std::uint16_t found = kNoListen;
  for (std::uint16_t i = 0; i < listens.size(); ++i) {
    const Listen& listen = listens[i];
    if (listen.number != to.port) continue;
    if (!listen.wildcard && listen.address == to.address) return i;
    if (listen.wildcard && listen.ipv4 == ipv4 && found == kNoListen) found = i;
  }
  return found;
}

std::uint16_t first_listen(Listens listens, const sip::Address& to) noexcept {
  const bool ipv4 = to.is_v4();
  for (std::uint16_t i = 0; i < listens.size(); ++i) {
    if (listens[i].ipv4 == ipv4) return i;
  }
  return kNoListen;
}

std::size_t format_sent_by(const sip::Endpoint& endpoint, std::span<char> out) noexcept {
  std::size_t size = sip::format_host(endpoint.address, out);
  if (endpoint.port == 5060) return size;
  out[size++] = ':';
  return size + sip::format_number(endpoint.port, out.subspan(size));
}

}  // namespace weir::dataplane
