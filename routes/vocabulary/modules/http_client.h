// Module http_client: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kHttpClientPlanned = std::to_array<FunctionSpec>({
    {"http_client_get", "http_client", "ssss", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Reads a URL and waits; the answer goes into a variable."},
    {"http_client_query", "http_client", "ssSV", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Asks a web server and waits; the answer goes into a variable."},
    {"http_client_request", "http_client", "sssss", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Asks a web server with that method and waits; the answer goes into a variable."},
    {"http_client_request_v2pk", "http_client", "sssss", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "As http_client_request, over HTTP/2 without negotiation."},
    {"http_client_response_headers_clear", "http_client", "s", Plane::kControl, kAnywhere,
     "Takes the kept headers away."},
    {"http_client_response_headers_set", "http_client", "s", Plane::kControl, kAnywhere,
     "Keeps the headers of the next answer in a variable."},
    {"http_connect", "http_client", "sssSS", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Posts a text to a named connection and waits.", 16},
    {"http_connect_raw", "http_client", "sssss", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch, "As http_connect, the text taken as it is."},
    {"http_get_redirect", "http_client", "cv", Plane::kControl,
     kInRequest | kInReply | kInFailure | kInBranch,
     "Writes the redirect of a named connection's last answer into a variable."},
});

inline constexpr auto kHttpClientParameters = std::to_array<ParameterRow>({
    {"authmethod", 'i', Effect::kPlanned, "", ""},
    {"cacert", 's', Effect::kPlanned, "", ""},
    {"cipher_suites", 's', Effect::kPlanned, "", ""},
    {"client_cert", 's', Effect::kPlanned, "", ""},
    {"client_key", 's', Effect::kPlanned, "", ""},
    {"config_file", 's', Effect::kPlanned, "", ""},
    {"connection_timeout", 'i', Effect::kPlanned, "0", ""},
    {"httpcon", 's', Effect::kPlanned, "", ""},
    {"httpproxy", 's', Effect::kPlanned, "", ""},
    {"httpproxyport", 'i', Effect::kPlanned, "0", ""},
    {"httpredirect", 'i', Effect::kPlanned, "0", ""},
    {"keep_connections", 'i', Effect::kPlanned, "0", ""},
    {"maxdatasize", 'i', Effect::kPlanned, "0", ""},
    {"netinterface", 's', Effect::kPlanned, "0", ""},
    {"query_maxdatasize", 'i', Effect::kPlanned, "0", ""},
    {"query_result", 'i', Effect::kPlanned, "1", ""},
    {"response_headers", 'i', Effect::kPlanned, "0", ""},
    {"timeout_mode", 'i', Effect::kPlanned, "1", ""},
    {"tlsversion", 'i', Effect::kPlanned, "0", ""},
    {"useragent", 's', Effect::kPlanned, "", ""},
    {"verify_host", 'i', Effect::kPlanned, "2", ""},
    {"verify_peer", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kHttpClientModule{
    .name = "http_client",
    .doc = "Asks web servers and waits.",
    .built = false,
    .planned = kHttpClientPlanned,
    .parameters = kHttpClientParameters,
};

}  // namespace weir::routes
