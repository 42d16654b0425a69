// Module tls: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTlsPlanned = std::to_array<FunctionSpec>({
    {"is_peer_verified", "tls", "", Plane::kControl, kInRequest,
     "True when the peer's certificate was verified."},
    {"tls_set_connect_server_id", "tls", "s", Plane::kControl, kAnywhere,
     "Chooses the TLS profile of the next connection."},
});

inline constexpr auto kTlsParameters = std::to_array<ParameterRow>({
    {"ca_list", 's', Effect::kPlanned, "", ""},
    {"ca_path", 's', Effect::kPlanned, "", ""},
    {"certificate", 's', Effect::kPlanned, "", ""},
    {"cipher_list", 's', Effect::kPlanned, "", ""},
    {"con_ct_wq_max", 'i', Effect::kPlanned, "", ""},
    {"config", 's', Effect::kPlanned, "", ""},
    {"connection_timeout", 'i', Effect::kPlanned, "", ""},
    {"crl", 's', Effect::kPlanned, "", ""},
    {"ct_wq_blk_size", 'i', Effect::kPlanned, "", ""},
    {"ct_wq_max", 'i', Effect::kPlanned, "", ""},
    {"engine", 's', Effect::kPlanned, "", ""},
    {"engine_algorithms", 's', Effect::kPlanned, "", ""},
    {"engine_config", 's', Effect::kPlanned, "", ""},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"init_mode", 'i', Effect::kPlanned, "0", ""},
    {"key_password_mode", 'i', Effect::kPlanned, "0", ""},
    {"keylog_file", 's', Effect::kPlanned, "", ""},
    {"keylog_mode", 'i', Effect::kPlanned, "", ""},
    {"keylog_peer", 's', Effect::kPlanned, "", ""},
    {"low_mem_threshold1", 'i', Effect::kPlanned, "", ""},
    {"low_mem_threshold2", 'i', Effect::kPlanned, "", ""},
    {"private_key", 's', Effect::kPlanned, "", ""},
    {"private_key_password", 's', Effect::kPlanned, "", ""},
    {"provider_quirks", 'i', Effect::kPlanned, "", ""},
    {"provider_quirks_config", 's', Effect::kPlanned, "", ""},
    {"rand_engine", 's', Effect::kPlanned, "", ""},
    {"renegotiation", 'i', Effect::kPlanned, "0", ""},
    {"require_certificate", 'i', Effect::kPlanned, "", ""},
    {"send_close_notify", 'i', Effect::kPlanned, "", ""},
    {"server_name", 's', Effect::kPlanned, "", ""},
    {"session_cache", 'i', Effect::kPlanned, "", ""},
    {"session_id", 's', Effect::kPlanned, "", ""},
    {"ssl_freelist_max_len", 'i', Effect::kPlanned, "", ""},
    {"ssl_max_send_fragment", 'i', Effect::kPlanned, "", ""},
    {"ssl_read_ahead", 'i', Effect::kPlanned, "", ""},
    {"ssl_release_buffers", 'i', Effect::kPlanned, "", ""},
    {"tls_debug", 'i', Effect::kPlanned, "", ""},
    {"tls_disable_compression", 'i', Effect::kPlanned, "", ""},
    {"tls_force_run", 'i', Effect::kPlanned, "", ""},
    {"tls_log", 'i', Effect::kPlanned, "", ""},
    {"tls_method", 's', Effect::kPlanned, "", ""},
    {"verify_certificate", 'i', Effect::kPlanned, "", ""},
    {"verify_client", 's', Effect::kPlanned, "", ""},
    {"verify_depth", 'i', Effect::kPlanned, "", ""},
    {"xavp_cfg", 's', Effect::kPlanned, "", ""},
});

inline constexpr auto kTlsEvents = std::to_array<NameRow>({
    {"tls:connection-out", Effect::kPlanned, "When a connection is being made."},
});

inline constexpr ModuleSpec kTlsModule{
    .name = "tls",
    .doc = "TLS.",
    .built = false,
    .planned = kTlsPlanned,
    .parameters = kTlsParameters,
    .events = kTlsEvents,
};

}  // namespace weir::routes
