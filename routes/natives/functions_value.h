// Functions of the vocabulary: variables and tables. Names are the script's, but for aliases.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes::natives {

// avpops
std::int32_t avp_check(Execution& e, Arguments a) noexcept;
std::int32_t avp_copy(Execution& e, Arguments a) noexcept;
std::int32_t avp_delete(Execution& e, Arguments a) noexcept;
std::int32_t avp_op(Execution& e, Arguments a) noexcept;
std::int32_t avp_print(Execution& e, Arguments a) noexcept;
std::int32_t avp_pushto(Execution& e, Arguments a) noexcept;
std::int32_t avp_subst(Execution& e, Arguments a) noexcept;
std::int32_t avp_subst_pv(Execution& e, Arguments a) noexcept;
std::int32_t is_avp_set(Execution& e, Arguments a) noexcept;

// dialplan
std::int32_t dp_match(Execution& e, Arguments a) noexcept;
std::int32_t dp_replace(Execution& e, Arguments a) noexcept;
std::int32_t dp_translate(Execution& e, Arguments a) noexcept;

// htable
std::int32_t sht_rm(Execution& e, Arguments a) noexcept;
std::int32_t sht_setxs(Execution& e, Arguments a) noexcept;
std::int32_t sht_setxi(Execution& e, Arguments a) noexcept;
std::int32_t sht_is_null(Execution& e, Arguments a) noexcept;
std::int32_t sht_inc(Execution& e, Arguments a) noexcept;
std::int32_t sht_dec(Execution& e, Arguments a) noexcept;
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

// mtree
std::int32_t mt_match(Execution& e, Arguments a) noexcept;

// pv
std::int32_t pv_isset(Execution& e, Arguments a) noexcept;
std::int32_t pv_unset(Execution& e, Arguments a) noexcept;
std::int32_t is_int(Execution& e, Arguments a) noexcept;
std::int32_t type_of(Execution& e, Arguments a) noexcept;
std::int32_t not_empty(Execution& e, Arguments a) noexcept;
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
std::int32_t sbranch_append(Execution& e, Arguments a) noexcept;
std::int32_t sbranch_reset(Execution& e, Arguments a) noexcept;
std::int32_t sbranch_set_ruri(Execution& e, Arguments a) noexcept;
std::int32_t pv_var_to_xavp(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavi_print(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavp_print(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavp_to_var(Execution& e, Arguments a) noexcept;
std::int32_t pv_xavu_print(Execution& e, Arguments a) noexcept;
std::int32_t xavi_rm_all(Execution& e, Arguments a) noexcept;
std::int32_t xavp_lshift(Execution& e, Arguments a) noexcept;
std::int32_t xavp_push_dst(Execution& e, Arguments a) noexcept;
std::int32_t xavp_rm_all(Execution& e, Arguments a) noexcept;

// regex
std::int32_t pcre_match(Execution& e, Arguments a) noexcept;
std::int32_t pcre_match_group(Execution& e, Arguments a) noexcept;

}  // namespace weir::routes::natives
