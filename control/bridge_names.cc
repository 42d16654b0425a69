#include "control/bridge_names.h"

#include "control/resolve.h"
#include "sip/uri.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace weir::control {
namespace {

using dataplane::OwnName;
using dataplane::ResolvedName;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::optional<sip::Address> find_in(std::span<const ResolvedName> list, const std::string& name) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const ResolvedName& row) { return row.host == name; });
  return found == list.end() ? std::nullopt : std::optional(found->address);
}

// The address of a constant URI's host: its own, one found before, one found now, or that of the
// script before.
std::optional<sip::Address> find_address(std::string_view host, ScriptNames& names,
                                         std::span<const ResolvedName> known) {
  if (const auto address = sip::parse_address(host)) return *address;
  const std::string name = lower(host);
  if (const auto address = find_in(names.resolved, name)) return address;
  std::string error;
  auto address = resolve_host(name, error);
  if (address) {
    names.resolved.push_back({name, *address});
  } else if ((address = find_in(known, name))) {
    names.resolved.push_back({name, *address});
    names.warnings.push_back(
        fmt::format("'{}' in the script is {}: it keeps the address it had", name, error));
  } else {
    names.warnings.push_back(
        fmt::format("'{}' in the script is {}: what is sent there is dropped (bad_target), and no "
                    "address equals it, until a reload finds it",
                    name, error));
  }
  return address;
}

void add_name(std::vector<OwnName>& names, std::string_view host, std::uint16_t port,
              bool subdomains = false) {
  if (host.empty()) return;
  OwnName name;
  name.host = lower(host);
  name.port = port;
  name.subdomains = subdomains;
  names.push_back(std::move(name));
}

bool is_udp(std::string_view protocol) { return protocol == "udp"; }

}  // namespace

ScriptNames find_script_names(const routes::Image& image, std::span<const ResolvedName> known) {
  ScriptNames names;
  for (std::uint32_t i = 0; i < image.text_count(); ++i) {
    const std::string_view text = image.text(i);
    const bool sip_uri = text.starts_with("sip:") || text.starts_with("sips:");
    if (!sip_uri || text.find_first_of("$<>") != std::string_view::npos) continue;
    const auto uri = sip::parse_uri(text);
    if (!uri || uri->host.empty()) continue;
    const auto address = find_address(uri->host, names, known);
    if (address) names.targets.push_back({*address, uri->effective_port()});
  }
  for (const std::string& host : image.settings().hosts) find_address(host, names, known);
  const routes::DispatchSets& sets = image.data().dispatch.sets;
  for (routes::DispatchSets::AddressKey& key : sets.named()) {
    if (const auto address = find_in(names.resolved, lower(sets.at(key).host))) {
      key.address = *address;
    }
  }
  return names;
}

std::vector<std::string> foreign_sockets(const routes::Image& image,
                                         std::span<const ListenSocket> sockets) {
  std::vector<std::string> lines;
  for (const routes::DispatchSet& set : image.data().dispatch.sets.sets()) {
    for (const routes::Destination& one : set.destinations) {
      std::string_view text = one.socket;
      if (text.starts_with("udp:")) text.remove_prefix(4);
      const auto at = sip::parse_endpoint(text, 5060);
      const bool ours =
          std::any_of(sockets.begin(), sockets.end(), [&](const ListenSocket& socket) {
            return (at && socket.at == *at) ||
                   (!one.socket_name.empty() && socket.name == one.socket_name);
          });
      if (ours || (text.empty() && one.socket_name.empty())) continue;
      lines.push_back(fmt::format(
          "dispatcher: destination {} of set {} names a socket that is none of ours: it is sent "
          "to from the one that the kernel's routes choose",
          one.uri, set.id));
    }
  }
  return lines;
}

std::vector<OwnName> find_own_names(const routes::Settings& settings,
                                    const std::vector<ListenSocket>& sockets) {
  std::vector<OwnName> names;
  for (const routes::AliasSetting& alias : settings.aliases) {
    add_name(names, alias.host, alias.port, alias.subdomains);
    if (alias.protocol.empty() || alias.protocol == "any" || names.empty()) continue;
    // Only UDP is served, so any other protocol is a name that no request comes in by.
    names.back().any_transport = false;
    names.back().transport =
        is_udp(alias.protocol) ? routes::Transport::kUdp : routes::Transport::kTcp;
  }
  // Unlike Kamailio, off unless asked for: a reverse zone under another's hand names us otherwise.
  const bool automatic = settings.global_number("auto_aliases", 0) != 0;
  for (const ListenSocket& socket : sockets) {
    add_name(names, socket.host, socket.at.port);
    add_name(names, socket.advertised_host,
             socket.advertised_port != 0 ? socket.advertised_port : socket.at.port);
    if (automatic) add_name(names, reverse_name(socket.at.address), socket.at.port);
  }
  return names;
}

}  // namespace weir::control
