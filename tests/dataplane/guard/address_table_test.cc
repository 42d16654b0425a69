// Both exact tables against std::map, with erasures that close gaps.
#include "dataplane/guard/address_table.h"

#include "dataplane/guard/flow_table.h"
#include "dataplane/guard/source_key.h"
#include "dataplane/tables/keyed_hash.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace weir::dataplane::guard {
namespace {

using Purpose = AddressTable::Purpose;

TEST(AddressTable, BehavesLikeAMap) {
  std::mt19937_64 random(11);
  const tables::HashKey key = tables::HashKey::from_seed(5);
  // Few different home rows, so that probes are long and wrap around.
  const auto hash_of = [&](std::uint64_t k) {
    return tables::hash_word(key, k) & 0xffffffff0000000fu;
  };
  AddressTable table;
  ASSERT_TRUE(table.make(48));
  std::map<std::uint64_t, std::uint64_t> model;  // key -> forget_at
  for (std::uint64_t now = 1; now < 20000; ++now) {
    const std::uint64_t k = 1 + random() % 100;
    if (random() % 2 == 0) {
      AddressRow* const row = table.take(k, hash_of(k), Purpose::kBanOrTrust);
      ASSERT_EQ(row == nullptr, !model.contains(k) && model.size() >= table.capacity());
      if (row != nullptr) {
        row->forget_at = now + 1 + random() % 200;
        model[k] = row->forget_at;
      }
    }
    if (random() % 50 == 0) {
      table.expire(Cycles{now}, 3 * table.size(), hash_of);
      std::erase_if(model, [&](const auto& item) { return item.second <= now; });
    }
    ASSERT_EQ(table.used(), model.size());
    for (std::uint64_t wanted = 1; wanted <= 100; wanted += 7) {
      const AddressRow* const row = table.find(wanted, hash_of(wanted));
      const auto expected = model.find(wanted);
      ASSERT_EQ(row != nullptr, expected != model.end()) << wanted << " at " << now;
      if (row != nullptr) {
        ASSERT_EQ(row->forget_at, expected->second);
      }
    }
  }
}

TEST(AddressTable, ProofFillsHalfOfItOnly) {
  AddressTable table;
  ASSERT_TRUE(table.make(48));
  const tables::HashKey key;
  const auto take = [&](std::uint64_t k, Purpose purpose) {
    return table.take(k, tables::hash_word(key, k), purpose) != nullptr;
  };
  std::uint64_t k = 1;
  while (take(k, Purpose::kProof)) ++k;
  EXPECT_EQ(table.used(), table.size() / 2);
  EXPECT_TRUE(take(k, Purpose::kBanOrTrust));
}

TEST(FlowTable, BehavesLikeAMap) {
  std::mt19937_64 random(12);
  FlowTable table;
  ASSERT_TRUE(table.make(48, tables::HashKey::from_seed(5)));
  std::map<sip::Endpoint, std::uint64_t> model;  // flow -> until
  for (std::uint64_t now = 1; now < 20000; ++now) {
    const sip::Endpoint flow{sip::Address::v4(static_cast<std::uint32_t>(random() % 10)),
                             static_cast<std::uint16_t>(random() % 10)};
    const unsigned what = random() % 4;
    if (what < 2) {
      FlowRow* const row = table.take(flow, SourceClass::kTrusted);
      ASSERT_EQ(row == nullptr, !model.contains(flow) && model.size() >= table.size() / 4 * 3);
      if (row != nullptr) model[flow] = row->until = now + 1 + random() % 200;
    } else if (what == 2) {
      const bool known = table.remove(flow) != SourceClass::kDenied;
      ASSERT_EQ(known, model.erase(flow) == 1);
    }
    if (random() % 50 == 0) {
      table.expire(Cycles{now}, 3 * table.size());
      std::erase_if(model, [&](const auto& item) { return item.second <= now; });
    }
    ASSERT_EQ(table.used(), model.size());
    const auto expected = model.find(flow);
    const FlowRow* const row = table.find(flow, Cycles{now});
    ASSERT_EQ(row != nullptr, expected != model.end() && expected->second > now);
  }
}

TEST(SourceKey, AddressesAndPrefixes) {
  EXPECT_EQ(source_key(sip::Address::v4(0xc0000201)), 0x0000ffffc0000201u);
  EXPECT_EQ(prefix_key(0x0000ffffc0000201u), 0x0000ffffc0000200u);
  const auto v6 = sip::parse_address("2001:db8:1:2:3:4:5:6");
  ASSERT_TRUE(v6);
  EXPECT_EQ(source_key(*v6), 0x20010db800010002u);
  EXPECT_EQ(prefix_key(source_key(*v6)) >> 16, 0x20010db80001u);
  EXPECT_EQ(source_address(source_key(*v6)), *sip::parse_address("2001:db8:1:2::"));
  EXPECT_EQ(source_address(0x0000ffffc0000201u), sip::Address::v4(0xc0000201));
}

}  // namespace
}  // namespace weir::dataplane::guard
