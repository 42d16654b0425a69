// The global parameters of Kamailio 5.6.3, and what becomes of each here.
//
// Names with the value they take, as `kamailio -c` takes it: i: integer, yes or no; n: the same and
// negative ones; s: text; w: text or word; a: address or text; *: anything.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace weir::routes {

enum class GlobalEffect : std::uint8_t {
  kUsed,     // as in Kamailio
  kVoid,     // nothing to set here, and nobody misses it
  kIdle,     // no effect, and somebody may wonder: a warning, unless the value is 0
  kPlanned,  // an error, unless the value is 0
};

struct GlobalGroup {
  GlobalEffect effect;
  std::string_view why;    // of those that are not used
  std::string_view names;  // separated by spaces
};

inline constexpr auto kGlobalGroups = std::to_array<GlobalGroup>({
    {GlobalEffect::kUsed, "",
     "n:debug i:fork i:log_stderror i:log_color w:log_facility s:log_name s:log_prefix "
     "i:log_prefix_mode i:auto_aliases i:port i:maxbuffer i:server_signature s:server_header "
     "i:disable_tcp *:user *:uid *:group *:gid w:chroot w:workdir w:wdir w:rundir w:run_dir "
     "*:advertised_address i:advertised_port i:max_while_loops i:server_id i:force_rport "
     "i:add_rport i:local_rport i:onsend_route_reply s:xavp_via_params s:xavp_via_fields"},
    {GlobalEffect::kVoid, "lcores serve all sockets: modparam(\"dpdk\", \"lcores\", N)",
     "i:children i:socket_workers i:async_workers s:async_workers_group i:async_usleep "
     "i:async_nonblock i:fork_delay i:modinit_delay i:wait_worker1_mode i:wait_worker1_time "
     "i:wait_worker1_usleep i:route_locks_size"},
    {GlobalEffect::kVoid, "memory is taken as it is needed",
     "i:shm i:shm_mem i:shm_mem_size i:shm_force_alloc i:mlock_pages n:memlog n:mem_log n:memdbg "
     "n:mem_dbg n:mem_summary n:mem_safety n:mem_join n:mem_status_mode i:pv_buffer_size "
     "i:pv_buffer_slots i:pv_cache_limit i:pv_cache_action i:sql_buffer_size"},
    {GlobalEffect::kVoid, "there is no TCP yet",
     "i:tcp_children i:tcp_accept_aliases i:tcp_accept_unique n:tcp_send_timeout "
     "n:tcp_connect_timeout n:tcp_connection_lifetime i:tcp_connection_match w:tcp_poll_method "
     "i:tcp_max_connections i:tls_max_connections i:tcp_no_connect a:tcp_source_ipv4 "
     "a:tcp_source_ipv6 i:tcp_fd_cache i:tcp_buf_write i:tcp_async i:tcp_conn_wq_max i:tcp_wq_max "
     "i:tcp_rd_buf_size i:tcp_wq_blk_size i:tcp_defer_accept i:tcp_delayed_ack i:tcp_syncnt "
     "i:tcp_linger2 i:tcp_keepalive i:tcp_keepidle i:tcp_keepintvl i:tcp_keepcnt i:tcp_crlf_ping "
     "i:tcp_accept_no_cl i:tcp_accept_hep3 i:tcp_accept_haproxy i:tcp_clone_rcvbuf "
     "i:tcp_reuse_port n:tcp_wait_data i:disable_tls i:tls_disable i:tlslog i:tls_log "
     "i:tls_port_no *:tls_method i:tls_verify i:tls_require_certificate s:tls_certificate "
     "s:tls_private_key s:tls_ca_list i:tls_handshake_timeout i:tls_send_timeout "
     "w:udp_mtu_try_proto"},
    {GlobalEffect::kVoid, "there is no SCTP", "i:disable_sctp i:enable_sctp i:sctp_children"},
    {GlobalEffect::kVoid, "no name is asked for on the packet path",
     "i:dns i:rev_dns i:dns_try_ipv6 i:dns_try_naptr i:dns_srv_lb i:dns_srv_loadbalancing "
     "n:dns_udp_pref n:dns_udp_preference n:dns_tcp_pref n:dns_tcp_preference n:dns_tls_pref "
     "n:dns_tls_preference n:dns_sctp_pref n:dns_sctp_preference i:dns_retr_time "
     "i:dns_slow_query_ms i:dns_retr_no i:dns_servers_no i:dns_use_search_list "
     "i:dns_search_full_match i:dns_naptr_ignore_rfc i:dns_cache_init i:use_dns_cache "
     "i:use_dns_failover i:dns_cache_flags i:dns_cache_negative_ttl i:dns_cache_min_ttl "
     "i:dns_cache_max_ttl i:dns_cache_mem i:dns_cache_gc_interval i:dns_cache_del_nonexp "
     "i:dns_cache_delete_nonexpired i:dns_cache_rec_pref"},
    {GlobalEffect::kVoid, "lcores poll",
     "i:real_time i:rt_prio i:rt_policy i:rt_timer1_prio i:rt_fast_timer_prio i:rt_ftimer_prio "
     "i:rt_timer1_policy i:rt_ftimer_policy i:rt_timer2_prio i:rt_stimer_prio i:rt_timer2_policy "
     "i:rt_stimer_policy"},
    {GlobalEffect::kVoid, "every reply is checked by its keyed branch", "i:check_via"},
    {GlobalEffect::kVoid, "the kernel's routes choose the socket, as with mhomed=yes", "i:mhomed"},
    {GlobalEffect::kVoid, "nothing here reads it",
     "n:corelog n:core_log i:exit_timeout i:ser_kill_timeout i:verbose_startup s:version_table "
     "n:latency_cfg_log n:latency_log i:latency_limit_db i:latency_limit_action "
     "i:latency_limit_cfg i:msg_time i:http_reply_hack i:http_reply_parse s:stats_name_separator "
     "i:max_branches s:user_agent_header i:bind_ipv6_link_local i:auto_bind_ipv6 *:statistics "
     "i:phone2tel"},
    {GlobalEffect::kIdle, "limits are the service manager's (LimitNOFILE=, LimitCORE=)",
     "i:open_files_limit i:disable_core_dump"},
    {GlobalEffect::kIdle, "it is 256", "i:max_recursive_level"},
    {GlobalEffect::kIdle, "it is not built",
     "*:tos w:mcast i:mcast_loopback i:mcast_ttl i:pmtu_discovery n:ip_free_bind n:ipfreebind "
     "n:ip_nonlocal_bind i:sip_warning s:uri_host_extra_chars s:hdr_name_extra_chars n:udp4_raw "
     "i:udp4_raw_mtu i:udp4_raw_ttl s:log_engine_type "
     "s:log_engine_data i:use_dst_blacklist i:dst_blacklist_init i:dst_blacklist_mem "
     "i:dst_blacklist_expire i:dst_blacklist_ttl i:dst_blacklist_gc_interval "
     "*:dst_blacklist_udp_imask *:dst_blacklist_tcp_imask *:dst_blacklist_tls_imask "
     "*:dst_blacklist_sctp_imask"},
    {GlobalEffect::kPlanned, "",
     "i:enable_tls i:tls_enable i:reply_to_via n:received_route_mode i:udp_mtu "
     "s:onsend_route_callback s:reply_route_callback s:event_route_callback "
     "s:received_route_callback s:pre_routing_callback"},
});

}  // namespace weir::routes
