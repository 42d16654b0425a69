#include "dataplane/tables/shared_table.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace weir::dataplane::tables {
namespace {

std::unique_ptr<SharedTable> table_of(const TableDefinition& definition) {
  auto table = SharedTable::make(definition, 77);
  EXPECT_NE(table, nullptr);
  return table;
}

TEST(SharedTable, HoldsNumbersAndTexts) {
  const auto table = table_of({.name = "t"});
  TableValue value;
  EXPECT_EQ(table->get("k", 1, value), TableOutcome::kMissing);
  EXPECT_EQ(table->set("k", 1, -5), TableOutcome::kOk);
  ASSERT_EQ(table->get("k", 1, value), TableOutcome::kOk);
  EXPECT_FALSE(value.is_text);
  EXPECT_EQ(value.number, -5);
  EXPECT_EQ(table->set("k", 1, "text"), TableOutcome::kOk);
  ASSERT_EQ(table->get("k", 1, value), TableOutcome::kOk);
  EXPECT_TRUE(value.is_text);
  EXPECT_EQ(value.text(), "text");
  EXPECT_EQ(table->set("k", 1, ""), TableOutcome::kOk);
  ASSERT_EQ(table->get("k", 1, value), TableOutcome::kOk);
  EXPECT_EQ(value.text(), "");
  EXPECT_EQ(table->statistics().entries, 1u);
  EXPECT_EQ(table->remove("k", 1), TableOutcome::kOk);
  EXPECT_EQ(table->remove("k", 1), TableOutcome::kMissing);
  EXPECT_EQ(table->get("k", 1, value), TableOutcome::kMissing);
  EXPECT_EQ(table->statistics().entries, 0u);
}

TEST(SharedTable, AWalkSeesEveryLiveValueOnce) {
  const auto table = table_of({.name = "t"});
  std::map<std::string, int> seen;
  for (int i = 0; i < 500; ++i) {
    const std::string key = "key" + std::to_string(i);
    ASSERT_EQ(table->set(key, 1, i), TableOutcome::kOk);
    if (i % 2 == 0) continue;
    ASSERT_EQ(table->set_expiry(key, 1, 5), TableOutcome::kOk);
  }
  std::array<char, kMaxKey> room;
  std::string_view key;
  TableValue value;
  std::uint64_t cursor = 0;
  while (table->next(cursor, 10, room, key, value)) {
    EXPECT_EQ(key, "key" + std::to_string(value.number));
    ++seen[std::string(key)];
    if (seen.size() % 3 == 0) table->remove(key, 10);  // a script may, on its way
  }
  EXPECT_EQ(seen.size(), 250u) << "half of them have expired";
  for (const auto& [name, count] : seen) EXPECT_EQ(count, 1) << name;
  EXPECT_FALSE(table->next(cursor, 10, room, key, value));
}

TEST(SharedTable, SizesAreBounded) {
  const auto table = table_of({.name = "t"});
  const std::string key(kMaxKey, 'k');
  const std::string text(kMaxText, 'v');
  TableValue value;
  EXPECT_EQ(table->set(key, 1, text), TableOutcome::kOk);
  ASSERT_EQ(table->get(key, 1, value), TableOutcome::kOk);
  EXPECT_EQ(value.text(), text);
  EXPECT_EQ(table->set(key + "k", 1, 1), TableOutcome::kTooLong);
  EXPECT_EQ(table->set("k", 1, text + "v"), TableOutcome::kTooLong);
  EXPECT_EQ(table->get(key + "k", 1, value), TableOutcome::kMissing);
  EXPECT_EQ(table->statistics().too_long, 2u);
  EXPECT_EQ(table->set("", 1, 1), TableOutcome::kOk);
  EXPECT_EQ(table->get("", 1, value), TableOutcome::kOk);
}

TEST(SharedTable, ValuesExpire) {
  const auto table = table_of({.name = "t", .autoexpire = 10});
  TableValue value;
  std::uint32_t seconds = 0;
  table->set("k", 100, 1);
  EXPECT_EQ(table->get("k", 109, value), TableOutcome::kOk);
  EXPECT_EQ(table->expiry("k", 103, seconds), TableOutcome::kOk);
  EXPECT_EQ(seconds, 7u);
  EXPECT_EQ(table->get("k", 110, value), TableOutcome::kMissing);
  table->set("k", 100, 1);
  table->set("k", 105, 2);  // updateexpire
  EXPECT_EQ(table->get("k", 114, value), TableOutcome::kOk);
  EXPECT_EQ(table->set_expiry("k", 114, 100), TableOutcome::kOk);
  EXPECT_EQ(table->get("k", 213, value), TableOutcome::kOk);
  EXPECT_EQ(table->set_expiry("k", 213, 0), TableOutcome::kOk);
  EXPECT_EQ(table->get("k", 4'000'000'000, value), TableOutcome::kOk);
  EXPECT_EQ(table->set_expiry("other", 1, 5), TableOutcome::kMissing);
}

TEST(SharedTable, WithoutUpdateExpireTheFirstSetCounts) {
  const auto table = table_of({.name = "t", .autoexpire = 10, .update_expire = false});
  TableValue value;
  std::int32_t sum = 0;
  table->set("k", 100, 1);
  table->set("k", 105, 2);
  table->add("k", 106, 1, true, sum);
  EXPECT_EQ(sum, 3);
  EXPECT_EQ(table->get("k", 109, value), TableOutcome::kOk);
  EXPECT_EQ(table->get("k", 110, value), TableOutcome::kMissing);
  table->set("k", 110, 1);
  EXPECT_EQ(table->get("k", 119, value), TableOutcome::kOk);
}

TEST(SharedTable, Adds) {
  const auto table = table_of({.name = "t"});
  std::int32_t sum = 0;
  EXPECT_EQ(table->add("k", 1, 5, false, sum), TableOutcome::kMissing);
  EXPECT_EQ(table->add("k", 1, 5, true, sum), TableOutcome::kOk);
  EXPECT_EQ(sum, 5);
  table->set("k", 1, 2147483647);
  EXPECT_EQ(table->add("k", 1, 1, false, sum), TableOutcome::kOk);
  EXPECT_EQ(sum, -2147483647 - 1);
  table->set("k", 1, "text");
  EXPECT_EQ(table->add("k", 1, 1, true, sum), TableOutcome::kNotANumber);

  const auto with_initial = table_of({.name = "t", .has_initial = true, .initial = 10});
  EXPECT_EQ(with_initial->add("k", 1, -1, false, sum), TableOutcome::kOk);
  EXPECT_EQ(sum, 9);
}

TEST(SharedTable, AFullBucketForgetsWhatIsOverAndThenRefuses) {
  const auto table = table_of({.name = "t", .size = 2});
  std::size_t refused = 0;
  for (int i = 0; i < 20000; ++i) {
    refused += table->set("k" + std::to_string(i), 1, i) == TableOutcome::kFull;
  }
  const TableStatistics statistics = table->statistics();
  EXPECT_EQ(statistics.capacity, SharedTable::kMinBuckets * SharedTable::kWays);
  EXPECT_EQ(statistics.full, refused);
  EXPECT_EQ(statistics.entries, 20000 - refused);
  EXPECT_GT(statistics.entries, statistics.capacity * 9 / 10);

  const auto expiring = table_of({.name = "t", .size = 2, .autoexpire = 5});
  for (int i = 0; i < 20000; ++i) expiring->set("k" + std::to_string(i), 1, i);
  const std::uint64_t before = expiring->statistics().full;
  for (int i = 0; i < 3000; ++i) expiring->set("new" + std::to_string(i), 6, i);
  EXPECT_LT(expiring->statistics().full - before, 300u);
}

TEST(SharedTable, SweepFreesAndTells) {
  const auto table = table_of({.name = "t", .autoexpire = 5});
  for (int i = 0; i < 100; ++i) table->set("k" + std::to_string(i), 1, i);
  for (int i = 0; i < 50; ++i) table->set_expiry("k" + std::to_string(i), 1, 0);
  std::map<std::string, std::int32_t> told;
  const auto tell = [&](std::string_view key, const TableValue& value, std::uint32_t) {
    told[std::string(key)] = value.number;
  };
  EXPECT_EQ(table->sweep(5, table->buckets(), tell), 0u);
  EXPECT_EQ(table->sweep(6, table->buckets(), tell), 50u);
  EXPECT_EQ(told.size(), 50u);
  EXPECT_EQ(told["k70"], 70);
  EXPECT_EQ(table->statistics().entries, 50u);
}

TEST(SharedTable, ControlVisitsAndRemoves) {
  const auto table = table_of({.name = "t"});
  for (int i = 0; i < 100; ++i) table->set("k" + std::to_string(i), 1, i);
  int seen = 0;
  table->for_each(1, [&](std::string_view, const TableValue&, std::uint32_t) { ++seen; });
  EXPECT_EQ(seen, 100);
  const auto one_digit = [](std::string_view key, const TableValue&) { return key.size() == 2; };
  EXPECT_EQ(table->remove_if(1, one_digit), 10u);
  EXPECT_EQ(table->statistics().entries, 90u);
  table->clear(1);
  EXPECT_EQ(table->statistics().entries, 0u);
}

TEST(SharedTable, AddressKeys) {
  const auto table = table_of({.name = "ipban", .autoexpire = 5, .address_keys = true});
  const sip::Address v4 = *sip::parse_address("192.0.2.1");
  const sip::Address v6 = *sip::parse_address("2001:db8::1");
  TableValue value;
  EXPECT_FALSE(table->has_addresses());
  table->set("no address", 1, 1);
  EXPECT_FALSE(table->has_addresses());
  table->set("192.0.2.1", 1, 1);
  table->set("2001:DB8:0:0:0:0:0:1", 1, 2);
  EXPECT_TRUE(table->holds(v4, 1));
  EXPECT_TRUE(table->holds(v6, 1));
  EXPECT_FALSE(table->holds(*sip::parse_address("192.0.2.2"), 1));
  ASSERT_EQ(table->get("2001:db8::1", 1, value), TableOutcome::kOk);
  EXPECT_EQ(value.number, 2);
  EXPECT_FALSE(table->holds(v4, 6));
  table->set("192.0.2.1", 2, 1);
  table->set("192.0.2.1", 3, 1);
  EXPECT_TRUE(table->holds(v4, 6));
  table->remove("192.0.2.1", 6);
  EXPECT_FALSE(table->holds(v4, 6));
  table->sweep(100, table->buckets(), {});
  EXPECT_FALSE(table->has_addresses());
}

TEST(SharedTables, KeepsATableAsLongAsItsDefinition) {
  SharedTables tables;
  EXPECT_EQ(tables.find("a"), nullptr);
  SharedTable* const a = tables.add({.name = "a"}, 1);
  SharedTable* const b = tables.add({.name = "b"}, 1);
  ASSERT_NE(a, nullptr);
  ASSERT_NE(b, nullptr);
  EXPECT_EQ(a->set("key", 1, 7), TableOutcome::kOk);
  EXPECT_EQ(tables.add({.name = "a"}, 2), a);
  EXPECT_EQ(tables.find("b"), b);
  EXPECT_EQ(tables.find("b")->definition().name, "b");
  EXPECT_EQ(tables.size(), 2u);

  SharedTable* const changed = tables.add({.name = "a", .autoexpire = 60}, 1);
  TableValue value;
  EXPECT_NE(changed, a);
  EXPECT_EQ(changed->get("key", 1, value), TableOutcome::kMissing);
  EXPECT_EQ(tables.find("a"), changed);
  EXPECT_EQ(tables.add({.name = "a"}, 1), a);  // a rollback finds what was there
  EXPECT_EQ(a->get("key", 1, value), TableOutcome::kOk);

  tables.keep([&](const SharedTable& table) { return &table != a; });
  EXPECT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables.find("a"), changed);
}

// Random operations against a map.
TEST(SharedTable, BehavesLikeAMap) {
  std::mt19937 random(1);
  const auto table = table_of({.name = "t"});
  std::map<std::string, std::int32_t> model;
  for (int i = 0; i < 50000; ++i) {
    const std::string key = "key-" + std::to_string(random() % 500);
    const auto number = static_cast<std::int32_t>(random() % 1000);
    std::int32_t sum = 0;
    switch (random() % 4) {
      case 0:
        ASSERT_EQ(table->set(key, 1, number), TableOutcome::kOk);
        model[key] = number;
        break;
      case 1:
        ASSERT_EQ(table->add(key, 1, number, true, sum), TableOutcome::kOk);
        ASSERT_EQ(sum, model[key] += number);
        break;
      case 2:
        ASSERT_EQ(table->remove(key, 1) == TableOutcome::kOk, model.erase(key) == 1);
        break;
      default:
        TableValue value;
        const auto expected = model.find(key);
        ASSERT_EQ(table->get(key, 1, value) == TableOutcome::kOk, expected != model.end());
        if (expected != model.end()) {
          ASSERT_EQ(value.number, expected->second);
        }
    }
  }
  EXPECT_EQ(table->statistics().entries, model.size());
}

// Writers and readers at once: increments are never lost or doubled, and no reader ever sees a
// value that nobody wrote. Under a thread sanitizer it shows that there is no data race.
TEST(SharedTable, ThreadsShareIt) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 4000;
  const auto table = table_of({.name = "t"});
  std::atomic<std::int64_t> added = 0;
  std::atomic<int> torn = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kRounds; ++i) {
        std::int32_t sum = 0;
        if (table->add("sum", 1, 1, true, sum) == TableOutcome::kOk) ++added;
        const std::string letters(static_cast<std::size_t>(1 + i % 100),
                                  static_cast<char>('a' + t));
        table->set("text", 1, letters);
        TableValue value;
        if (table->get("text", 1, value) == TableOutcome::kOk) {
          const std::string_view text = value.text();
          torn += text.empty() || text.find_first_not_of(text[0]) != text.npos;
        }
        const std::string own = "own-" + std::to_string(t) + "-" + std::to_string(i % 16);
        table->set(own, 1, i);
        table->remove(own, 1);
        if (i % 500 == 0) {
          table->for_each(1, [&](std::string_view key, const TableValue&, std::uint32_t) {
            torn += key.empty();
          });
          if (t == 0) table->sweep(1, 16, {});
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  TableValue value;
  ASSERT_EQ(table->get("sum", 1, value), TableOutcome::kOk);
  EXPECT_EQ(value.number, added.load());
  EXPECT_EQ(torn.load(), 0);
  EXPECT_LE(kThreads * kRounds - added.load(), static_cast<std::int64_t>(table->statistics().busy));
}

}  // namespace
}  // namespace weir::dataplane::tables
