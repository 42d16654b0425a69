// Route scripts over one message: what a script costs without ports, edits and sends.
#include <benchmark/benchmark.h>

#include "bench/samples.h"
#include "sip/validate.h"
#include "tests/routes/test_host.h"

#include <x86intrin.h>
#include <string>

namespace weir::bench {
namespace {

using routes::testing::Bench;

constexpr const char* kModules =
    "loadmodule \"sl.so\"\nloadmodule \"pv.so\"\nloadmodule \"textops.so\"\n"
    "loadmodule \"siputils.so\"\nloadmodule \"maxfwd.so\"\nloadmodule \"sanity.so\"\n"
    "loadmodule \"xlog.so\"\nloadmodule \"rr.so\"\n";
constexpr const char* kAntiFlood =
    "loadmodule \"htable.so\"\nloadmodule \"pike.so\"\n"
    "modparam(\"htable\", \"htable\", \"ipban=>size=8;autoexpire=300;\")\n";

// REQINIT of Kamailio's stock configuration, with its flood part.
std::string reqinit() {
  return std::string(kModules) + kAntiFlood +
         "request_route { route(REQINIT); }\n"
         "route[REQINIT] {\n  set_reply_no_connect();\n  force_rport();\n"
         "  if (src_ip != myself) {\n"
         "    if ($sht(ipban=>$si) != $null) {\n"
         "      xdbg(\"request from blocked IP - $rm from $fu (IP:$si:$sp)\\n\");\n      exit;\n   "
         " }\n"
         "    if (!pike_check_req()) {\n"
         "      xlog(\"L_ALERT\", \"ALERT: pike blocking $rm from $fu (IP:$si:$sp)\\n\");\n"
         "      $sht(ipban=>$si) = 1;\n      exit;\n    }\n  }\n"
         "  if ($ua =~ \"friendly|scanner|sipcli|sipvicious|VaxSIPUserAgent|pplsip\") exit;\n"
         "  if (!mf_process_maxfwd_header(\"10\")) { sl_send_reply(\"483\",\"Too Many Hops\"); "
         "exit; }\n"
         "  if (is_method(\"OPTIONS\") && uri==myself && $rU==$null) {\n"
         "    sl_send_reply(\"200\",\"Keepalive\");\n    exit;\n  }\n"
         "  if (!sanity_check(\"17895\", \"7\")) {\n"
         "    xlog(\"Malformed SIP request from $si:$sp\\n\");\n    exit;\n  }\n}\n";
}

// 1000 routes, the last one reached through a chain of tests.
std::string many_routes() {
  std::string script = "request_route {\n  $var(i) = 999;\n  route(R999);\n}\n";
  for (int i = 0; i < 1000; ++i) {
    script += "route[R" + std::to_string(i) + "] { $var(i) = $var(i) + 1; return; }\n";
  }
  return script;
}

// A hundred calls of a route that does nothing.
constexpr int kDispatched = 100;
std::string dispatch() {
  std::string script = "request_route {\n";
  for (int i = 0; i < kDispatched; ++i) script += "  route(NOTHING);\n";
  return script + "}\nroute[NOTHING] {\n  return;\n}\n";
}

// A switch over a hundred texts.
std::string cases() {
  std::string script = std::string(kModules) + "request_route {\n  switch ($rU) {\n";
  for (int i = 0; i < 100; ++i) {
    script +=
        "    case \"user" + std::to_string(i) + "\": $var(x) = " + std::to_string(i) + "; break;\n";
  }
  return script + "    default: $var(x) = -1;\n  }\n}\n";
}

std::string patterns(int count) {
  std::string script = "request_route {\n";
  for (int i = 0; i < count; ++i) {
    script += "  if ($ua =~ \"scanner" + std::to_string(i) + "|^bad[0-9]{" +
              std::to_string(i % 5 + 1) + "}\") exit;\n";
  }
  return script + "}\n";
}

std::string edge() {
  std::ifstream file(WEIR_SOURCE_ROOT "/examples/edge.cfg");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A plane whose answers cost a call and little more: nobody is banned, all keep their rate.
const routes::Host& light_host() {
  static const routes::Host host = [] {
    routes::Host made = routes::testing::test_host();
    made.is_myself = [](routes::Execution&, std::string_view text, std::uint16_t port,
                        const routes::Transport*) noexcept {
      return text == "192.0.2.1" && (port == 0 || port == 5060);
    };
    made.pike = [](routes::Execution&, const sip::Address&) noexcept { return 1; };
    made.table_get = [](routes::Execution&, routes::TableId, std::string_view key) noexcept {
      benchmark::DoNotOptimize(key);
      return routes::Value::null();
    };
    return made;
  }();
  return host;
}

void run_script(benchmark::State& state, const std::string& script) {
  Bench bench(script);
  if (!bench.ok()) {
    state.SkipWithError(bench.problems().c_str());
    return;
  }
  const std::string datagram = sample("invite");
  bench.run(datagram);
  bench.execution().well_formed = sip::well_formed(bench.message());  // the stage before has looked
  bench.execution().host = &light_host();
  std::uint64_t cycles = 0;
  for (auto _ : state) {
    bench.recorded().forwards.clear();
    bench.notes().reset(bench.image().variables());
    bench.arena().reset();
    const std::uint64_t begin = __rdtsc();
    benchmark::DoNotOptimize(routes::run(bench.execution(), routes::RouteKind::kRequest, 0));
    cycles += __rdtsc() - begin;
  }
  state.counters["cycles_per_packet"] =
      static_cast<double>(cycles) / static_cast<double>(state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

// What reqinit does, written in C++ over the same message: the floor an interpreter can reach.
void reqinit_native(benchmark::State& state) {
  const std::string datagram = sample("invite");
  sip::MessageView message;
  if (message.parse(datagram) != sip::Error::kNone) {
    state.SkipWithError("the sample does not parse");
    return;
  }
  routes::RegexSet regexes;
  std::string error;
  const auto id = static_cast<std::uint32_t>(
      regexes.add("friendly|scanner|sipcli|sipvicious|VaxSIPUserAgent|pplsip", true, error));
  routes::RegexScratch scratch = regexes.make_scratch();
  sip::EditList edits;
  Bench plane("request_route { exit; }\n");
  plane.run(datagram);
  routes::Execution& e = plane.execution();
  e.host = &light_host();
  const sip::Address source = e.reception->source.address;
  std::uint64_t cycles = 0;
  for (auto _ : state) {
    edits.clear();
    const std::uint64_t begin = __rdtsc();
    std::array<char, sip::kAddressText> text;
    const std::string_view from_address(text.data(), sip::format_address(source, text));
    bool good = e.host->is_myself(e, from_address, 0, nullptr) ||
                (e.host->table_get(e, 0, from_address).is_null() && e.host->pike(e, source) > 0);
    good = good && !regexes.matches(id, message.first_value(sip::HeaderId::kUserAgent), scratch);
    const auto hops = message.max_forwards();
    const sip::Field* const field = message.first(sip::HeaderId::kMaxForwards);
    good = good && hops && *hops > 0 && field != nullptr &&
           edits.replace(field->value_begin, field->value_end, "69");
    const auto cseq = message.cseq();
    const auto to = message.to();
    const auto from = message.from();
    good = good && message.method() != sip::Method::kOptions && cseq && to && from &&
           message.has(sip::HeaderId::kCallId) && message.body_error() == sip::Error::kNone &&
           sip::parse_uri(message.request_uri()) && sip::parse_uri((*to)->uri) &&
           sip::parse_uri((*from)->uri);
    benchmark::DoNotOptimize(good);
    cycles += __rdtsc() - begin;
    if (!good) {
      state.SkipWithError("the good INVITE is refused");
      return;
    }
  }
  state.counters["cycles_per_packet"] =
      static_cast<double>(cycles) / static_cast<double>(state.iterations());
}

// As many indirect calls as vm/dispatch has of routes.
[[gnu::noinline]] int nothing(int value) {
  benchmark::DoNotOptimize(value);
  return value;
}

void dispatch_native(benchmark::State& state) {
  int (*call)(int) = nothing;
  std::uint64_t cycles = 0;
  for (auto _ : state) {
    const std::uint64_t begin = __rdtsc();
    for (int i = 0; i < kDispatched; ++i) {
      benchmark::DoNotOptimize(call);
      benchmark::DoNotOptimize(call(i));
    }
    cycles += __rdtsc() - begin;
  }
  state.counters["cycles_per_packet"] =
      static_cast<double>(cycles) / static_cast<double>(state.iterations());
}

void vm_reqinit(benchmark::State& state) { run_script(state, reqinit()); }
void vm_edge(benchmark::State& state) { run_script(state, edge()); }
void vm_routes_1000(benchmark::State& state) { run_script(state, many_routes()); }
void vm_dispatch(benchmark::State& state) { run_script(state, dispatch()); }
void vm_switch(benchmark::State& state) { run_script(state, cases()); }
void vm_regex_1(benchmark::State& state) { run_script(state, patterns(1)); }
void vm_regex_20(benchmark::State& state) { run_script(state, patterns(20)); }

BENCHMARK(vm_reqinit)->Name("vm/reqinit");
BENCHMARK(reqinit_native)->Name("vm/reqinit_native");
BENCHMARK(vm_edge)->Name("vm/edge");
BENCHMARK(vm_routes_1000)->Name("vm/routes_1000");
BENCHMARK(vm_dispatch)->Name("vm/dispatch");
BENCHMARK(dispatch_native)->Name("vm/dispatch_native");
BENCHMARK(vm_switch)->Name("vm/switch_100");
BENCHMARK(vm_regex_1)->Name("vm/regex_1");
BENCHMARK(vm_regex_20)->Name("vm/regex_20");

}  // namespace
}  // namespace weir::bench
BENCHMARK_MAIN();
