// Module siputils: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSiputilsPlanned = std::to_array<FunctionSpec>({
    {"contact_param_encode_alias", "siputils", "ss", Plane::kAny, kInRequest | kInReply,
     "As contact_param_encode, with an alias."},
});

inline constexpr auto kSiputilsParameters = std::to_array<ParameterRow>({
    {"contact_flds_separator", 's', Effect::kWorks, "*", "Separator of encode_contact."},
    {"e164_max_len", 'i', Effect::kWorks, "16", "The longest number of E.164, with its +."},
    {"options_accept", 's', Effect::kWorks, "*/*", "Accept of options_reply."},
    {"options_accept_encoding", 's', Effect::kWorks, "", "Accept-Encoding of options_reply."},
    {"options_accept_language", 's', Effect::kWorks, "en", "Accept-Language of options_reply."},
    {"options_support", 's', Effect::kWorks, "", "Supported of options_reply."},
    {"rpid_avp", 's', Effect::kWorks, "$avp(s:rpid)", "AVP with the URI of append_rpid_hf."},
    {"rpid_prefix", 's', Effect::kWorks, "", "What append_rpid_hf writes before the URI."},
    {"rpid_suffix", 's', Effect::kWorks, ";party=calling;id-type=subscriber;screen=yes",
     "What append_rpid_hf writes behind the URI."},
});

inline constexpr ModuleSpec kSiputilsModule{
    .name = "siputils",
    .doc = "Tests and changes of URIs, Contacts and parts of the message.",
    .built = true,
    .planned = kSiputilsPlanned,
    .parameters = kSiputilsParameters,
};

}  // namespace weir::routes
