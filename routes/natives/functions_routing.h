// Functions of the vocabulary: replies, records of the route, and where a message goes. Names are
// the script's, but for aliases.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes::natives {

// dispatcher
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

// diversion
std::int32_t add_diversion(Execution& e, Arguments a) noexcept;

// ipops
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
std::int32_t detailed_ip_type(Execution& e, Arguments a) noexcept;
std::int32_t detailed_ipv4_type(Execution& e, Arguments a) noexcept;
std::int32_t detailed_ipv6_type(Execution& e, Arguments a) noexcept;

// maxfwd
std::int32_t mf_process_maxfwd_header(Execution& e, Arguments a) noexcept;
std::int32_t is_maxfwd_lt(Execution& e, Arguments a) noexcept;

// path
std::int32_t add_path(Execution& e, Arguments a) noexcept;
std::int32_t add_path_received(Execution& e, Arguments a) noexcept;
std::int32_t add_path_advertised_address(Execution& e, Arguments a) noexcept;
std::int32_t add_path_received_advertised_address(Execution& e, Arguments a) noexcept;

// permissions
std::int32_t allow_source_address(Execution& e, Arguments a) noexcept;
std::int32_t allow_source_address_group(Execution& e, Arguments a) noexcept;
std::int32_t allow_address(Execution& e, Arguments a) noexcept;
std::int32_t allow_address_group(Execution& e, Arguments a) noexcept;
std::int32_t allow_register(Execution& e, Arguments a) noexcept;
std::int32_t allow_register_include_port(Execution& e, Arguments a) noexcept;
std::int32_t allow_routing(Execution& e, Arguments a) noexcept;
std::int32_t allow_uri(Execution& e, Arguments a) noexcept;

// ratelimit, pipelimit
std::int32_t rl_check(Execution& e, Arguments a) noexcept;
std::int32_t rl_check_pipe(Execution& e, Arguments a) noexcept;
std::int32_t pl_check(Execution& e, Arguments a) noexcept;
std::int32_t pl_active(Execution& e, Arguments a) noexcept;
std::int32_t pl_drop(Execution& e, Arguments a) noexcept;

// rr
std::int32_t record_route(Execution& e, Arguments a) noexcept;
std::int32_t record_route_preset(Execution& e, Arguments a) noexcept;
std::int32_t loose_route(Execution& e, Arguments a) noexcept;
std::int32_t loose_route_preloaded(Execution& e, Arguments a) noexcept;
std::int32_t loose_route_mode(Execution& e, Arguments a) noexcept;
std::int32_t add_rr_param(Execution& e, Arguments a) noexcept;
std::int32_t check_route_param(Execution& e, Arguments a) noexcept;
std::int32_t is_direction(Execution& e, Arguments a) noexcept;
std::int32_t remove_record_route(Execution& e, Arguments a) noexcept;
std::int32_t record_route_advertised_address(Execution& e, Arguments a) noexcept;

// siputils
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
std::int32_t set_uri_host(Execution& e, Arguments a) noexcept;
std::int32_t set_uri_user(Execution& e, Arguments a) noexcept;

// sl
std::int32_t sl_send_reply(Execution& e, Arguments a) noexcept;
std::int32_t send_reply(Execution& e, Arguments a) noexcept;
std::int32_t sl_reply_error(Execution& e, Arguments a) noexcept;
std::int32_t sl_forward_reply(Execution& e, Arguments a) noexcept;

// uac
std::int32_t uac_replace_from(Execution& e, Arguments a) noexcept;
std::int32_t uac_replace_to(Execution& e, Arguments a) noexcept;
std::int32_t uac_restore_from(Execution& e, Arguments a) noexcept;
std::int32_t uac_restore_to(Execution& e, Arguments a) noexcept;

}  // namespace weir::routes::natives
