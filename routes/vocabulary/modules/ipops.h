// Module ipops: what it is, its parameters, events, commands and figures, and its functions that
// are planned.
#pragma once

#include "routes/vocabulary/module_spec.h"

#include <array>

namespace weir::routes {

inline constexpr auto kIpopsPlanned = std::to_array<FunctionSpec>({
    {"dns_int_match_ip", "ipops", "ss", Plane::kAny, kAnywhere,
     "True when a name resolves, by the DNS cache, to an address."},
    {"dns_query", "ipops", "ss", Plane::kAny, kAnywhere,
     "Loads the addresses of a name into $dns."},
    {"dns_set_local_ttl", "ipops", "i", Plane::kAny, kAnywhere,
     "Sets how long names of /etc/hosts are kept."},
    {"dns_sys_match_ip", "ipops", "ss", Plane::kAny, kAnywhere,
     "True when a name resolves, by the system, to an address."},
    {"naptr_query", "ipops", "ss", Plane::kAny, kAnywhere,
     "Loads the NAPTR records of a name into $naptrquery."},
    {"ptr_query", "ipops", "ss", Plane::kAny, kAnywhere,
     "Loads the name of an address into $ptrquery."},
    {"srv_query", "ipops", "ss", Plane::kAny, kAnywhere,
     "Loads the SRV records of a name into $srvquery."},
});

inline constexpr ModuleSpec kIpopsModule{
    .name = "ipops",
    .doc = "Tests of addresses, and questions to DNS.",
    .built = true,
    .planned = kIpopsPlanned,
};

}  // namespace weir::routes
