// guard/*: receive, decide, release over an in-memory port, against the bare loop on the same port.
//
// Both loops take turns, a fraction of a millisecond each, and the medians of both are compared: a
// busy machine disturbs them alike. strangers_10M draws from 2^24 addresses, strangers_1M from
// 2^20; the source table has its default size in all of them.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench/harness.h"
#include "bench/samples.h"
#include "dataplane/clock.h"
#include "dataplane/guard/guard.h"
#include "dataplane/guard/signatures.h"
#include "sip/message.h"

#include <rte_cycles.h>

namespace weir::bench {
namespace {

using dataplane::Cycles;
using dataplane::DropReason;
using dataplane::kBurst;
using dataplane::Packet;
using dataplane::read_cycles;
using dataplane::guard::BanReason;
using dataplane::guard::Guard;
using dataplane::guard::GuardCommand;
using dataplane::guard::Parameters;
using dataplane::guard::Pressure;
using dataplane::guard::Verdict;

constexpr int kBursts = 100;   // a turn of one of the loops
constexpr int kWarmUps = 200;  // turns at most

enum class Gates { kFirst, kBoth };

struct Scene {
  std::string sample = "invite";
  std::uint32_t sources = 1;
  Parameters parameters{};
  Pressure pressure = Pressure::kHigh;
  Gates gates = Gates::kFirst;
  DropReason expected = DropReason::kNone;  // what becomes of nearly all packets
  bool mixed = false;                       // the load is Load::spoofed: count its kinds
};

const sip::Address kFirstSource = sip::Address::v4(0x0A000000);

// To see that the scene is what its name says.
struct Tally {
  std::uint64_t packets = 0;
  std::uint64_t as_expected = 0;
};

// What became of each kind of source in a mixed load.
struct Kinds {
  struct Kind {
    std::uint64_t packets = 0;
    std::uint64_t admitted = 0;

    double share() const noexcept {
      return static_cast<double>(admitted) / static_cast<double>(packets);
    }
  };
  Kind trusted, honest, others;

  Kind& of(std::uint32_t source) noexcept {
    if (source - Load::kFirstTrusted < Load::kTrusted) return trusted;
    return source - Load::kFirstStranger < Load::kStrangers ? honest : others;
  }
};

// What an lcore keeps from burst to burst.
struct Turn {
  std::array<Packet, kBurst> packets;
  std::array<Verdict, kBurst> verdicts;
  sip::MessageView message;
  Tally tally;
  Kinds kinds;
  double seconds = 0;  // that were measured, with what the bare loop took of them
};

// One burst as the lcore's loop takes it, without the script.
std::uint32_t take_burst(MemoryPort& memory, Guard& guard, const Scene& scene, Turn& turn) {
  const Cycles now = read_cycles();
  const std::uint32_t n = memory.port().receive(0, now, turn.packets);
  const std::span<Packet> burst(turn.packets.data(), n);
  guard.admit(now, burst, turn.verdicts, scene.pressure);
  for (std::uint32_t i = 0; i < n; ++i) {
    DropReason reason = turn.verdicts[i].reason;
    if (scene.gates == Gates::kBoth && turn.verdicts[i].admitted()) {
      const bool parsed = turn.message.parse(burst[i].text()) == sip::Error::kNone;
      reason = parsed ? guard.admit_parsed(now, burst[i], turn.message) : DropReason::kMalformed;
    }
    turn.tally.as_expected += reason == scene.expected;
    if (scene.mixed) {
      Kinds::Kind& kind = turn.kinds.of(burst[i].src.v4_value());
      ++kind.packets;
      kind.admitted += reason == DropReason::kNone;
    }
  }
  turn.tally.packets += n;
  guard.housekeep(now);
  memory.port().release(0, burst);
  return n;
}

// Cycles a packet of `kBursts` calls of `burst`, which returns how many packets it had.
template <class Burst>
double measure(Burst burst) {
  std::uint64_t packets = 0;
  const Cycles begin = read_cycles();
  for (int i = 0; i < kBursts; ++i) packets += burst();
  return static_cast<double>(count(read_cycles() - begin)) / static_cast<double>(packets);
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// What was seen while it was measured.
Turn run(benchmark::State& state, MemoryPort& memory, Guard& guard, const Scene& scene) {
  dataplane::Counters counters;
  memory.port().attach(0, counters);
  Turn turn;
  const auto ours = [&] { return take_burst(memory, guard, scene, turn); };
  const auto bare = [&] { return memory.bare_burst(); };
  for (int i = 0; i < kWarmUps; ++i) {  // until buckets are empty that shall be
    turn.tally = {};
    measure(ours);
    if (i >= 4 && turn.tally.as_expected * 10 >= turn.tally.packets * 9) break;
  }
  turn.tally = {};
  turn.kinds = {};
  const Cycles begin = read_cycles();
  std::vector<double> ours_each;
  std::vector<double> bare_each;
  for (auto _ : state) {
    state.PauseTiming();
    bare_each.push_back(measure(bare));
    state.ResumeTiming();
    ours_each.push_back(measure(ours));
  }
  turn.seconds =
      static_cast<double>(count(read_cycles() - begin)) / static_cast<double>(rte_get_tsc_hz());
  const auto packets = static_cast<double>(turn.tally.packets);
  report(state, turn.tally.packets, static_cast<std::uint64_t>(median(ours_each) * packets),
         median(bare_each));
  state.counters["as_expected"] = static_cast<double>(turn.tally.as_expected) / packets;
  if (turn.tally.as_expected * 10 < turn.tally.packets * 9) {
    state.SkipWithError("not the scene it claims");
  }
  return turn;
}

// A guard that `prepare` has told what the scene needs, and what was seen of it.
template <class Prepare>
Turn play(benchmark::State& state, const Scene& scene, std::string payload, Prepare prepare) {
  MemoryPort memory(
      {.payloads = {std::move(payload)}, .sources = scene.sources, .spoofed = scene.mixed});
  const std::unique_ptr<Guard> guard = Guard::make({rte_get_tsc_hz()}, 0x5eed, scene.parameters);
  if (guard == nullptr) {
    state.SkipWithError("no memory");
    return {};
  }
  prepare(*guard);
  return run(state, memory, *guard, scene);
}

template <class Prepare>
Turn play(benchmark::State& state, const Scene& scene, Prepare prepare) {
  return play(state, scene, sample(scene.sample), prepare);
}

void tell(Guard& guard, const GuardCommand& command) { guard.apply(read_cycles(), command); }

void trust_phones(Guard& guard, std::uint32_t first, std::uint32_t phones) {
  for (std::uint32_t i = 0; i < phones; ++i) {
    tell(guard, GuardCommand::trust({sip::Address::v4(first + i), 5060}, 3600));
  }
}

void banned_one(benchmark::State& state) {
  play(state, {.expected = DropReason::kBanned}, [](Guard& guard) {
    tell(guard, GuardCommand::ban(kFirstSource, 3600, BanReason::kOperator));
  });
}

// 4,096 sources that send far more than their rate.
void limited_few(benchmark::State& state) {
  play(state, {.sources = 4096, .expected = DropReason::kRateSource}, [](Guard&) {});
}

// Lists as a provider has them: 1,000 peers, and 10,000 prefixes of a feed. None of them sends.
std::unique_ptr<dataplane::guard::AccessLists> long_lists() {
  std::vector<dataplane::guard::PeerEntry> peers;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    peers.push_back({{sip::Address::v4(0xC6120000 + i * 64), 128}, 0});  // 198.18.0.0/15
  }
  std::vector<dataplane::guard::DenyEntry> denied;
  std::uint32_t random = 1;
  for (std::uint8_t i = 0; denied.size() < 10'000; ++i) {
    random = random * 1664525 + 1013904223;
    if (random >> 24 == 10 || random >> 31 == 1) continue;  // where the loads come from
    const auto length = static_cast<std::uint8_t>(96 + (i % 4 == 0 ? 24 : 32));
    denied.push_back({{sip::Address::v4(length == 128 ? random : random & 0xFFFFFF00), length}});
  }
  return std::make_unique<dataplane::guard::AccessLists>(std::move(peers), denied, 7);
}

// Strangers within their own rates, all admitted: every packet misses the caches.
void strangers(benchmark::State& state, std::uint32_t sources) {
  Parameters parameters{};
  parameters.source_rate = 10'000;
  parameters.source_burst = 10'000;
  parameters.prefix_rate = 1'000'000;
  parameters.prefix_burst = 1'000'000;
  const auto lists = long_lists();
  play(state, {.sources = sources, .parameters = parameters},
       [&](Guard& guard) { tell(guard, GuardCommand::publish(lists.get())); });
}
void strangers_1M(benchmark::State& state) { strangers(state, 1u << 20); }
void strangers_10M(benchmark::State& state) { strangers(state, 1u << 24); }

// Spoofed sources, each seen once, against the strangers' common budget, which few packets in a
// hundred fit; among them trusted phones, all of whose packets pass, and honest strangers, who have
// the chance that every stranger has.
void spoofed(benchmark::State& state) {
  Parameters parameters{};
  parameters.stranger_rate = 100'000;
  parameters.prefix_rate = 1'000'000;
  parameters.prefix_burst = 1'000'000;
  parameters.trusted_rate = 0;  // a thousand phones stand for all of a provider's
  parameters.source_rate = 0;
  const Scene scene{
      .parameters = parameters, .expected = DropReason::kRateStrangers, .mixed = true};
  const auto lists = long_lists();
  const Turn turn = play(state, scene, [&](Guard& guard) {
    tell(guard, GuardCommand::publish(lists.get()));
    trust_phones(guard, Load::kFirstTrusted, Load::kTrusted);
  });
  if (turn.tally.packets == 0) return;
  const Kinds& kinds = turn.kinds;
  const double stated = parameters.stranger_rate * turn.seconds /
                        static_cast<double>(kinds.honest.packets + kinds.others.packets);
  state.counters["trusted_admitted"] = kinds.trusted.share();
  state.counters["stated_chance"] = stated;
  state.counters["honest_against_stated"] = kinds.honest.share() / stated;
  if (kinds.trusted.admitted != kinds.trusted.packets) state.SkipWithError("trusted were dropped");
}

std::string as_scanner(std::string text) {
  const std::string_view wanted = "User-Agent: ";
  const auto at = text.find(wanted);
  const std::string_view tool = "friendly-scanner";
  if (at == text.npos) {
    return text.insert(text.find("\r\n") + 2, std::string(wanted) + std::string(tool) + "\r\n");
  }
  const auto begin = at + wanted.size();
  return text.replace(begin, text.find("\r\n", begin) - begin, tool);
}

Parameters unlimited() {
  Parameters parameters{};
  parameters.source_rate = parameters.prefix_rate = parameters.trusted_rate = 0;
  return parameters;
}

void scanner(benchmark::State& state) {
  const Scene scene{.sources = 16,
                    .parameters = unlimited(),
                    .gates = Gates::kBoth,
                    .expected = DropReason::kScanner};
  play(state, scene, as_scanner(sample(scene.sample)), [](Guard&) {});
}

// data/signatures.list, compiled from its file.
std::unique_ptr<dataplane::guard::Signatures> shipped_signatures() {
  std::vector<dataplane::guard::SignatureError> errors;
  dataplane::guard::SignatureList list;
  const std::string text = source_file("data/signatures.list");
  errors = dataplane::guard::parse_signature_list(text, list);
  if (!errors.empty()) return nullptr;
  auto set = dataplane::guard::SignatureSet::make(std::move(list), errors);
  return set == nullptr ? nullptr : dataplane::guard::Signatures::make(std::move(set));
}

// The same by Hyperscan, and strangers' INVITEs in which it finds nothing.
void play_listed(benchmark::State& state, std::string payload, DropReason expected) {
  const auto signatures = shipped_signatures();
  if (signatures == nullptr) {
    state.SkipWithError("the shipped list is broken");
    return;
  }
  const Scene scene{
      .sources = 16, .parameters = unlimited(), .gates = Gates::kBoth, .expected = expected};
  play(state, scene, std::move(payload),
       [&](Guard& guard) { tell(guard, GuardCommand::publish(signatures.get())); });
}
void scanner_listed(benchmark::State& state) {
  play_listed(state, as_scanner(sample("invite")), DropReason::kScanner);
}
void stranger_invite_listed(benchmark::State& state) {
  play_listed(state, sample("invite"), DropReason::kNone);
}
void stranger_invite(benchmark::State& state) {
  play(state, {.sources = 16, .parameters = unlimited(), .gates = Gates::kBoth}, [](Guard&) {});
}

// Registered phones' INVITEs through both gates, with the parse between them.
void good_invite(benchmark::State& state) {
  constexpr std::uint32_t kPhones = 1024;
  play(state, {.sources = kPhones, .parameters = unlimited(), .gates = Gates::kBoth},
       [](Guard& guard) { trust_phones(guard, kFirstSource.v4_value(), kPhones); });
}

BENCHMARK(banned_one)->Name("guard/banned_one")->Unit(benchmark::kMicrosecond);
BENCHMARK(limited_few)->Name("guard/limited_few")->Unit(benchmark::kMicrosecond);
BENCHMARK(strangers_1M)->Name("guard/strangers_1M")->Unit(benchmark::kMicrosecond);
BENCHMARK(strangers_10M)->Name("guard/strangers_10M")->Unit(benchmark::kMicrosecond);
BENCHMARK(spoofed)->Name("guard/spoofed")->Unit(benchmark::kMicrosecond);
BENCHMARK(scanner)->Name("guard/scanner")->Unit(benchmark::kMicrosecond);
BENCHMARK(scanner_listed)->Name("guard/scanner_listed")->Unit(benchmark::kMicrosecond);
BENCHMARK(stranger_invite)->Name("guard/stranger_invite")->Unit(benchmark::kMicrosecond);
BENCHMARK(stranger_invite_listed)
    ->Name("guard/stranger_invite_listed")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(good_invite)->Name("guard/good_invite")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace weir::bench

BENCHMARK_MAIN();
