// statistics and counters: numbers that the script counts, in a table that all lcores share.
#include "routes/rates.h"

#include "routes/natives/functions_core.h"
#include "routes/natives/readers.h"

namespace weir::routes {
namespace {

const Statistic* find(const Execution& e, std::string_view name) noexcept {
  return e.image->tunables().limits.find_statistic(name);
}

TableId table_of(const Execution& e) noexcept {
  return static_cast<TableId>(e.image->tunables().limits.statistics_table);
}

std::int32_t add(Execution& e, std::string_view name, std::int32_t delta) noexcept {
  const Statistic* const statistic = find(e, name);
  if (statistic == nullptr) return -1;
  return e.host->table_increment(e, table_of(e), statistic->name, delta).is_null() ? -1 : 1;
}

std::int32_t reset(Execution& e, std::string_view name) noexcept {
  const Statistic* const statistic = find(e, name);
  if (statistic == nullptr) return -1;
  if (!statistic->resets) return 1;
  return e.host->table_set(e, table_of(e), statistic->name, Value::integer(0), -1) ? 1 : -1;
}

}  // namespace

Value read_statistic(Execution& e, std::string_view name) noexcept {
  const Statistic* const statistic = find(e, name);
  if (statistic == nullptr) return Value::null();
  return Value::integer(to_int(e.host->table_get(e, table_of(e), statistic->name)));
}

namespace natives {

std::int32_t update_stat(Execution& e, Arguments a) noexcept {
  return add(e, a[0].text, a[1].number);
}
std::int32_t reset_stat(Execution& e, Arguments a) noexcept { return reset(e, a[0].text); }

std::int32_t cnt_inc(Execution& e, Arguments a) noexcept { return add(e, a[0].text, 1); }
std::int32_t cnt_add(Execution& e, Arguments a) noexcept { return add(e, a[0].text, a[1].number); }
std::int32_t cnt_reset(Execution& e, Arguments a) noexcept { return reset(e, a[0].text); }

}  // namespace natives

}  // namespace weir::routes
