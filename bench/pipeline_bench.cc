// The whole way of a packet over in-memory ports, against the bare loop on the same port.
#include <benchmark/benchmark.h>

#include <memory>

#include "bench/harness.h"
#include "dataplane/clock.h"

namespace weir::bench {
namespace {

constexpr int kBursts = 1000;  // an iteration

// What the port gives at best: receive 64, free 64.
void bare(benchmark::State& state) {
  MemoryPort memory({.payloads = {std::string(900, 'x')}, .sources = 1 << 20});
  std::uint64_t packets = 0;
  std::uint64_t cycles = 0;
  for (auto _ : state) {
    const std::uint64_t begin = count(dataplane::read_cycles());
    for (int i = 0; i < kBursts; ++i) packets += memory.bare_burst();
    cycles += count(dataplane::read_cycles()) - begin;
  }
  report(state, packets, cycles, static_cast<double>(cycles) / static_cast<double>(packets));
}
BENCHMARK(bare)->Name("pipeline/bare")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace weir::bench
BENCHMARK_MAIN();
