// Module guard: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kGuardParameters = std::to_array<ParameterRow>({
    {"addresses", 'i', Effect::kWorks, "65536",
     "Banned, trusted or proved addresses at once, an lcore."},
    {"allow_asn", 's', Effect::kWorks, "",
     "\"64500,AS64501\", repeatable: with it or `allow_country`, whatever else the databases of "
     "`geoip` know is refused unseen, but for peers; what they do not know is not."},
    {"allow_country", 's', Effect::kWorks, "", "\"DE,FR\", repeatable: as `allow_asn`."},
    {"ban_events", 'i', Effect::kWorks, "10",
     "Bans a second that run event_route[guard:ban]; what is more, the log counts."},
    {"ban_excess", 'i', Effect::kWorks, "200",
     "Packets over its rate in one second that ban a proved source."},
    {"ban_limit", 'i', Effect::kWorks, "3600", "The longest automatic ban, in seconds."},
    {"ban_seconds", 'i', Effect::kWorks, "30",
     "The first automatic ban; it doubles up to an hour. Proved sources only."},
    {"ban_table", 's', Effect::kWorks, "ipban",
     "Name of the table whose keys are banned addresses."},
    {"deny", 's', Effect::kWorks, "",
     "\"ADDRESS[/LENGTH]\", repeatable: refused unseen, but for peers."},
    {"deny_asn", 's', Effect::kWorks, "",
     "\"64500,AS64501\", repeatable: autonomous systems whose addresses are refused unseen."},
    {"deny_country", 's', Effect::kWorks, "",
     "\"DE,FR\", repeatable: the same for countries, by ISO 3166-1."},
    {"deny_file", 's', Effect::kWorks, "",
     "\"PATH[;label=NAME][;expire=SECONDS][;size=ENTRIES]\", repeatable: a file of such addresses, "
     "one a line or APIBAN's JSON."},
    {"emergency_number", 's', Effect::kWorks, "",
     "A number that is dialled in an emergency, repeatable (8): urn:service:sos is one without "
     "it."},
    {"emergency_rate", 'i', Effect::kWorks, "10",
     "Emergency calls a second that no other budget lets in, an lcore; 0: none."},
    {"flood_rate", 'i', Effect::kWorks, "1000",
     "Packets refused in one second that make a flood; 0: nothing does."},
    {"flood_seconds", 'i', Effect::kWorks, "10",
     "Seconds on end below half of flood_rate that end a flood."},
    {"flows", 'i', Effect::kWorks, "65536",
     "Trusted or proved phones at once, an lcore: three quarters of them trusted."},
    {"foreign_burst", 'i', Effect::kWorks, "40", "Packets of these that may come at once."},
    {"foreign_rate", 'i', Effect::kWorks, "20",
     "Packets a second of all other ports of an address with a registered phone."},
    {"geoip", 's', Effect::kWorks, "",
     "A MaxMind DB file (.mmdb) of countries or autonomous systems, repeatable (4)."},
    {"invite_rate", 'i', Effect::kWorks, "0",
     "INVITEs a second of all strangers, an lcore; 0: no limit of their own."},
    {"keepalive_rate", 'i', Effect::kWorks, "2",
     "Answers a second to the keepalives of one proved flow; 0: none."},
    {"key_file", 's', Effect::kWorks, "in the runtime directory",
     "File of the keys of branches and cookies, mode 0600; siblings share it."},
    {"observe", 'i', Effect::kWorks, "0", "1: count what would be refused, and refuse nothing."},
    {"options_rate", 'i', Effect::kWorks, "0", "The same of OPTIONS."},
    {"other_rate", 'i', Effect::kWorks, "0", "The same of all other methods."},
    {"overload_control", 's', Effect::kWorks, "",
     "\"loss\", \"rate\" or \"loss,rate\": peers and trusted are asked to hold requests back when "
     "an "
     "lcore is behind, and next hops may ask us (RFC 7339, RFC 7415)."},
    {"peer", 's', Effect::kWorks, "",
     "\"ADDRESS[/LENGTH][:PORT]\", repeatable: never banned, never counted against strangers."},
    {"peer_burst", 'i', Effect::kWorks, "0",
     "Packets of a peer that may come at once; 0: a second's worth. The last quarter is for "
     "requests of dialogs and replies, the last eighth for replies."},
    {"peer_group", 'i', Effect::kWorks, "",
     "A group of the permissions file whose addresses are peers."},
    {"peer_rate", 'i', Effect::kWorks, "0", "A peer's cap in packets a second; 0: none."},
    {"prefix_burst", 'i', Effect::kWorks, "4000",
     "Packets of such a prefix that may come at once."},
    {"prefix_rate", 'i', Effect::kWorks, "2000",
     "Packets a second of the strangers of one IPv4 /24 or IPv6 /48, under pressure; 0: no limit."},
    {"proved_seconds", 'i', Effect::kWorks, "300", "Seconds that a proof of path is remembered."},
    {"refuse_foreign_dialogs", 'i', Effect::kWorks, "0",
     "1: a stranger's request within a dialog must carry our dialog cookie."},
    {"register_rate", 'i', Effect::kWorks, "0", "The same of REGISTER."},
    {"reply_rate", 'i', Effect::kWorks, "1000",
     "Stateless replies a second to strangers, an lcore."},
    {"scan_ban", 'i', Effect::kWorks, "0",
     "Seconds that a scanner is banned for though nothing proves its address; 0: it is not, since "
     "whoever spoofs could have others banned."},
    {"scan_file", 's', Effect::kWorks, "beside key_file",
     "File that keeps the scores of scans over a restart, mode 0600; \"\": none."},
    {"scan_half_life", 'i', Effect::kWorks, "86400",
     "Seconds after which a refused user counts half."},
    {"scan_limit", 'i', Effect::kWorks, "8",
     "Users for whom one stranger is refused (403, 404, 484, 604, a wrong password) that make a "
     "scan; 0: nothing does."},
    {"signatures", 's', Effect::kWorks, "",
     "File of what gives scanners away, as data/signatures.list; it replaces the built-in names."},
    {"source_burst", 'i', Effect::kWorks, "80", "Packets of one stranger that may come at once."},
    {"source_rate", 'i', Effect::kWorks, "40",
     "Packets a second of one stranger, an IPv4 address or an IPv6 /64."},
    {"sources", 'i', Effect::kWorks, "1048576", "Strangers that have a bucket at once, an lcore."},
    {"stranger_always", 'i', Effect::kWorks, "0",
     "1: the strangers' budget always holds; 0: only under pressure."},
    {"stranger_burst", 'i', Effect::kWorks, "0",
     "Packets of all strangers that may come at once, an lcore."},
    {"stranger_rate", 'i', Effect::kWorks, "0",
     "Packets a second of all strangers together, an lcore; 0: no limit."},
    {"trust_file", 's', Effect::kWorks, "beside key_file",
     "File that keeps trusted phones over a restart, mode 0600; \"\": none."},
    {"trust_seconds", 'i', Effect::kWorks, "7200", "The longest that a registration is trusted."},
    {"trusted_burst", 'i', Effect::kWorks, "400",
     "Packets of one registered address and port that may come at once."},
    {"trusted_rate", 'i', Effect::kWorks, "200",
     "Packets a second of one registered address and port."},
});

inline constexpr auto kGuardEvents = std::to_array<NameRow>({
    {"guard:ban", Effect::kWorks,
     "An address was banned, by the guard, the script or an operator: $si, $guard(reason), "
     "$guard(seconds)."},
    {"guard:scan", Effect::kWorks,
     "A stranger was refused for `scan_limit` users: $si, $guard(reason) is scan, $guard(seconds) "
     "since the first."},
    {"guard:flood-start", Effect::kWorks,
     "A flood begins: $guard(dropped) packets were refused in a second."},
    {"guard:flood-end", Effect::kWorks,
     "A flood is over: $guard(dropped) packets were refused in $guard(seconds)."},
});

inline constexpr auto kGuardCommands = std::to_array<NameRow>({
    {"stats", Effect::kWorks, "The account, rates and load, whole and by lcore."},
    {"drops", Effect::kWorks, "Every drop reason and its count."},
    {"guard", Effect::kWorks, "Classes, rates, budgets, and the strangers that send most."},
    {"why", Effect::kWorks, "Every rule that touches an address, and how to lift it."},
    {"capture", Effect::kWorks, "Packets in a pcapng file, each with its verdict."},
    {"lists", Effect::kWorks, "The lists of denied addresses; reads their files again."},
    {"scans", Effect::kWorks, "Who was refused for many users, and users that many tried."},
    {"signatures", Effect::kWorks, "What gives scanners away, and how often; reads it again."},
    {"sources", Effect::kWorks, "The busiest sources."},
    {"ban", Effect::kWorks, "Bans an address."},
    {"unban", Effect::kWorks, "Lifts a ban."},
});

inline constexpr ModuleSpec kGuardModule{
    .name = "guard",
    .doc = "Who gets in: classes of sources, their budgets, bans. The module is sipweir's own.",
    .built = true,
    .parameters = kGuardParameters,
    .events = kGuardEvents,
    .commands = kGuardCommands,
};

}  // namespace weir::routes
