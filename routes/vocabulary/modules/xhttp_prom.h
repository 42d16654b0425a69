// Module xhttp_prom: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kXhttpPromPlanned = std::to_array<FunctionSpec>({
    {"prom_check_uri", "xhttp_prom", "", Plane::kControl, kInRequest,
     "True when the HTTP request asks for Prometheus's figures."},
    {"prom_counter_inc", "xhttp_prom", "ssSSS", Plane::kControl, kAnywhere,
     "Adds to a counter of the script."},
    {"prom_counter_reset", "xhttp_prom", "sSSS", Plane::kControl, kAnywhere,
     "Sets a counter of the script to zero."},
    {"prom_dispatch", "xhttp_prom", "", Plane::kControl, kInRequest,
     "Answers with the figures in Prometheus's form."},
    {"prom_gauge_reset", "xhttp_prom", "sSSS", Plane::kControl, kAnywhere,
     "Sets a gauge of the script to zero."},
    {"prom_gauge_set", "xhttp_prom", "ssSSS", Plane::kControl, kAnywhere,
     "Sets a gauge of the script."},
    {"prom_histogram_observe", "xhttp_prom", "ssSSS", Plane::kControl, kAnywhere,
     "Adds a value to a histogram of the script."},
});

inline constexpr auto kXhttpPromParameters = std::to_array<ParameterRow>({
    {"prom_counter", 's', Effect::kPlanned, "", ""},
    {"prom_gauge", 's', Effect::kPlanned, "", ""},
    {"prom_histogram", 's', Effect::kPlanned, "", ""},
    {"xhttp_prom_beginning", 's', Effect::kPlanned, "kamailio_", ""},
    {"xhttp_prom_buf_size", 'i', Effect::kPlanned, "0", ""},
    {"xhttp_prom_stats", 's', Effect::kPlanned, "", ""},
    {"xhttp_prom_timeout", 'i', Effect::kPlanned, "60", ""},
});

inline constexpr ModuleSpec kXhttpPromModule{
    .name = "xhttp_prom",
    .doc = "Figures for Prometheus.",
    .built = false,
    .planned = kXhttpPromPlanned,
    .parameters = kXhttpPromParameters,
};

}  // namespace weir::routes
