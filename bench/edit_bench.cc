// edit/forward: the edits of a stateless forward, collected and applied in one pass.
#include "bench/samples.h"
#include "sip/branch.h"
#include "sip/edit.h"
#include "sip/via_fix.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace {

using weir::sip::Address;
using weir::sip::BranchFlags;
using weir::sip::BranchText;
using weir::sip::EditList;
using weir::sip::Endpoint;
using weir::sip::Error;
using weir::sip::Field;
using weir::sip::HeaderId;
using weir::sip::KeyRing;
using weir::sip::kViaFixText;
using weir::sip::MessageView;
using weir::sip::Result;
using weir::sip::Via;
using weir::sip::ViaFix;

constexpr std::string_view kRecordRoute = "Record-Route: <sip:203.0.113.9;lr;ftag=a6c85cf3>\r\n";
constexpr std::string_view kOurVia = "Via: SIP/2.0/UDP 203.0.113.9;branch=";

// Record-Route and our Via above the received one, received and rport in it, Max-Forwards one less.
bool collect(const MessageView& message, const KeyRing& keys, const Endpoint& source,
             std::span<char, 96> via_line, std::span<char, kViaFixText> scratch, EditList& edits) {
  const Result<const Via*> top = message.top_via();
  if (!top) return false;
  const ViaFix fix = make_via_fix(**top, source, false);
  const Result<BranchText> branch =
      make_branch(keys, message, reply_destination(**top, fix), BranchFlags::kNone, source.address);
  if (!branch) return false;
  char* out = std::copy(kOurVia.begin(), kOurVia.end(), via_line.data());
  out = std::copy(branch->bytes.begin(), branch->bytes.end(), out);
  *out++ = '\r';
  *out++ = '\n';

  const Field* const max_forwards = message.first(HeaderId::kMaxForwards);
  edits.clear();
  return max_forwards != nullptr && edits.insert(message.headers_offset(), kRecordRoute) &&
         edits.insert(message.first(HeaderId::kVia)->begin,
                      {via_line.data(), static_cast<std::size_t>(out - via_line.data())}) &&
         add_via_fix(message, **top, fix, scratch, edits) &&
         edits.replace(max_forwards->value_begin, max_forwards->value_end, "69");
}

void run_forward(benchmark::State& state, const std::string& text) {
  MessageView message;
  if (message.parse(text) != Error::kNone) {
    state.SkipWithError("the sample does not parse");
    return;
  }
  const KeyRing keys{};
  const Endpoint source{Address::v4(0xc000022c), 5060};
  std::array<char, 96> via_line{};
  std::array<char, kViaFixText> scratch{};
  std::array<char, 2048> out{};
  EditList edits;
  for (auto _ : state) {
    if (!collect(message, keys, source, via_line, scratch, edits)) {
      state.SkipWithError("an edit was refused");
      return;
    }
    benchmark::DoNotOptimize(edits.apply(message.raw(), out).error());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::RegisterBenchmark("edit/forward", run_forward, weir::bench::sample("invite"));
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
