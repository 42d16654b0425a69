// Who has been refused for many users lately: slow scans, and users that many sources try.
#pragma once

#include "sip/branch.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control {

// How many different ones somebody has been seen with, each counting half as much after a
// half-life. Fixed memory: where a bucket is full the least count makes room, so that a flood of
// names that are seen once pushes nobody out who counts for more.
class DecayedCounts {
 public:
  static constexpr std::size_t kMembers = 16;  // remembered of each; the oldest makes room
  static constexpr std::size_t kLabel = 32;

  struct Row {
    std::uint64_t key = 0;  // 0: free
    std::array<std::uint32_t, kMembers> members{};
    std::uint16_t used = 0;   // of members; counts on when they are all taken
    bool caught = false;      // has come to the limit, and not gone below half of it since
    std::uint8_t length = 0;  // of label
    float count = 0;          // at `last`
    std::int64_t first = 0;   // seconds since 1970
    std::int64_t last = 0;
    std::array<char, kLabel> label{};

    std::string_view name() const noexcept { return {label.data(), length}; }
  };

  // `rows` is a power of two, 8 or more. Nobody who does not know `seed` can choose a bucket.
  DecayedCounts(std::size_t rows, const sip::SipKey& seed);

  // `member` was seen with `key`, which is not 0. The row; `is_new` when the member was not known.
  Row& note(std::uint64_t key, std::uint32_t member, std::string_view label, std::int64_t now,
            std::uint32_t half_life, bool& is_new) noexcept;
  const Row* find(std::uint64_t key) const noexcept;
  void put(const Row& row) noexcept;  // as it was written down
  void erase(std::uint64_t key) noexcept;

  const std::vector<Row>& rows() const noexcept { return rows_; }

 private:
  std::size_t bucket(std::uint64_t key) const noexcept;
  Row& take(std::uint64_t key, std::int64_t now, std::uint32_t half_life) noexcept;

  sip::SipKey seed_;
  std::vector<Row> rows_;
};

// What is left of a row's count at `now`.
float count_at(const DecayedCounts::Row& row, std::int64_t now, std::uint32_t half_life) noexcept;

class ScanScores {
 public:
  static constexpr std::size_t kSources = 65'536;
  static constexpr std::size_t kUsers = 16'384;

  enum class Found : std::uint8_t {
    kNothing,
    kCaught,  // with this user the source has come to the limit
    kAgain,   // it was caught before, and has tried one user more
  };

  // `seed` keys the hashes of users and sources, which are kept over a restart.
  explicit ScanScores(const sip::SipKey& seed = {});

  // A request of `source` for `user` was refused. `limit` users make a scanner. Sources are named
  // by the guard's keys, which are not 0.
  Found note(std::uint64_t source, std::string_view user, std::int64_t now, std::uint32_t limit,
             std::uint32_t half_life);
  // It was no scan.
  void forgive(std::uint64_t source) noexcept;

  struct SourceLine {
    std::uint64_t source = 0;
    float users = 0;
    bool caught = false;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::string user;  // the last one, its first 32 bytes
  };
  struct UserLine {
    std::string user;
    float sources = 0;
    std::int64_t last = 0;
  };
  bool find(std::uint64_t source, std::int64_t now, std::uint32_t half_life,
            SourceLine& line) const;
  // With two or more each, most first.
  std::vector<SourceLine> sources(std::int64_t now, std::uint32_t half_life,
                                  std::size_t most) const;
  std::vector<UserLine> users(std::int64_t now, std::uint32_t half_life, std::size_t most) const;

  // Sealed text of what counts for two or more, and back; a text returned says what is wrong, and
  // nothing was read.
  std::string format(const sip::KeyRing& keys, std::int64_t now, std::uint32_t half_life) const;
  std::string parse(std::string_view text, const sip::KeyRing& keys, std::int64_t now);

  bool changed() const noexcept { return changed_; }
  std::string save(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                   std::uint32_t half_life, bool sync);
  std::string load(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                   bool& missing);

 private:
  sip::SipKey seed_;
  DecayedCounts sources_;  // members: users
  DecayedCounts users_;    // members: sources
  bool changed_ = false;
};

}  // namespace weir::control
