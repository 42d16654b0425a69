#include "control/bridge.h"

#include "control/bridge_guard.h"
#include "control/bridge_names.h"
#include "control/bridge_twins.h"
#include "control/loop.h"
#include "dataplane/drops.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/survey.h"
#include "dataplane/plane.h"
#include "sip/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace weir::control {
namespace {

using dataplane::Counters;
using dataplane::guard::AccessLists;
using dataplane::guard::GuardCommand;

constexpr std::size_t kLogLinesATurn = 1024;

constexpr auto kAccountNames = std::to_array<CounterName>({
    {"received", "packets taken from a port, or refused while decoding"},
    {"forwarded", "requests and replies that went on to a next hop"},
    {"answered", "requests that were answered here"},
    {"handed_off", "given to the control plane"},
    {"exception", "not SIP to one of our sockets: given to the kernel"},
    {"keepalive", "CRLF, STUN and the like"},
});

constexpr std::array<std::uint64_t Counters::*, kAccountNames.size()> kAccount = {
    &Counters::received,   &Counters::forwarded, &Counters::answered,
    &Counters::handed_off, &Counters::exception, &Counters::keepalive,
};

constexpr auto kOtherNames = std::to_array<CounterName>({
    {"received_bytes", "UDP payload"},
    {"sent", "datagrams that left"},
    {"sent_bytes", "UDP payload"},
    {"requests", "parsed"},
    {"replies", "parsed"},
    {"extra_refused", "datagrams beyond the account that could not be sent"},
    {"keepalives_answered", "by a CRLF or a STUN binding response"},
    {"observed_drops", "would have been dropped, were observe off"},
    {"over_budget", "strangers over a common budget, let in without pressure"},
    {"bans", "automatic ones, set"},
    {"refused_bans", "bans not stored: the address table was full"},
    {"refused_flows", "trust or proof not stored: the flow table was full"},
    {"evicted", "sources and prefixes forgotten while they were over their rate"},
    {"edits_refused", "overlapping edits: the first wins"},
    {"log_suppressed", "script log lines over the rate or over a full ring"},
    {"lessons_lost", "the lessons ring was full"},
    {"table_busy", "bounded try-locks that gave up"},
    {"turns", "loop turns that had packets"},
    {"sleeps", "times the lcore slept"},
});

constexpr std::array<std::uint64_t Counters::*, kOtherNames.size()> kOthers = {
    &Counters::received_bytes,
    &Counters::sent,
    &Counters::sent_bytes,
    &Counters::requests,
    &Counters::replies,
    &Counters::extra_refused,
    &Counters::keepalives_answered,
    &Counters::observed_drops,
    &Counters::over_budget,
    &Counters::bans,
    &Counters::refused_bans,
    &Counters::refused_flows,
    &Counters::evicted,
    &Counters::edits_refused,
    &Counters::log_suppressed,
    &Counters::lessons_lost,
    &Counters::table_busy,
    &Counters::turns,
    &Counters::sleeps,
};

// kDropNames without its first row, "not dropped".
constexpr auto kDrops = [] {
  std::array<CounterName, dataplane::kDropReasons - 1> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = {dataplane::kDropNames[i + 1].text, dataplane::kDropNames[i + 1].meaning};
  }
  return names;
}();

LcoreCounts neutral(const dataplane::WorkerView& view) {
  LcoreCounts counts;
  counts.lcore = view.lcore;
  counts.asleep = view.asleep;
  counts.lost = view.lost;
  counts.busy_cycles = view.counters.busy_cycles;
  for (const auto member : kAccount) counts.account.push_back(view.counters.*member);
  for (const auto member : kOthers) counts.others.push_back(view.counters.*member);
  counts.drops.assign(view.counters.drops.begin() + 1, view.counters.drops.end());
  return counts;
}

std::string no_answer(unsigned worker) {
  return fmt::format("lcore {} did not answer in time: it is stuck or overloaded", worker + 1);
}

bool is_plain_stranger(const dataplane::guard::SourceRow& row) {
  return row.klass == dataplane::SourceClass::kStranger && !row.banned;
}

std::string server_header(const routes::Settings& settings) {
  if (settings.global_number("server_signature", 1) == 0) return {};
  const std::string_view given = settings.global_text("server_header", "");
  return given.empty() ? fmt::format("Server: {}", sip::product_version()) : std::string(given);
}

}  // namespace

struct Bridge::State {
  explicit State(Log& into) : log(&into), twins(into) {}

  // What follows from a script beside its image.
  struct Script {
    GuardSettings guard;
    std::vector<sip::Endpoint> targets;             // of its constant URIs
    std::vector<dataplane::ResolvedName> resolved;  // their host names
  };

  Log* log;
  Script script;
  Script previous;  // of the image that rollback() goes back to
  std::vector<ListenSocket> listens;
  std::uint64_t seed = 0;  // of keyed lists
  std::vector<std::string> devices;
  unsigned workers = 1;
  bool eal_runs = false;
  std::unique_ptr<AccessLists> lists;  // for ban(); the lcores have their own
  std::unique_ptr<dataplane::Plane> plane;
  Twins twins;

  // Only who the operator named may vouch for a phone: peers, the permissions file's servers, and
  // where the script itself sends. Otherwise anybody could vouch for himself.
  bool believes(const dataplane::Lesson& lesson) const {
    if (lesson.teacher_class == dataplane::SourceClass::kPeer) return true;
    const sip::Endpoint& teacher = lesson.teacher;
    const auto& targets = script.targets;
    if (std::find(targets.begin(), targets.end(), teacher) != targets.end()) return true;
    const dataplane::guard::AddressList* const addresses = plane->addresses();
    return addresses != nullptr && addresses->group_of(teacher.address, teacher.port) >= 0;
  }

  void learn(const dataplane::Lesson& lesson) {
    if (!believes(lesson)) return;
    const std::uint32_t seconds = std::min(lesson.expires, script.guard.parameters.trust_seconds);
    plane->tell_all(seconds == 0 ? GuardCommand::distrust(lesson.source)
                                 : GuardCommand::trust(lesson.source, seconds));
  }

  // Everything of an image that control finds beforehand, `found` to be kept with it.
  dataplane::Publication prepare(std::unique_ptr<const routes::Image> image, Script& found) const {
    ScriptNames names = find_script_names(*image, script.resolved);
    for (const std::string& warning : names.warnings) log->write(Level::kWarning, warning);
    found.targets = std::move(names.targets);
    dataplane::Publication publication;
    found.resolved = names.resolved;
    publication.names = std::move(names.resolved);
    publication.own_names = find_own_names(image->settings(), listens);
    if (!found.guard.addresses.empty()) {
      publication.addresses =
          std::make_unique<dataplane::guard::AddressList>(found.guard.addresses, seed);
    }
    publication.image = std::move(image);
    return publication;
  }

  std::unique_ptr<AccessLists> make_lists() const {
    return std::make_unique<AccessLists>(script.guard.peers, std::span<const sip::Prefix>(), seed);
  }

  // Tells the guards of `script`.
  void tell_guards() {
    lists = make_lists();
    plane->publish_lists(make_lists());
    plane->set_parameters(script.guard.parameters);
  }
};

Bridge::Bridge(Log& log) : state_(std::make_unique<State>(log)) {}

Bridge::~Bridge() { close(); }

std::string Bridge::configure(const routes::Image& image) {
  std::string errors = read_guard_settings(image, state_->script.guard);
  for (const routes::Setting& setting : image.settings().parameters) {
    if (setting.module != "dpdk") continue;
    if (setting.name == "port") state_->devices.push_back(setting.text);
    if (setting.name != "lcores") continue;
    const char* const end = setting.text.data() + setting.text.size();
    const auto [rest, status] = std::from_chars(setting.text.data(), end, state_->workers);
    if (status != std::errc{} || rest != end || state_->workers == 0 || state_->workers > 127) {
      errors += fmt::format("{}:{}: modparam(\"dpdk\", \"lcores\") must be a number, 1 to 127\n",
                            setting.file, setting.line);
    }
  }
  return errors;
}

std::string Bridge::start_eal(const BridgeSettings& settings) {
  if (std::string problem = state_->twins.prepare(state_->devices, settings.force_port);
      !problem.empty()) {
    return problem;
  }
  dataplane::EalSettings eal;
  eal.workers = state_->workers;
  eal.devices = state_->devices;
  eal.arguments = settings.eal;
  const std::string problem = dataplane::start_eal(eal);
  state_->eal_runs = problem.empty();
  return problem;
}

std::string Bridge::open(const BridgeSettings& settings,
                         std::unique_ptr<const routes::Image> image) {
  State& state = *state_;
  dataplane::PlaneSettings plane;
  for (const ListenSocket& socket : settings.listens) {
    plane.listens.push_back({socket.at.address, socket.at.port, socket.advertised_host,
                             socket.advertised_port, socket.name});
  }
  plane.devices = state.devices;
  plane.receive_buffer = settings.receive_buffer;
  plane.keys = settings.keys;
  plane.server_header = server_header(image->settings());
  plane.add_local_rport = image->settings().global_number("local_rport", 0) != 0;
  plane.guard = &state.script.guard.parameters;
  state.listens = settings.listens;
  state.seed = sip::siphash(settings.keys.keys[0], "access lists");

  state.plane = std::make_unique<dataplane::Plane>();
  if (std::string problem = state.plane->open(plane); !problem.empty()) return problem;
  if (std::string problem = state.twins.open(*state.plane); !problem.empty()) return problem;
  state.tell_guards();
  return state.plane->publish(state.prepare(std::move(image), state.script));
}

std::string Bridge::replace(std::unique_ptr<const routes::Image> image) {
  State& state = *state_;
  State::Script next;
  std::string problem = read_guard_settings(*image, next.guard);
  if (!problem.empty()) return problem;
  problem = state.plane->publish(state.prepare(std::move(image), next));
  if (!problem.empty()) return problem;
  state.previous = std::exchange(state.script, std::move(next));
  state.tell_guards();
  return {};
}

std::string Bridge::rollback() {
  State& state = *state_;
  std::string problem = state.plane->rollback();
  if (!problem.empty()) return problem;
  std::swap(state.script, state.previous);
  state.tell_guards();
  return {};
}

std::string Bridge::launch() { return state_->plane->launch(); }

void Bridge::close() {
  State& state = *state_;
  if (state.plane != nullptr && state.plane->running()) {
    state.plane->stop();
    turn();  // the last lines of the log
  }
  state.twins.close();
  state.plane.reset();
  if (state.eal_runs) dataplane::stop_eal();
  state.eal_runs = false;
}

void Bridge::turn() {
  State& state = *state_;
  const Milliseconds now = Loop::now();
  const auto write = [&](const dataplane::LogLine& line) {
    state.log->write_script(static_cast<Level>(line.level), line.worker + 1, line.text, now);
  };
  state.plane->drain_log(write, kLogLinesATurn);
  state.plane->drain_lessons([&](const dataplane::Lesson& lesson) { state.learn(lesson); });
  state.twins.turn();
  state.plane->collect();
}

int Bridge::event_fd() const { return state_->twins.event_fd(); }
bool Bridge::prepare_sleep() {
  return state_->plane->prepare_sleep() && state_->twins.prepare_sleep();
}
void Bridge::woken() {
  state_->plane->woken();
  state_->twins.woken();
}

std::vector<std::string> Bridge::sockets() const {
  std::vector<std::string> texts;
  for (const dataplane::Listen& listen : state_->plane->listens()) {
    std::array<char, sip::kEndpointText> text{};
    const std::size_t size = sip::format_endpoint({listen.address, listen.number}, text);
    texts.push_back(fmt::format("udp:{}", std::string_view(text.data(), size)));
    if (listen.advertised) texts.back() += fmt::format(" advertised as {}", listen.host());
  }
  return texts;
}

std::uint64_t Bridge::cycles_per_second() const { return dataplane::frequency().hz; }

const routes::Image* Bridge::image() const { return state_->plane->image(); }
const routes::Image* Bridge::previous_image() const { return state_->plane->previous_image(); }
const routes::Image* Bridge::newest_image() const { return state_->plane->newest_image(); }
std::uint32_t Bridge::generation() const { return state_->plane->generation(); }

std::span<const CounterName> Bridge::account_names() { return kAccountNames; }
std::span<const CounterName> Bridge::drop_names() { return kDrops; }
std::span<const CounterName> Bridge::other_names() { return kOtherNames; }

std::vector<LcoreCounts> Bridge::counts() const {
  std::vector<LcoreCounts> result;
  for (unsigned worker = 0; worker < state_->plane->workers(); ++worker) {
    result.push_back(neutral(state_->plane->view(worker)));
  }
  return result;
}

std::string Bridge::ban(const sip::Address& address, std::uint32_t seconds) {
  if (state_->lists->find_peer(address, 0) != dataplane::guard::AccessLists::kNone) {
    return "that address is a configured peer, and peers are never banned: take it out of the "
           "peers first";
  }
  state_->plane->tell_all(
      GuardCommand::ban(address, seconds, dataplane::guard::BanReason::kOperator));
  return {};
}

std::string Bridge::unban(const sip::Address& address) {
  state_->plane->tell_all(GuardCommand::unban(address));
  return {};
}

std::string Bridge::sources(std::size_t most, std::vector<SourceLine>& lines) {
  for (unsigned worker = 0; worker < state_->plane->workers(); ++worker) {
    std::vector<dataplane::guard::SourceRow> rows;
    dataplane::guard::SurveyTotals totals;
    if (!state_->plane->survey(worker, rows, totals, nullptr)) return no_answer(worker);
    const auto strangers = std::find_if(rows.begin(), rows.end(), is_plain_stranger);
    std::sort(strangers, rows.end(),
              [](const auto& a, const auto& b) { return a.packets > b.packets; });
    if (rows.size() > most) rows.resize(most);
    for (const dataplane::guard::SourceRow& row : rows) {
      lines.push_back({worker + 1, row.address, row.port, dataplane::class_name(row.klass),
                       row.banned, row.packets, row.dropped, row.seconds});
    }
  }
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

std::vector<RouteRow> Bridge::routes() const {
  std::vector<RouteRow> rows;
  for (const dataplane::RouteSlotRow& row : state_->plane->routes()) {
    rows.push_back({row.worker + 1, std::string(row.list), row.index, row.entries,
                    std::string(row.name), row.defined, row.generation});
  }
  return rows;
}

std::size_t Bridge::peers() const { return state_->script.guard.peers.size(); }

std::vector<ScriptCount> Bridge::script_counts() const {
  namespace tables = dataplane::tables;
  const routes::Image* const script = image();
  std::vector<ScriptCount> counts;
  if (script == nullptr) return counts;
  const tables::SharedTable* const table =
      state_->plane->shared_tables().find(routes::kStatisticsTable);
  const tables::TableTime now =
      tables::table_time(dataplane::read_cycles(), dataplane::frequency());
  for (const routes::Statistic& one : script->tunables().limits.statistics) {
    tables::TableValue value;
    if (table != nullptr) table->get(one.name, now, value);
    counts.push_back({one.group, one.name, value.number});
  }
  return counts;
}

}  // namespace weir::control
