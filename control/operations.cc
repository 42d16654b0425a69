#include "control/operations.h"

#include "control/loop.h"
#include "control/operations_capture.h"
#include "control/operations_dispatcher.h"
#include "control/operations_guard.h"
#include "sip/version.h"

#include <fmt/format.h>
#include <unistd.h>

#ifdef WEIR_JEMALLOC
#include <jemalloc/jemalloc.h>
#endif

#include <fstream>

namespace weir::control {
namespace {

using admin::Json;
using admin::Reply;
using Arguments = std::vector<std::string>;

constexpr double kMib = 1024.0 * 1024.0;

Reply refuse(std::string error) { return {{}, std::move(error)}; }

Reply routes(const Bridge& bridge) {
  Json rows = Json::array();
  for (const RouteRow& row : bridge.routes()) {
    rows.push_back({{"lcore", row.lcore},
                    {"list", row.list},
                    {"index", row.index},
                    {"entries", row.entries},
                    {"name", row.name},
                    {"defined", row.defined},
                    {"generation", row.generation}});
  }
  return {std::move(rows), {}};
}

Reply tell(const Bridge& bridge, const Reloaded& reloaded) {
  if (!reloaded.error.empty()) {
    std::string text = "nothing was changed:\n" + reloaded.error;
    text.resize(text.find_last_not_of('\n') + 1);
    return refuse(std::move(text));
  }
  Json changes = Json::array();
  for (const Change& change : reloaded.changes) {
    changes.push_back({{"change", change_text(change.kind)},
                       {"what", change.what},
                       {"takes_effect", effect_text(change.effect)}});
  }
  Json result = {{"runs", reloaded.file}, {"generation", bridge.generation()}};
  result["changes"] = std::move(changes);
  if (!reloaded.warnings.empty()) result["warnings"] = reloaded.warnings;
  return {std::move(result), {}};
}

// Pages of the whole process, from the kernel: the lcores' tables are among them.
double resident_mib() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMib;
}

Reply memory(const Bridge& bridge) {
  Json result;
  result["resident_mib"] = resident_mib();
  const auto add = [&result](const std::string& name, const routes::Image* image) {
    const std::size_t bytes = image == nullptr ? 0 : image->bytes();
    result[name + "_mib"] = static_cast<double>(bytes) / kMib;
    result[name + "_bytes"] = bytes;
  };
  add("image", bridge.image());
  add("previous_image", bridge.previous_image());
  std::size_t guard = 0;
  for (const GuardBytes& table : bridge.guard_bytes()) {
    result[fmt::format("lcore_guard_{}_mib", table.of)] = static_cast<double>(table.bytes) / kMib;
    guard += table.bytes;
  }
  result["lcore_guard_mib"] = static_cast<double>(guard) / kMib;
  result["lcore_guard_source_slots"] = bridge.guard_sources();
  const Json allocator = allocator_memory();
  for (const auto& [name, value] : allocator.items()) {
    result["control_" + name + "_mib"] = value.get<double>() / kMib;
  }
  return {std::move(result), {}};
}

}  // namespace

Json allocator_memory() {
  Json result = Json::object();
#ifdef WEIR_JEMALLOC
  std::uint64_t epoch = 1;
  std::size_t size = sizeof epoch;
  mallctl("epoch", &epoch, &size, &epoch, size);  // the counters are a snapshot of this moment
  for (const char* const name : {"allocated", "active", "metadata", "resident", "mapped"}) {
    std::size_t bytes = 0;
    size = sizeof bytes;
    if (mallctl(fmt::format("stats.{}", name).c_str(), &bytes, &size, nullptr, 0) == 0) {
      result[name] = bytes;
    }
  }
#endif
  return result;
}

void bind_operations(admin::Server& server, Bridge& bridge, Reload& reload,
                     const Statistics& statistics, const Log& log) {
  const Milliseconds start = Loop::now();
  server.bind("stats", [&bridge, &statistics, &log, start](const Arguments&) -> Reply {
    Json result = statistics.stats(Loop::now(), bridge.counts());
    result["uptime_seconds"] = (Loop::now() - start).count() / 1000;
    result["log_lines_suppressed"] = log.suppressed();
    for (const auto& [name, count] : bridge.transaction_counts()) {
      result["transactions"][std::string(name)] = count;
    }
    for (const ScriptCount& one : bridge.script_counts()) {
      result["script"][one.group + "." + one.name] = one.count;
    }
    return {std::move(result), {}};
  });
  bind_guard_operations(server, bridge, statistics);
  bind_capture(server, bridge);
  bind_dispatcher(server, bridge);
  server.bind("routes", [&bridge](const Arguments&) { return routes(bridge); });
  server.bind("reload", [&bridge, &reload](const Arguments& a) {
    return tell(bridge, reload.reload(a.empty() ? std::string() : a[0]));
  });
  server.bind("rollback",
              [&bridge, &reload](const Arguments&) { return tell(bridge, reload.rollback()); });
  server.bind("memory", [&bridge](const Arguments&) { return memory(bridge); });
  server.bind("version", [&bridge, start](const Arguments&) -> Reply {
    return {{{"version", sip::product_version()},
             {"process", getpid()},
             {"uptime_seconds", (Loop::now() - start).count() / 1000},
             {"sockets", bridge.sockets()}},
            {}};
  });
}

}  // namespace weir::control
