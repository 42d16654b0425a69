// Module sl: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kSlParameters = std::to_array<ParameterRow>({
    {"bind_tm", 'i', Effect::kVoid, "1",
     "1: send_reply answers in the transaction when there is one."},
    {"default_code", 'i', Effect::kWorks, "500", "Code of a reply that is given none."},
    {"default_reason", 's', Effect::kWorks, "Internal Server Error",
     "Reason of a reply that is given none."},
    {"event_callback_fl_ack", 's', Effect::kPlanned, "", "A KEMI function for absorbed ACKs."},
    {"event_callback_lres_sent", 's', Effect::kPlanned, "",
     "A KEMI function for replies that were sent."},
    {"rich_redirect", 'i', Effect::kPlanned, "0",
     "What goes into the Contact of a redirect, as bits: 1 q, 2 parameters."},
});

inline constexpr auto kSlEvents = std::to_array<NameRow>({
    {"sl:filtered-ack", Effect::kPlanned, "When the ACK to a stateless reply was absorbed."},
    {"sl:local-response", Effect::kPlanned, "When a stateless reply was sent."},
});

inline constexpr auto kSlCommands = std::to_array<NameRow>({
    {"sl.stats", Effect::kPlanned, "Shows how many replies of each class were sent."},
});

inline constexpr auto kSlFigures = std::to_array<NameRow>({
    {"sl:1xx_replies", Effect::kPlanned, "Provisional replies sent."},
    {"sl:200_replies", Effect::kPlanned, "Replies 200 sent."},
    {"sl:202_replies", Effect::kPlanned, "Replies 202 sent."},
    {"sl:2xx_replies", Effect::kPlanned, "Other replies of success sent."},
    {"sl:300_replies", Effect::kPlanned, "Replies 300 sent."},
    {"sl:301_replies", Effect::kPlanned, "Replies 301 sent."},
    {"sl:302_replies", Effect::kPlanned, "Replies 302 sent."},
    {"sl:3xx_replies", Effect::kPlanned, "Other redirects sent."},
    {"sl:400_replies", Effect::kPlanned, "Replies 400 sent."},
    {"sl:401_replies", Effect::kPlanned, "Replies 401 sent."},
    {"sl:403_replies", Effect::kPlanned, "Replies 403 sent."},
    {"sl:404_replies", Effect::kPlanned, "Replies 404 sent."},
    {"sl:407_replies", Effect::kPlanned, "Replies 407 sent."},
    {"sl:408_replies", Effect::kPlanned, "Replies 408 sent."},
    {"sl:483_replies", Effect::kPlanned, "Replies 483 sent."},
    {"sl:4xx_replies", Effect::kPlanned, "Other replies of 4xx sent."},
    {"sl:500_replies", Effect::kPlanned, "Replies 500 sent."},
    {"sl:5xx_replies", Effect::kPlanned, "Other replies of 5xx sent."},
    {"sl:6xx_replies", Effect::kPlanned, "Replies of 6xx sent."},
    {"sl:sent_replies", Effect::kPlanned, "Replies sent."},
    {"sl:sent_err_replies", Effect::kPlanned, "Replies sent by sl_reply_error."},
    {"sl:received_ACKs", Effect::kPlanned, "ACKs absorbed."},
    {"sl:failures", Effect::kPlanned, "Replies that could not be sent."},
    {"sl:xxx_replies", Effect::kPlanned, "Replies of other codes sent."},
});

inline constexpr ModuleSpec kSlModule{
    .name = "sl",
    .doc = "Replies without a transaction.",
    .built = true,
    .parameters = kSlParameters,
    .events = kSlEvents,
    .commands = kSlCommands,
    .figures = kSlFigures,
};

}  // namespace weir::routes
