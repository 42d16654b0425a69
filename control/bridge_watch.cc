// What the guards know, as an operator asks for it. See bridge.h.
#include "control/bridge_state.h"
#include "dataplane/drops.h"
#include "dataplane/guard/source_key.h"
#include "dataplane/guard/survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace weir::control {
namespace {

using dataplane::guard::GuardParameters;
using dataplane::guard::SourceRow;

std::string no_answer(unsigned worker) {
  return fmt::format("lcore {} did not answer in time: it is stuck or overloaded", worker + 1);
}

bool is_plain_stranger(const dataplane::guard::SourceRow& row) {
  return row.klass == dataplane::SourceClass::kStranger && !row.banned;
}

SourceLine line_of(unsigned worker, const SourceRow& row) {
  return {worker + 1, row.address, row.port,    dataplane::class_name(row.klass),
          row.banned, row.packets, row.dropped, row.seconds};
}

std::string prefix_text(const sip::Prefix& prefix) {
  std::array<char, sip::kAddressText> text{};
  const std::size_t size = sip::format_address(prefix.address, text);
  const unsigned before = prefix.address.is_v4() && prefix.length >= 96 ? 96 : 0;
  return fmt::format("{}/{}", std::string_view(text.data(), size), prefix.length - before);
}

std::string port_text(std::uint16_t port) {
  return port == 0 ? "any port" : fmt::format("port {}", port);
}

std::string_view asked_by(dataplane::guard::BanReason reason) {
  switch (reason) {
    case dataplane::guard::BanReason::kAutomatic:
      return "the guard: a proved source far over its rate";
    case dataplane::guard::BanReason::kOperator:
      return "the operator";
    case dataplane::guard::BanReason::kScript:
      break;
  }
  return "the script";
}

// What lcore `number` has of an address.
RuleLine rule_of(unsigned number, const SourceRow& row, const GuardParameters& parameters,
                 const std::string& address) {
  RuleLine rule{number, {}, {}, {}, {}, {}, {}};
  if (row.banned) {
    rule.rule = "ban";
    rule.says = fmt::format("by {}", asked_by(row.reason));
    if (row.bans != 0) rule.says += fmt::format(", number {}", row.bans);
    rule.age = row.age;
    rule.left = row.seconds;
    rule.hits = row.dropped;
    rule.lift = fmt::format("sipweirctl unban {}", address);
  } else if (row.klass == dataplane::SourceClass::kStranger) {
    rule.rule = "source_rate";
    rule.says = fmt::format("a stranger: {} packets counted, {} a second allowed, {} at once",
                            row.packets, parameters.source_rate, parameters.source_burst);
    rule.hits = row.dropped;
    rule.lift = "raise modparam(\"guard\", \"source_rate\"), or name it a peer";
  } else {
    const bool trusted = row.klass == dataplane::SourceClass::kTrusted;
    rule.rule = trusted ? "trust" : "proof";
    rule.says = fmt::format("port {}: {}, {} packets a second", row.port,
                            trusted ? "its registration was accepted" : "it receives what we send",
                            trusted ? parameters.trusted_rate : parameters.source_rate);
    rule.left = row.seconds;
    rule.lift = trusted ? "ends with the registration" : "ends by itself";
  }
  return rule;
}

void add_configured(const GuardSettings& settings, const sip::Address& address,
                    std::vector<RuleLine>& rules) {
  for (const dataplane::guard::PeerEntry& peer : settings.peers) {
    if (!peer.prefix.contains(address)) continue;
    const std::uint32_t cap = settings.parameters.peer_rate;
    rules.push_back(
        {0,
         "peer",
         fmt::format("{}, {}: never banned, {}", prefix_text(peer.prefix), port_text(peer.port),
                     cap == 0 ? "no cap" : fmt::format("{} packets a second", cap)),
         {},
         {},
         {},
         "take it out of modparam(\"guard\", \"peer\") or its group, and reload"});
  }
  for (const DestinationPeer& one : settings.destinations) {
    if (one.peer.prefix.address != address) continue;
    rules.push_back({0,
                     "peer",
                     fmt::format("destination {} of set {}, {}: never banned", one.uri, one.set,
                                 port_text(one.peer.port)),
                     {},
                     {},
                     {},
                     "take it out of the dispatcher's list_file, and reload"});
  }
  for (const dataplane::guard::AddressEntry& entry : settings.addresses) {
    if (!entry.prefix.contains(address)) continue;
    rules.push_back({0,
                     "address_file",
                     fmt::format("line {}: group {}, {}, {}", entry.line, entry.group,
                                 prefix_text(entry.prefix), port_text(entry.port)),
                     {},
                     {},
                     {},
                     "take the line out, and reload"});
  }
}

void add_denied(const GuardSettings& settings, const sip::Address& address,
                std::vector<RuleLine>& rules) {
  for (const sip::Prefix& prefix : settings.denied) {
    if (!prefix.contains(address)) continue;
    rules.push_back({0,
                     "deny",
                     fmt::format("{}: refused unseen", prefix_text(prefix)),
                     {},
                     {},
                     {},
                     "take it out of modparam(\"guard\", \"deny\"), and reload"});
  }
  for (const lists::Feed& feed : settings.feeds) {
    for (const sip::Prefix& prefix : feed.prefixes) {
      if (!prefix.contains(address)) continue;
      const auto age = static_cast<std::uint32_t>(std::time(nullptr) - feed.written);
      const std::uint32_t expire = feed.spec.expire;
      rules.push_back(
          {0,
           feed.ignored ? "expired_list" : "list",
           fmt::format("{}: {} {}", feed.spec.label, prefix_text(prefix),
                       feed.ignored ? "counts no more" : "refused unseen"),
           age,
           expire > age ? std::optional(expire - age) : std::nullopt,
           {},
           fmt::format("take it out of {}, then sipweirctl lists reload", feed.spec.path)});
    }
  }
}

// Where the address belongs, and whether that is denied.
void add_geo(const lists::Geo& geo, const sip::Address& address, AddressView& view) {
  const lists::GeoFacts facts = geo.find(address);
  if (facts.country != lists::Country::kNone) view.country = lists::country_text(facts.country);
  view.system = facts.asn;
  const char* const refusal = geo.rules.refusal(facts);
  if (refusal == nullptr) return;
  std::string says;
  if (!view.country.empty()) says += "country " + view.country + ", ";
  if (facts.asn != 0) says += fmt::format("autonomous system {}, ", facts.asn);
  view.rules.push_back({0,
                        "geoip",
                        fmt::format("{}refused unseen by {}", says, refusal),
                        {},
                        {},
                        {},
                        fmt::format("change modparam(\"guard\", \"{}\"), and reload", refusal)});
}

void add_scan(const ScanScores& scans, const GuardSettings& settings, const sip::Address& address,
              const std::string& name, std::vector<RuleLine>& rules) {
  const std::int64_t now = std::time(nullptr);
  ScanScores::SourceLine line;
  if (!scans.find(dataplane::guard::source_key(address), now, settings.scan_half_life, line))
    return;
  const std::uint32_t limit = settings.parameters.scan_limit;
  rules.push_back(
      {0,
       "scan",
       fmt::format("refused for {:.0f} users lately; {} make a scan", line.users, limit),
       static_cast<std::uint32_t>(now - line.first),
       {},
       {},
       fmt::format("sipweirctl unban {}", name)});
}

void keep_busiest(std::vector<SourceLine>& lines, std::size_t most) {
  std::sort(lines.begin(), lines.end(),
            [](const SourceLine& a, const SourceLine& b) { return a.packets > b.packets; });
  if (lines.size() > most) lines.resize(most);
}

// What decides first, as the guard asks.
std::string_view deciding(const std::vector<RuleLine>& rules) {
  constexpr std::pair<std::string_view, std::string_view> kOrder[] = {
      {"peer", "peer"},  {"deny", "denied"},      {"list", "denied"},   {"geoip", "denied"},
      {"ban", "banned"}, {"ban_table", "banned"}, {"trust", "trusted"}, {"proof", "proved"},
  };
  for (const auto& [rule, klass] : kOrder) {
    const bool there = std::any_of(rules.begin(), rules.end(),
                                   [rule = rule](const RuleLine& one) { return one.rule == rule; });
    if (there) return klass;
  }
  return "stranger";
}

}  // namespace

std::string Bridge::sources(std::size_t most, std::vector<SourceLine>& lines) {
  for (unsigned worker = 0; worker < state_->plane->workers(); ++worker) {
    std::vector<dataplane::guard::SourceRow> rows;
    dataplane::guard::SurveyTotals totals;
    if (!state_->plane->survey(worker, rows, totals, nullptr)) return no_answer(worker);
    const auto strangers = std::find_if(rows.begin(), rows.end(), is_plain_stranger);
    std::sort(strangers, rows.end(),
              [](const auto& a, const auto& b) { return a.packets > b.packets; });
    if (rows.size() > most) rows.resize(most);
    for (const SourceRow& row : rows) lines.push_back(line_of(worker, row));
  }
  return {};
}

std::string Bridge::guard(std::size_t most, GuardView& view) {
  const GuardParameters& p = state_->script.guard.parameters;
  view.observe = p.observe;
  view.flood = state_->flood.flood();
  view.flood_seconds = state_->flood.seconds();
  view.flood_dropped = state_->flood.dropped();
  view.observed.resize(drop_names().size());
  for (unsigned worker = 0; worker < state_->plane->workers(); ++worker) {
    std::vector<SourceRow> rows;
    dataplane::guard::SurveyTotals totals;
    std::vector<SourceRow> prefixes;
    if (!state_->plane->survey(worker, rows, totals, nullptr, nullptr, &prefixes)) {
      return no_answer(worker);
    }
    for (const SourceRow& row : prefixes) view.top_prefixes.push_back(line_of(worker, row));
    view.sources += totals.sources;
    view.proved += totals.proved;
    view.trusted += totals.trusted;
    view.banned = std::max(view.banned, totals.banned);  // a ban is set on every lcore
    for (std::size_t i = 0; i < view.observed.size(); ++i) {
      view.observed[i] += totals.observed[i + 1];
    }
    for (const SourceRow& row : rows) {
      if (is_plain_stranger(row)) view.top.push_back(line_of(worker, row));
    }
  }
  keep_busiest(view.top, most);
  keep_busiest(view.top_prefixes, most);
  view.budgets = {
      {"a stranger (IPv4 address, IPv6 /64)", p.source_rate, p.source_burst},
      {"strangers of a prefix (/24, /48)", p.prefix_rate, p.prefix_burst},
      {"all strangers", p.stranger_rate,
       p.stranger_burst != 0 ? p.stranger_burst : p.stranger_rate / 10},
      {"a trusted flow", p.trusted_rate, p.trusted_burst},
      {"other ports of a trusted address", p.foreign_rate, p.foreign_burst},
      {"a peer", p.peer_rate, p.peer_burst != 0 ? p.peer_burst : p.peer_rate},
      {"answers to strangers", p.reply_rate, p.reply_rate / 10},
  };
  return {};
}

std::vector<GuardBytes> Bridge::guard_bytes() const {
  const dataplane::guard::GuardMemory memory = state_->plane->guard_memory();
  return {{"sources", memory.sources},
          {"prefixes", memory.prefixes},
          {"addresses", memory.addresses},
          {"flows", memory.flows},
          {"others", memory.others}};
}

std::size_t Bridge::guard_sources() const { return state_->plane->guard_memory().source_slots; }

std::string Bridge::why(const sip::Address& address, AddressView& view) {
  namespace tables = dataplane::tables;
  State& state = *state_;
  const std::string text = prefix_text({address, 128});
  const std::string name = text.substr(0, text.find('/'));
  add_configured(state.script.guard, address, view.rules);
  add_denied(state.script.guard, address, view.rules);
  add_geo(state.script.guard.geo, address, view);
  const routes::Image* const script = image();
  const std::string_view table_name =
      script == nullptr ? "" : script->settings().text("guard", "ban_table", "ipban");
  const tables::SharedTable* const table = state.plane->shared_tables().find(table_name);
  const tables::TableTime now =
      tables::table_time(dataplane::read_cycles(), dataplane::frequency());
  if (table != nullptr && table->has_addresses() && table->holds(address, now)) {
    std::uint32_t left = 0;
    table->expiry(name, now, left);
    const bool early = script->ban_gate() != routes::BanGate::kNone;
    view.rules.push_back({0,
                          "ban_table",
                          fmt::format("a key of $sht({}), looked at {}", table_name,
                                      early ? "before the parse" : "by the script"),
                          {},
                          left == 0 ? std::nullopt : std::optional(left),
                          {},
                          fmt::format("the script's: $sht({}=>{}) = $null", table_name, name)});
  }
  for (unsigned worker = 0; worker < state.plane->workers(); ++worker) {
    std::vector<SourceRow> rows;
    dataplane::guard::SurveyTotals totals;
    if (!state.plane->survey(worker, rows, totals, nullptr, &address)) return no_answer(worker);
    for (const SourceRow& row : rows) {
      view.rules.push_back(rule_of(worker + 1, row, state.script.guard.parameters, name));
    }
  }
  add_scan(state.scans, state.script.guard, address, name, view.rules);
  view.klass = deciding(view.rules);
  return {};
}

std::string Bridge::examples(std::size_t reason, std::vector<ExampleLine>& lines) {
  // By the data plane's numbers, whose first is "not dropped".
  const auto wanted = static_cast<dataplane::DropReason>(reason + 1);
  for (unsigned worker = 0; worker < state_->plane->workers(); ++worker) {
    std::vector<dataplane::guard::SourceRow> rows;
    dataplane::guard::SurveyTotals totals;
    auto all = std::make_unique<dataplane::guard::Examples>(dataplane::Cycles{});
    if (!state_->plane->survey(worker, rows, totals, all.get())) return no_answer(worker);
    const dataplane::Cycles now = dataplane::read_cycles();
    const auto hz = static_cast<double>(cycles_per_second());
    for (std::size_t age = 0; const auto* const one = all->find(wanted, age); ++age) {
      const double ago = static_cast<double>(dataplane::count(now - one->when)) / hz;
      lines.push_back({worker + 1, one->source, ago, one->size, std::string(one->text())});
    }
  }
  return {};
}

}  // namespace weir::control
