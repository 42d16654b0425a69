// The readers of pseudo-variables, a file a subject; read_pv() asks each in turn.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes {

// Each gives true and sets `value` when the pseudo-variable is of its subject.
bool read_message_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index,
                     Value& value) noexcept;
bool read_party_pv(Execution& e, const PvRef& pv, Value& value) noexcept;
bool read_uri_pv(Execution& e, const PvRef& pv, Value& value) noexcept;
bool read_header_pv(Execution& e, const PvRef& pv, std::int32_t index, Value& value) noexcept;
bool read_credential_pv(Execution& e, const PvRef& pv, Value& value) noexcept;
bool read_xavp_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept;
bool read_network_pv(Execution& e, const PvRef& pv, Value& value) noexcept;
bool read_time_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept;
bool read_route_pv(Execution& e, const PvRef& pv, Value& value) noexcept;
bool read_branch_pv(Execution& e, const PvRef& pv, std::int32_t index, Value& value) noexcept;
bool read_iterator_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept;
bool read_table_walk_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept;
bool read_derived_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept;
bool read_transaction_pv(Execution& e, const PvRef& pv, Value& value) noexcept;
bool read_state_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index,
                   Value& value) noexcept;

// Assigns to an $xavp, $xavu or $xavi; false when it does not go in.
bool write_xavp(Execution& e, const PvRef& pv, std::string_view key, const Value& value) noexcept;
// Assigns to $br, $branch or $sbranch.
bool write_branch(Execution& e, const PvRef& pv, std::int32_t index, const Value& value) noexcept;

// The value of an argument that is a pseudo-variable by reference, and an assignment to it.
Value read_reference(Execution& e, const Value& reference) noexcept;
bool write_reference(Execution& e, const Value& reference, const Value& value) noexcept;

// The message with the edits so far, in the arena; empty where they cannot be applied.
std::string_view updated_message(Execution& e) noexcept;

// How many of that name there are.
std::int32_t count_xavps(Execution& e, const PvRef& pv, std::string_view key) noexcept;

// Null for an empty text.
inline Value or_null(std::string_view text) noexcept {
  return text.empty() ? Value::null() : Value::of(text);
}

// An address as text in the arena.
std::string_view address_text(Arena& arena, const sip::Address& address, bool brackets) noexcept;

// $stat(NAME)
Value read_statistic(Execution& e, std::string_view name) noexcept;

// The next number of this message's sequence.
std::uint64_t next_random(Execution& e) noexcept;

}  // namespace weir::routes
