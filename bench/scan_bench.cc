// scan/SAMPLE/KERNEL: stage 1 alone.
#include "bench/samples.h"
#include "sip/scan.h"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using weir::sip::Kernel;

void run_scan(benchmark::State& state, const std::string& text, Kernel kernel) {
  weir::sip::ScanIndex index;
  if (scan(kernel, text, index) != weir::sip::Error::kNone) {
    state.SkipWithError("the sample does not scan");
    return;
  }
  for (auto _ : state) {
    std::string_view bytes = text;
    benchmark::DoNotOptimize(bytes);
    benchmark::DoNotOptimize(scan(kernel, bytes, index));
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::string_view name : weir::bench::kSamples) {
    const std::string text = weir::bench::sample(name);
    for (const Kernel kernel : weir::sip::kKernels) {
      if (!weir::sip::kernel_supported(kernel)) continue;
      const std::string title =
          "scan/" + std::string(name) + "/" + std::string(weir::sip::kernel_name(kernel));
      benchmark::RegisterBenchmark(title.c_str(), run_scan, text, kernel);
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
