// htable: functions over the shared tables.
#include "routes/natives/functions_value.h"

namespace weir::routes::natives {
namespace {

// The table by its name; -1 when there is none.
int table_of(const Execution& e, const Value& name) noexcept {
  const int id = e.image->find_table(name.text);
  return id > 0 ? id : -1;
}

std::int32_t set(Execution& e, Arguments a) noexcept {
  const int table = table_of(e, a[0]);
  if (table < 0) return -1;
  return e.host->table_set(e, static_cast<TableId>(table), a[1].text, a[2], a[3].number) ? 1 : -1;
}

std::int32_t step(Execution& e, Arguments a, std::int32_t by) noexcept {
  const int table = table_of(e, a[0]);
  if (table < 0) return -255;
  const Value sum = e.host->table_increment(e, static_cast<TableId>(table), a[1].text, by);
  return sum.is_int() && sum.number != 0 ? sum.number : -255;
}

}  // namespace

std::int32_t sht_rm(Execution& e, Arguments a) noexcept {
  const int table = table_of(e, a[0]);
  if (table < 0) return -1;
  e.host->table_remove(e, static_cast<TableId>(table), a[1].text);
  return 1;
}

std::int32_t sht_setxs(Execution& e, Arguments a) noexcept { return set(e, a); }
std::int32_t sht_setxi(Execution& e, Arguments a) noexcept { return set(e, a); }

std::int32_t sht_is_null(Execution& e, Arguments a) noexcept {
  const int table = table_of(e, a[0]);
  if (table < 0) return -1;
  return e.host->table_get(e, static_cast<TableId>(table), a[1].text).is_null() ? 1 : -1;
}

std::int32_t sht_inc(Execution& e, Arguments a) noexcept { return step(e, a, 1); }
std::int32_t sht_dec(Execution& e, Arguments a) noexcept { return step(e, a, -1); }

}  // namespace weir::routes::natives
