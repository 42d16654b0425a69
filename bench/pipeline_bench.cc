// The whole way of a packet over in-memory ports, against the bare loop on the same port.
#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <string>

#include "bench/harness.h"
#include "bench/samples.h"
#include "dataplane/clock.h"
#include "dataplane/lcore.h"
#include "dataplane/plane_state.h"
#include "dataplane/stage_route.h"
#include "routes/compile.h"
#include "routes/parser.h"

namespace weir::bench {
namespace {

using namespace dataplane;  // NOLINT: the bench is about that room

constexpr int kTurns = 1000;  // bursts an iteration

// What the port gives at best: receive 64, free 64.
void bare(benchmark::State& state) {
  MemoryPort memory({.payloads = {sample("invite_sdp")}, .sources = 1 << 16});
  std::uint64_t packets = 0;
  std::uint64_t cycles = 0;
  for (auto _ : state) {
    const std::uint64_t begin = count(read_cycles());
    for (int i = 0; i < kTurns; ++i) packets += memory.bare_burst();
    cycles += count(read_cycles()) - begin;
  }
  report(state, packets, cycles, static_cast<double>(cycles) / static_cast<double>(packets));
}
BENCHMARK(bare)->Name("pipeline/bare")->Unit(benchmark::kMicrosecond);

// One lcore with everything it has in the product, on one in-memory port.
class Lcore {
 public:
  explicit Lcore(MemoryPort& memory) {
    shared.frequency = frequency();
    for (std::uint8_t i = 0; i < 16; ++i) shared.keys.keys[0][i] = shared.keys.keys[1][i] = i;
    const std::vector<ListenSpec> specs = {
        {memory.listens()[0].address, memory.listens()[0].number, "", 0, ""}};
    shared.listens = make_listens(specs);
    shared.ports.push_back(memory.release_port());
    name_sockets(shared, specs);
    auto guard = guard::Guard::make(shared.frequency, 7, {});
    guard->set_cookie_check(carries_cookie, &shared.keys);
    worker = std::make_unique<Worker>(0, shared, std::move(guard), 7, 100);
    shared.ports[0]->attach(0, worker->counters);
    shared.grace.online(0);
  }

  void run_script(const std::string& path, const std::vector<std::string>& defines) {
    routes::ParseOptions options;
    options.defines = defines;
    routes::Sources sources;
    routes::Diagnostics diagnostics;
    const routes::Script script = routes::parse_script(path, options, sources, diagnostics);
    std::optional<routes::Image> image;
    if (!diagnostics.has_errors()) image = routes::compile(script, sources, diagnostics);
    if (!image) fail(diagnostics.render(sources));
    Publication publication;
    publication.image = std::make_unique<const routes::Image>(*std::move(image));
    guard::AddressEntry phones;  // group 1
    phones.prefix = {sip::Address::v4(0x0A000000), 104};
    publication.addresses = std::make_unique<const guard::AddressList>(std::vector{phones}, 7);
    Problem problem;
    edition = make_edition(std::move(publication), tables, 7, problem);
    if (edition == nullptr) fail(problem);
    program = std::make_unique<Program>(*edition);
    [[maybe_unused]] Program* const old = shared.programs.install(0, program.get());
  }

  // Everybody in 10.0.0.0/8 is a peer.
  void add_peers() {
    const guard::PeerEntry entry{{sip::Address::v4(0x0A000000), 104}, 0};
    lists = std::make_unique<guard::AccessLists>(std::vector<guard::PeerEntry>{entry},
                                                 std::span<const guard::DenyEntry>(), 7);
    tell(guard::GuardCommand::publish(lists.get()));
  }

  void tell(const guard::GuardCommand& command) {
    if (!worker->commands.try_push(command)) fail("the command ring is full");
  }

  // Runs the bench; `fate` is the counter that every packet must have ended in.
  void measure(benchmark::State& state, double limit, const std::uint64_t& fate) {
    for (int i = 0; i < kTurns; ++i) run_turn(*worker);
    const std::uint64_t before = worker->counters.received;
    const std::uint64_t other = before - fate;
    std::uint64_t cycles = 0;
    for (auto _ : state) {
      const std::uint64_t begin = count(read_cycles());
      for (int i = 0; i < kTurns; ++i) run_turn(*worker);
      cycles += count(read_cycles()) - begin;
    }
    if (worker->counters.received - fate != other) state.SkipWithError("packets went elsewhere");
    report(state, worker->counters.received - before, cycles, limit);
  }

  Shared shared;
  tables::SharedTables tables;
  std::unique_ptr<guard::AccessLists> lists;
  std::unique_ptr<Edition> edition;
  std::unique_ptr<Program> program;
  std::unique_ptr<Worker> worker;

 private:
  [[noreturn]] static void fail(const std::string& why) {
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
  }
};

// The packet that costs least: its source is banned.
void drop_banned(benchmark::State& state) {
  MemoryPort memory({.payloads = {sample("invite_sdp")}});
  const double limit = memory.limit_cycles();
  Lcore lcore(memory);
  lcore.tell(
      guard::GuardCommand::ban(sip::Address::v4(0x0A000000), 3600, guard::BanReason::kOperator));
  run_turn(*lcore.worker);
  lcore.measure(state, limit,
                lcore.worker->counters.drops[static_cast<std::size_t>(DropReason::kBanned)]);
}
BENCHMARK(drop_banned)->Name("pipeline/drop_banned")->Unit(benchmark::kMicrosecond);

// Full parse, examples/edge.cfg, stateless forward: 65,536 peers call.
void forward_invite(benchmark::State& state) {
  MemoryPort memory({.payloads = {sample("invite_sdp")}, .sources = 1 << 16});
  const double limit = memory.limit_cycles();
  Lcore lcore(memory);
  lcore.add_peers();
  lcore.run_script(WEIR_SOURCE_ROOT "/examples/edge.cfg",
                   {"UPSTREAM=\"sip:192.0.2.9:5080\"", "ADDRESS_FILE=\"/dev/null\""});
  lcore.measure(state, limit, lcore.worker->counters.forwarded);
}
BENCHMARK(forward_invite)->Name("pipeline/forward_invite")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace weir::bench

BENCHMARK_MAIN();
