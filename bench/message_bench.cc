// message/SAMPLE/TASK: what a packet's way through the parser costs.
//   memchr   finding the line feeds of the header part with memchr: the floor to compare with
//   index    MessageView::parse()
//   routing  and what a stateless edge reads: top Via, R-URI, Max-Forwards, Route, the To tag
//   typed    and every element it has a parser for
#include "bench/samples.h"
#include "sip/message.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

namespace {

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
  benchmark::DoNotOptimize(message.uri().error());
  benchmark::DoNotOptimize(message.max_forwards().error());
  benchmark::DoNotOptimize(message.first(HeaderId::kRoute));
  benchmark::DoNotOptimize(message.to().error());
}

void run_routing(benchmark::State& state, const std::string& text) {
  run_parse(state, text, read_routing);
}

void run_typed(benchmark::State& state, const std::string& text) {
  run_parse(state, text, [](const MessageView& message) {
    read_routing(message);
    benchmark::DoNotOptimize(message.second_via().error());
    benchmark::DoNotOptimize(message.from().error());
    benchmark::DoNotOptimize(message.cseq().error());
    benchmark::DoNotOptimize(message.call_id().error());
    weir::sip::ValueList<weir::sip::NameAddr> contacts(message, HeaderId::kContact,
                                                       weir::sip::next_name_addr);
    while (const auto contact = contacts.next()) {
      benchmark::DoNotOptimize(weir::sip::parse_uri(contact->uri).error());
    }
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

}  // namespace

int main(int argc, char** argv) {
  for (const std::string_view name : weir::bench::kSamples) {
    const std::string text = weir::bench::sample(name);
    const std::string title = "message/" + std::string(name) + "/";
    benchmark::RegisterBenchmark((title + "index").c_str(), run_index, text);
    benchmark::RegisterBenchmark((title + "routing").c_str(), run_routing, text);
    benchmark::RegisterBenchmark((title + "typed").c_str(), run_typed, text);
    benchmark::RegisterBenchmark((title + "memchr").c_str(), run_memchr, text);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
