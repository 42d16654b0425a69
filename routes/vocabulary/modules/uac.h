// Module uac: what it is, its parameters, events, commands and figures, and its functions that are
// planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kUacPlanned = std::to_array<FunctionSpec>({
    {"uac_auth", "uac", "I", Plane::kControl, kInFailure,
     "Answers a challenge with credentials of ours."},
    {"uac_auth_mode", "uac", "i", Plane::kControl, kInFailure,
     "As uac_auth, the password being an HA1."},
    {"uac_reg_disable", "uac", "ss", Plane::kControl, kAnywhere,
     "Turns a remote registration off."},
    {"uac_reg_enable", "uac", "ss", Plane::kControl, kAnywhere, "Turns a remote registration on."},
    {"uac_reg_lookup", "uac", "sv", Plane::kControl, kAnywhere,
     "Writes the remote account of a local number into a variable."},
    {"uac_reg_lookup_uri", "uac", "sv", Plane::kControl, kAnywhere, "As uac_reg_lookup, by URI."},
    {"uac_reg_refresh", "uac", "s", Plane::kControl, kAnywhere,
     "Loads a remote registration anew."},
    {"uac_reg_request_to", "uac", "si", Plane::kControl, kInRequest | kInFailure | kInBranch,
     "Sends the request to a remote account."},
    {"uac_reg_send_register", "uac", "ss", Plane::kControl, kAnywhere,
     "Sends a REGISTER of a remote account now."},
    {"uac_reg_send_unregister", "uac", "ss", Plane::kControl, kAnywhere,
     "Ends the registration of a remote account now."},
    {"uac_reg_status", "uac", "s", Plane::kControl, kAnywhere,
     "Gives the state of a remote registration."},
    {"uac_req_send", "uac", "", Plane::kControl, kAnywhere,
     "Sends the request that $uac_req describes."},
});

inline constexpr auto kUacParameters = std::to_array<ParameterRow>({
    {"auth_password_avp", 's', Effect::kPlanned, "", "AVP with the password."},
    {"auth_realm_avp", 's', Effect::kPlanned, "", "AVP with the realm."},
    {"auth_username_avp", 's', Effect::kPlanned, "", "AVP with the user name."},
    {"credential", 's', Effect::kPlanned, "", "Credentials: \"USER:REALM:PASSWORD\"."},
    {"default_socket", 's', Effect::kPlanned, "", "Socket of the registrations."},
    {"event_callback", 's', Effect::kPlanned, "", "A KEMI function for the module's events."},
    {"reg_active", 'i', Effect::kVoid, "1", "0: send no REGISTER."},
    {"reg_contact_addr", 's', Effect::kPlanned, "", "Address of our Contact."},
    {"reg_db_table", 's', Effect::kVoid, "uacreg", "Table of the remote registrations."},
    {"reg_db_url", 's', Effect::kPlanned, "", "Database of the remote registrations."},
    {"reg_gc_interval", 'i', Effect::kVoid, "150", "Seconds between two looks for what is gone."},
    {"reg_hash_size", 'i', Effect::kVoid, "4", "Size of the table, as a power of two."},
    {"reg_keep_callid", 'i', Effect::kVoid, "0", "1: keep the Call-ID."},
    {"reg_random_delay", 'i', Effect::kVoid, "0",
     "Spreads the registrations over so many seconds."},
    {"reg_retry_interval", 'i', Effect::kVoid, "0",
     "Seconds until a failed registration is tried again."},
    {"reg_timer_interval", 'i', Effect::kVoid, "90", "Seconds between two looks for what is due."},
    {"reg_use_domain", 'i', Effect::kVoid, "0", "1: the domain is part of the key."},
    {"reload_delta", 'i', Effect::kVoid, "30", "Seconds that must lie between two reloads."},
    {"restore_dlg", 'i', Effect::kPlanned, "0", "1: keep them in the dialog."},
    {"restore_from_avp", 's', Effect::kPlanned, "", "AVP that keeps the From."},
    {"restore_mode", 's', Effect::kWorks, "",
     "How From and To are put back: none, manual or auto."},
    {"restore_passwd", 's', Effect::kWorks, "", "Password that hides what is kept."},
    {"restore_to_avp", 's', Effect::kPlanned, "", "AVP that keeps the To."},
    {"rr_from_store_param", 's', Effect::kWorks, "vsf",
     "Record-Route parameter that keeps the From."},
    {"rr_to_store_param", 's', Effect::kWorks, "vst", "Record-Route parameter that keeps the To."},
});

inline constexpr auto kUacEvents = std::to_array<NameRow>({
    {"uac:reply", Effect::kPlanned, "When the request of uac_req_send is answered."},
});

inline constexpr auto kUacCommands = std::to_array<NameRow>({
    {"uac.reg_dump", Effect::kPlanned, "Lists the remote registrations."},
    {"uac.reg_info", Effect::kPlanned, "Shows a remote registration."},
    {"uac.reg_reload", Effect::kPlanned, "Loads the remote registrations anew."},
    {"uac.reg_refresh", Effect::kPlanned, "Loads a remote registration anew."},
    {"uac.reg_enable", Effect::kPlanned, "Turns a remote registration on."},
    {"uac.reg_disable", Effect::kPlanned, "Turns a remote registration off."},
    {"uac.reg_add", Effect::kPlanned, "Adds a remote registration."},
    {"uac.reg_remove", Effect::kPlanned, "Takes a remote registration away."},
    {"uac.reg_active", Effect::kPlanned, "Turns all remote registrations on or off."},
    {"uac.reg_unregister", Effect::kPlanned, "Ends a remote registration."},
});

inline constexpr ModuleSpec kUacModule{
    .name = "uac",
    .doc = "What a client does: other names in From and To, credentials, registrations.",
    .built = true,
    .planned = kUacPlanned,
    .parameters = kUacParameters,
    .events = kUacEvents,
    .commands = kUacCommands,
};

}  // namespace weir::routes
