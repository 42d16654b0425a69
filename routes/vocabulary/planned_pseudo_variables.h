// Pseudo-variables whose machinery is not built yet.
#pragma once

#include "routes/vocabulary/pseudo_variable_spec.h"

#include <array>

namespace weir::routes {

// Sorted by name.
inline constexpr auto kPlannedPseudoVariables = std::to_array<PlannedPvSpec>({
    {"DLG_count", "dialog", "How many dialogs are followed."},
    {"DLG_lifetime", "dialog", "Seconds that the dialog has lasted."},
    {"DLG_status", "dialog", "State of the dialog."},
    {"T", "tm", "A field of the transaction: id_index, id_label, reply_code and more."},
    {"T_inv", "tm", "A variable of the INVITE that a CANCEL means."},
    {"T_reply_ruid", "tm", "Identifier of the record whose branch replied."},
    {"atkv", "corex", "A field of core:tkv: type, key, val."},
    {"curlerror", "http_client", "What an error number of a web request means."},
    {"dbr", "sqlops", "A field of a query's rows."},
    {"dlg", "dialog", "A field of the dialog."},
    {"dlg_ctx", "dialog", "A field of how the dialog is followed."},
    {"dlg_var", "dialog", "Variable of the dialog."},
    {"dns", "ipops", "A field of what dns_query found."},
    {"dset", "pv", "The destinations, as Contacts."},
    {"dsg", "dispatcher", "A figure of a set."},
    {"dsv", "dispatcher", "A field of the destination that an event is about."},
    {"evapi", "evapi", "A field of an event of evapi."},
    {"gip2", "geoip2", "A field of where an address is."},
    {"hep", "sipcapture", "A field of a captured message."},
    {"http_req", "http_async_client", "A field of the web request to make."},
    {"hu", "xhttp", "URL of the HTTP request."},
    {"jwt", "jwt", "A field of what was verified."},
    {"ksr", "kemix", "A field of the KEMI engine."},
    {"location_ua", "registrar", "User agent of the looked up Contact."},
    {"mq_size", "mqueue", "How many items a queue holds."},
    {"mqk", "mqueue", "Key of the item that was fetched."},
    {"mqv", "mqueue", "Value of the item that was fetched."},
    {"msrp", "msrp", "A field of an MSRP frame."},
    {"naptrquery", "ipops", "A field of what naptr_query found."},
    {"notify_reply", "presence", "A variable of the reply to a NOTIFY."},
    {"phn", "phonenum", "A field of a telephone number."},
    {"ptrquery", "ipops", "A field of what ptr_query found."},
    {"rtpstat", "rtpengine", "Figures of the media."},
    {"ruid", "registrar", "Identifier of the looked up record."},
    {"rul", "pv", "The request URI, its host in lower case."},
    {"shtrecord", "htable", "Key or value of the item that expires."},
    {"sipdump", "sipdump", "A field of the message that is dumped."},
    {"siptrace", "siptrace", "A field of the message that is traced."},
    {"srvquery", "ipops", "A field of what srv_query found."},
    {"subs", "presence", "A field of a subscription."},
    {"tls", "tls", "A field of the TLS connection."},
    {"uac_req", "uac", "A field of the request to send."},
    {"ulc", "registrar", "A field of a fetched Contact."},
    {"url", "xhttp", "A part of a URL."},
    {"uuid", "uuid", "A UUID."},
    {"ws_conid", "websocket", "Number of the WebSocket."},
});

}  // namespace weir::routes
