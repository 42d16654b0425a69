// Functions of the vocabulary: what stands in a message. Names are the script's, but for aliases.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes::natives {

// sdpops
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
std::int32_t sdp_keep_codecs_by_id(Execution& e, Arguments a) noexcept;
std::int32_t sdp_keep_codecs_by_name(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_codecs_by_id(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_codecs_by_name(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_line_by_prefix(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_media(Execution& e, Arguments a) noexcept;
std::int32_t sdp_remove_transport(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_append(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_end(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_insert(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_next(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_rm(Execution& e, Arguments a) noexcept;
std::int32_t sdp_iterator_start(Execution& e, Arguments a) noexcept;

// textops
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
std::int32_t append_body_part(Execution& e, Arguments a) noexcept;
std::int32_t append_body_part_hex(Execution& e, Arguments a) noexcept;
std::int32_t filter_body(Execution& e, Arguments a) noexcept;
std::int32_t get_body_part(Execution& e, Arguments a) noexcept;
std::int32_t get_body_part_raw(Execution& e, Arguments a) noexcept;
std::int32_t remove_body_part(Execution& e, Arguments a) noexcept;
std::int32_t set_body_multipart(Execution& e, Arguments a) noexcept;

// textopsx
std::int32_t change_reply_status(Execution& e, Arguments a) noexcept;
std::int32_t change_reply_status_code(Execution& e, Arguments a) noexcept;
std::int32_t remove_body(Execution& e, Arguments a) noexcept;
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

}  // namespace weir::routes::natives
