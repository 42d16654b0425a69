// All modules: those with a file of their own in modules/, and those that are known by name alone.
#pragma once

#include "routes/vocabulary/modules/acc.h"
#include "routes/vocabulary/modules/acc_diameter.h"
#include "routes/vocabulary/modules/alias_db.h"
#include "routes/vocabulary/modules/app_jsdt.h"
#include "routes/vocabulary/modules/app_sqlang.h"
#include "routes/vocabulary/modules/async.h"
#include "routes/vocabulary/modules/auth.h"
#include "routes/vocabulary/modules/auth_db.h"
#include "routes/vocabulary/modules/auth_diameter.h"
#include "routes/vocabulary/modules/auth_xkeys.h"
#include "routes/vocabulary/modules/avp.h"
#include "routes/vocabulary/modules/avpops.h"
#include "routes/vocabulary/modules/benchmark.h"
#include "routes/vocabulary/modules/call_control.h"
#include "routes/vocabulary/modules/call_obj.h"
#include "routes/vocabulary/modules/carrierroute.h"
#include "routes/vocabulary/modules/cfg_db.h"
#include "routes/vocabulary/modules/cfg_rpc.h"
#include "routes/vocabulary/modules/cfgt.h"
#include "routes/vocabulary/modules/cfgutils.h"
#include "routes/vocabulary/modules/core.h"
#include "routes/vocabulary/modules/corex.h"
#include "routes/vocabulary/modules/counters.h"
#include "routes/vocabulary/modules/ctl.h"
#include "routes/vocabulary/modules/db2_ops.h"
#include "routes/vocabulary/modules/db_cluster.h"
#include "routes/vocabulary/modules/db_flatstore.h"
#include "routes/vocabulary/modules/db_text.h"
#include "routes/vocabulary/modules/debugger.h"
#include "routes/vocabulary/modules/dialog.h"
#include "routes/vocabulary/modules/dialplan.h"
#include "routes/vocabulary/modules/dispatcher.h"
#include "routes/vocabulary/modules/diversion.h"
#include "routes/vocabulary/modules/dmq.h"
#include "routes/vocabulary/modules/dmq_usrloc.h"
#include "routes/vocabulary/modules/domain.h"
#include "routes/vocabulary/modules/domainpolicy.h"
#include "routes/vocabulary/modules/dpdk.h"
#include "routes/vocabulary/modules/drouting.h"
#include "routes/vocabulary/modules/enum.h"
#include "routes/vocabulary/modules/evrexec.h"
#include "routes/vocabulary/modules/exec.h"
#include "routes/vocabulary/modules/group.h"
#include "routes/vocabulary/modules/guard.h"
#include "routes/vocabulary/modules/htable.h"
#include "routes/vocabulary/modules/http_async_client.h"
#include "routes/vocabulary/modules/http_client.h"
#include "routes/vocabulary/modules/imc.h"
#include "routes/vocabulary/modules/ipops.h"
#include "routes/vocabulary/modules/jsonrpcs.h"
#include "routes/vocabulary/modules/keepalive.h"
#include "routes/vocabulary/modules/kex.h"
#include "routes/vocabulary/modules/lcr.h"
#include "routes/vocabulary/modules/lrkproxy.h"
#include "routes/vocabulary/modules/mangler.h"
#include "routes/vocabulary/modules/math.h"
#include "routes/vocabulary/modules/matrix.h"
#include "routes/vocabulary/modules/maxfwd.h"
#include "routes/vocabulary/modules/mediaproxy.h"
#include "routes/vocabulary/modules/mohqueue.h"
#include "routes/vocabulary/modules/mqueue.h"
#include "routes/vocabulary/modules/msilo.h"
#include "routes/vocabulary/modules/msrp.h"
#include "routes/vocabulary/modules/mtree.h"
#include "routes/vocabulary/modules/nat_traversal.h"
#include "routes/vocabulary/modules/nathelper.h"
#include "routes/vocabulary/modules/nosip.h"
#include "routes/vocabulary/modules/outbound.h"
#include "routes/vocabulary/modules/p_usrloc.h"
#include "routes/vocabulary/modules/path.h"
#include "routes/vocabulary/modules/pdb.h"
#include "routes/vocabulary/modules/pdt.h"
#include "routes/vocabulary/modules/permissions.h"
#include "routes/vocabulary/modules/pike.h"
#include "routes/vocabulary/modules/pipelimit.h"
#include "routes/vocabulary/modules/prefix_route.h"
#include "routes/vocabulary/modules/presence.h"
#include "routes/vocabulary/modules/pua.h"
#include "routes/vocabulary/modules/pv.h"
#include "routes/vocabulary/modules/pv_headers.h"
#include "routes/vocabulary/modules/qos.h"
#include "routes/vocabulary/modules/ratelimit.h"
#include "routes/vocabulary/modules/regex.h"
#include "routes/vocabulary/modules/registrar.h"
#include "routes/vocabulary/modules/rr.h"
#include "routes/vocabulary/modules/rtimer.h"
#include "routes/vocabulary/modules/rtjson.h"
#include "routes/vocabulary/modules/rtpengine.h"
#include "routes/vocabulary/modules/rtpproxy.h"
#include "routes/vocabulary/modules/sanity.h"
#include "routes/vocabulary/modules/sca.h"
#include "routes/vocabulary/modules/sdpops.h"
#include "routes/vocabulary/modules/seas.h"
#include "routes/vocabulary/modules/secfilter.h"
#include "routes/vocabulary/modules/sipcapture.h"
#include "routes/vocabulary/modules/sipdump.h"
#include "routes/vocabulary/modules/siptrace.h"
#include "routes/vocabulary/modules/siputils.h"
#include "routes/vocabulary/modules/sl.h"
#include "routes/vocabulary/modules/sms.h"
#include "routes/vocabulary/modules/speeddial.h"
#include "routes/vocabulary/modules/sqlops.h"
#include "routes/vocabulary/modules/sst.h"
#include "routes/vocabulary/modules/statistics.h"
#include "routes/vocabulary/modules/statsc.h"
#include "routes/vocabulary/modules/statsd.h"
#include "routes/vocabulary/modules/tcpops.h"
#include "routes/vocabulary/modules/textops.h"
#include "routes/vocabulary/modules/textopsx.h"
#include "routes/vocabulary/modules/timer.h"
#include "routes/vocabulary/modules/tls.h"
#include "routes/vocabulary/modules/tm.h"
#include "routes/vocabulary/modules/tmrec.h"
#include "routes/vocabulary/modules/tmx.h"
#include "routes/vocabulary/modules/topoh.h"
#include "routes/vocabulary/modules/topos.h"
#include "routes/vocabulary/modules/tsilo.h"
#include "routes/vocabulary/modules/uac.h"
#include "routes/vocabulary/modules/uac_redirect.h"
#include "routes/vocabulary/modules/uid_auth_db.h"
#include "routes/vocabulary/modules/uid_avp_db.h"
#include "routes/vocabulary/modules/uid_domain.h"
#include "routes/vocabulary/modules/uid_gflags.h"
#include "routes/vocabulary/modules/uid_uri_db.h"
#include "routes/vocabulary/modules/uri_db.h"
#include "routes/vocabulary/modules/userblocklist.h"
#include "routes/vocabulary/modules/usrloc.h"
#include "routes/vocabulary/modules/websocket.h"
#include "routes/vocabulary/modules/xhttp.h"
#include "routes/vocabulary/modules/xhttp_prom.h"
#include "routes/vocabulary/modules/xhttp_rpc.h"
#include "routes/vocabulary/modules/xlog.h"
#include "routes/vocabulary/modules/xprint.h"

#include <array>
#include <string_view>

namespace weir::routes {

// Sorted by name.
inline constexpr const ModuleSpec* kModules[] = {&kAccModule,          &kAccDiameterModule,
                                                 &kAliasDbModule,      &kAppJsdtModule,
                                                 &kAppSqlangModule,    &kAsyncModule,
                                                 &kAuthModule,         &kAuthDbModule,
                                                 &kAuthDiameterModule, &kAuthXkeysModule,
                                                 &kAvpModule,          &kAvpopsModule,
                                                 &kBenchmarkModule,    &kCallControlModule,
                                                 &kCallObjModule,      &kCarrierrouteModule,
                                                 &kCfgDbModule,        &kCfgRpcModule,
                                                 &kCfgtModule,         &kCfgutilsModule,
                                                 &kCoreModule,         &kCorexModule,
                                                 &kCountersModule,     &kCtlModule,
                                                 &kDb2OpsModule,       &kDbClusterModule,
                                                 &kDbFlatstoreModule,  &kDbTextModule,
                                                 &kDebuggerModule,     &kDialogModule,
                                                 &kDialplanModule,     &kDispatcherModule,
                                                 &kDiversionModule,    &kDmqModule,
                                                 &kDmqUsrlocModule,    &kDomainModule,
                                                 &kDomainpolicyModule, &kDpdkModule,
                                                 &kDroutingModule,     &kEnumModule,
                                                 &kEvrexecModule,      &kExecModule,
                                                 &kGroupModule,        &kGuardModule,
                                                 &kHtableModule,       &kHttpAsyncClientModule,
                                                 &kHttpClientModule,   &kImcModule,
                                                 &kIpopsModule,        &kJsonrpcsModule,
                                                 &kKeepaliveModule,    &kKexModule,
                                                 &kLcrModule,          &kLrkproxyModule,
                                                 &kManglerModule,      &kMathModule,
                                                 &kMatrixModule,       &kMaxfwdModule,
                                                 &kMediaproxyModule,   &kMohqueueModule,
                                                 &kMqueueModule,       &kMsiloModule,
                                                 &kMsrpModule,         &kMtreeModule,
                                                 &kNatTraversalModule, &kNathelperModule,
                                                 &kNosipModule,        &kOutboundModule,
                                                 &kPUsrlocModule,      &kPathModule,
                                                 &kPdbModule,          &kPdtModule,
                                                 &kPermissionsModule,  &kPikeModule,
                                                 &kPipelimitModule,    &kPrefixRouteModule,
                                                 &kPresenceModule,     &kPuaModule,
                                                 &kPvModule,           &kPvHeadersModule,
                                                 &kQosModule,          &kRatelimitModule,
                                                 &kRegexModule,        &kRegistrarModule,
                                                 &kRrModule,           &kRtimerModule,
                                                 &kRtjsonModule,       &kRtpengineModule,
                                                 &kRtpproxyModule,     &kSanityModule,
                                                 &kScaModule,          &kSdpopsModule,
                                                 &kSeasModule,         &kSecfilterModule,
                                                 &kSipcaptureModule,   &kSipdumpModule,
                                                 &kSiptraceModule,     &kSiputilsModule,
                                                 &kSlModule,           &kSmsModule,
                                                 &kSpeeddialModule,    &kSqlopsModule,
                                                 &kSstModule,          &kStatisticsModule,
                                                 &kStatscModule,       &kStatsdModule,
                                                 &kTcpopsModule,       &kTextopsModule,
                                                 &kTextopsxModule,     &kTimerModule,
                                                 &kTlsModule,          &kTmModule,
                                                 &kTmrecModule,        &kTmxModule,
                                                 &kTopohModule,        &kToposModule,
                                                 &kTsiloModule,        &kUacModule,
                                                 &kUacRedirectModule,  &kUidAuthDbModule,
                                                 &kUidAvpDbModule,     &kUidDomainModule,
                                                 &kUidGflagsModule,    &kUidUriDbModule,
                                                 &kUriDbModule,        &kUserblocklistModule,
                                                 &kUsrlocModule,       &kWebsocketModule,
                                                 &kXhttpModule,        &kXhttpPromModule,
                                                 &kXhttpRpcModule,     &kXlogModule,
                                                 &kXprintModule};

// What else Kamailio 5.6 comes with: such a module may be loaded, takes any parameter, and none of
// its functions is known. Sorted by name.
inline constexpr auto kOtherModules = std::to_array<std::string_view>({"app_lua",
                                                                       "app_perl",
                                                                       "app_python3",
                                                                       "app_ruby",
                                                                       "blst",
                                                                       "cdp",
                                                                       "cdp_avp",
                                                                       "cpl-c",
                                                                       "cplc",
                                                                       "crypto",
                                                                       "db_cassandra",
                                                                       "db_mongodb",
                                                                       "db_mysql",
                                                                       "db_postgres",
                                                                       "db_redis",
                                                                       "db_sqlite",
                                                                       "db_unixodbc",
                                                                       "dlgs",
                                                                       "dnssec",
                                                                       "erlang",
                                                                       "evapi",
                                                                       "file_out",
                                                                       "gcrypt",
                                                                       "geoip",
                                                                       "geoip2",
                                                                       "gzcompress",
                                                                       "h350",
                                                                       "http_async",
                                                                       "ims_auth",
                                                                       "ims_charging",
                                                                       "ims_dialog",
                                                                       "ims_icscf",
                                                                       "ims_isc",
                                                                       "ims_qos",
                                                                       "ims_registrar_pcscf",
                                                                       "ims_registrar_scscf",
                                                                       "ims_usrloc_pcscf",
                                                                       "ims_usrloc_scscf",
                                                                       "influxdbc",
                                                                       "jansson",
                                                                       "janssonrpcc",
                                                                       "json",
                                                                       "jwt",
                                                                       "kafka",
                                                                       "kemix",
                                                                       "ksr",
                                                                       "ldap",
                                                                       "log_custom",
                                                                       "log_systemd",
                                                                       "lost",
                                                                       "lwsc",
                                                                       "memcached",
                                                                       "microhttpd",
                                                                       "mqtt",
                                                                       "nats",
                                                                       "ndb_mongodb",
                                                                       "ndb_redis",
                                                                       "nghttp2",
                                                                       "osp",
                                                                       "peerstate",
                                                                       "phonenum",
                                                                       "posops",
                                                                       "presence_conference",
                                                                       "presence_dialoginfo",
                                                                       "presence_mwi",
                                                                       "presence_reginfo",
                                                                       "presence_xml",
                                                                       "print",
                                                                       "print_lib",
                                                                       "ptimer",
                                                                       "pua_dialoginfo",
                                                                       "pua_json",
                                                                       "pua_reginfo",
                                                                       "pua_usrloc",
                                                                       "rabbitmq",
                                                                       "rls",
                                                                       "rtp_media_server",
                                                                       "secsipid",
                                                                       "sipjson",
                                                                       "siprepo",
                                                                       "sipt",
                                                                       "slack",
                                                                       "smsops",
                                                                       "snmpstats",
                                                                       "ss7ops",
                                                                       "stirshaken",
                                                                       "stun",
                                                                       "sworker",
                                                                       "systemdops",
                                                                       "tls_wolfssl",
                                                                       "utils",
                                                                       "uuid",
                                                                       "xcap_client",
                                                                       "xcap_server",
                                                                       "xhttp_pi",
                                                                       "xmlrpc",
                                                                       "xmpp"});

}  // namespace weir::routes
