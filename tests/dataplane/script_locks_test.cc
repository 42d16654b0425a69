#include "dataplane/script_locks.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace weir::dataplane {
namespace {

TEST(ScriptLocks, OneMessageKeepsTheOthersOut) {
  const auto table = std::make_unique<LockTable>();
  ScriptLocks one(*table, 0);
  ScriptLocks two(*table, 1);
  EXPECT_TRUE(one.lock(5, 1));
  EXPECT_FALSE(two.lock(5, 100));
  EXPECT_TRUE(two.lock(6, 1));
  EXPECT_FALSE(two.unlock(5));
  EXPECT_TRUE(one.unlock(5));
  EXPECT_FALSE(one.unlock(5));
  EXPECT_TRUE(two.lock(5, 1));
}

TEST(ScriptLocks, WaitingForOneself) {
  const auto table = std::make_unique<LockTable>();
  ScriptLocks one(*table, 0);
  EXPECT_TRUE(one.lock(5, 1));
  EXPECT_FALSE(one.lock(5, 1)) << "trylock() says that it is taken";
  EXPECT_TRUE(one.lock(5, 2)) << "lock() would wait for ever";
}

TEST(ScriptLocks, AMessageThatEndsLetsGo) {
  const auto table = std::make_unique<LockTable>();
  ScriptLocks one(*table, 0);
  ScriptLocks two(*table, 1);
  for (std::uint64_t name = 0; name < ScriptLocks::kHeld; ++name) {
    EXPECT_TRUE(one.lock(name, 1));
  }
  EXPECT_FALSE(one.lock(100, 1)) << "more than one message may hold";
  one.release();
  for (std::uint64_t name = 0; name < ScriptLocks::kHeld; ++name) {
    EXPECT_TRUE(two.lock(name, 1));
  }
}

TEST(ScriptLocks, ThreadsExcludeEachOther) {
  const auto table = std::make_unique<LockTable>();
  std::uint64_t sum = 0;  // guarded by the lock
  std::vector<std::thread> threads;
  for (unsigned lcore = 0; lcore < 3; ++lcore) {
    threads.emplace_back([&, lcore] {
      ScriptLocks locks(*table, lcore);
      for (int i = 0; i < 2000; ++i) {
        while (!locks.lock(7, 1000)) std::this_thread::yield();
        ++sum;
        locks.unlock(7);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sum, 6000u);
}

}  // namespace
}  // namespace weir::dataplane
