// Module dispatcher: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kDispatcherPlanned = std::to_array<FunctionSpec>({
    {"ds_dsg_fetch", "dispatcher", "s", Plane::kControl, kAnywhere,
     "Loads the figures of a set into $dsg."},
    {"ds_load_unset", "dispatcher", "", Plane::kControl, kAnywhere,
     "Takes this call off the load of its destination."},
    {"ds_load_update", "dispatcher", "", Plane::kControl, kAnywhere,
     "Confirms this call in the load of its destination."},
    {"ds_mark_addr", "dispatcher", "csi", Plane::kControl, kAnywhere,
     "Marks the destination of a set with that address."},
    {"ds_mark_dst", "dispatcher", "C", Plane::kControl, kInRequest | kInReply | kInFailure,
     "Marks the current destination: a active, i inactive, t trying, d disabled, p probing."},
    {"ds_reload", "dispatcher", "", Plane::kControl, kAnywhere, "Loads the sets anew."},
    {"ds_select_routes", "dispatcher", "ccS", Plane::kControl, kInRequest | kInFailure,
     "Chooses destinations of several sets by rules SET=ALGORITHM."},
});

inline constexpr auto kDispatcherParameters = std::to_array<ParameterRow>({
    {"attrs_col", 's', Effect::kVoid, "attrs", "Column of the attrs."},
    {"attrs_pvname", 's', Effect::kWorks, "", "Variable that takes the attributes of a source."},
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"destination_col", 's', Effect::kVoid, "destination", "Column of the destination."},
    {"ds_attrs_none", 'i', Effect::kPlanned, "0", ""},
    {"ds_db_extra_attrs", 's', Effect::kPlanned, "", ""},
    {"ds_default_socket", 's', Effect::kWorks, "", "Socket of destinations that name none."},
    {"ds_default_sockname", 's', Effect::kWorks, "", "The same, by name."},
    {"ds_dns_interval", 'i', Effect::kPlanned, "600", ""},
    {"ds_dns_mode", 'i', Effect::kPlanned, "1", "When host names are resolved, as bits."},
    {"ds_dns_ttl", 'i', Effect::kPlanned, "0", ""},
    {"ds_hash_check_interval", 'i', Effect::kPlanned, "30", ""},
    {"ds_hash_expire", 'i', Effect::kPlanned, "7200", "Seconds that a call is counted."},
    {"ds_hash_initexpire", 'i', Effect::kPlanned, "7200",
     "Seconds that a call is counted before it is confirmed."},
    {"ds_hash_size", 'i', Effect::kPlanned, "0",
     "Size of the table of calls, as a power of two; for algorithm 10."},
    {"ds_inactive_threshold", 'i', Effect::kWorks, "1",
     "Successes until a destination is active again."},
    {"ds_latency_estimator_alpha", 'i', Effect::kPlanned, "900", ""},
    {"ds_load_mode", 'i', Effect::kPlanned, "0", ""},
    {"ds_ping_from", 's', Effect::kWorks, "sip:dispatcher@localhost", "From of the pings."},
    {"ds_ping_interval", 'i', Effect::kWorks, "0", "Seconds between two pings; 0: none."},
    {"ds_ping_latency_stats", 'i', Effect::kPlanned, "0", "1: measure how long pings take."},
    {"ds_ping_method", 's', Effect::kWorks, "OPTIONS", "Method of the pings."},
    {"ds_ping_reply_codes", 's', Effect::kWorks, "",
     "Which replies to a ping mean that a destination lives."},
    {"ds_probing_mode", 'i', Effect::kWorks, "0",
     "Who is pinged: 0 marked ones, 1 all, 2 inactive ones, 3 marked ones for ever."},
    {"ds_probing_threshold", 'i', Effect::kWorks, "1", "Failures until a destination is inactive."},
    {"ds_timer_mode", 'i', Effect::kPlanned, "0", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"flags", 'i', Effect::kWorks, "0",
     "1: compare the user's part alone; 2: keep further destinations for a failure."},
    {"flags_col", 's', Effect::kVoid, "flags", "Column of the flags."},
    {"force_dst", 'i', Effect::kWorks, "1", "1: choose although $du is set."},
    {"hash_pvar", 's', Effect::kWorks, "", "What algorithm 7 hashes."},
    {"list_file", 's', Effect::kWorks, "/etc/kamailio/dispatcher.list",
     "File of the sets: SET URI FLAGS PRIORITY ATTRIBUTES, one a line."},
    {"outbound_proxy", 's', Effect::kPlanned, "", "Proxy of the pings."},
    {"priority_col", 's', Effect::kVoid, "priority", "Column of the priority."},
    {"reload_delta", 'i', Effect::kVoid, "5", "Seconds that must lie between two reloads."},
    {"setid_col", 's', Effect::kVoid, "setid", "Column of the setid."},
    {"setid_pvname", 's', Effect::kWorks, "", "Variable that takes the set of a source."},
    {"table_name", 's', Effect::kVoid, "dispatcher", "Name of the table."},
    {"use_default", 'i', Effect::kWorks, "0",
     "1: the last destination of a set is the one for when all others fail."},
    {"xavp_ctx", 's', Effect::kWorks, "_dsctx_", "Xavp that keeps the choice."},
    {"xavp_ctx_mode", 'i', Effect::kWorks, "0", "1: the choice is not counted in it."},
    {"xavp_dst", 's', Effect::kWorks, "_dsdst_", "Xavp that keeps the chosen destinations."},
    {"xavp_dst_mode", 'i', Effect::kWorks, "0",
     "Bits: 1 without attributes, 2 with the socket, 4 with its name."},
});

inline constexpr auto kDispatcherEvents = std::to_array<NameRow>({
    {"dispatcher:dst-down", Effect::kPlanned, "When a destination does not answer any more."},
    {"dispatcher:dst-up", Effect::kPlanned, "When a destination answers again."},
});

inline constexpr auto kDispatcherCommands = std::to_array<NameRow>({
    {"dispatcher.list", Effect::kWorks, "Lists the sets."},
    {"dispatcher.reload", Effect::kPlanned, "Loads the sets anew."},
    {"dispatcher.set_state", Effect::kWorks, "Sets the state of a destination."},
    {"dispatcher.ping_active", Effect::kPlanned, "Turns pings on or off."},
    {"dispatcher.add", Effect::kPlanned, "Adds a destination."},
    {"dispatcher.remove", Effect::kPlanned, "Takes a destination away."},
    {"dispatcher.hash", Effect::kPlanned, "Shows where a text would go."},
});

inline constexpr ModuleSpec kDispatcherModule{
    .name = "dispatcher",
    .doc = "Spreads requests over destinations, and asks whether they live.",
    .built = true,
    .planned = kDispatcherPlanned,
    .parameters = kDispatcherParameters,
    .events = kDispatcherEvents,
    .commands = kDispatcherCommands,
};

}  // namespace weir::routes
