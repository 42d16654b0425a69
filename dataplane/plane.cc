#include "dataplane/plane.h"

#include <rte_launch.h>

#include <cstdint>
#include <ctime>

#include <algorithm>
#include <cstring>
#include <utility>

#include "dataplane/lcore.h"
#include "dataplane/plane_state.h"

namespace weir::dataplane {
namespace {

constexpr std::size_t kSweep = 64;             // buckets of a table a turn
constexpr std::size_t kSurveyRows = 1024;      // sources that a survey lists
constexpr std::size_t kMostWaiting = 100'000;  // commands for one worker

int enter(void* worker) {
  run_lcore(*static_cast<Worker*>(worker));
  return 0;
}

tables::TableDefinition definition_of(const routes::TableSetting& setting, bool addresses) {
  tables::TableDefinition definition;
  definition.name = setting.name;
  definition.size = setting.size_log2;
  definition.autoexpire = setting.autoexpire;
  definition.update_expire = setting.update_expires;
  definition.has_initial = setting.has_initial && setting.initial_is_number;
  definition.initial = setting.initial_number;
  definition.address_keys = addresses;
  return definition;
}

// What shared variables begin with; those that have a value keep it over a reload.
void set_shared_variables(const routes::Settings& settings, tables::SharedTable& table) noexcept {
  constexpr tables::TableTime kNow = 0;  // they never expire
  for (const routes::SharedSetting& one : settings.shared) {
    tables::TableValue there;
    if (table.get(one.name, kNow, there) == tables::TableOutcome::kOk) continue;
    const tables::TableOutcome outcome =
        one.is_text ? table.set(one.name, kNow, one.text) : table.set(one.name, kNow, one.number);
    static_cast<void>(outcome);  // a full table is counted by itself
  }
}

const routes::Image* image_of(const std::unique_ptr<const Edition>& edition) noexcept {
  return edition == nullptr ? nullptr : edition->image.get();
}

}  // namespace

std::unique_ptr<Edition> make_edition(Publication publication, tables::SharedTables& tables,
                                      std::uint64_t seed, Problem& problem) {
  auto edition = std::make_unique<Edition>();
  edition->image = std::move(publication.image);
  edition->addresses = std::move(publication.addresses);
  edition->names = std::move(publication.names);
  edition->own_names = std::move(publication.own_names);
  const routes::Settings& settings = edition->image->settings();
  edition->log_level = static_cast<int>(settings.global_number("debug", 0));
  // The table that the guard itself reads.
  const std::string_view ban_table = settings.text("guard", "ban_table", "ipban");
  for (const routes::TableSetting& setting : settings.tables) {
    const bool addresses = setting.name == ban_table;
    tables::SharedTable* const table = tables.add(definition_of(setting, addresses), seed);
    if (table == nullptr) {
      problem = "no memory for table " + setting.name + "; lower its size=";
      return nullptr;
    }
    edition->tables.push_back(table);
    if (addresses) edition->ban_table = table;
  }
  set_shared_variables(settings, *edition->tables.front());
  return edition;
}

void Plane::State::tell(std::size_t worker, const guard::GuardCommand& command) {
  if (!waiting[worker].empty() || !workers[worker]->commands.try_push(command)) {
    waiting[worker].push_back(command);
  }
  workers[worker]->idle.wake();
}

void Plane::State::tell_each(const guard::GuardCommand& command) {
  for (std::size_t i = 0; i < workers.size(); ++i) tell(i, command);
}

void Plane::State::tell_waiting() {
  for (std::size_t i = 0; i < workers.size(); ++i) {
    bool told = false;
    while (!waiting[i].empty() && workers[i]->commands.try_push(waiting[i].front())) {
      waiting[i].pop_front();
      told = true;
    }
    if (told) workers[i]->idle.wake();
  }
}

// Commands carry pointers: what was replaced may only go when every ring has been read.
bool Plane::State::commands_applied() const noexcept {
  for (std::size_t i = 0; i < workers.size(); ++i) {
    if (!waiting[i].empty() || !workers[i]->commands.empty()) return false;
  }
  return true;
}

void Plane::State::install() {
  for (unsigned i = 0; i < workers.size(); ++i) {
    [[maybe_unused]] const Program* const old =
        shared.programs.install(i, current.programs[i].get());
  }
}

bool Plane::State::is_used(const tables::SharedTable& table) const noexcept {
  const auto uses = [&](const Installed& one) {
    return one.edition != nullptr &&
           std::find(one.edition->tables.begin(), one.edition->tables.end(), &table) !=
               one.edition->tables.end();
  };
  return uses(current) || uses(previous) ||
         std::any_of(retired.begin(), retired.end(),
                     [&](const Retired& old) { return uses(old.installed); });
}

void Plane::State::retire(Retired what) {
  what.token = shared.programs.grace_begin();
  retired.push_back(std::move(what));
}

bool Plane::State::make_jobs() {
  if (!jobs.empty()) return true;
  for (const auto& worker : workers) {
    for (std::size_t i = 0; i < Worker::kHandoffs; ++i) {
      auto job = std::make_unique<routes::Job>();
      if (!job->good() || !worker->fresh_jobs.try_push(job.get())) return false;
      jobs.push_back(std::move(job));
    }
  }
  return true;
}

Program* Plane::State::desk_program(const Edition& edition) noexcept {
  const auto of = [&](const Installed& one) {
    return one.edition.get() == &edition ? one.programs.back().get() : nullptr;
  };
  if (Program* const found = of(current)) return found;
  if (Program* const found = of(previous)) return found;
  for (const Retired& old : retired) {
    if (Program* const found = of(old.installed)) return found;
  }
  return nullptr;  // cannot be: see handoffs_done()
}

// What was handed over by an older image may still wait: that image stays until the rings are
// empty.
bool Plane::State::handoffs_done() const noexcept {
  return std::ranges::all_of(workers,
                             [](const auto& worker) { return worker->handoffs.size() == 0; });
}

Plane::Plane() : state_(std::make_unique<State>()) {
  state_->desk_api = std::make_unique<Desk>(*this);
}

const std::string& Plane::server() const noexcept { return state_->shared.server; }

Desk& Plane::desk() noexcept { return *state_->desk_api; }
Plane::~Plane() { stop(); }

Listens Plane::listens() const noexcept { return state_->shared.listens; }

unsigned Plane::workers() const noexcept { return static_cast<unsigned>(state_->workers.size()); }

std::uint32_t Plane::receive_buffer() const noexcept {
  return state_->sockets == nullptr ? 0 : state_->sockets->receive_buffer();
}

void Plane::publish_routes(std::vector<Route> routes) {
  choose_listens(routes, state_->shared.listens);
  state_->shared.routes.publish(std::make_unique<const RouteTable>(std::move(routes)));
}

std::span<const DevicePort> Plane::devices() const noexcept { return state_->devices; }

Problem Plane::publish(Publication publication) {
  State& s = *state_;
  Problem problem;
  std::unique_ptr<Edition> next = make_edition(std::move(publication), s.tables, s.seed, problem);
  if (next == nullptr) {
    s.tables.keep([&s](const tables::SharedTable& table) { return s.is_used(table); });
    return problem;
  }
  if (next->image->hands_off() && !s.make_jobs()) return "no memory for messages of transactions";
  next->generation = ++s.generations;

  State::Installed installed;
  for (std::size_t i = 0; i <= s.workers.size(); ++i) {
    installed.programs.push_back(std::make_unique<Program>(*next));
  }
  installed.edition = std::move(next);
  State::Retired old;
  old.installed = std::exchange(s.previous, std::exchange(s.current, std::move(installed)));
  s.install();
  s.retire(std::move(old));
  set_parameters(*s.parameters);
  return {};
}

Problem Plane::rollback() {
  State& s = *state_;
  if (s.previous.edition == nullptr) return "nothing ran before this: there has been no reload";
  std::swap(s.current, s.previous);
  s.install();
  set_parameters(*s.parameters);
  return {};
}

const routes::Image* Plane::image() const noexcept { return image_of(state_->current.edition); }

const routes::Image* Plane::previous_image() const noexcept {
  return image_of(state_->previous.edition);
}

const routes::Image* Plane::newest_image() const noexcept {
  const bool rolled_back = generation() != state_->generations;
  return rolled_back ? previous_image() : image();
}

std::uint32_t Plane::generation() const noexcept {
  return state_->current.edition == nullptr ? 0 : state_->current.edition->generation;
}

const guard::AddressList* Plane::addresses() const noexcept {
  return state_->current.edition == nullptr ? nullptr : state_->current.edition->addresses.get();
}

void Plane::publish_lists(std::unique_ptr<const guard::AccessLists> lists) {
  State& s = *state_;
  s.tell_each(guard::GuardCommand::publish(lists.get()));
  s.desk->guard->apply(read_cycles(), guard::GuardCommand::publish(lists.get()));
  State::Retired old;
  old.lists = std::exchange(s.lists, std::move(lists));
  s.retire(std::move(old));
}

void Plane::set_parameters(const guard::Parameters& parameters) {
  State& s = *state_;
  auto next = std::make_unique<guard::Parameters>(parameters);
  // What the compiler proved of the script decides, whatever the caller says.
  next->ban_gate = image() != nullptr && image()->ban_gate() != routes::BanGate::kNone;
  next->ban_table = image() != nullptr ? s.current.edition->ban_table : nullptr;
  s.tell_each(guard::GuardCommand::set(next.get()));
  s.desk->guard->apply(read_cycles(), guard::GuardCommand::set(next.get()));
  State::Retired old;
  old.parameters = std::exchange(s.parameters, std::move(next));
  s.retire(std::move(old));
}

Problem Plane::publish_signatures(const std::shared_ptr<const guard::SignatureSet>& set) {
  State& s = *state_;
  std::vector<std::unique_ptr<guard::Signatures>> next;
  for (std::size_t i = 0; i < s.workers.size(); ++i) {
    next.push_back(guard::Signatures::make(set));
    if (next.back() == nullptr) return "no memory to match signatures in";
  }
  for (std::size_t i = 0; i < s.workers.size(); ++i) {
    s.tell(i, guard::GuardCommand::publish(next[i].get()));
  }
  State::Retired old;
  old.signatures = std::exchange(s.signatures, std::move(next));
  s.retire(std::move(old));
  return {};
}

std::vector<std::uint64_t> Plane::signature_hits() const {
  std::vector<std::uint64_t> sums;
  for (const auto& one : state_->signatures) {
    sums.resize(one->size());
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += one->hits(i);
  }
  return sums;
}

void Plane::collect() {
  State& s = *state_;
  s.tell_waiting();
  const bool applied = s.commands_applied() && s.handoffs_done();
  const std::size_t freed = std::erase_if(s.retired, [&](const State::Retired& old) {
    return applied && s.shared.programs.grace_over(old.token);
  });
  if (freed != 0) {
    s.tables.keep([&s](const tables::SharedTable& table) { return s.is_used(table); });
  }
  for (const DevicePort& device : s.devices) device.port->collect();
  s.shared.routes.collect();
  std::erase_if(s.unanswered, [](const auto& survey) { return survey->survey.done.load(); });
  const tables::TableTime now = tables::table_time(read_cycles(), s.shared.frequency);
  s.tables.sweep(now, kSweep);
}

Problem Plane::launch() {
  State& s = *state_;
  for (std::size_t i = 0; i < s.workers.size(); ++i) {
    s.workers[i]->stop = false;
    const int status = rte_eal_remote_launch(enter, s.workers[i].get(), s.lcores[i]);
    if (status != 0) {
      s.running = i != 0;
      stop();
      return "lcore " + std::to_string(s.lcores[i]) + " does not start: " + std::strerror(-status);
    }
  }
  s.running = true;
  return {};
}

void Plane::stop() {
  State& s = *state_;
  if (!s.running) return;
  for (const auto& worker : s.workers) {
    worker->stop.store(true, std::memory_order_release);
    worker->idle.wake();
  }
  for (const unsigned lcore : s.lcores) rte_eal_wait_lcore(lcore);
  s.running = false;
}

bool Plane::running() const noexcept { return state_->running; }

WorkerView Plane::view(unsigned worker) const {
  const State& s = *state_;
  WorkerView view;
  view.lcore = s.lcores[worker];
  view.asleep = s.workers[worker]->idle.asleep();
  view.counters = s.workers[worker]->published.read();
  for (const auto& port : s.shared.ports) view.lost += port->lost(worker);
  return view;
}

guard::GuardMemory Plane::guard_memory() const noexcept {
  return state_->workers.empty() ? guard::GuardMemory{} : state_->workers[0]->guard->memory();
}

Counters Plane::total() const {
  Counters sum;
  for (const auto& worker : state_->workers) sum += worker->published.read();
  return sum;
}

bool Plane::tell(unsigned worker, const guard::GuardCommand& command) {
  if (state_->waiting[worker].size() >= kMostWaiting) return false;
  state_->tell(worker, command);
  return true;
}

bool Plane::tell_all(const guard::GuardCommand& command) {
  bool all = true;
  for (unsigned i = 0; i < workers(); ++i) all = tell(i, command) && all;
  return all;
}

namespace {

// Lines of `log` until `mark` have been taken in all, at most `limit`.
std::size_t drain_ring(LogRing& log, unsigned lcore, std::uint64_t mark, std::size_t limit,
                       const Plane::TakeLine& take) {
  std::size_t taken = 0;
  while (taken < limit && log.taken() < mark) {
    const LogRecord* const record = log.front();
    if (record == nullptr) break;
    take({record->level, record->facility, lcore, record->wall_ns, record->view()});
    log.pop();
    ++taken;
  }
  return taken;
}

}  // namespace

std::size_t Plane::drain_log(const TakeLine& take, std::size_t limit) {
  std::size_t taken = 0;
  for (const auto& worker : state_->workers) {
    const std::uint64_t mark = worker->log.written();
    if (worker->handoffs.size() != 0) continue;
    taken += drain_ring(worker->log, worker->index + 1, mark, limit - taken, take);
  }
  LogRing& own = state_->desk->log;
  return taken + drain_ring(own, 0, own.written(), limit - taken, take);
}

void Plane::drain_log_of(unsigned lcore, std::uint64_t mark, const TakeLine& take) {
  Worker& worker = lcore == 0 ? *state_->desk : *state_->workers[lcore - 1];
  const std::uint64_t until = lcore == 0 ? worker.log.written() : mark;
  drain_ring(worker.log, lcore, until, SIZE_MAX, take);
}

bool Plane::send_probe(const ProbeOrder& order) {
  if (!state_->running) return false;
  Worker& worker = *state_->workers.front();
  if (!worker.probes.try_push(order)) return false;
  worker.idle.wake();
  return true;
}

std::size_t Plane::drain_lessons(const std::function<void(const Lesson&)>& take) {
  std::size_t taken = 0;
  Lesson lesson;
  for (const auto& worker : state_->workers) {
    for (; worker->lessons.try_pop(lesson); ++taken) take(lesson);
  }
  for (; state_->desk->lessons.try_pop(lesson); ++taken) take(lesson);
  return taken;
}

bool Plane::survey(unsigned worker, std::vector<guard::SourceRow>& rows,
                   guard::SurveyTotals& totals, guard::Examples* examples, const sip::Address* only,
                   std::vector<guard::SourceRow>* prefixes, unsigned timeout_ms) {
  State& s = *state_;
  if (!s.running) return false;
  // What an lcore may still write to outlives a timeout, so the rows and examples are the survey's.
  auto survey = std::make_unique<SurveyBuffer>(kSurveyRows, s.shared.frequency);
  if (only != nullptr) survey->only = *only;
  survey->survey.only = only != nullptr ? &survey->only : nullptr;
  if (prefixes != nullptr) survey->survey.prefixes = survey->prefixes;
  s.tell(worker, guard::GuardCommand::look(&survey->survey));
  for (unsigned waited = 0; !survey->survey.done.load(std::memory_order_acquire); ++waited) {
    if (waited == timeout_ms) {
      s.unanswered.push_back(std::move(survey));
      return false;
    }
    const timespec nap{0, 1'000'000};
    nanosleep(&nap, nullptr);
  }
  rows.assign(survey->rows.begin(),
              survey->rows.begin() + static_cast<std::ptrdiff_t>(survey->survey.used));
  if (prefixes != nullptr) {
    const auto used = static_cast<std::ptrdiff_t>(survey->survey.prefixes_used);
    prefixes->assign(survey->prefixes.begin(), survey->prefixes.begin() + used);
  }
  totals = survey->survey.totals;
  if (examples != nullptr) *examples = survey->examples;
  return true;
}

std::vector<RouteSlotRow> Plane::routes() const {
  const State& s = *state_;
  std::vector<RouteSlotRow> rows;
  for (unsigned w = 0; w < s.workers.size() && s.current.edition != nullptr; ++w) {
    const Program& program = *s.current.programs[w];
    for (std::size_t k = 0; k < routes::kRouteKinds; ++k) {
      const auto kind = static_cast<routes::RouteKind>(k);
      const routes::RouteList& list = program.edition->image->routes(kind);
      const auto slots = static_cast<int>(program.workspace.slots(kind));
      for (int i = 0; i < slots && i < list.used(); ++i) {
        RouteSlotRow row;
        row.worker = w;
        row.list = routes::route_list_name(kind);
        row.index = static_cast<std::uint32_t>(i);
        row.entries = static_cast<std::uint32_t>(list.entries());
        row.name = list.name(i);
        row.defined = program.workspace.entry(kind, i) != routes::RouteList::kEmpty;
        row.generation = program.edition->generation;
        rows.push_back(row);
      }
    }
  }
  return rows;
}

tables::SharedTables& Plane::shared_tables() noexcept { return state_->tables; }

int Plane::event_fd() const noexcept { return state_->shared.bell.fd(); }

bool Plane::prepare_sleep() noexcept {
  state_->shared.bell.announce();
  for (const auto& worker : state_->workers) {
    if (!worker->log.empty() || !worker->lessons.empty() || worker->handoffs.size() != 0) {
      return false;
    }
  }
  const Worker& desk = *state_->desk;
  return desk.log.empty() && desk.lessons.empty();
}

void Plane::woken() noexcept { state_->shared.bell.rise(); }

}  // namespace weir::dataplane
