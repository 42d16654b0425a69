// Module tmx: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kTmxPlanned = std::to_array<FunctionSpec>({
    {"t_cancel_branch_idx", "tmx", "sss", Plane::kControl, kAnywhere,
     "Cancels the branch of that number."},
    {"t_cancel_callid", "tmx", "ssiS", Plane::kControl, kAnywhere,
     "Cancels the transaction of a Call-ID and CSeq."},
    {"t_continue", "tmx", "sss", Plane::kControl, kAnywhere,
     "Continues a transaction that was put aside, with a route."},
    {"t_flush_xflags", "tmx", "", Plane::kControl, kAnywhere,
     "Writes the extended flags into the transaction."},
    {"t_reply_callid", "tmx", "ssss", Plane::kControl, kAnywhere,
     "Answers the transaction of a Call-ID and CSeq."},
    {"t_reuse_branch", "tmx", "", Plane::kControl, kInRequest,
     "Sends the branch that failed once more."},
    {"t_suspend", "tmx", "", Plane::kControl, kAnywhere,
     "Puts the transaction aside, to be continued."},
    {"t_uac_ack_local", "tmx", "ssSS", Plane::kControl, kAnywhere,
     "Sends the ACK of an INVITE of ours."},
    {"t_vbflag_is_set", "tmx", "c", Plane::kControl, kAnywhere,
     "True when a flag of the Via branches of the transaction is set."},
    {"t_vbflag_reset", "tmx", "c", Plane::kControl, kAnywhere,
     "Clears a flag of the Via branches of the transaction."},
    {"t_vbflag_set", "tmx", "c", Plane::kControl, kAnywhere,
     "Sets a flag of the Via branches of the transaction."},
});

inline constexpr auto kTmxParameters = std::to_array<ParameterRow>({
    {"precheck_trans", 'i', Effect::kPlanned, "1", ""},
});

inline constexpr ModuleSpec kTmxModule{
    .name = "tmx",
    .doc = "More of transactions: suspend, cancel, flags.",
    .built = true,
    .planned = kTmxPlanned,
    .parameters = kTmxParameters,
};

}  // namespace weir::routes
