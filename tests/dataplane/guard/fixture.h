// A small guard with a clock that the test moves: 1,000,000 cycles a second.
#pragma once

#include "dataplane/guard/guard.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir::dataplane::guard {

inline constexpr Frequency kMegahertz{1'000'000};
inline constexpr std::string_view kOptions = "OPTIONS sip:weir.example SIP/2.0\r\n";

inline sip::Address address(std::string_view text) {
  const auto parsed = sip::parse_address(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : sip::Address{};
}

inline sip::Prefix prefix(std::string_view text) {
  const auto parsed = sip::parse_prefix(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : sip::Prefix{};
}

class GuardTest : public ::testing::Test {
 protected:
  static GuardSizes small() {
    return {.sources = 4096,
            .prefixes = 4096,
            .addresses = 512,
            .flows = 512,
            .peers = 64,
            .pike = 256};
  }

  void start(const Parameters& parameters, const GuardSizes& sizes = small()) {
    guard_ = Guard::make(kMegahertz, 42, parameters, sizes);
    ASSERT_NE(guard_, nullptr);
  }

  // A packet of `payload`, which must stay; the source is "ADDRESS" and a port.
  static Packet packet(std::string_view source, std::uint16_t port = 5060,
                       std::string_view payload = kOptions) {
    Packet packet;
    packet.data = const_cast<char*>(payload.data());
    packet.size = static_cast<std::uint32_t>(payload.size());
    packet.src = address(source);
    packet.sport = port;
    return packet;
  }

  Verdict admit(Packet& packet, Pressure pressure = Pressure::kNone) {
    Verdict verdict;
    guard_->admit(now_, {&packet, 1}, {&verdict, 1}, pressure);
    return verdict;
  }

  // kNone when it was admitted.
  DropReason send(std::string_view source, std::uint16_t port = 5060,
                  std::string_view payload = kOptions, Pressure pressure = Pressure::kNone) {
    Packet one = packet(source, port, payload);
    return admit(one, pressure).reason;
  }

  // How many of `count` packets at this instant are admitted.
  int admitted(int count, std::string_view source, std::uint16_t port = 5060,
               Pressure pressure = Pressure::kNone) {
    int passed = 0;
    for (int i = 0; i < count; ++i) {
      passed += send(source, port, kOptions, pressure) == DropReason::kNone;
    }
    return passed;
  }

  void apply(const GuardCommand& command) { guard_->apply(now_, command); }
  void pass_seconds(std::uint64_t seconds) { now_ = now_ + kMegahertz.seconds(seconds); }
  void pass_milliseconds(std::uint64_t ms) { now_ = now_ + kMegahertz.milliseconds(ms); }

  // Long enough for a look at every row of small tables.
  void housekeep_all() {
    for (int i = 0; i < 1000; ++i) {
      now_ = now_ + kMegahertz.per_event(10'000);
      guard_->housekeep(now_);
    }
  }

  Cycles now_{10'000'000};
  std::unique_ptr<Guard> guard_;
};

}  // namespace weir::dataplane::guard
