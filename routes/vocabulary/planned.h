// What Kamailio 5.6 has and we do not have yet: its modules by name, with the functions that a
// script may not call until their machinery is built. Loading such a module is accepted.
#pragma once

#include <array>
#include <string_view>

namespace weir::routes {

struct ModuleRow {
  std::string_view name;
  std::string_view planned;  // functions, separated by spaces
};

// Sorted by name.
inline constexpr auto kModules = std::to_array<ModuleRow>({
    {"acc", "acc_db_request acc_log_request acc_request"},
    {"acc_diameter", ""},
    {"alias_db", "alias_db_find alias_db_lookup"},
    {"app_jsdt", ""},
    {"app_lua", ""},
    {"app_perl", ""},
    {"app_python3", ""},
    {"app_ruby", ""},
    {"app_sqlang", ""},
    {"async", "async_route async_sleep async_task_route"},
    {"auth",
     "auth_algorithm auth_challenge auth_get_www_authenticate consume_credentials "
     "has_credentials proxy_challenge pv_auth_check pv_proxy_authenticate pv_proxy_authorize "
     "pv_www_authenticate pv_www_authorize www_challenge"},
    {"auth_db",
     "auth_check is_subscriber proxy_authenticate proxy_authorize www_authenticate "
     "www_authorize"},
    {"auth_diameter", ""},
    {"auth_xkeys", ""},
    {"avp", ""},
    {"avpops", "avp_db_delete avp_db_load avp_db_query avp_db_store avp_subst_pv"},
    {"benchmark", "bm_log_timer bm_start_timer"},
    {"blst", ""},
    {"call_control", ""},
    {"call_obj", ""},
    {"carrierroute", ""},
    {"cdp", ""},
    {"cdp_avp", ""},
    {"cfg_db", ""},
    {"cfg_rpc", ""},
    {"cfgt", ""},
    {"cfgutils", "abort sleep usleep"},
    {"core",
     "cfg_reset cfg_select exec forward_sctp forward_tcp forward_tls isavpflagset "
     "resetavpflag send send_tcp setavpflag"},
    {"corex",
     "add_tcp_alias file_read file_write forward_reply forward_uac forward_uac_uri "
     "msg_vbflag_is_set msg_vbflag_parse msg_vbflag_reset msg_vbflag_set send_tcp "
     "set_recv_socket set_recv_socket_name set_source_address via_add_srvid "
     "via_add_xavp_params via_reply_add_xavp_params via_use_xavp_fields"},
    {"counters", ""},
    {"cpl-c", ""},
    {"cplc", ""},
    {"crypto", ""},
    {"ctl", ""},
    {"db2_ops", ""},
    {"db_cassandra", ""},
    {"db_cluster", ""},
    {"db_flatstore", ""},
    {"db_mongodb", ""},
    {"db_mysql", ""},
    {"db_postgres", ""},
    {"db_redis", ""},
    {"db_sqlite", ""},
    {"db_text", ""},
    {"db_unixodbc", ""},
    {"debugger", ""},
    {"dialog",
     "dlg_bridge dlg_bye dlg_db_load_callid dlg_db_load_extra dlg_get dlg_get_var "
     "dlg_isflagset dlg_manage dlg_refer dlg_refer_cid dlg_refer_did dlg_remote_profile "
     "dlg_remove_dialogs_from_node dlg_req_within dlg_reset_property dlg_resetflag "
     "dlg_set_property dlg_set_ruri dlg_set_state dlg_set_timeout dlg_set_timeout_by_profile "
     "dlg_set_var dlg_setflag dlg_update_contact dlg_update_socket dlg_update_state "
     "get_profile_size is_in_profile is_known_dlg set_dlg_profile unset_dlg_profile"},
    {"dialplan", "dp_reload"},
    {"dispatcher",
     "ds_dsg_fetch ds_is_active ds_is_from_list ds_is_from_lists ds_list_exists "
     "ds_load_unset ds_load_update ds_mark_addr ds_mark_dst ds_next_domain ds_next_dst "
     "ds_oc_set_attrs ds_reload ds_select ds_select_domain ds_select_dst ds_select_routes "
     "ds_set_domain ds_set_dst"},
    {"diversion", ""},
    {"dlgs", ""},
    {"dmq",
     "dmq_bcast_message dmq_handle_message dmq_is_from_node dmq_process_message "
     "dmq_send_message dmq_t_replicate"},
    {"dmq_usrloc", ""},
    {"dnssec", ""},
    {"domain", "is_domain_local is_from_local is_uri_host_local lookup_domain"},
    {"domainpolicy", ""},
    {"dpdk", ""},
    {"drouting", "do_routing goes_to_gw is_from_gw use_next_gw"},
    {"enum", ""},
    {"erlang", ""},
    {"evapi", ""},
    {"evrexec", ""},
    {"exec", ""},
    {"file_out", ""},
    {"gcrypt", ""},
    {"geoip", ""},
    {"geoip2", ""},
    {"group", "get_user_group is_user_in"},
    {"guard", ""},
    {"gzcompress", ""},
    {"h350", ""},
    {"htable", "sht_print"},
    {"http_async", ""},
    {"http_async_client", "http_async_query"},
    {"http_client",
     "http_client_get http_client_query http_client_request http_client_request_v2pk "
     "http_client_response_headers_clear http_client_response_headers_set http_connect "
     "http_connect_raw http_get_redirect"},
    {"imc", ""},
    {"ims_auth", ""},
    {"ims_charging", ""},
    {"ims_dialog", ""},
    {"ims_icscf", ""},
    {"ims_isc", ""},
    {"ims_qos", ""},
    {"ims_registrar_pcscf", ""},
    {"ims_registrar_scscf", ""},
    {"ims_usrloc_pcscf", ""},
    {"ims_usrloc_scscf", ""},
    {"influxdbc", ""},
    {"ipops",
     "dns_int_match_ip dns_query dns_set_local_ttl dns_sys_match_ip naptr_query "
     "ptr_query srv_query"},
    {"jansson", ""},
    {"janssonrpcc", ""},
    {"json", ""},
    {"jsonrpcs", "jsonrpc_dispatch jsonrpc_exec"},
    {"jwt", ""},
    {"kafka", ""},
    {"keepalive", "add_destination is_alive"},
    {"kemix", ""},
    {"kex", "resetdebug setdebug"},
    {"ksr", ""},
    {"lcr", "from_gw load_gws next_gw to_gw"},
    {"ldap", ""},
    {"log_custom", ""},
    {"log_systemd", ""},
    {"lost", ""},
    {"lrkproxy", ""},
    {"lwsc", ""},
    {"mangler", ""},
    {"math", ""},
    {"matrix", ""},
    {"maxfwd", ""},
    {"mediaproxy", ""},
    {"memcached", ""},
    {"microhttpd", ""},
    {"mohqueue", ""},
    {"mqtt", ""},
    {"mqueue", "mq_add mq_fetch mq_pv_free mq_size"},
    {"msilo", "m_dump m_store m_store_addrs"},
    {"msrp", ""},
    {"mtree", ""},
    {"nat_traversal", ""},
    {"nathelper",
     "add_contact_alias add_rcv_param fix_nated_contact fix_nated_register fix_nated_sdp "
     "handle_ruri_alias is_rfc1918 nat_uac_test set_alias_to_pv set_contact_alias"},
    {"nats", ""},
    {"ndb_mongodb", ""},
    {"ndb_redis", ""},
    {"nghttp2", ""},
    {"nosip", ""},
    {"osp", ""},
    {"outbound", "check_flow_token"},
    {"p_usrloc", ""},
    {"path", "add_path_advertised_address add_path_received_advertised_address"},
    {"pdb", ""},
    {"pdt", "pd_translate prefix2domain"},
    {"peerstate", ""},
    {"permissions",
     "allow_register allow_register_include_port allow_routing allow_trusted allow_uri"},
    {"phonenum", ""},
    {"pike", ""},
    {"pipelimit", ""},
    {"posops", ""},
    {"prefix_route", ""},
    {"presence", "handle_publish handle_subscribe pres_auth_status pres_refresh_watchers"},
    {"presence_conference", ""},
    {"presence_dialoginfo", ""},
    {"presence_mwi", ""},
    {"presence_reginfo", ""},
    {"presence_xml", ""},
    {"print", ""},
    {"print_lib", ""},
    {"ptimer", ""},
    {"pua", "pua_set_publish"},
    {"pua_dialoginfo", ""},
    {"pua_json", ""},
    {"pua_reginfo", ""},
    {"pua_usrloc", ""},
    {"pv",
     "pv_evalx pv_var_to_xavp pv_xavi_print pv_xavp_print pv_xavp_to_var "
     "pv_xavu_print xavi_rm_all xavp_lshift xavp_params_implode_qval xavp_push_dst "
     "xavp_rm_all"},
    {"pv_headers", ""},
    {"qos", ""},
    {"rabbitmq", ""},
    {"ratelimit", ""},
    {"regex", ""},
    {"registrar",
     "add_sock_hdr lookup lookup_branches lookup_to_dset lookup_xavp reg_fetch_contacts "
     "reg_free_contacts reg_from_user reg_send_reply registered save unregister"},
    {"rls", ""},
    {"rr", ""},
    {"rtimer", ""},
    {"rtjson", ""},
    {"rtp_media_server", ""},
    {"rtpengine",
     "rtpengine_answer rtpengine_delete rtpengine_manage rtpengine_offer rtpengine_query "
     "set_rtpengine_set start_recording stop_recording"},
    {"rtpproxy",
     "rtpproxy_answer rtpproxy_destroy rtpproxy_manage rtpproxy_offer rtpproxy_stream2uac "
     "rtpproxy_stream2uas set_rtp_proxy_set start_recording unforce_rtp_proxy"},
    {"sanity", ""},
    {"sca", ""},
    {"sdpops",
     "sdp_iterator_append sdp_iterator_end sdp_iterator_insert sdp_iterator_next sdp_iterator_rm "
     "sdp_iterator_start"},
    {"seas", ""},
    {"secfilter",
     "secf_check_contact_hdr secf_check_country secf_check_domain_contact_hdr "
     "secf_check_domain_from_hdr secf_check_domain_to_hdr secf_check_dst secf_check_from_hdr "
     "secf_check_ip secf_check_name_contact_hdr secf_check_name_from_hdr "
     "secf_check_name_to_hdr secf_check_sqli_all secf_check_sqli_hdr secf_check_to_hdr "
     "secf_check_ua secf_check_username_contact_hdr secf_check_username_from_hdr "
     "secf_check_username_to_hdr"},
    {"secsipid", ""},
    {"sipcapture", ""},
    {"sipdump", ""},
    {"sipjson", ""},
    {"siprepo", ""},
    {"sipt", ""},
    {"siptrace", "hlog sip_trace sip_trace_mode sip_trace_msg"},
    {"siputils", "contact_param_encode_alias set_uri_host set_uri_user tel2sip2"},
    {"sl", "sl_forward_reply"},
    {"slack", ""},
    {"sms", ""},
    {"smsops", ""},
    {"snmpstats", ""},
    {"speeddial", "sd_lookup"},
    {"sqlops", "sql_pvquery sql_query sql_query_async sql_result_free sql_xquery"},
    {"ss7ops", ""},
    {"sst", "sstCheckMin"},
    {"statistics", ""},
    {"statsc", ""},
    {"statsd", ""},
    {"stirshaken", ""},
    {"stun", ""},
    {"sworker", ""},
    {"systemdops", ""},
    {"tcpops",
     "tcp_enable_closed_event tcp_keepalive_disable tcp_keepalive_enable "
     "tcp_set_connection_lifetime"},
    {"textops", "subst_v via_param_rm"},
    {"textopsx", "msg_changed_route"},
    {"timer", ""},
    {"tls", "is_peer_verified tls_set_connect_server_id"},
    {"tls_wolfssl", ""},
    {"tm",
     "t_any_replied t_any_timeout t_append_branches t_branch_replied t_branch_timeout "
     "t_cell_append_branches t_check_status t_check_trans t_drop_replies t_flush_flags "
     "t_forward_nonack t_forward_nonack_tcp t_forward_nonack_to t_forward_nonack_udp "
     "t_get_status_code t_grep_status t_is_canceled t_is_expired t_is_local t_is_set "
     "t_load_contacts t_lookup_cancel t_lookup_request t_newtran t_next_contact_flow "
     "t_next_contacts t_on_branch t_on_branch_failure t_on_failure t_on_reply t_relay "
     "t_relay_cancel t_relay_to t_relay_to_sctp t_relay_to_tcp t_relay_to_tls t_relay_to_udp "
     "t_release t_replicate t_replicate_to t_reply t_reply_callid t_reset_fr "
     "t_reset_max_lifetime t_reset_retr t_retransmit_reply t_save_lumps t_set_auto_inv_100 "
     "t_set_disable_6xx t_set_disable_failover t_set_disable_internal_reply t_set_fr "
     "t_set_max_lifetime t_set_no_e2e_cancel_reason t_set_retr t_uac_send t_use_uac_headers"},
    {"tmrec", ""},
    {"tmx",
     "t_cancel_branch_idx t_cancel_branches t_cancel_callid t_continue t_drop t_flush_flags "
     "t_flush_xflags t_is_branch_route t_is_failure_route t_is_reply_route "
     "t_is_request_route t_precheck_trans t_reply_callid t_reuse_branch t_suspend "
     "t_uac_ack_local t_vbflag_is_set t_vbflag_reset t_vbflag_set"},
    {"topoh", ""},
    {"topos", "tps_set_context"},
    {"tsilo", ""},
    {"uac",
     "uac_auth uac_auth_mode uac_reg_disable uac_reg_enable uac_reg_lookup "
     "uac_reg_lookup_uri uac_reg_refresh uac_reg_request_to uac_reg_send_register "
     "uac_reg_send_unregister uac_reg_status uac_req_send"},
    {"uac_redirect", "get_redirects set_accept_filter set_deny_filter"},
    {"uid_auth_db", ""},
    {"uid_avp_db", ""},
    {"uid_domain", ""},
    {"uid_gflags", ""},
    {"uid_uri_db", ""},
    {"uri_db", ""},
    {"userblocklist", ""},
    {"usrloc", ""},
    {"utils", ""},
    {"uuid", ""},
    {"websocket", "ws_close ws_connect ws_connect_url ws_handle_handshake ws_send"},
    {"xcap_client", ""},
    {"xcap_server", ""},
    {"xhttp", "xhttp_reply"},
    {"xhttp_pi", ""},
    {"xhttp_prom", "prom_dispatch"},
    {"xhttp_rpc", ""},
    {"xlog", "xlogm"},
    {"xmlrpc", ""},
    {"xmpp", ""},
    {"xprint", ""},
});

}  // namespace weir::routes
