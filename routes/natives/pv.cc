// pv: questions about pseudo-variables.
#include "routes/natives/functions_core.h"
#include "routes/natives/functions_value.h"
#include "routes/natives/readers.h"

namespace weir::routes {

Value read_reference(Execution& e, const Value& reference) noexcept {
  const PvRef& pv = e.image->pv(static_cast<std::uint32_t>(reference.number));
  const std::string_view key =
      pv.key < e.image->text_count() ? e.image->text(pv.key) : std::string_view{};
  return read_pv(e, pv, key, pv.index);
}

bool write_reference(Execution& e, const Value& reference, const Value& value) noexcept {
  const PvRef& pv = e.image->pv(static_cast<std::uint32_t>(reference.number));
  const std::string_view key =
      pv.key < e.image->text_count() ? e.image->text(pv.key) : std::string_view{};
  return write_pv(e, pv, key, pv.index, value);
}

namespace natives {

std::int32_t pv_isset(Execution& e, Arguments a) noexcept {
  return read_reference(e, a[0]).is_null() ? -1 : 1;
}

std::int32_t pv_unset(Execution& e, Arguments a) noexcept {
  return write_reference(e, a[0], Value::null()) ? 1 : -1;
}

std::int32_t is_int(Execution& e, Arguments a) noexcept {
  return read_reference(e, a[0]).is_int() ? 1 : -1;
}

std::int32_t not_empty(Execution& e, Arguments a) noexcept {
  const Value value = read_reference(e, a[0]);
  return value.is_text() && !value.text.empty() ? 1 : -1;
}

std::int32_t type_of(Execution& e, Arguments a) noexcept {
  const Value value = read_reference(e, a[0]);
  const std::string_view type = value.is_null() ? "null" : value.is_int() ? "int" : "str";
  return a[1].text == type ? 1 : -1;
}

std::int32_t pv_printf(Execution& e, Arguments a) noexcept {
  return write_reference(e, a[0], a[1]) ? 1 : -1;
}

}  // namespace natives
}  // namespace weir::routes
