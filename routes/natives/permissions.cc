// permissions: address groups, and the tags of their entries.
#include "routes/module_data.h"

#include "routes/natives/functions_routing.h"
#include "routes/natives/reference.h"

namespace weir::routes::natives {
namespace {

std::int32_t in_group(Execution& e, std::int32_t group, const sip::Address& address,
                      std::int32_t port) noexcept {
  if (port < 0 || port > 65535) return -1;
  std::string_view tag;
  const int found = e.host->address_group(e, group, address, static_cast<std::uint16_t>(port), tag);
  const int pv = e.image->data().access.peer_tag_pv;
  if (found > 0 && pv >= 0 && !tag.empty()) {
    write_reference(e, e.image->pv(static_cast<std::uint32_t>(pv)), Value::of(tag));
  }
  return found > 0 ? found : -1;
}

}  // namespace

std::int32_t allow_source_address(Execution& e, Arguments a) noexcept {
  const std::int32_t group = a.empty() ? 1 : a[0].number;
  const sip::Endpoint& source = e.reception->source;
  return in_group(e, group, source.address, source.port) > 0 ? 1 : -1;
}

std::int32_t allow_source_address_group(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return in_group(e, -1, e.reception->source.address, e.reception->source.port);
}

std::int32_t allow_address(Execution& e, Arguments a) noexcept {
  const auto address = sip::parse_address(a[1].text);
  return address && in_group(e, a[0].number, *address, a[2].number) > 0 ? 1 : -1;
}

std::int32_t allow_address_group(Execution& e, Arguments a) noexcept {
  const auto address = sip::parse_address(a[0].text);
  return address ? in_group(e, -1, *address, a[1].number) : -1;
}

}  // namespace weir::routes::natives
