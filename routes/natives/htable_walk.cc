// htable: what goes over a whole table: iterators, searches, removals. On the lcore that asks, some
// microseconds a thousand values.
#include "routes/core_hash.h"
#include "routes/natives/functions_value.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"

#include <algorithm>
#include <initializer_list>

namespace weir::routes {
namespace {

enum class Test : std::uint8_t { kEqual, kDiffer, kBegins, kEnds, kMatch };

struct Entry {
  std::string_view key;
  Value value;
};

int table_of(const Execution& e, std::string_view name) noexcept {
  const int id = e.image->find_table(name);
  return id > 0 ? id : -1;
}

bool find_test(std::string_view name, Test& test) noexcept {
  if (name == "eq") {
    test = Test::kEqual;
  } else if (name == "ne") {
    test = Test::kDiffer;
  } else if (name == "sw") {
    test = Test::kBegins;
  } else if (name == "re") {
    test = Test::kMatch;
  } else {
    return false;
  }
  return true;
}

bool holds(Execution& e, Test test, std::string_view text, std::string_view wanted) noexcept {
  switch (test) {
    case Test::kEqual:
      return text == wanted;
    case Test::kDiffer:
      return text != wanted;
    case Test::kBegins:
      return text.starts_with(wanted);
    case Test::kEnds:
      return text.ends_with(wanted);
    case Test::kMatch:
      break;
  }
  return match_computed(e, Value::of(text), Value::of(wanted)) == 1;
}

// Calls `take` for each entry until it is true; what the walk has put into the arena goes again
// unless `take` was.
template <class Take>
bool walk(Execution& e, int table, Take take) noexcept {
  std::uint64_t cursor = 0;
  for (;;) {
    Entry entry;
    char* const mark = e.arena->allocate(0);
    if (!e.host->table_next(e, static_cast<TableId>(table), cursor, entry.key, entry.value)) {
      return false;
    }
    if (take(entry)) return true;
    if (mark != nullptr) e.arena->shrink(mark, 0);
  }
}

// Removes the entries whose key, or text, passes the test. Numbers are no texts, as in Kamailio.
std::int32_t remove_where(Execution& e, int table, Test test, std::string_view wanted,
                          bool by_name) noexcept {
  if (table < 0) return -1;
  walk(e, table, [&](const Entry& entry) {
    if (!by_name && !entry.value.is_text()) return false;
    if (holds(e, test, by_name ? entry.key : entry.value.text, wanted)) {
      static_cast<void>(e.host->table_remove(e, static_cast<TableId>(table), entry.key));
    }
    return false;
  });
  return 1;
}

// A line of the log; the arena is as before.
void print(Execution& e, std::initializer_list<std::string_view> pieces) noexcept {
  char* const mark = e.arena->allocate(0);
  e.host->log(e, -1, -1, join_texts(*e.arena, pieces));
  if (mark != nullptr) e.arena->shrink(mark, 0);
}

// "TABLE=>REST" taken apart.
std::string_view split_table(std::string_view text, std::string_view& rest) noexcept {
  const std::size_t arrow = text.find("=>");
  if (arrow == text.npos) return {};
  rest = text.substr(arrow + 2);
  return text.substr(0, arrow);
}

std::int32_t remove_matches(Execution& e, std::string_view text, bool by_name) noexcept {
  std::string_view pattern;
  const std::string_view table = split_table(text, pattern);
  return remove_where(e, table_of(e, table), Test::kMatch, pattern, by_name);
}

std::int32_t remove_by(Execution& e, Arguments a, bool by_name) noexcept {
  Test test = Test::kEqual;
  if (!find_test(a[1].text, test) || test == Test::kEqual || test == Test::kDiffer) return -1;
  return remove_where(e, table_of(e, a[0].text), test, a[2].text, by_name);
}

std::int32_t any(Execution& e, Arguments a, bool by_name) noexcept {
  Test test = Test::kEqual;
  const int table = table_of(e, a[0].text);
  if (table < 0 || !find_test(a[1].text, test)) return -1;
  const bool found = walk(e, table, [&](const Entry& entry) {
    if (!by_name && !entry.value.is_text()) return false;
    return holds(e, test, by_name ? entry.key : entry.value.text, a[2].text);
  });
  return found ? 1 : -1;
}

TableIterator* find(Notes& n, std::string_view name) noexcept {
  for (TableIterator& one : n.table_iterators) {
    if (one.used && one.name == name) return &one;
  }
  return nullptr;
}

// The iterator of that name where it stands at a value; else nullptr.
TableIterator* standing(Notes& n, std::string_view name) noexcept {
  TableIterator* const one = find(n, name);
  return one == nullptr || !one->standing ? nullptr : one;
}

std::int32_t set_value(Execution& e, std::string_view name, const Value& value) noexcept {
  TableIterator* const one = standing(*e.notes, name);
  if (one == nullptr) return -1;
  if (!e.host->table_set(e, one->table, one->key(), value, -1)) return -1;
  return one->hold(value) ? 1 : -1;
}

// $shtcn and $shtcv: how many keys or values pass what their inner name says.
struct Count {
  std::string_view prefix;
  Test test;
  bool number;
};

}  // namespace

bool read_table_walk_pv(Execution& e, const PvRef& pv, std::string_view key,
                        Value& value) noexcept {
  const auto id = static_cast<PvId>(pv.id);
  if (id == PvId::kTableIteratorKey || id == PvId::kTableIteratorValue) {
    const TableIterator* const one = standing(*e.notes, key);
    value = Value::null();
    if (one == nullptr) return true;
    value = id == PvId::kTableIteratorKey ? Value::of(one->key()) : one->value();
    if (value.is_text()) value = Value::of(e.arena->copy(value.text));
    return true;
  }
  if (id != PvId::kTableCountNames && id != PvId::kTableCountValues) return false;
  const bool names = id == PvId::kTableCountNames;
  constexpr Count kCounts[] = {{"~~", Test::kMatch, false},
                               {"%~", Test::kBegins, false},
                               {"~%", Test::kEnds, false},
                               {"==", Test::kEqual, false},
                               {"eq", Test::kEqual, true}};
  value = Value::integer(0);
  for (const Count& row : kCounts) {
    if (!key.starts_with(row.prefix)) continue;
    const std::string_view wanted = key.substr(row.prefix.size());
    std::int32_t number = 0;
    if (row.number && (names || !text_to_int(wanted, number))) return true;
    std::int32_t count = 0;
    walk(e, pv.slot, [&](const Entry& entry) {
      if (row.number) {
        count +=
            entry.value.is_int() && (entry.value.number == number) == (row.test == Test::kEqual);
      } else if (names || entry.value.is_text()) {
        count += holds(e, row.test, names ? entry.key : entry.value.text, wanted) ? 1 : 0;
      }
      return false;
    });
    value = Value::integer(count);
    return true;
  }
  return true;
}

namespace natives {

std::int32_t sht_rm_name_re(Execution& e, Arguments a) noexcept {
  return remove_matches(e, a[0].text, true);
}
std::int32_t sht_rm_value_re(Execution& e, Arguments a) noexcept {
  return remove_matches(e, a[0].text, false);
}
// As in Kamailio at the level of errors; a line a table and a line an entry. Table 0 is of $shv.
std::int32_t sht_print(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto& tables = e.image->settings().tables;
  for (std::size_t i = 1; i < tables.size(); ++i) {
    print(e, {"htable ", tables[i].name, "\n"});
    walk(e, static_cast<int>(i), [&](const Entry& entry) {
      IntText scratch;
      print(e, {"  ", entry.key, " = ", to_text(entry.value, scratch), "\n"});
      return false;
    });
  }
  return 1;
}
std::int32_t sht_rm_name(Execution& e, Arguments a) noexcept { return remove_by(e, a, true); }
std::int32_t sht_rm_value(Execution& e, Arguments a) noexcept { return remove_by(e, a, false); }
std::int32_t sht_match_name(Execution& e, Arguments a) noexcept { return any(e, a, true); }
std::int32_t sht_match_str_value(Execution& e, Arguments a) noexcept { return any(e, a, false); }

std::int32_t sht_reset(Execution& e, Arguments a) noexcept {
  return remove_where(e, table_of(e, a[0].text), Test::kBegins, {}, true);
}

std::int32_t sht_iterator_start(Execution& e, Arguments a) noexcept {
  const int table = table_of(e, a[1].text);
  if (table < 0 || a[0].text.empty()) return -1;
  auto& set = e.notes->table_iterators;
  TableIterator* one = find(*e.notes, a[0].text);
  if (one == nullptr) {
    one = std::find_if(set.begin(), set.end(), [](const TableIterator& t) { return !t.used; });
  }
  if (one == set.end()) return -1;
  one->name = a[0].text;
  one->table = static_cast<std::uint16_t>(table);
  one->next = 0;
  one->used = true;
  one->standing = false;
  return 1;
}

std::int32_t sht_iterator_next(Execution& e, Arguments a) noexcept {
  TableIterator* const one = find(*e.notes, a[0].text);
  if (one == nullptr) return -1;
  std::string_view key;
  Value value;
  char* const mark = e.arena->allocate(0);
  const bool found = e.host->table_next(e, one->table, one->next, key, value);
  one->standing = false;
  const bool held = found && one->stand_at(key, value);
  if (mark != nullptr) e.arena->shrink(mark, 0);
  return held ? 1 : -1;
}

std::int32_t sht_iterator_end(Execution& e, Arguments a) noexcept {
  TableIterator* const one = find(*e.notes, a[0].text);
  if (one == nullptr) return -1;
  one->used = false;
  return 1;
}

std::int32_t sht_iterator_rm(Execution& e, Arguments a) noexcept {
  TableIterator* const one = standing(*e.notes, a[0].text);
  if (one == nullptr) return -1;
  static_cast<void>(e.host->table_remove(e, one->table, one->key()));
  one->standing = false;
  return 1;
}

std::int32_t sht_iterator_sets(Execution& e, Arguments a) noexcept {
  return set_value(e, a[0].text, a[1]);
}
std::int32_t sht_iterator_seti(Execution& e, Arguments a) noexcept {
  return set_value(e, a[0].text, a[1]);
}
std::int32_t sht_iterator_setex(Execution& e, Arguments a) noexcept {
  TableIterator* const one = standing(*e.notes, a[0].text);
  if (one == nullptr) return -1;
  return e.host->table_set_expires(e, one->table, one->key(), a[1].number) ? 1 : -1;
}

// sht_lock("TABLE=>KEY")
std::int32_t sht_lock(Execution& e, Arguments a) noexcept {
  std::string_view key;
  const std::string_view table = split_table(a[0].text, key);
  if (table_of(e, table) < 0) return -1;
  return e.host->lock(e, core_hash(table, key), true) ? 1 : -1;
}
std::int32_t sht_unlock(Execution& e, Arguments a) noexcept {
  std::string_view key;
  const std::string_view table = split_table(a[0].text, key);
  if (table_of(e, table) < 0) return -1;
  static_cast<void>(e.host->unlock(e, core_hash(table, key)));
  return 1;
}

}  // namespace natives
}  // namespace weir::routes
