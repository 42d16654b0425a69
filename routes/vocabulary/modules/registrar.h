// Module registrar: what it is, its parameters, events, commands and figures, and its functions
// that are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kRegistrarPlanned = std::to_array<FunctionSpec>({
    {"add_sock_hdr", "registrar", "c", Plane::kControl, kInRequest,
     "Adds a header with the socket that received the REGISTER."},
    {"lookup", "registrar", "cS", Plane::kControl, kInRequest | kInFailure,
     "Replaces the request URI by the Contacts of its user."},
    {"lookup_branches", "registrar", "c", Plane::kControl, kInRequest | kInFailure,
     "Looks up every branch."},
    {"lookup_to_dset", "registrar", "cS", Plane::kControl, kInRequest | kInFailure,
     "Adds the Contacts of a user as branches."},
    {"lookup_xavp", "registrar", "csss", Plane::kControl, kAnywhere,
     "Writes the Contacts of a user into an xavp."},
    {"reg_fetch_contacts", "registrar", "csc", Plane::kControl, kInRequest | kInFailure,
     "Loads the Contacts of a user into $ulc."},
    {"reg_free_contacts", "registrar", "c", Plane::kControl, kInRequest | kInFailure,
     "Frees what $ulc holds."},
    {"reg_from_user", "registrar", "ccs", Plane::kControl, kAnywhere,
     "True when the From is registered from this source."},
    {"reg_send_reply", "registrar", "", Plane::kControl, kInRequest | kInFailure,
     "Sends the reply that save was told to hold back."},
    {"registered", "registrar", "cSSS", Plane::kControl, kAnywhere,
     "True when a user has a Contact."},
    {"save", "registrar", "cSS", Plane::kControl, kInRequest | kInReply | kInFailure,
     "Keeps the Contacts of a REGISTER, and answers it."},
    {"unregister", "registrar", "csS", Plane::kControl, kAnywhere,
     "Removes a user's Contacts, or one of them."},
});

inline constexpr auto kRegistrarParameters = std::to_array<ParameterRow>({
    {"append_branches", 'i', Effect::kPlanned, "1", "1: lookup makes branches of all Contacts."},
    {"case_sensitive", 'i', Effect::kPlanned, "0", "1: the user's case counts."},
    {"contact_max_size", 'i', Effect::kPlanned, "512", "Longest Contact."},
    {"default_expires", 'i', Effect::kPlanned, "3600", "Seconds of a Contact that names none."},
    {"default_expires_range", 'i', Effect::kPlanned, "0",
     "Percent by which default_expires is spread."},
    {"default_q", 'i', Effect::kPlanned, "-1",
     "The q value of a Contact that names none, in thousandths."},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"expires_range", 'i', Effect::kPlanned, "0", "Percent by which all expirations are spread."},
    {"flow_timer", 'i', Effect::kPlanned, "0", "Seconds of the Flow-Timer header; 0: none."},
    {"gruu_enabled", 'i', Effect::kPlanned, "1", "1: make GRUUs (RFC 5627)."},
    {"lookup_filter_mode", 'i', Effect::kPlanned, "0", ""},
    {"max_contacts", 'i', Effect::kPlanned, "0", "The most Contacts of a user; 0: no limit."},
    {"max_expires", 'i', Effect::kPlanned, "0", "The most seconds of a Contact; 0: no limit."},
    {"method_filtering", 'i', Effect::kPlanned, "0",
     "1: lookup takes only Contacts whose Allow has the method."},
    {"min_expires", 'i', Effect::kPlanned, "60", "The fewest seconds of a Contact."},
    {"min_expires_mode", 'i', Effect::kPlanned, "0", "1: answer 423 to what is too short."},
    {"outbound_mode", 'i', Effect::kPlanned, "0", "RFC 5626: 0 off, 1 supported, 2 required."},
    {"path_check_local", 'i', Effect::kPlanned, "0", ""},
    {"path_mode", 'i', Effect::kPlanned, "2",
     "What happens to a Path that the client does not support: 0 accepted, 1 if it is, 2 refused."},
    {"path_use_received", 'i', Effect::kPlanned, "0",
     "1: the received parameter of the first Path is the source."},
    {"realm_prefix", 's', Effect::kPlanned, "", ""},
    {"received_avp", 's', Effect::kPlanned, "",
     "AVP with the source address, which fix_nated_register fills."},
    {"received_param", 's', Effect::kPlanned, "received",
     "Parameter of the reply's Contact with the source address."},
    {"regid_mode", 'i', Effect::kPlanned, "0", "1: reg-id counts without outbound, too."},
    {"retry_after", 'i', Effect::kPlanned, "0",
     "Seconds of Retry-After where a REGISTER cannot be served."},
    {"sock_flag", 'i', Effect::kPlanned, "-1", ""},
    {"sock_hdr_name", 's', Effect::kPlanned, "", ""},
    {"sock_mode", 'i', Effect::kPlanned, "0", "How the socket is named in the record."},
    {"tcp_persistent_flag", 'i', Effect::kPlanned, "-1", ""},
    {"use_expired_contacts", 'i', Effect::kPlanned, "0",
     "1: answer with Contacts that have just expired, too."},
    {"use_path", 'i', Effect::kPlanned, "0", "1: keep the Path (RFC 3327)."},
    {"xavp_cfg", 's', Effect::kPlanned, "", "Xavp with settings of one save."},
    {"xavp_rcd", 's', Effect::kPlanned, "",
     "Xavp that takes the attributes of the Contact that was found."},
    {"xavp_rcd_mask", 'i', Effect::kPlanned, "0", ""},
});

inline constexpr auto kRegistrarEvents = std::to_array<NameRow>({
    {"usrloc:contact-expired", Effect::kPlanned, "When a Contact expires."},
});

inline constexpr ModuleSpec kRegistrarModule{
    .name = "registrar",
    .doc = "Takes REGISTER in, and finds the users again.",
    .built = false,
    .planned = kRegistrarPlanned,
    .parameters = kRegistrarParameters,
    .events = kRegistrarEvents,
};

}  // namespace weir::routes
