// message/SAMPLE/TASK: what a packet's way through the parser costs.
//   memchr   finding the line feeds of the header part with memchr: the floor to compare with
//   index    MessageView::parse()
//   routing  and what routing needs: top Via, From, To, Call-ID, CSeq, R-URI, Max-Forwards, Route
//   typed    validate() as a proxy, and every field read to its last byte by its grammar
//   osip, sofia, re  libosip2, sofia-sip and libre, each parsing all it parses for its users
// Before anything is timed, every contender must have read the same method, status, Call-ID and
// CSeq, and the samples must be good by their grammar.
#include "bench/peers.h"
#include "bench/samples.h"
#include "sip/grammar.h"
#include "sip/message.h"
#include "sip/validate.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

using weir::bench::Peer;
using weir::bench::Reading;
using weir::sip::Error;
using weir::sip::HeaderId;
using weir::sip::MessageView;

void finish(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

// Parses `text` over and over and reads from the view what `read` wants.
template <class Read>
void run_parse(benchmark::State& state, const std::string& text, Read read) {
  MessageView message;
  if (message.parse(text) != Error::kNone) {
    state.SkipWithError("the sample does not parse");
    return;
  }
  for (auto _ : state) {
    std::string_view bytes = text;
    benchmark::DoNotOptimize(bytes);
    benchmark::DoNotOptimize(message.parse(bytes));
    read(message);
    benchmark::ClobberMemory();
  }
  finish(state, text);
}

void run_index(benchmark::State& state, const std::string& text) {
  run_parse(state, text, [](const MessageView&) {});
}

void read_routing(const MessageView& message) {
  benchmark::DoNotOptimize(message.top_via().error());
  benchmark::DoNotOptimize(message.from().error());
  benchmark::DoNotOptimize(message.to().error());
  benchmark::DoNotOptimize(message.call_id().error());
  benchmark::DoNotOptimize(message.cseq().error());
  benchmark::DoNotOptimize(message.uri().error());
  benchmark::DoNotOptimize(message.max_forwards().error());
  weir::sip::ValueList<weir::sip::NameAddr> routes(message, HeaderId::kRoute,
                                                   weir::sip::next_name_addr);
  benchmark::DoNotOptimize(routes.next());
}

void run_routing(benchmark::State& state, const std::string& text) {
  run_parse(state, text, read_routing);
}

// What first_broken_field() does not look for.
constexpr weir::sip::FlawSet kMeaning = weir::sip::kProxyFlaws.without(weir::sip::kFieldFlaws);

void run_typed(benchmark::State& state, const std::string& text) {
  run_parse(state, text, [](const MessageView& message) {
    const weir::sip::Verdict verdict =
        weir::sip::validate(Error::kNone, message, kMeaning, weir::sip::Capabilities{});
    benchmark::DoNotOptimize(verdict.flaw);
    benchmark::DoNotOptimize(weir::sip::first_broken_field(message).error);
  });
}

void run_memchr(benchmark::State& state, const std::string& text) {
  const std::size_t size = text.find("\r\n\r\n") + 4;
  for (auto _ : state) {
    const char* at = text.data();
    const char* const end = at + size;
    while ((at = static_cast<const char*>(
                std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) != nullptr) {
      benchmark::DoNotOptimize(++at);
    }
    benchmark::ClobberMemory();
  }
  finish(state, text);
}

void run_peer(benchmark::State& state, const std::string& text, bool (*parse)(std::string_view)) {
  for (auto _ : state) {
    std::string_view bytes = text;
    benchmark::DoNotOptimize(bytes);
    benchmark::DoNotOptimize(parse(bytes));
    benchmark::ClobberMemory();
  }
  finish(state, text);
}

Reading read_ours(const std::string& text) {
  MessageView message;
  Reading reading;
  reading.parsed = message.parse(text) == Error::kNone && message.call_id() && message.cseq();
  if (!reading.parsed) return reading;
  reading.method = message.method_text();
  reading.status = message.status();
  reading.call_id = *message.call_id();
  reading.cseq_method = (*message.cseq())->method_text;
  return reading;
}

// What is typed is typed to the end.
void check_typed(std::string_view name, const std::string& text) {
  MessageView message;
  const Error error = message.parse(text);
  const weir::sip::Verdict verdict =
      weir::sip::validate(error, message, weir::sip::kProxyFlaws, weir::sip::Capabilities{});
  const weir::sip::Fault fault = weir::sip::first_broken_field(message);
  if (verdict.flaw == weir::sip::Flaw::kNone && !fault) return;
  std::fprintf(stderr, "message/%s/typed: broken at byte %u\n", std::string(name).c_str(),
               fault ? fault.at : verdict.at);
  std::exit(1);
}

// True when `peer` reads the sample as we do. A refusal takes the peer off this sample, aloud: its
// time would be that of giving up. One that reads something else ends the program.
bool takes_part(std::string_view name, const std::string& text, const Peer& peer) {
  const Reading ours = read_ours(text);
  const Reading theirs = peer.read(text);
  if (ours.parsed && ours == theirs) return true;
  std::fprintf(stderr, "message/%s/%s: %s\n", std::string(name).c_str(),
               std::string(peer.name).c_str(),
               theirs.parsed ? "does not read what we read" : "refuses the sample");
  if (!ours.parsed || theirs.parsed) std::exit(1);
  return false;
}

void register_sample(std::string_view name) {
  const std::string text = weir::bench::sample(name);
  check_typed(name, text);
  const std::string title = "message/" + std::string(name) + "/";
  benchmark::RegisterBenchmark((title + "index").c_str(), run_index, text);
  benchmark::RegisterBenchmark((title + "routing").c_str(), run_routing, text);
  benchmark::RegisterBenchmark((title + "typed").c_str(), run_typed, text);
  benchmark::RegisterBenchmark((title + "memchr").c_str(), run_memchr, text);
  for (const Peer& peer : weir::bench::peers()) {
    if (!takes_part(name, text, peer)) continue;
    benchmark::RegisterBenchmark((title + std::string(peer.name)).c_str(), run_peer, text,
                                 peer.parse);
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::string_view name : weir::bench::kSamples) register_sample(name);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
