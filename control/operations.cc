#include "control/operations.h"

#include "control/loop.h"
#include "sip/address.h"
#include "sip/version.h"

#include <fmt/format.h>
#include <unistd.h>

#ifdef WEIR_JEMALLOC
#include <jemalloc/jemalloc.h>
#endif

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>

namespace weir::control {
namespace {

using admin::Json;
using admin::Reply;
using Arguments = std::vector<std::string>;

constexpr std::uint32_t kLongestBan = 365 * 24 * 3600;
constexpr double kMib = 1024.0 * 1024.0;

std::string to_text(const sip::Address& address) {
  std::array<char, sip::kAddressText> text{};
  return {text.data(), sip::format_address(address, text)};
}

std::optional<std::uint32_t> read_number(std::string_view text, std::uint32_t most) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  if (status != std::errc{} || rest != end || number == 0 || number > most) return std::nullopt;
  return number;
}

Reply refuse(std::string error) { return {{}, std::move(error)}; }

Reply refuse_address(std::string_view text) {
  return refuse(fmt::format("'{}' is no address: write one as 192.0.2.1 or 2001:db8::1", text));
}

Reply ban(Bridge& bridge, const Arguments& arguments) {
  const auto address = sip::parse_address(arguments[0]);
  if (!address) return refuse_address(arguments[0]);
  std::uint32_t seconds = 0;
  if (arguments.size() == 2) {
    const auto given = read_number(arguments[1], kLongestBan);
    if (!given) {
      return refuse(
          fmt::format("'{}' is no time: write seconds, 1 to {}", arguments[1], kLongestBan));
    }
    seconds = *given;
  }
  std::string error = bridge.ban(*address, seconds);
  if (!error.empty()) return refuse(std::move(error));
  return {{{"banned", to_text(*address)}}, {}};
}

Reply unban(Bridge& bridge, const Arguments& arguments) {
  const auto address = sip::parse_address(arguments[0]);
  if (!address) return refuse_address(arguments[0]);
  std::string error = bridge.unban(*address);
  if (!error.empty()) return refuse(std::move(error));
  return {{{"unbanned", to_text(*address)}}, {}};
}

Reply sources(Bridge& bridge, const Arguments& arguments) {
  std::uint32_t most = 20;
  if (!arguments.empty()) {
    const auto given = read_number(arguments[0], 10'000);
    if (!given) return refuse(fmt::format("'{}' is no count: write 1 to 10000", arguments[0]));
    most = *given;
  }
  std::vector<SourceLine> lines;
  std::string error = bridge.sources(most, lines);
  if (!error.empty()) return refuse(std::move(error));
  Json rows = Json::array();
  for (const SourceLine& line : lines) {
    rows.push_back({{"lcore", line.lcore},
                    {"address", to_text(line.address)},
                    {"port", line.port == 0 ? Json() : Json(line.port)},
                    {"class", line.klass},
                    {"banned", line.banned},
                    {"packets", line.packets},
                    {"dropped", line.dropped},
                    {"seconds_left", line.seconds}});
  }
  return {std::move(rows), {}};
}

// Bytes of a datagram, for the eye: what does not print is escaped.
std::string printable(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\\') {
      text += "\\\\";
    } else if (c >= ' ' && c <= '~') {
      text += c;
    } else {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

Reply drops(Bridge& bridge, const Statistics& statistics, const Arguments& arguments) {
  Json rows = statistics.drops(bridge.counts());
  if (arguments.empty()) return {std::move(rows), {}};
  const auto names = Bridge::drop_names();
  const auto found = std::find_if(names.begin(), names.end(), [&](const CounterName& name) {
    return name.name == arguments[0];
  });
  if (found == names.end()) {
    return refuse(fmt::format("there is no drop reason '{}': `drops` lists all", arguments[0]));
  }
  const auto index = static_cast<std::size_t>(found - names.begin());
  std::vector<ExampleLine> lines;
  std::string error = bridge.examples(index, lines);
  if (!error.empty()) return refuse(std::move(error));
  Json result = rows[index];
  result["examples"] = Json::array();
  for (const ExampleLine& line : lines) {
    std::array<char, sip::kEndpointText> text{};
    const std::size_t size = sip::format_endpoint(line.source, text);
    result["examples"].push_back({{"lcore", line.lcore},
                                  {"source", std::string(text.data(), size)},
                                  {"seconds_ago", std::round(line.seconds_ago * 10) / 10},
                                  {"bytes", line.size},
                                  {"begins", printable(line.bytes)}});
  }
  return {std::move(result), {}};
}

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
    for (const ScriptCount& one : bridge.script_counts()) {
      result["script"][one.group + "." + one.name] = one.count;
    }
    return {std::move(result), {}};
  });
  server.bind("drops", [&bridge, &statistics](const Arguments& a) -> Reply {
    return drops(bridge, statistics, a);
  });
  server.bind("sources", [&bridge](const Arguments& a) { return sources(bridge, a); });
  server.bind("ban", [&bridge](const Arguments& a) { return ban(bridge, a); });
  server.bind("unban", [&bridge](const Arguments& a) { return unban(bridge, a); });
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
