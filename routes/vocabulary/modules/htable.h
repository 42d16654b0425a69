// Module htable: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kHtableParameters = std::to_array<ParameterRow>({
    {"array_size_suffix", 's', Effect::kPlanned, "::size",
     "Suffix of the key that counts the values of a name."},
    {"db_expires", 'i', Effect::kVoid, "0", "1: the expiry is loaded and written, too."},
    {"db_url", 's', Effect::kPlanned, "", "Database that tables are loaded from."},
    {"dmq_init_sync", 'i', Effect::kVoid, "0", "1: ask another node for its tables at start."},
    {"dmq_peer_id", 's', Effect::kVoid, "htable", "Name of the replication's channel."},
    {"enable_dmq", 'i', Effect::kPlanned, "0", "1: tables with dmqreplicate=1 are replicated."},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"event_callback_mode", 'i', Effect::kVoid, "0", "Which events it is called for."},
    {"expires_column", 's', Effect::kVoid, "expires", "Column of the expiry."},
    {"fetch_rows", 'i', Effect::kVoid, "100", "Rows to read at once."},
    {"htable", 's', Effect::kWorks, "",
     "Defines a table: \"NAME=>size=8;autoexpire=300;initval=0;updateexpire=1\"."},
    {"key_name_column", 's', Effect::kVoid, "key_name", "Column of the key."},
    {"key_type_column", 's', Effect::kVoid, "key_type", "Column of the key's type."},
    {"key_value_column", 's', Effect::kVoid, "key_value", "Column of the value."},
    {"timer_interval", 'i', Effect::kVoid, "20", "Seconds between two looks for what has expired."},
    {"timer_procs", 'i', Effect::kVoid, "0", "Processes that look for what has expired."},
    {"value_type_column", 's', Effect::kVoid, "value_type", "Column of the value's type."},
});

inline constexpr auto kHtableEvents = std::to_array<NameRow>({
    {"htable:mod-init", Effect::kPlanned,
     "Once, before the first message: the place to fill tables."},
    {"htable:expired:TABLE", Effect::kPlanned,
     "For each item of TABLE that expires: $shtrecord(key), $shtrecord(value)."},
    {"htable:reloaded:TABLE", Effect::kPlanned, "When TABLE was loaded anew."},
});

inline constexpr auto kHtableCommands = std::to_array<NameRow>({
    {"htable.get", Effect::kPlanned, "Shows the value of a key."},
    {"htable.sets", Effect::kPlanned, "Sets a key to a text."},
    {"htable.seti", Effect::kPlanned, "Sets a key to a number."},
    {"htable.setex", Effect::kPlanned, "Sets the expiry of a key."},
    {"htable.setxs", Effect::kPlanned, "Sets a key to a text, with an expiry."},
    {"htable.setxi", Effect::kPlanned, "Sets a key to a number, with an expiry."},
    {"htable.delete", Effect::kPlanned, "Removes a key."},
    {"htable.dump", Effect::kPlanned, "Shows all items of a table."},
    {"htable.listTables", Effect::kPlanned, "Lists the tables."},
    {"htable.reload", Effect::kPlanned, "Loads a table anew."},
    {"htable.store", Effect::kPlanned, "Writes a table to its database."},
    {"htable.stats", Effect::kPlanned, "Shows how full the tables are."},
    {"htable.flush", Effect::kPlanned, "Empties a table."},
});

inline constexpr ModuleSpec kHtableModule{
    .name = "htable",
    .doc = "Tables of keys and values that all messages share, with expiry.",
    .built = true,
    .parameters = kHtableParameters,
    .events = kHtableEvents,
    .commands = kHtableCommands,
};

}  // namespace weir::routes
