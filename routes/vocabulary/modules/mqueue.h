// Module mqueue: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kMqueuePlanned = std::to_array<FunctionSpec>({
    {"mq_add", "mqueue", "sss", Plane::kControl, kAnywhere,
     "Puts a key and a value at the end of a queue."},
    {"mq_fetch", "mqueue", "s", Plane::kControl, kAnywhere,
     "Takes the first item of a queue into $mqk and $mqv; false when there is none."},
    {"mq_pv_free", "mqueue", "s", Plane::kControl, kAnywhere, "Frees what $mqk and $mqv hold."},
    {"mq_size", "mqueue", "s", Plane::kControl, kAnywhere, "Gives how many items a queue holds."},
});

inline constexpr auto kMqueueParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"mqueue", 's', Effect::kPlanned, "", ""},
    {"mqueue_addmode", 'i', Effect::kPlanned, "0", ""},
    {"mqueue_name", 's', Effect::kPlanned, "", ""},
    {"mqueue_size", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr ModuleSpec kMqueueModule{
    .name = "mqueue",
    .doc = "Queues between routes and timers.",
    .built = false,
    .planned = kMqueuePlanned,
    .parameters = kMqueueParameters,
};

}  // namespace weir::routes
