// The module parameters that modparam() may set, by module: names with their type, i integer or s
// text, and behind it what becomes of them here: ':' used (or of a module that is planned as a
// whole), '-' void, since what it sets is not there, '!' planned, and refused unless it is 0.
// A module that is not listed takes any parameter.
#pragma once

#include <array>
#include <string_view>

namespace weir::routes {

struct ParameterRow {
  std::string_view module;
  std::string_view parameters;  // "i:name s!name", separated by spaces
};

// Sorted by module.
inline constexpr auto kParameters = std::to_array<ParameterRow>({
    {"acc",
     "s:acc_callid_column i:acc_extra_nullable i:acc_extra_size s:acc_from_tag_column "
     "s:acc_method_column i:acc_prepare_always i:acc_prepare_flag s:acc_sip_code_column "
     "s:acc_sip_reason_column s:acc_time_column s:acc_to_tag_column s:cdr_duration_id "
     "i:cdr_duration_mode i:cdr_enable s:cdr_end_id i:cdr_expired_dlg_enable s:cdr_extra "
     "i:cdr_extra_nullable i:cdr_extra_size s:cdr_facility i:cdr_log_enable i:cdr_on_failed "
     "s:cdr_skip s:cdr_start_id i:cdr_start_on_confirmed s:cdrs_table i:clone_msg s:db_extra "
     "i:db_flag i:db_insert_mode i:db_missed_flag s:db_table_acc s:db_table_missed_calls "
     "s:db_url i:db_version_check i:detect_direction i:early_media s:failed_filter "
     "i:failed_transaction_flag s:log_extra s:log_facility i:log_flag i:log_level "
     "i:log_missed_flag s:multi_leg_info i:reason_from_hf i:report_ack i:report_cancels "
     "s:time_attr s:time_exten s:time_format i:time_mode"},
    {"auth",
     "i:add_authinfo_hdr s:algorithm i:auth_checks_in_dlg i:auth_checks_no_dlg "
     "i:auth_checks_register s:challenge_attr i:force_stateless_reply i:nc_array_order "
     "i:nc_array_size i:nid_pool_no i:nonce_auth_max_drift i:nonce_count i:nonce_expire "
     "i:one_time_nonce i:otn_in_flight_no i:otn_in_flight_order i:protect_contacts "
     "s:proxy_challenge_header s:qop s:realm_prefix s:secret i:use_domain "
     "s:www_challenge_header"},
    {"auth_db",
     "i:calculate_ha1 s:db_url s:domain_column i:force_generate_avps s:load_credentials "
     "s:password_column s:password_column_2 i:use_domain s:user_column i:version_table"},
    {"avpops",
     "s-avp_table i-db_scheme s!db_url s-domain_column s-type_column i-use_domain "
     "s-username_column s-uuid_column s-value_column s-attribute_column"},
    {"cfgutils", "s-hash_file i:initial_gflags i:initial_probability i:lock_set_size"},
    {"corex",
     "s!alias_subdomains s-dns_cache s-dns_file s!evcb_reply_out i!nio_intercept "
     "i-nio_min_msg_len s-nio_msg_avp"},
    {"counters", "s:script_cnt_grp_name s:script_counter"},
    {"ctl",
     "i:autoconversion s:binrpc i:binrpc_buffer_size i:binrpc_max_body_size "
     "i:binrpc_struct_max_body_size s:fifo s:group i:mode s:user"},
    {"debugger",
     "i!breakpoint i-cfgpkgcheck i!cfgtest i:cfgtrace s-cfgtrace_facility i-cfgtrace_format "
     "i-cfgtrace_level i!log_assign s:log_facility i:log_level s-log_level_name s:log_prefix "
     "s-mod_facility "
     "i-mod_facility_mode i-mod_hash_size s-mod_level i-mod_level_mode i-reset_msgid "
     "i-step_loops i-step_usleep"},
    {"dialog",
     "s:bridge_contact s:bridge_controller i:bye_early_code s:bye_early_reason "
     "s:call_id_column i:db_fetch_rows i:db_mode i:db_skip_load i:db_update_period s:db_url "
     "i:debug_variables i:default_timeout i:detect_spirals i:dlg_ctxiuid_mode "
     "s:dlg_extra_hdrs i:dlg_filter_mode i:dlg_flag i:dlg_match_mode i:dlg_mode "
     "s:dmq_peer_id i:early_timeout i:enable_dmq i:enable_dmq_ka_iflags_sync i:enable_stats "
     "i:end_timeout s:event_callback s:from_contact_column s:from_cseq_column "
     "s:from_route_column s:from_sock_column s:from_tag_column s:from_uri_column "
     "s:h_entry_column s:h_id_column i:h_id_start i:h_id_step i:hash_size "
     "i:initial_cbs_inscript i:ka_failed_limit i:ka_interval i:ka_timer i:keep_proxy_rr "
     "s:lreq_callee_headers i:noack_timeout s:profiles_no_value s:profiles_with_value "
     "s:rr_param s:ruri_pvar i:send_bye s:sflags_column s:start_time_column s:state_column "
     "s:table_name s:timeout_avp s:timeout_column i:timeout_noreset i:timer_procs "
     "s:to_contact_column s:to_cseq_column s:to_route_column s:to_sock_column "
     "s:to_tag_column s:to_uri_column s:toroute_name_column i:track_cseq_updates "
     "s:vars_h_entry_column s:vars_h_id_column s:vars_key_column s:vars_table_name "
     "s:vars_value_column i:wait_ack s:xavp_cfg"},
    {"dialplan",
     "i-append_branch s:attrs_col s:attrs_pvar s:db_url s:dpid_col i-fetch_rows "
     "i!match_dynamic s:match_exp_col s:match_len_col s:match_op_col s:pr_col i-reload_delta "
     "s:repl_exp_col s:subst_exp_col s:table_name"},
    {"diversion", "s-suffix"},
    {"domain",
     "s:db_url s:did_col s:domain_attrs_table s:domain_col s:domain_table s:name_col "
     "i:register_myself s:type_col s:value_col"},
    {"dpdk", "i:lcores s:lcores s:port"},
    {"guard",
     "i:ban_seconds s:ban_table i:keepalive_rate s:key_file i:observe s:peer i:peer_group "
     "i:peer_rate i:refuse_foreign_dialogs i:source_burst i:source_rate i:stranger_always "
     "i:stranger_burst i:stranger_rate i:trust_seconds i:trusted_rate"},
    {"htable",
     "s!array_size_suffix i-db_expires s!db_url i-dmq_init_sync s-dmq_peer_id i!enable_dmq "
     "s!event_callback i-event_callback_mode s-expires_column i-fetch_rows s:htable "
     "s-key_name_column s-key_type_column s-key_value_column i-timer_interval "
     "i-timer_procs s-value_type_column"},
    {"http_client",
     "i:authmethod s:cacert s:cipher_suites s:client_cert s:client_key s:config_file "
     "i:connection_timeout s:httpcon s:httpproxy i:httpproxyport i:httpredirect "
     "i:keep_connections i:maxdatasize s:netinterface i:query_maxdatasize i:query_result "
     "i:response_headers i:timeout_mode i:tlsversion s:useragent i:verify_host i:verify_peer"},
    {"jsonrpcs",
     "i:dgram_group s:dgram_group i:dgram_mode s:dgram_socket i:dgram_timeout i:dgram_user "
     "s:dgram_user i:dgram_workers i:fifo_group s:fifo_group i:fifo_mode s:fifo_name "
     "s:fifo_reply_dir i:fifo_user s:fifo_user i:pretty_format s:tcp_socket i:transport"},
    {"maxfwd", "i:max_limit"},
    {"mqueue", "s:db_url s:mqueue i:mqueue_addmode s:mqueue_name i:mqueue_size"},
    {"msilo",
     "i:add_contact i:add_date i:check_time i:clean_period s:contact_hdr s:content_type_hdr "
     "s:db_table s:db_url i:expire_time s:extra_hdrs s:extra_hdrs_avp s:from_address "
     "i:max_messages s:offline_message s:outbound_proxy s:reminder s:sc_body s:sc_callid "
     "s:sc_ctype s:sc_exp_time s:sc_from s:sc_inc_time s:sc_mid s:sc_snd_time s:sc_status "
     "s:sc_stored_hdrs s:sc_to s:sc_uri_host s:sc_uri_user i:send_time "
     "i:skip_notification_flag s:snd_time_avp i:use_contact i:use_mode"},
    {"mtree",
     "s:char_list s:db_table s:db_url i-fetch_rows i:mt_allow_duplicates i:mt_ignore_duplicates "
     "i:mt_tree_type s:mtree s-pv_count s-pv_dstid s:pv_value s:pv_values s-pv_weight "
     "s:tname_column s:tprefix_column s:tvalue_column"},
    {"nathelper",
     "s:alias_name i:append_sdp_oldmediaip i:filter_server_id s:force_socket i:ignore_path "
     "i:keepalive_timeout i:nat_addr_mode i:natping_disable_bflag i:natping_interval "
     "i:natping_processes s:natping_socket s:nortpproxy_str i:ping_nated_only s:received_avp "
     "i:sipping_bflag s:sipping_from s:sipping_method i:udpping_from_path"},
    {"outbound", "s:flow_token_secret i:force_no_outbound_flag i:force_outbound_flag"},
    {"path", "i:enable_r2 i:received_format s:received_name i:sockname_mode i:use_received"},
    {"permissions",
     "s:address_file s-address_table s-allow_suffix i-check_all_branches i-db_mode "
     "s!db_url s-default_allow_file s-default_deny_file s-deny_suffix s-from_col s-grp_col "
     "s-ip_addr_col i-load_backends s-mask_col i-max_subnets s!peer_tag_avp "
     "i-peer_tag_mode s-port_col s-priority_col s-proto_col i-reload_delta s-ruri_col "
     "s-source_col i-subnet_match_mode s-tag_col i-trusted_cleanup_interval "
     "s-trusted_table"},
    {"pike", "i-pike_log_level i:remove_latency i:reqs_density_per_unit i:sampling_time_unit"},
    {"pipelimit",
     "i:clean_unused s!db_url i:hash_size i-load_fetch s-plp_algorithm_column "
     "s-plp_limit_column s-plp_pipeid_column s-plp_table_name i:reply_code s:reply_reason "
     "i:timer_interval i-timer_mode"},
    {"pv", "s!avp_aliases s!shvset s!varset"},
    {"ratelimit", "s-load_source s:pipe s:queue i:timer_interval"},
    {"regex",
     "s:file i-group_max_size i-max_groups i:pcre_caseless i:pcre_dotall i:pcre_extended "
     "i:pcre_multiline"},
    {"registrar",
     "i:append_branches i:case_sensitive i:contact_max_size i:default_expires "
     "i:default_expires_range i:default_q s:event_callback i:expires_range i:flow_timer "
     "i:gruu_enabled i:lookup_filter_mode i:max_contacts i:max_expires i:method_filtering "
     "i:min_expires i:min_expires_mode i:outbound_mode i:path_check_local i:path_mode "
     "i:path_use_received s:realm_prefix s:received_avp s:received_param i:regid_mode "
     "i:retry_after i:sock_flag s:sock_hdr_name i:sock_mode i:tcp_persistent_flag "
     "i:use_expired_contacts i:use_path s:xavp_cfg s:xavp_rcd i:xavp_rcd_mask"},
    {"rr",
     "i!add_username i:append_fromtag s!custom_user_avp i:enable_double_rr "
     "i:enable_full_lr i-enable_socket_mismatch_warning i:force_send_socket i!ignore_sips "
     "i!loose_route_mode i!sockname_mode"},
    {"rtimer", "i:default_interval s:exec s:timer"},
    {"sanity",
     "i:autodrop i:default_checks i:noreply s:proxy_require i!size_body i!size_checks "
     "i!size_contact_uri i!size_from_uri i!size_header i!size_headers i!size_message "
     "i!size_method i!size_pai_uri i!size_path_uri i!size_route_uri i!size_ruri "
     "i!size_to_uri i:uri_checks"},
    {"secfilter",
     "s:action_col i:cleanup_interval s:data_col s:db_url i:dst_exact_match i:reload_delta "
     "s:table_name s:type_col"},
    {"siptrace",
     "s:auth_key s:callid_column i:data_mode s:date_column s:db_url s:direction_column "
     "s:duplicate_uri s:evcb_msg s:force_send_sock s:fromip_column s:fromtag_column "
     "i:hep_capture_id i:hep_mode_on i:hep_version s:method_column s:msg_column "
     "s:send_sock_addr s:send_sock_name s:status_column s:table s:toip_column s:totag_column "
     "i:trace_db_mode i:trace_delayed i:trace_dialog_ack i:trace_dialog_spiral "
     "i:trace_ephemeral_socket i:trace_flag i:trace_init_mode s:trace_local_ip i:trace_mode "
     "i:trace_on i:trace_sl_acks s:trace_table_avp i:trace_to_database s:traced_user_avp "
     "s:traced_user_column i:xheaders_read i:xheaders_write"},
    {"siputils",
     "s:contact_flds_separator i!e164_max_len s:options_accept s:options_accept_encoding "
     "s:options_accept_language s:options_support s:rpid_avp s:rpid_prefix s:rpid_suffix"},
    {"sl",
     "i-bind_tm i:default_code s:default_reason s!event_callback_fl_ack "
     "s!event_callback_lres_sent i!rich_redirect"},
    {"sst", "i:enable_stats i:min_se i:reject_to_small i:sst_flag s:timeout_avp"},
    {"statistics", "s:variable"},
    {"tls",
     "s:ca_list s:ca_path s:certificate s:cipher_list i:con_ct_wq_max s:config "
     "i:connection_timeout s:crl i:ct_wq_blk_size i:ct_wq_max s:engine s:engine_algorithms "
     "s:engine_config s:event_callback i:init_mode i:key_password_mode s:keylog_file "
     "i:keylog_mode s:keylog_peer i:low_mem_threshold1 i:low_mem_threshold2 s:private_key "
     "s:private_key_password i:provider_quirks s:provider_quirks_config s:rand_engine "
     "i:renegotiation i:require_certificate i:send_close_notify s:server_name "
     "i:session_cache s:session_id i:ssl_freelist_max_len i:ssl_max_send_fragment "
     "i:ssl_read_ahead i:ssl_release_buffers i:tls_debug i:tls_disable_compression "
     "i:tls_force_run i:tls_log s:tls_method i:verify_certificate s:verify_client "
     "i:verify_depth s:xavp_cfg"},
    {"tmx", "i:precheck_trans"},
    {"topoh",
     "s:callid_prefix s:event_callback i:event_mode i:mask_callid s:mask_ip s:mask_key "
     "i:mask_mode i:sanity_checks s:uparam_name s:uparam_prefix i:uri_prefix_checks "
     "i:use_mode s:vparam_name s:vparam_prefix"},
    {"topos",
     "i:branch_expire i:clean_interval s:contact_host i:contact_mode s:context s:cparam_name "
     "s:db_url i:dialog_expire s:event_callback i:event_mode i:header_mode i:mask_callid "
     "s:methods_nocontact s:methods_noinitial s:methods_update_time i:rr_update "
     "i:sanity_checks i:sn_refresh_topology s:storage i:version_table s:xavu_cfg "
     "s:xavu_field_a_contact s:xavu_field_a_contact_host s:xavu_field_b_contact "
     "s:xavu_field_b_contact_host s:xavu_field_contact_host"},
    {"uac",
     "s!auth_password_avp s!auth_realm_avp s!auth_username_avp s!credential s!default_socket "
     "s!event_callback i-reg_active s!reg_contact_addr s-reg_db_table s!reg_db_url "
     "i-reg_gc_interval i-reg_hash_size i-reg_keep_callid i-reg_random_delay "
     "i-reg_retry_interval i-reg_timer_interval i-reg_use_domain i-reload_delta "
     "i!restore_dlg s!restore_from_avp s:restore_mode s:restore_passwd s!restore_to_avp "
     "s:rr_from_store_param s:rr_to_store_param"},
    {"uac_redirect",
     "s:acc_db_table s:acc_function s:accept_filter i:bflags s:default_filter s:deny_filter "
     "i:flags_hdr_mode i:q_value"},
    {"usrloc",
     "s:callid_column s:cflags_column i:close_expired_tcp s:connection_id_column "
     "s:contact_column s:cseq_column i:cseq_delay i:db_check_update i:db_clean_tcp "
     "i:db_insert_null i:db_insert_update i:db_load i:db_mode i:db_ops_ruid "
     "i:db_raw_fetch_type i:db_timer_clean i:db_update_as_insert s:db_url i:desc_time_order "
     "s:domain_column s:expires_column i:expires_type i:fetch_rows s:flags_column "
     "i:handle_lost_tcp i:hash_size s:instance_column s:ka_domain i:ka_filter s:ka_from "
     "i:ka_interval i:ka_loglevel s:ka_logmsg s:ka_method i:ka_mode i:ka_randomize "
     "s:ka_reply_codes i:ka_timeout s:keepalive_column i:load_rank i:matching_mode "
     "s:methods_column i:nat_bflag s:partition_column s:path_column s:preload s:q_column "
     "s:received_column s:reg_id_column i:rm_expired_delay s:ruid_column s:server_id_column "
     "i:server_id_filter i:skip_remote_socket s:socket_column i:timer_interval i:timer_procs "
     "i:use_domain s:user_agent_column s:user_column i:version_table s:xavp_contact"},
    {"websocket",
     "i:cors_mode s:event_callback i:keepalive_interval i:keepalive_mechanism "
     "i:keepalive_processes i:keepalive_timeout s:ping_application_data i:rm_delay_interval "
     "i:sub_protocols i:timer_interval i:verbose_list"},
    {"xhttp", "s:event_callback s:url_match s:url_skip"},
    {"xlog",
     "i!auto_newline i-buf_size i-force_color s-log_colors s:log_facility i-long_format "
     "i!methods_filter s:prefix i!prefix_mode"},
});

}  // namespace weir::routes
