// Module kex: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kKexCommands = std::to_array<NameRow>({
    {"pkg.stats", Effect::kPlanned, "Shows the private memory of each process."},
    {"stats.get_statistics", Effect::kPlanned, "Shows statistics by name or group."},
    {"stats.fetch", Effect::kPlanned, "As stats.get_statistics, as a map."},
    {"stats.reset_statistics", Effect::kPlanned, "Sets statistics to zero."},
    {"stats.clear_statistics", Effect::kPlanned,
     "Sets statistics to zero and shows what they were."},
    {"ksr.mod.loaded", Effect::kPlanned, "Shows whether a module is loaded."},
});

inline constexpr auto kKexFigures = std::to_array<NameRow>({
    {"core:rcv_requests", Effect::kPlanned, "Requests received."},
    {"core:rcv_replies", Effect::kPlanned, "Replies received."},
    {"core:fwd_requests", Effect::kPlanned, "Requests forwarded."},
    {"core:fwd_replies", Effect::kPlanned, "Replies forwarded."},
    {"core:drop_requests", Effect::kPlanned, "Requests dropped."},
    {"core:drop_replies", Effect::kPlanned, "Replies dropped."},
    {"core:err_requests", Effect::kPlanned, "Requests that were malformed."},
    {"core:err_replies", Effect::kPlanned, "Replies that were malformed."},
    {"core:bad_URIs_rcvd", Effect::kPlanned, "URIs that did not parse."},
    {"core:unsupported_methods", Effect::kPlanned, "Requests of an unknown method."},
    {"core:bad_msg_hdr", Effect::kPlanned, "Headers that did not parse."},
});

inline constexpr ModuleSpec kKexModule{
    .name = "kex",
    .doc = "Flags, destinations and logging of Kamailio's older half.",
    .built = true,
    .commands = kKexCommands,
    .figures = kKexFigures,
};

}  // namespace weir::routes
