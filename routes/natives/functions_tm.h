// Natives of modules tm and tmx.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes::natives {

std::int32_t t_any_replied(Execution& e, Arguments a) noexcept;
std::int32_t t_any_timeout(Execution& e, Arguments a) noexcept;
std::int32_t t_branch_replied(Execution& e, Arguments a) noexcept;
std::int32_t t_branch_timeout(Execution& e, Arguments a) noexcept;
std::int32_t t_cancel_branches(Execution& e, Arguments a) noexcept;
std::int32_t t_check_status(Execution& e, Arguments a) noexcept;
std::int32_t t_check_trans(Execution& e, Arguments a) noexcept;
std::int32_t t_drop(Execution& e, Arguments a) noexcept;
std::int32_t t_drop_replies(Execution& e, Arguments a) noexcept;
std::int32_t t_flush_flags(Execution& e, Arguments a) noexcept;
std::int32_t t_forward_nonack(Execution& e, Arguments a) noexcept;
std::int32_t t_forward_nonack_udp(Execution& e, Arguments a) noexcept;
std::int32_t t_forward_nonack_uri(Execution& e, Arguments a) noexcept;
std::int32_t t_get_status_code(Execution& e, Arguments a) noexcept;
std::int32_t t_grep_status(Execution& e, Arguments a) noexcept;
std::int32_t t_is_branch_route(Execution& e, Arguments a) noexcept;
std::int32_t t_is_canceled(Execution& e, Arguments a) noexcept;
std::int32_t t_is_expired(Execution& e, Arguments a) noexcept;
std::int32_t t_is_failure_route(Execution& e, Arguments a) noexcept;
std::int32_t t_is_reply_route(Execution& e, Arguments a) noexcept;
std::int32_t t_is_request_route(Execution& e, Arguments a) noexcept;
std::int32_t t_is_set(Execution& e, Arguments a) noexcept;
std::int32_t t_lookup_cancel(Execution& e, Arguments a) noexcept;
std::int32_t t_lookup_request(Execution& e, Arguments a) noexcept;
std::int32_t t_newtran(Execution& e, Arguments a) noexcept;
std::int32_t t_on_branch(Execution& e, Arguments a) noexcept;
std::int32_t t_on_branch_failure(Execution& e, Arguments a) noexcept;
std::int32_t t_on_failure(Execution& e, Arguments a) noexcept;
std::int32_t t_on_reply(Execution& e, Arguments a) noexcept;
std::int32_t t_precheck_trans(Execution& e, Arguments a) noexcept;
std::int32_t t_relay(Execution& e, Arguments a) noexcept;
std::int32_t t_relay_cancel(Execution& e, Arguments a) noexcept;
std::int32_t t_relay_to(Execution& e, Arguments a) noexcept;
std::int32_t t_relay_to_udp(Execution& e, Arguments a) noexcept;
std::int32_t t_release(Execution& e, Arguments a) noexcept;
std::int32_t t_replicate(Execution& e, Arguments a) noexcept;
std::int32_t t_replicate_udp(Execution& e, Arguments a) noexcept;
std::int32_t t_reply(Execution& e, Arguments a) noexcept;
std::int32_t t_reset_fr(Execution& e, Arguments a) noexcept;
std::int32_t t_reset_max_lifetime(Execution& e, Arguments a) noexcept;
std::int32_t t_reset_retr(Execution& e, Arguments a) noexcept;
std::int32_t t_retransmit_reply(Execution& e, Arguments a) noexcept;
std::int32_t t_save_lumps(Execution& e, Arguments a) noexcept;
std::int32_t t_send_reply(Execution& e, Arguments a) noexcept;
std::int32_t t_set_auto_inv_100(Execution& e, Arguments a) noexcept;
std::int32_t t_set_disable_6xx(Execution& e, Arguments a) noexcept;
std::int32_t t_set_disable_failover(Execution& e, Arguments a) noexcept;
std::int32_t t_set_disable_internal_reply(Execution& e, Arguments a) noexcept;
std::int32_t t_set_fr(Execution& e, Arguments a) noexcept;
std::int32_t t_set_max_lifetime(Execution& e, Arguments a) noexcept;
std::int32_t t_set_no_e2e_cancel_reason(Execution& e, Arguments a) noexcept;
std::int32_t t_set_retr(Execution& e, Arguments a) noexcept;

}  // namespace weir::routes::natives
