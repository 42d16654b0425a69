#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/smoke/flood/frame.h"

namespace weir::flood {

// A small seeded generator (xorshift64*): the same seed gives the same flood.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 | 1) {}

  uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1d;
  }
  // Uniform enough below `limit`, which is small against 2^32.
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>((next() >> 32) * limit >> 32); }

 private:
  uint64_t state_;
};

enum class Sources : uint8_t {
  kOne,     // one address and port
  kPool,    // some thousand addresses that stay the same
  kRandom,  // any address of a /10, any port
  kListed,  // addresses of real callers, with ports that are not theirs
  kExact,   // the same with the port that is theirs
};

enum class Body : uint8_t { kText, kGarbage, kFragments, kSyn };

// One kind of attack. In a text each run of eight '#' becomes random hexadecimal digits. Requests
// carry the user "flood" in their request URI, by which a filter outside tells them from calls.
struct Attack {
  const char* name;
  Sources sources;
  Body body;
  std::vector<std::string> texts;
};

// The attack of that name aimed at `target`, or null.
const Attack* find_attack(std::string_view name);
std::vector<std::string_view> attack_names();

struct Caller {
  Ip ip;
  uint16_t port = 0;
};

// What the generator is pointed at and from where.
struct Aim {
  Mac source_mac;
  Mac target_mac;
  std::vector<Ip> targets;  // one of each family at most
  uint16_t port;
  std::vector<Caller> listed;  // for Sources::kListed and kExact
};

// Makes the frames of one attack, one after the other.
class Maker {
 public:
  Maker(const Attack& attack, const Aim& aim, uint64_t seed);

  // Writes the next frame; returns its size.
  size_t make(std::span<uint8_t, kMaxFrame> out);
  // The next datagram's payload alone; valid until the next call.
  std::string_view payload();

 private:
  Flow next_flow();
  const Caller* next_caller(bool v6);
  Ip next_source(bool v6);
  std::string_view next_text();
  std::string_view next_garbage();

  const Attack& attack_;
  const Aim& aim_;
  Random random_;
  std::string buffer_;
};

}  // namespace weir::flood
