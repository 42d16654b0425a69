// Functions of the vocabulary: the core, and modules that know the whole edge. Names are the
// script's, but for aliases.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes::natives {

// cfgutils
std::int32_t check_route_exists(Execution& e, Arguments a) noexcept;
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

// core
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
std::int32_t add_local_rport(Execution& e, Arguments a) noexcept;
std::int32_t clear_branches(Execution& e, Arguments a) noexcept;
std::int32_t error_line(Execution& e, Arguments a) noexcept;
std::int32_t remove_branch(Execution& e, Arguments a) noexcept;
std::int32_t set_advertised_address(Execution& e, Arguments a) noexcept;
std::int32_t set_advertised_port(Execution& e, Arguments a) noexcept;

// corex
std::int32_t forward_reply(Execution& e, Arguments a) noexcept;
std::int32_t set_send_socket(Execution& e, Arguments a) noexcept;
std::int32_t set_send_socket_name(Execution& e, Arguments a) noexcept;
std::int32_t is_socket_name(Execution& e, Arguments a) noexcept;
std::int32_t yes(Execution& e, Arguments a) noexcept;
std::int32_t no(Execution& e, Arguments a) noexcept;
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
std::int32_t set_recv_socket(Execution& e, Arguments a) noexcept;
std::int32_t set_recv_socket_name(Execution& e, Arguments a) noexcept;
std::int32_t set_source_address(Execution& e, Arguments a) noexcept;
std::int32_t via_add_srvid(Execution& e, Arguments a) noexcept;
std::int32_t via_add_xavp_params(Execution& e, Arguments a) noexcept;
std::int32_t via_use_xavp_fields(Execution& e, Arguments a) noexcept;

// debugger
std::int32_t dbg_breakpoint(Execution& e, Arguments a) noexcept;
std::int32_t dbg_pv_dump(Execution& e, Arguments a) noexcept;
std::int32_t dbg_sip_msg(Execution& e, Arguments a) noexcept;

// guard
std::int32_t auth_challenge(Execution& e, Arguments a) noexcept;
std::int32_t auth_algorithm(Execution& e, Arguments a) noexcept;
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

// kex
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

// pike
std::int32_t pike_check_req(Execution& e, Arguments a) noexcept;
std::int32_t pike_check_ip(Execution& e, Arguments a) noexcept;

// sanity
std::int32_t sanity_check(Execution& e, Arguments a) noexcept;
std::int32_t sanity_reply(Execution& e, Arguments a) noexcept;

// statistics
std::int32_t update_stat(Execution& e, Arguments a) noexcept;
std::int32_t reset_stat(Execution& e, Arguments a) noexcept;
std::int32_t cnt_inc(Execution& e, Arguments a) noexcept;
std::int32_t cnt_add(Execution& e, Arguments a) noexcept;
std::int32_t cnt_reset(Execution& e, Arguments a) noexcept;

// xlog
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

}  // namespace weir::routes::natives
