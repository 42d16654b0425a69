#include "control/operations_guard.h"

#include "sip/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace weir::control {
namespace {

using admin::Json;
using admin::Reply;
using Arguments = std::vector<std::string>;

constexpr std::uint32_t kLongestBan = 365 * 24 * 3600;

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

// The optional COUNT; 0 when it is none.
std::uint32_t read_count(const Arguments& arguments, std::uint32_t otherwise) {
  return arguments.empty() ? otherwise : read_number(arguments[0], 10'000).value_or(0);
}

Reply refuse_count(std::string_view text) {
  return refuse(fmt::format("'{}' is no count: write 1 to 10000", text));
}

Json to_rows(const std::vector<SourceLine>& lines) {
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
  return rows;
}

Reply sources(Bridge& bridge, const Arguments& arguments) {
  const std::uint32_t most = read_count(arguments, 20);
  if (most == 0) return refuse_count(arguments[0]);
  std::vector<SourceLine> lines;
  std::string error = bridge.sources(most, lines);
  if (!error.empty()) return refuse(std::move(error));
  return {to_rows(lines), {}};
}

// What the drop counters would have been, were `observe` off.
Json observed_rows(const std::vector<std::uint64_t>& observed) {
  Json rows = Json::array();
  const auto names = Bridge::drop_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (observed[i] == 0) continue;
    rows.push_back(
        {{"reason", names[i].name}, {"count", observed[i]}, {"meaning", names[i].meaning}});
  }
  return rows;
}

std::string flood_text(const GuardView& view) {
  if (view.flood_seconds == 0) return "none";
  return fmt::format("{}: {} packets refused in {} s", view.flood ? "now" : "none; the last",
                     view.flood_dropped, view.flood_seconds);
}

Reply guard(Bridge& bridge, const Statistics& statistics, const Arguments& arguments) {
  const std::uint32_t most = read_count(arguments, 10);
  if (most == 0) return refuse_count(arguments[0]);
  GuardView view;
  std::string error = bridge.guard(most, view);
  if (!error.empty()) return refuse(std::move(error));
  const std::vector<LcoreCounts> counts = bridge.counts();
  Json result = {{"mode", view.observe ? "observe: refuses nothing" : "enforce"},
                 {"flood", flood_text(view)},
                 {"sources_known", view.sources},
                 {"proved_flows", view.proved},
                 {"trusted_flows", view.trusted},
                 {"banned_addresses", view.banned},
                 {"peers", bridge.peers()}};
  result["classes"] = statistics.classes(counts);
  Json drops = statistics.drops(counts);
  Json happened = Json::array();
  for (const Json& row : drops) {
    if (row["count"].get<std::uint64_t>() != 0) happened.push_back(row);
  }
  result["dropped"] = std::move(happened);
  if (view.observe) result["would_be_dropped"] = observed_rows(view.observed);
  Json budgets = Json::array();
  for (const BudgetLine& budget : view.budgets) {
    const bool limited = budget.rate != 0;
    budgets.push_back({{"budget_of", budget.of},
                       {"packets_per_second", limited ? Json(budget.rate) : Json("no limit")},
                       {"at_once", limited ? Json(budget.burst) : Json()}});
  }
  result["budgets_an_lcore"] = std::move(budgets);
  result["busiest_strangers"] = to_rows(view.top);
  Json prefixes = Json::array();
  for (const SourceLine& line : view.top_prefixes) {
    prefixes.push_back({{"lcore", line.lcore},
                        {"prefix", to_text(line.address) + (line.address.is_v4() ? "/24" : "/48")},
                        {"packets", line.packets},
                        {"dropped", line.dropped}});
  }
  result["busiest_prefixes"] = std::move(prefixes);
  return {std::move(result), {}};
}

template <class T>
Json optional(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Reply why(Bridge& bridge, const Arguments& arguments) {
  const auto address = sip::parse_address(arguments[0]);
  if (!address) return refuse_address(arguments[0]);
  AddressView view;
  std::string error = bridge.why(*address, view);
  if (!error.empty()) return refuse(std::move(error));
  Json rules = Json::array();
  for (const RuleLine& rule : view.rules) {
    rules.push_back({{"rule", rule.rule},
                     {"lcore", rule.lcore == 0 ? Json("all") : Json(rule.lcore)},
                     {"says", rule.says},
                     {"seconds_since", optional(rule.age)},
                     {"seconds_left", optional(rule.left)},
                     {"refused", optional(rule.hits)},
                     {"lift", rule.lift}});
  }
  Json result = {{"address", to_text(*address)}, {"class", view.klass}};
  if (!view.country.empty()) result["country"] = view.country;
  if (view.system != 0) result["system"] = view.system;
  result["rules"] = std::move(rules);
  return {std::move(result), {}};
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

Json scan_rows(const std::vector<ScanLine>& lines) {
  Json rows = Json::array();
  for (const ScanLine& line : lines) {
    const double count = std::round(line.count * 10) / 10;
    const std::string user = printable(line.user);
    if (line.source.empty()) {
      rows.push_back({{"user", user}, {"sources", count}, {"seconds_since_last", line.last}});
      continue;
    }
    rows.push_back({{"source", line.source},
                    {"users", count},
                    {"state", line.caught ? "scanner" : "watched"},
                    {"seconds_since_first", line.first},
                    {"seconds_since_last", line.last},
                    {"last_user", user}});
  }
  return rows;
}

Reply scans(Bridge& bridge, const Arguments& arguments) {
  const std::uint32_t most = read_count(arguments, 20);
  if (most == 0) return refuse_count(arguments[0]);
  return {{{"sources", scan_rows(bridge.scans(most))},
           {"users", scan_rows(bridge.scanned_users(most))}},
          {}};
}

Reply lists(Bridge& bridge, const Arguments& arguments) {
  if (!arguments.empty()) {
    if (arguments[0] != "reload") return refuse("usage: lists [reload]");
    std::string error = bridge.reload_lists();
    if (!error.empty()) return refuse(std::move(error));
  }
  Json rows = Json::array();
  for (const ListLine& line : bridge.lists()) {
    rows.push_back({{"list", line.label},
                    {"entries", optional(line.entries)},
                    {"state", line.expired ? "expired" : "in force"},
                    {"seconds_old", optional(line.age)},
                    {"seconds_left", optional(line.left)},
                    {"file", line.path}});
  }
  return {std::move(rows), {}};
}

Reply signatures(Bridge& bridge, const Arguments& arguments) {
  if (!arguments.empty() && arguments[0] != "list") {
    if (arguments[0] != "reload") return refuse("usage: signatures [list|reload]");
    std::string error = bridge.reload_signatures();
    if (!error.empty()) return refuse(std::move(error));
  }
  const SignatureView view = bridge.signatures();
  const bool built_in = view.path.empty();
  Json rows = Json::array();
  for (const SignatureLine& line : view.signatures) {
    rows.push_back({{"signature", line.name},
                    {"hits", line.hits},
                    {"fields", built_in ? Json() : Json(line.fields)},
                    {"pattern", built_in ? Json() : Json(line.pattern)}});
  }
  Json result = {{"file", built_in ? "built in" : view.path},
                 {"date", view.date},
                 {"seconds_since_read", view.age},
                 {"count", view.signatures.size()}};
  result["signatures"] = std::move(rows);
  return {std::move(result), {}};
}

}  // namespace

void bind_guard_operations(admin::Server& server, Bridge& bridge, const Statistics& statistics) {
  server.bind("guard", [&bridge, &statistics](const Arguments& a) -> Reply {
    return guard(bridge, statistics, a);
  });
  server.bind("lists", [&bridge](const Arguments& a) { return lists(bridge, a); });
  server.bind("scans", [&bridge](const Arguments& a) { return scans(bridge, a); });
  server.bind("signatures", [&bridge](const Arguments& a) { return signatures(bridge, a); });
  server.bind("why", [&bridge](const Arguments& a) { return why(bridge, a); });
  server.bind("drops", [&bridge, &statistics](const Arguments& a) -> Reply {
    return drops(bridge, statistics, a);
  });
  server.bind("sources", [&bridge](const Arguments& a) { return sources(bridge, a); });
  server.bind("ban", [&bridge](const Arguments& a) { return ban(bridge, a); });
  server.bind("unban", [&bridge](const Arguments& a) { return unban(bridge, a); });
}

}  // namespace weir::control
