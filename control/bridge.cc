#include "control/bridge.h"

#include "control/bridge_state.h"
#include "control/loop.h"
#include "dataplane/drops.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/source_key.h"
#include "sip/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace weir::control {
namespace {

using dataplane::Counters;
using dataplane::guard::GuardCommand;

constexpr std::size_t kLogLinesATurn = 1024;
constexpr std::size_t kMessagesATurn = 256;

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
    {"overload_refused", "answered 503, since the next hop asked for fewer requests"},
    {"emergencies", "emergency calls that their reserve let in"},
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
    &Counters::overload_refused,
    &Counters::emergencies,
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

constexpr auto kClasses = [] {
  std::array<std::string_view, dataplane::kSourceClasses> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = dataplane::class_name(static_cast<dataplane::SourceClass>(i));
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
  counts.admitted.assign(view.counters.admitted.begin(), view.counters.admitted.end());
  counts.drops.assign(view.counters.drops.begin() + 1, view.counters.drops.end());
  return counts;
}

std::string server_header(const routes::Settings& settings) {
  if (settings.global_number("server_signature", 1) == 0) return {};
  const std::string_view given = settings.global_text("server_header", "");
  return given.empty() ? fmt::format("Server: {}", sip::product_version()) : std::string(given);
}

}  // namespace

Bridge::Bridge(Log& log) : state_(std::make_unique<State>(log)) {}

Bridge::~Bridge() { close(); }

std::string Bridge::configure(const routes::Image& image) {
  std::string errors = read_guard_settings(image, state_->script.guard);
  errors += dispatcher::read_probe_settings(image.settings(), state_->script.probes);
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
  plane.guard_sizes = state.script.guard.sizes;
  state.listens = settings.listens;
  state.trust_path = settings.trust_path;
  state.scan_path = settings.scan_path;
  state.scans = ScanScores(settings.keys.keys[0]);
  state.keys = settings.keys;
  state.seed = sip::siphash(settings.keys.keys[0], "access lists");

  state.plane = std::make_unique<dataplane::Plane>();
  if (std::string problem = state.plane->open(plane); !problem.empty()) return problem;
  if (std::string problem = state.twins.open(*state.plane); !problem.empty()) return problem;
  dataplane::Publication publication = state.prepare(std::move(image), state.script);
  state.tell_guards();
  std::string problem = state.plane->publish(std::move(publication));
  if (problem.empty()) state.follow_destinations();
  return problem;
}

std::string Bridge::replace(std::unique_ptr<const routes::Image> image) {
  State& state = *state_;
  State::Script next;
  std::string problem = read_guard_settings(*image, next.guard);
  problem += dispatcher::read_probe_settings(image->settings(), next.probes);
  if (!problem.empty()) return problem;
  image->data().dispatch.sets.keep_states(state.plane->image()->data().dispatch.sets);
  problem = state.plane->publish(state.prepare(std::move(image), next));
  if (!problem.empty()) return problem;
  state.previous = std::exchange(state.script, std::move(next));
  state.tell_guards();
  state.follow_destinations();
  if (state.transactions) state.transactions->engine().configure(*this->image());
  return {};
}

std::string Bridge::rollback() {
  State& state = *state_;
  if (const routes::Image* const back = previous_image()) {
    back->data().dispatch.sets.keep_states(image()->data().dispatch.sets);
  }
  std::string problem = state.plane->rollback();
  if (!problem.empty()) return problem;
  std::swap(state.script, state.previous);
  state.tell_guards();
  state.follow_destinations();
  if (state.transactions) state.transactions->engine().configure(*image());
  return {};
}

std::string Bridge::launch(Timers& timers) {
  state_->transactions = std::make_unique<TransactionDesk>(
      *state_->plane, timers, state_->plane->server(), state_->keys,
      [state = state_.get()](const dataplane::LogLine& line) { state->write_line(line); });
  state_->transactions->engine().configure(*image());
  state_->load_trust();
  state_->load_scans();
  return state_->plane->launch();
}

void Bridge::close() {
  State& state = *state_;
  if (state.plane != nullptr && state.plane->running()) {
    state.plane->stop();
    turn();  // the last lines of the log
    state.keep_trust(true);
  }
  state.twins.close();
  state.transactions.reset();
  state.plane.reset();
  if (state.eal_runs) dataplane::stop_eal();
  state.eal_runs = false;
}

void Bridge::State::write_line(const dataplane::LogLine& line) {
  log->write_script(static_cast<Level>(line.level), line.lcore, line.text, Loop::now());
}

void Bridge::State::drain_log() {
  plane->drain_log([this](const dataplane::LogLine& line) { write_line(line); }, kLogLinesATurn);
}

void Bridge::turn() {
  State& state = *state_;
  if (state.transactions) state.transactions->turn(kMessagesATurn);
  state.drain_log();
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

std::span<const std::string_view> Bridge::class_names() { return kClasses; }

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
  const std::uint32_t lasts = seconds != 0 ? seconds : state_->script.guard.parameters.ban_seconds;
  state_->plane->tell_all(
      GuardCommand::ban(address, lasts, dataplane::guard::BanReason::kOperator));
  state_->tell_ban(address, lasts, dataplane::guard::BanReason::kOperator);
  return {};
}

std::string Bridge::unban(const sip::Address& address) {
  state_->scans.forgive(dataplane::guard::source_key(address));
  state_->plane->tell_all(GuardCommand::unban(address));
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

std::size_t Bridge::peers() const {
  const GuardSettings& guard = state_->script.guard;
  return guard.peers.size() + guard.destinations.size();
}

std::vector<std::pair<std::string_view, std::uint64_t>> Bridge::transaction_counts() const {
  if (!state_->transactions) return {};
  transaction::Engine& engine = state_->transactions->engine();
  const transaction::Counts& c = engine.counts();
  return {
      {"active", engine.size()},
      {"bytes", engine.bytes()},
      {"created", c.created},
      {"refused", c.refused},
      {"retransmissions_absorbed", c.retransmissions},
      {"sent_again", c.sent_again},
      {"timeouts", c.timeouts},
      {"replies_relayed", c.relayed_replies},
      {"replies_local", c.local_replies},
      {"replies_unmatched", c.unmatched_replies},
      {"final_2xx", c.replies[2]},
      {"final_3xx", c.replies[3]},
      {"final_4xx", c.replies[4]},
      {"final_5xx", c.replies[5]},
      {"final_6xx", c.replies[6]},
  };
}

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
