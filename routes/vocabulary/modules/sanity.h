// Module sanity: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSanityParameters = std::to_array<ParameterRow>({
    {"autodrop", 'i', Effect::kWorks, "1", "1: a message that fails ends the script."},
    {"default_checks", 'i', Effect::kWorks, "3047", "Which tests sanity_check makes, as bits."},
    {"noreply", 'i', Effect::kWorks, "0", "1: answer by sanity_reply, not at once."},
    {"proxy_require", 's', Effect::kWorks, "",
     "Extensions that Proxy-Require may name, separated by commas."},
    {"size_body", 'i', Effect::kPlanned, "8192", "Longest body."},
    {"size_checks", 'i', Effect::kPlanned, "0", "Which sizes are tested, as bits."},
    {"size_contact_uri", 'i', Effect::kPlanned, "256", "Longest URI of the Contact."},
    {"size_from_uri", 'i', Effect::kPlanned, "256", "Longest URI of the From."},
    {"size_header", 'i', Effect::kPlanned, "2048", "Longest header."},
    {"size_headers", 'i', Effect::kPlanned, "8192", "Longest head."},
    {"size_message", 'i', Effect::kPlanned, "16384", "Largest message."},
    {"size_method", 'i', Effect::kPlanned, "32", "Longest method."},
    {"size_pai_uri", 'i', Effect::kPlanned, "256", "Longest URI of P-Asserted-Identity."},
    {"size_path_uri", 'i', Effect::kPlanned, "256", "Longest URI of a Path."},
    {"size_route_uri", 'i', Effect::kPlanned, "256", "Longest URI of a Route."},
    {"size_ruri", 'i', Effect::kPlanned, "256", "Longest request URI."},
    {"size_to_uri", 'i', Effect::kPlanned, "256", "Longest URI of the To."},
    {"uri_checks", 'i', Effect::kWorks, "7",
     "Which URIs are parsed: 1 request, 2 From, 4 To, 8 Contact."},
});

inline constexpr ModuleSpec kSanityModule{
    .name = "sanity",
    .doc = "Tests whether a message is well formed, and answers if it is not.",
    .built = true,
    .parameters = kSanityParameters,
};

}  // namespace weir::routes
