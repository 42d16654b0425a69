// The functions of the vocabulary, a file a module. Names are the script's, but for aliases.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes::natives {

// avpops.cc
std::int32_t avp_check(Execution& e, Arguments a) noexcept;
std::int32_t avp_copy(Execution& e, Arguments a) noexcept;
std::int32_t avp_delete(Execution& e, Arguments a) noexcept;
std::int32_t avp_op(Execution& e, Arguments a) noexcept;
std::int32_t avp_print(Execution& e, Arguments a) noexcept;
std::int32_t avp_pushto(Execution& e, Arguments a) noexcept;
std::int32_t avp_subst(Execution& e, Arguments a) noexcept;
std::int32_t avp_subst_pv(Execution& e, Arguments a) noexcept;
std::int32_t is_avp_set(Execution& e, Arguments a) noexcept;

// core.cc
std::int32_t forward(Execution& e, Arguments a) noexcept;
std::int32_t force_rport(Execution& e, Arguments a) noexcept;
std::int32_t setflag(Execution& e, Arguments a) noexcept;
std::int32_t resetflag(Execution& e, Arguments a) noexcept;
std::int32_t isflagset(Execution& e, Arguments a) noexcept;
std::int32_t setavpflag(Execution& e, Arguments a) noexcept;
std::int32_t resetavpflag(Execution& e, Arguments a) noexcept;
std::int32_t isavpflagset(Execution& e, Arguments a) noexcept;
std::int32_t rewritehost(Execution& e, Arguments a) noexcept;
std::int32_t rewritehostport(Execution& e, Arguments a) noexcept;
std::int32_t rewriteuser(Execution& e, Arguments a) noexcept;
std::int32_t rewriteuserpass(Execution& e, Arguments a) noexcept;
std::int32_t rewriteport(Execution& e, Arguments a) noexcept;
std::int32_t rewriteuri(Execution& e, Arguments a) noexcept;
std::int32_t revert_uri(Execution& e, Arguments a) noexcept;
std::int32_t strip(Execution& e, Arguments a) noexcept;
std::int32_t strip_tail(Execution& e, Arguments a) noexcept;
std::int32_t prefix(Execution& e, Arguments a) noexcept;
std::int32_t userphone(Execution& e, Arguments a) noexcept;
std::int32_t nothing(Execution& e, Arguments a) noexcept;
std::int32_t log_line(Execution& e, Arguments a) noexcept;
std::int32_t force_send_socket(Execution& e, Arguments a) noexcept;

// cfgutils.cc
std::int32_t check_route_exists(Execution& e, Arguments a) noexcept;

// corex.cc
std::int32_t set_send_socket(Execution& e, Arguments a) noexcept;
std::int32_t set_send_socket_name(Execution& e, Arguments a) noexcept;
std::int32_t is_socket_name(Execution& e, Arguments a) noexcept;
std::int32_t yes(Execution& e, Arguments a) noexcept;
std::int32_t no(Execution& e, Arguments a) noexcept;

// debugger.cc
std::int32_t dbg_breakpoint(Execution& e, Arguments a) noexcept;
std::int32_t dbg_pv_dump(Execution& e, Arguments a) noexcept;
std::int32_t dbg_sip_msg(Execution& e, Arguments a) noexcept;

// dialplan.cc
std::int32_t dp_match(Execution& e, Arguments a) noexcept;
std::int32_t dp_replace(Execution& e, Arguments a) noexcept;
std::int32_t dp_translate(Execution& e, Arguments a) noexcept;

// dispatcher.cc
std::int32_t ds_is_active(Execution& e, Arguments a) noexcept;
std::int32_t ds_is_from_list(Execution& e, Arguments a) noexcept;
std::int32_t ds_list_exists(Execution& e, Arguments a) noexcept;
std::int32_t ds_next_domain(Execution& e, Arguments a) noexcept;
std::int32_t ds_next_dst(Execution& e, Arguments a) noexcept;
std::int32_t ds_select(Execution& e, Arguments a) noexcept;
std::int32_t ds_select_domain(Execution& e, Arguments a) noexcept;
std::int32_t ds_select_dst(Execution& e, Arguments a) noexcept;
std::int32_t ds_set_domain(Execution& e, Arguments a) noexcept;
std::int32_t ds_set_dst(Execution& e, Arguments a) noexcept;

// diversion.cc
std::int32_t add_diversion(Execution& e, Arguments a) noexcept;

// guard.cc
std::int32_t auth_challenge(Execution& e, Arguments a) noexcept;
std::int32_t auth_get_www_authenticate(Execution& e, Arguments a) noexcept;
std::int32_t consume_credentials(Execution& e, Arguments a) noexcept;
std::int32_t has_credentials(Execution& e, Arguments a) noexcept;
std::int32_t proxy_challenge(Execution& e, Arguments a) noexcept;
std::int32_t pv_auth_check(Execution& e, Arguments a) noexcept;
std::int32_t pv_proxy_authenticate(Execution& e, Arguments a) noexcept;
std::int32_t pv_www_authenticate(Execution& e, Arguments a) noexcept;
std::int32_t www_challenge(Execution& e, Arguments a) noexcept;
std::int32_t ban(Execution& e, Arguments a) noexcept;
std::int32_t trust(Execution& e, Arguments a) noexcept;
std::int32_t unban(Execution& e, Arguments a) noexcept;

// htable.cc
std::int32_t sht_rm(Execution& e, Arguments a) noexcept;
std::int32_t sht_setxs(Execution& e, Arguments a) noexcept;
std::int32_t sht_setxi(Execution& e, Arguments a) noexcept;
std::int32_t sht_is_null(Execution& e, Arguments a) noexcept;
std::int32_t sht_inc(Execution& e, Arguments a) noexcept;
std::int32_t sht_dec(Execution& e, Arguments a) noexcept;

// ipops.cc
std::int32_t compare_ips(Execution& e, Arguments a) noexcept;
std::int32_t compare_pure_ips(Execution& e, Arguments a) noexcept;
std::int32_t ip_type(Execution& e, Arguments a) noexcept;
std::int32_t is_in_subnet(Execution& e, Arguments a) noexcept;
std::int32_t is_ip(Execution& e, Arguments a) noexcept;
std::int32_t is_ip_rfc1918(Execution& e, Arguments a) noexcept;
std::int32_t is_ipv4(Execution& e, Arguments a) noexcept;
std::int32_t is_ipv6(Execution& e, Arguments a) noexcept;
std::int32_t is_ipv6_reference(Execution& e, Arguments a) noexcept;
std::int32_t is_pure_ip(Execution& e, Arguments a) noexcept;

// kex.cc
std::int32_t setsflag(Execution& e, Arguments a) noexcept;
std::int32_t resetsflag(Execution& e, Arguments a) noexcept;
std::int32_t issflagset(Execution& e, Arguments a) noexcept;
std::int32_t setbflag(Execution& e, Arguments a) noexcept;
std::int32_t resetbflag(Execution& e, Arguments a) noexcept;
std::int32_t isbflagset(Execution& e, Arguments a) noexcept;
std::int32_t setdsturi(Execution& e, Arguments a) noexcept;
std::int32_t resetdsturi(Execution& e, Arguments a) noexcept;
std::int32_t isdsturiset(Execution& e, Arguments a) noexcept;
std::int32_t pv_printf(Execution& e, Arguments a) noexcept;
std::int32_t is_myself(Execution& e, Arguments a) noexcept;
std::int32_t setdebug(Execution& e, Arguments a) noexcept;
std::int32_t resetdebug(Execution& e, Arguments a) noexcept;

// maxfwd.cc
std::int32_t mf_process_maxfwd_header(Execution& e, Arguments a) noexcept;
std::int32_t is_maxfwd_lt(Execution& e, Arguments a) noexcept;

// mtree.cc
std::int32_t mt_match(Execution& e, Arguments a) noexcept;

// path.cc
std::int32_t add_path(Execution& e, Arguments a) noexcept;
std::int32_t add_path_received(Execution& e, Arguments a) noexcept;
std::int32_t add_path_advertised_address(Execution& e, Arguments a) noexcept;
std::int32_t add_path_received_advertised_address(Execution& e, Arguments a) noexcept;

// permissions.cc
std::int32_t allow_source_address(Execution& e, Arguments a) noexcept;
std::int32_t allow_source_address_group(Execution& e, Arguments a) noexcept;
std::int32_t allow_address(Execution& e, Arguments a) noexcept;
std::int32_t allow_address_group(Execution& e, Arguments a) noexcept;

// permissions_files.cc
std::int32_t allow_register(Execution& e, Arguments a) noexcept;
std::int32_t allow_register_include_port(Execution& e, Arguments a) noexcept;
std::int32_t allow_routing(Execution& e, Arguments a) noexcept;
std::int32_t allow_uri(Execution& e, Arguments a) noexcept;

// pike.cc
std::int32_t pike_check_req(Execution& e, Arguments a) noexcept;
std::int32_t pike_check_ip(Execution& e, Arguments a) noexcept;

// pv.cc
std::int32_t pv_isset(Execution& e, Arguments a) noexcept;
std::int32_t pv_unset(Execution& e, Arguments a) noexcept;
std::int32_t is_int(Execution& e, Arguments a) noexcept;
std::int32_t type_of(Execution& e, Arguments a) noexcept;
std::int32_t not_empty(Execution& e, Arguments a) noexcept;

// pv_xavp.cc
std::int32_t xavi_child_rm(Execution& e, Arguments a) noexcept;
std::int32_t xavi_child_set(Execution& e, Arguments a) noexcept;
std::int32_t xavi_rm(Execution& e, Arguments a) noexcept;
std::int32_t xavp_child_rm(Execution& e, Arguments a) noexcept;
std::int32_t xavp_child_set(Execution& e, Arguments a) noexcept;
std::int32_t xavp_params_explode(Execution& e, Arguments a) noexcept;
std::int32_t xavp_params_implode(Execution& e, Arguments a) noexcept;
std::int32_t xavp_params_implode_qval(Execution& e, Arguments a) noexcept;
std::int32_t xavp_rm(Execution& e, Arguments a) noexcept;
std::int32_t xavp_xparams_explode(Execution& e, Arguments a) noexcept;
std::int32_t xavu_params_explode(Execution& e, Arguments a) noexcept;
std::int32_t xavu_params_implode(Execution& e, Arguments a) noexcept;

// rates.cc
std::int32_t rl_check(Execution& e, Arguments a) noexcept;
std::int32_t rl_check_pipe(Execution& e, Arguments a) noexcept;
std::int32_t pl_check(Execution& e, Arguments a) noexcept;
std::int32_t pl_active(Execution& e, Arguments a) noexcept;
std::int32_t pl_drop(Execution& e, Arguments a) noexcept;

// regex_groups.cc
std::int32_t pcre_match(Execution& e, Arguments a) noexcept;
std::int32_t pcre_match_group(Execution& e, Arguments a) noexcept;

// rr.cc
std::int32_t record_route(Execution& e, Arguments a) noexcept;
std::int32_t record_route_preset(Execution& e, Arguments a) noexcept;
std::int32_t loose_route(Execution& e, Arguments a) noexcept;
std::int32_t loose_route_preloaded(Execution& e, Arguments a) noexcept;
std::int32_t loose_route_mode(Execution& e, Arguments a) noexcept;
std::int32_t add_rr_param(Execution& e, Arguments a) noexcept;
std::int32_t check_route_param(Execution& e, Arguments a) noexcept;
std::int32_t is_direction(Execution& e, Arguments a) noexcept;
std::int32_t remove_record_route(Execution& e, Arguments a) noexcept;

// sanity.cc
std::int32_t sanity_check(Execution& e, Arguments a) noexcept;
std::int32_t sanity_reply(Execution& e, Arguments a) noexcept;

// sdpops.cc
std::int32_t sdp_content(Execution& e, Arguments a) noexcept;
std::int32_t sdp_get(Execution& e, Arguments a) noexcept;
std::int32_t sdp_get_address_family(Execution& e, Arguments a) noexcept;
std::int32_t sdp_get_line_startswith(Execution& e, Arguments a) noexcept;
std::int32_t sdp_print(Execution& e, Arguments a) noexcept;
std::int32_t sdp_transport(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_active_media(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_codecs_by_id(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_codecs_by_name(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_ice(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_media(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_transport(Execution& e, Arguments a) noexcept;
std::int32_t sdp_with_transport_like(Execution& e, Arguments a) noexcept;

// sdpops_edit.cc
std::int32_t sdp_keep_codecs_by_id(Execution& e, Arguments a) noexcept;
std::int32_t sdp_keep_codecs_by_name(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_codecs_by_id(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_codecs_by_name(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_line_by_prefix(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_media(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_transport(Execution& e, Arguments a) noexcept;

// siputils.cc
std::int32_t has_totag(Execution& e, Arguments a) noexcept;
std::int32_t is_request(Execution& e, Arguments a) noexcept;
std::int32_t is_reply(Execution& e, Arguments a) noexcept;
std::int32_t is_uri(Execution& e, Arguments a) noexcept;
std::int32_t uri_param(Execution& e, Arguments a) noexcept;
std::int32_t uri_param_any(Execution& e, Arguments a) noexcept;
std::int32_t add_uri_param(Execution& e, Arguments a) noexcept;
std::int32_t uri_param_rm(Execution& e, Arguments a) noexcept;
std::int32_t is_e164(Execution& e, Arguments a) noexcept;
std::int32_t is_uri_user_e164(Execution& e, Arguments a) noexcept;
std::int32_t is_tel_number(Execution& e, Arguments a) noexcept;
std::int32_t is_numeric(Execution& e, Arguments a) noexcept;
std::int32_t is_alphanum(Execution& e, Arguments a) noexcept;
std::int32_t is_alphanumex(Execution& e, Arguments a) noexcept;
std::int32_t cmp_uri(Execution& e, Arguments a) noexcept;
std::int32_t cmp_aor(Execution& e, Arguments a) noexcept;
std::int32_t cmp_hdr_name(Execution& e, Arguments a) noexcept;
std::int32_t is_supported(Execution& e, Arguments a) noexcept;
std::int32_t is_first_hop(Execution& e, Arguments a) noexcept;
std::int32_t is_gruu(Execution& e, Arguments a) noexcept;
std::int32_t options_reply(Execution& e, Arguments a) noexcept;

// sl.cc
std::int32_t sl_send_reply(Execution& e, Arguments a) noexcept;
std::int32_t sl_reply_error(Execution& e, Arguments a) noexcept;

// statistics.cc
std::int32_t update_stat(Execution& e, Arguments a) noexcept;
std::int32_t reset_stat(Execution& e, Arguments a) noexcept;
std::int32_t cnt_inc(Execution& e, Arguments a) noexcept;
std::int32_t cnt_add(Execution& e, Arguments a) noexcept;
std::int32_t cnt_reset(Execution& e, Arguments a) noexcept;

// textops.cc
std::int32_t append_hf(Execution& e, Arguments a) noexcept;
std::int32_t insert_hf(Execution& e, Arguments a) noexcept;
std::int32_t append_to_reply(Execution& e, Arguments a) noexcept;
std::int32_t append_urihf(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_re(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_exp(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_idx(Execution& e, Arguments a) noexcept;
std::int32_t search_str(Execution& e, Arguments a) noexcept;
std::int32_t is_present_hf(Execution& e, Arguments a) noexcept;
std::int32_t is_present_hf_re(Execution& e, Arguments a) noexcept;
std::int32_t is_method(Execution& e, Arguments a) noexcept;
std::int32_t has_body(Execution& e, Arguments a) noexcept;
std::int32_t search(Execution& e, Arguments a) noexcept;
std::int32_t search_body(Execution& e, Arguments a) noexcept;
std::int32_t search_hf(Execution& e, Arguments a) noexcept;
std::int32_t replace(Execution& e, Arguments a) noexcept;
std::int32_t replace_all(Execution& e, Arguments a) noexcept;
std::int32_t replace_body(Execution& e, Arguments a) noexcept;
std::int32_t replace_body_all(Execution& e, Arguments a) noexcept;
std::int32_t set_reply_body(Execution& e, Arguments a) noexcept;
std::int32_t set_body(Execution& e, Arguments a) noexcept;
std::int32_t is_privacy(Execution& e, Arguments a) noexcept;
std::int32_t in_list(Execution& e, Arguments a) noexcept;
std::int32_t cmp_str(Execution& e, Arguments a) noexcept;
std::int32_t cmp_istr(Execution& e, Arguments a) noexcept;
std::int32_t starts_with(Execution& e, Arguments a) noexcept;
std::int32_t ends_with(Execution& e, Arguments a) noexcept;
std::int32_t str_find(Execution& e, Arguments a) noexcept;
std::int32_t str_ifind(Execution& e, Arguments a) noexcept;
std::int32_t str_any_in(Execution& e, Arguments a) noexcept;
std::int32_t str_all_in(Execution& e, Arguments a) noexcept;

// textopsx.cc
std::int32_t change_reply_status(Execution& e, Arguments a) noexcept;
std::int32_t change_reply_status_code(Execution& e, Arguments a) noexcept;
std::int32_t remove_body(Execution& e, Arguments a) noexcept;

// uac.cc
std::int32_t uac_replace_from(Execution& e, Arguments a) noexcept;
std::int32_t uac_replace_to(Execution& e, Arguments a) noexcept;
std::int32_t uac_restore_from(Execution& e, Arguments a) noexcept;
std::int32_t uac_restore_to(Execution& e, Arguments a) noexcept;

// xlog.cc
std::int32_t xlog(Execution& e, Arguments a) noexcept;
std::int32_t xlogm(Execution& e, Arguments a) noexcept;
std::int32_t xdbg(Execution& e, Arguments a) noexcept;
std::int32_t xinfo(Execution& e, Arguments a) noexcept;
std::int32_t xnotice(Execution& e, Arguments a) noexcept;
std::int32_t xwarn(Execution& e, Arguments a) noexcept;
std::int32_t xerr(Execution& e, Arguments a) noexcept;
std::int32_t xbug(Execution& e, Arguments a) noexcept;
std::int32_t xcrit(Execution& e, Arguments a) noexcept;
std::int32_t xalert(Execution& e, Arguments a) noexcept;

// core: branches.cc, corex.cc
std::int32_t add_local_rport(Execution& e, Arguments a) noexcept;
std::int32_t clear_branches(Execution& e, Arguments a) noexcept;
std::int32_t error_line(Execution& e, Arguments a) noexcept;
std::int32_t remove_branch(Execution& e, Arguments a) noexcept;
std::int32_t set_advertised_address(Execution& e, Arguments a) noexcept;
std::int32_t set_advertised_port(Execution& e, Arguments a) noexcept;

// cfgutils: cfgutils.cc
std::int32_t core_hash_of(Execution& e, Arguments a) noexcept;
std::int32_t is_gflag(Execution& e, Arguments a) noexcept;
std::int32_t lock(Execution& e, Arguments a) noexcept;
std::int32_t rand_event(Execution& e, Arguments a) noexcept;
std::int32_t rand_get_prob(Execution& e, Arguments a) noexcept;
std::int32_t rand_reset_prob(Execution& e, Arguments a) noexcept;
std::int32_t rand_set_prob(Execution& e, Arguments a) noexcept;
std::int32_t reset_gflag(Execution& e, Arguments a) noexcept;
std::int32_t route_if_exists(Execution& e, Arguments a) noexcept;
std::int32_t set_gflag(Execution& e, Arguments a) noexcept;
std::int32_t trylock(Execution& e, Arguments a) noexcept;
std::int32_t unlock(Execution& e, Arguments a) noexcept;

// corex: branches.cc, corex.cc
std::int32_t append_branch(Execution& e, Arguments a) noexcept;
std::int32_t isxflagset(Execution& e, Arguments a) noexcept;
std::int32_t msg_iflag_is_set(Execution& e, Arguments a) noexcept;
std::int32_t msg_iflag_reset(Execution& e, Arguments a) noexcept;
std::int32_t msg_iflag_set(Execution& e, Arguments a) noexcept;
std::int32_t msg_vbflag_is_set(Execution& e, Arguments a) noexcept;
std::int32_t msg_vbflag_reset(Execution& e, Arguments a) noexcept;
std::int32_t msg_vbflag_set(Execution& e, Arguments a) noexcept;
std::int32_t resetxflag(Execution& e, Arguments a) noexcept;
std::int32_t send_data(Execution& e, Arguments a) noexcept;
std::int32_t send_received(Execution& e, Arguments a) noexcept;
std::int32_t send_udp(Execution& e, Arguments a) noexcept;
std::int32_t sendx(Execution& e, Arguments a) noexcept;
std::int32_t setxflag(Execution& e, Arguments a) noexcept;

// htable: htable_walk.cc
std::int32_t sht_iterator_end(Execution& e, Arguments a) noexcept;
std::int32_t sht_iterator_next(Execution& e, Arguments a) noexcept;
std::int32_t sht_iterator_rm(Execution& e, Arguments a) noexcept;
std::int32_t sht_iterator_setex(Execution& e, Arguments a) noexcept;
std::int32_t sht_iterator_seti(Execution& e, Arguments a) noexcept;
std::int32_t sht_iterator_sets(Execution& e, Arguments a) noexcept;
std::int32_t sht_iterator_start(Execution& e, Arguments a) noexcept;
std::int32_t sht_lock(Execution& e, Arguments a) noexcept;
std::int32_t sht_match_name(Execution& e, Arguments a) noexcept;
std::int32_t sht_match_name(Execution& e, Arguments a) noexcept;
std::int32_t sht_match_str_value(Execution& e, Arguments a) noexcept;
std::int32_t sht_print(Execution& e, Arguments a) noexcept;
std::int32_t sht_reset(Execution& e, Arguments a) noexcept;
std::int32_t sht_rm_name(Execution& e, Arguments a) noexcept;
std::int32_t sht_rm_name_re(Execution& e, Arguments a) noexcept;
std::int32_t sht_rm_value(Execution& e, Arguments a) noexcept;
std::int32_t sht_rm_value_re(Execution& e, Arguments a) noexcept;
std::int32_t sht_unlock(Execution& e, Arguments a) noexcept;

// ipops: ipops_types.cc
std::int32_t detailed_ip_type(Execution& e, Arguments a) noexcept;
std::int32_t detailed_ipv4_type(Execution& e, Arguments a) noexcept;
std::int32_t detailed_ipv6_type(Execution& e, Arguments a) noexcept;

// pv: branches.cc
std::int32_t sbranch_append(Execution& e, Arguments a) noexcept;
std::int32_t sbranch_reset(Execution& e, Arguments a) noexcept;
std::int32_t sbranch_set_ruri(Execution& e, Arguments a) noexcept;

// rr: rr.cc
std::int32_t record_route_advertised_address(Execution& e, Arguments a) noexcept;

// textops: textops_fields.cc, textops_replace.cc
std::int32_t append_time(Execution& e, Arguments a) noexcept;
std::int32_t append_time_to_request(Execution& e, Arguments a) noexcept;
std::int32_t in_list_prefix(Execution& e, Arguments a) noexcept;
std::int32_t is_audio_on_hold(Execution& e, Arguments a) noexcept;
std::int32_t is_present_hf_re_pv(Execution& e, Arguments a) noexcept;
std::int32_t subst_v(Execution& e, Arguments a) noexcept;
std::int32_t regex_substring(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_exp_pv(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_match(Execution& e, Arguments a) noexcept;
std::int32_t via_param_rm(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_pv(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_re_pv(Execution& e, Arguments a) noexcept;
std::int32_t replace_body_atonce(Execution& e, Arguments a) noexcept;
std::int32_t replace_body_str(Execution& e, Arguments a) noexcept;
std::int32_t replace_hdrs(Execution& e, Arguments a) noexcept;
std::int32_t replace_hdrs_str(Execution& e, Arguments a) noexcept;
std::int32_t replace_str(Execution& e, Arguments a) noexcept;
std::int32_t search_append(Execution& e, Arguments a) noexcept;
std::int32_t search_append_body(Execution& e, Arguments a) noexcept;
std::int32_t set_body_hex(Execution& e, Arguments a) noexcept;
std::int32_t set_reply_body_hex(Execution& e, Arguments a) noexcept;
std::int32_t subst(Execution& e, Arguments a) noexcept;
std::int32_t subst_body(Execution& e, Arguments a) noexcept;
std::int32_t subst_hf(Execution& e, Arguments a) noexcept;
std::int32_t subst_uri(Execution& e, Arguments a) noexcept;
std::int32_t subst_user(Execution& e, Arguments a) noexcept;

// textopsx: textopsx.cc, hf_value.cc, iterators.cc
std::int32_t append_hf_value(Execution& e, Arguments a) noexcept;
std::int32_t assign_hf_value(Execution& e, Arguments a) noexcept;
std::int32_t assign_hf_value2(Execution& e, Arguments a) noexcept;
std::int32_t bl_iterator_append(Execution& e, Arguments a) noexcept;
std::int32_t bl_iterator_end(Execution& e, Arguments a) noexcept;
std::int32_t bl_iterator_insert(Execution& e, Arguments a) noexcept;
std::int32_t bl_iterator_next(Execution& e, Arguments a) noexcept;
std::int32_t bl_iterator_rm(Execution& e, Arguments a) noexcept;
std::int32_t bl_iterator_start(Execution& e, Arguments a) noexcept;
std::int32_t exclude_hf_value(Execution& e, Arguments a) noexcept;
std::int32_t fnmatch(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_append(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_end(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_insert(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_next(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_prev(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_rm(Execution& e, Arguments a) noexcept;
std::int32_t hf_iterator_start(Execution& e, Arguments a) noexcept;
std::int32_t hf_value_exists(Execution& e, Arguments a) noexcept;
std::int32_t include_hf_value(Execution& e, Arguments a) noexcept;
std::int32_t insert_hf_value(Execution& e, Arguments a) noexcept;
std::int32_t keep_hf(Execution& e, Arguments a) noexcept;
std::int32_t msg_apply_changes(Execution& e, Arguments a) noexcept;
std::int32_t msg_set_buffer(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_value(Execution& e, Arguments a) noexcept;
std::int32_t remove_hf_value2(Execution& e, Arguments a) noexcept;

// siputils_contact.cc, siputils_more.cc, pv_xavp.cc, rr.cc
std::int32_t append_rpid_hf(Execution& e, Arguments a) noexcept;
std::int32_t contact_param_check(Execution& e, Arguments a) noexcept;
std::int32_t contact_param_decode(Execution& e, Arguments a) noexcept;
std::int32_t contact_param_decode_ruri(Execution& e, Arguments a) noexcept;
std::int32_t contact_param_encode(Execution& e, Arguments a) noexcept;
std::int32_t contact_param_rm(Execution& e, Arguments a) noexcept;
std::int32_t decode_contact(Execution& e, Arguments a) noexcept;
std::int32_t decode_contact_header(Execution& e, Arguments a) noexcept;
std::int32_t encode_contact(Execution& e, Arguments a) noexcept;
std::int32_t get_uri_param(Execution& e, Arguments a) noexcept;
std::int32_t hdr_date_check(Execution& e, Arguments a) noexcept;
std::int32_t is_rpid_user_e164(Execution& e, Arguments a) noexcept;
std::int32_t rr_next_hop_route(Execution& e, Arguments a) noexcept;
std::int32_t sip_p_charging_vector(Execution& e, Arguments a) noexcept;
std::int32_t tel2sip(Execution& e, Arguments a) noexcept;
std::int32_t tel2sip2(Execution& e, Arguments a) noexcept;
std::int32_t xavp_copy(Execution& e, Arguments a) noexcept;
std::int32_t xavp_slist_explode(Execution& e, Arguments a) noexcept;

// textops_parts.cc
std::int32_t append_body_part(Execution& e, Arguments a) noexcept;
std::int32_t append_body_part_hex(Execution& e, Arguments a) noexcept;
std::int32_t filter_body(Execution& e, Arguments a) noexcept;
std::int32_t get_body_part(Execution& e, Arguments a) noexcept;
std::int32_t get_body_part_raw(Execution& e, Arguments a) noexcept;
std::int32_t remove_body_part(Execution& e, Arguments a) noexcept;
std::int32_t set_body_multipart(Execution& e, Arguments a) noexcept;

// pv_xavp_lists.cc
std::int32_t pv_var_to_xavp(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavi_print(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavp_print(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavp_to_var(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavu_print(Execution& e, Arguments a) noexcept;
std::int32_t xavi_rm_all(Execution& e, Arguments a) noexcept;
std::int32_t xavp_lshift(Execution& e, Arguments a) noexcept;
std::int32_t xavp_push_dst(Execution& e, Arguments a) noexcept;
std::int32_t xavp_rm_all(Execution& e, Arguments a) noexcept;

// sdpops: iterators.cc
std::int32_t sdp_iterator_append(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_end(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_insert(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_next(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_rm(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_start(Execution& e, Arguments a) noexcept;

// reception.cc
std::int32_t set_recv_socket(Execution& e, Arguments a) noexcept;
std::int32_t set_recv_socket_name(Execution& e, Arguments a) noexcept;
std::int32_t set_source_address(Execution& e, Arguments a) noexcept;
std::int32_t via_add_srvid(Execution& e, Arguments a) noexcept;
std::int32_t via_add_xavp_params(Execution& e, Arguments a) noexcept;
std::int32_t via_use_xavp_fields(Execution& e, Arguments a) noexcept;

// siputils_uri.cc
std::int32_t set_uri_host(Execution& e, Arguments a) noexcept;
std::int32_t set_uri_user(Execution& e, Arguments a) noexcept;

}  // namespace weir::routes::natives
