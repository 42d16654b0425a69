// Module rtpproxy: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRtpproxyPlanned = std::to_array<FunctionSpec>({
    {"rtpproxy_answer", "rtpproxy", "SS", Plane::kControl, kAnywhere,
     "Sends the session description of an answer through rtpproxy."},
    {"rtpproxy_destroy", "rtpproxy", "S", Plane::kControl, kAnywhere,
     "Ends the media of the call."},
    {"rtpproxy_manage", "rtpproxy", "SS", Plane::kControl, kAnywhere,
     "Offers, answers or ends, by what the message is."},
    {"rtpproxy_offer", "rtpproxy", "SS", Plane::kControl, kAnywhere,
     "Sends the session description of an offer through rtpproxy."},
    {"rtpproxy_stop_stream2uac", "rtpproxy", "", Plane::kControl, kAnywhere,
     "Stops playing to the caller."},
    {"rtpproxy_stop_stream2uas", "rtpproxy", "", Plane::kControl, kAnywhere,
     "Stops playing to the callee."},
    {"rtpproxy_stream2uac", "rtpproxy", "ss", Plane::kControl, kAnywhere,
     "Plays a file to the caller."},
    {"rtpproxy_stream2uas", "rtpproxy", "ss", Plane::kControl, kAnywhere,
     "Plays a file to the callee."},
    {"set_rtp_proxy_set", "rtpproxy", "s", Plane::kControl, kAnywhere,
     "Chooses the set of proxies for this message."},
    {"start_recording", "rtpproxy", "", Plane::kControl, kAnywhere,
     "Has rtpproxy record the call."},
    {"unforce_rtp_proxy", "rtpproxy", "S", Plane::kControl, kAnywhere,
     "Older name of rtpproxy_destroy."},
});

inline constexpr auto kRtpproxyParameters = std::to_array<ParameterRow>({
    {"db_url", 's', Effect::kPlanned, "", "Database of the module."},
    {"extra_id_pv", 's', Effect::kPlanned, "", ""},
    {"ice_candidate_priority_avp", 's', Effect::kPlanned, "", ""},
    {"nortpproxy_str", 's', Effect::kPlanned, "a=nortpproxy:yes", ""},
    {"rtp_inst_pvar", 's', Effect::kPlanned, "", ""},
    {"rtpproxy_disable_tout", 'i', Effect::kPlanned, "60", ""},
    {"rtpproxy_retr", 'i', Effect::kPlanned, "5", ""},
    {"rtpproxy_sock", 's', Effect::kPlanned, "", ""},
    {"rtpproxy_tout", 'i', Effect::kPlanned, "1", ""},
    {"table_name", 's', Effect::kPlanned, "rtpproxy", "Name of the table."},
    {"timeout_socket", 's', Effect::kPlanned, "", ""},
});

inline constexpr ModuleSpec kRtpproxyModule{
    .name = "rtpproxy",
    .doc = "Sends media through rtpproxy.",
    .built = false,
    .planned = kRtpproxyPlanned,
    .parameters = kRtpproxyParameters,
};

}  // namespace weir::routes
