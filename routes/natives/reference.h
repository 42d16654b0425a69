// Pseudo-variables that a native gets by reference.
#pragma once

#include "routes/natives/natives.h"

#include <string_view>

namespace weir::routes {

inline const PvRef& referred(const Execution& e, const Value& id) noexcept {
  return e.image->pv(static_cast<std::uint32_t>(id.number));
}

// The constant name in its parentheses.
inline std::string_view key_of(const Execution& e, const PvRef& pv) noexcept {
  return pv.key < e.image->text_count() ? e.image->text(pv.key) : std::string_view{};
}

inline Value read_reference(Execution& e, const PvRef& pv) noexcept {
  return read_pv(e, pv, key_of(e, pv), pv.index);
}

inline bool write_reference(Execution& e, const PvRef& pv, const Value& value) noexcept {
  return write_pv(e, pv, key_of(e, pv), pv.index, value);
}

}  // namespace weir::routes
