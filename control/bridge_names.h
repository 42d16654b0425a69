// Names and targets of a script, found before it runs: lcores never ask the DNS.
// Part of the bridge: the results are the data plane's own types.
#pragma once

#include "control/listen.h"
#include "dataplane/edition.h"
#include "routes/image.h"

#include <span>
#include <string>
#include <vector>

namespace weir::control {

struct ScriptNames {
  std::vector<dataplane::ResolvedName> resolved;
  // Where constant URIs of the script point: the operator named them, so what they teach about a
  // REGISTER is believed. Port 5060 when the URI has none.
  std::vector<sip::Endpoint> targets;
  std::vector<std::string> warnings;  // names that do not resolve, each with what follows from it
};

// Asks the resolver for the host names of all constant SIP URIs and of the dispatcher's
// destinations, whose addresses it notes in the image; may take its time. A name that it
// does not find keeps the address it has in `known`, those of the script before.
ScriptNames find_script_names(const routes::Image& image,
                              std::span<const dataplane::ResolvedName> known);

// Destinations of module dispatcher whose socket is none of ours; a line each.
std::vector<std::string> foreign_sockets(const routes::Image& image,
                                         std::span<const ListenSocket> sockets);

// What `myself` is beside the sockets' addresses: alias= and --alias, advertised names and, with
// auto_aliases, the reverse names of the sockets' addresses.
std::vector<dataplane::OwnName> find_own_names(const routes::Settings& settings,
                                               const std::vector<ListenSocket>& sockets);

}  // namespace weir::control
