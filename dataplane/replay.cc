#include "dataplane/replay.h"

#include <algorithm>
#include <utility>

#include "dataplane/lcore.h"
#include "dataplane/plane_state.h"
#include "dataplane/stage_route.h"

namespace weir::dataplane {
namespace {

constexpr Frequency kNanoseconds{1'000'000'000};
// When the first frame comes: nothing of the guard may be older than its clock.
constexpr std::uint64_t kStart = 3'600'000'000'000;

// Gives one datagram at a time, and forgets what is sent.
class ReplayPort final : public Port {
 public:
  void fill(Listens listens) noexcept { table_.fill(listens, 0); }

  // The frame that the next receive() gives.
  Frame load(std::span<const std::uint8_t> frame) {
    bytes_.assign(frame.begin(), frame.end());
    // A capture of sent packets has checksums that the device was to finish: they are not judged,
    // as on af_packet.
    decoded_ = decode(bytes_, table_, {});
    loaded_ = true;
    return decoded_;
  }

  std::string_view payload() const noexcept {
    const auto* const text = static_cast<const char*>(static_cast<const void*>(bytes_.data()));
    return {text + decoded_.payload_offset, decoded_.payload_size};
  }

  void attach([[maybe_unused]] unsigned queue, Counters& counters) noexcept override {
    counters_ = &counters;
  }

  std::uint32_t receive([[maybe_unused]] unsigned queue, [[maybe_unused]] Cycles now,
                        std::span<Packet> out) noexcept override {
    if (!std::exchange(loaded_, false)) return 0;
    switch (decoded_.kind) {
      case FrameKind::kDatagram:
        break;
      case FrameKind::kBadFrame:
        return refuse(DropReason::kBadFrame);
      case FrameKind::kChecksum:
        return refuse(DropReason::kChecksum);
      case FrameKind::kFragment:
      case FrameKind::kException:
        ++counters_->received;
        ++counters_->exception;
        return 0;
    }
    ++counters_->received;
    counters_->received_bytes += decoded_.payload_size;
    Packet& packet = out[0];
    packet = {};
    packet.data = static_cast<char*>(static_cast<void*>(bytes_.data())) + decoded_.payload_offset;
    packet.size = decoded_.payload_size;
    packet.src = decoded_.src;
    packet.dst = decoded_.dst;
    packet.sport = decoded_.sport;
    packet.dport = decoded_.dport;
    packet.listen = decoded_.listen;
    return 1;
  }

  void release([[maybe_unused]] unsigned queue,
               [[maybe_unused]] std::span<Packet> packets) noexcept override {}
  char* reserve([[maybe_unused]] unsigned queue, std::uint32_t size) noexcept override {
    return size <= out_.size() ? out_.data() : nullptr;
  }
  void commit([[maybe_unused]] unsigned queue, std::uint32_t size,
              const Send& send) noexcept override {
    counters_->settle(send.kind, DropReason::kNone, size);
  }
  void flush([[maybe_unused]] unsigned queue) noexcept override {}
  std::span<const int> wait_fds([[maybe_unused]] unsigned queue) const noexcept override {
    return {};
  }
  std::uint64_t lost([[maybe_unused]] unsigned queue) const noexcept override { return 0; }

 private:
  std::uint32_t refuse(DropReason reason) noexcept {
    ++counters_->received;
    counters_->drop(reason);
    return 0;
  }

  ListenTable table_;
  Counters* counters_ = nullptr;
  std::vector<std::uint8_t> bytes_;
  std::vector<char> out_ = std::vector<char>(kMaxDatagram);
  Frame decoded_;
  bool loaded_ = false;
};

}  // namespace

struct Replay::State {
  Shared shared;
  tables::SharedTables tables;
  std::unique_ptr<Edition> edition;
  std::unique_ptr<Program> program;
  std::unique_ptr<const guard::AccessLists> lists;
  std::unique_ptr<guard::Signatures> signatures;
  std::unique_ptr<Worker> worker;
  std::unique_ptr<routes::Job> spare;
  ReplayPort* port = nullptr;  // owned by shared.ports
  Tap tap{{}, 1};
  std::int64_t first_ns = 0;
  std::uint64_t now = 0;  // of the last frame; 0: none yet
};

Replay::Replay() : state_(std::make_unique<State>()) {}
Replay::~Replay() = default;

Problem Replay::open(const PlaneSettings& settings, Publication publication) {
  State& s = *state_;
  s.shared.keys = settings.keys;
  s.shared.frequency = kNanoseconds;
  s.shared.add_local_rport = settings.add_local_rport;
  s.shared.listens = make_listens(settings.listens);
  auto port = std::make_unique<ReplayPort>();
  port->fill(s.shared.listens);
  s.port = port.get();
  s.shared.ports.push_back(std::move(port));
  name_sockets(s.shared, settings.listens);

  const std::uint64_t seed = settings.seed != 0 ? settings.seed : 1;
  Problem problem;
  s.edition = make_edition(std::move(publication), s.tables, seed, problem);
  if (s.edition == nullptr) return problem;
  s.program = std::make_unique<Program>(*s.edition);

  guard::Parameters parameters = settings.guard != nullptr ? *settings.guard : guard::Parameters{};
  parameters.ban_gate = s.edition->image->ban_gate() != routes::BanGate::kNone;
  parameters.ban_table = s.edition->ban_table;
  auto guard = guard::Guard::make(kNanoseconds, seed, parameters, settings.guard_sizes);
  if (guard == nullptr) return "no memory for the source tables";
  guard->set_cookie_check(carries_cookie, &s.shared.keys);
  s.worker = std::make_unique<Worker>(0, s.shared, std::move(guard), seed * 3, settings.log_lines);
  // What is handed over ends there: no control works on it, and the verdict says so.
  s.spare = std::make_unique<routes::Job>();
  if (!s.spare->good() || !s.worker->fresh_jobs.try_push(s.spare.get())) return "no memory";
  s.worker->tap = &s.tap;
  s.port->attach(0, s.worker->counters);
  s.shared.grace.online(0);
  [[maybe_unused]] Program* const none = s.shared.programs.install(0, s.program.get());
  return {};
}

void Replay::publish_lists(std::unique_ptr<const guard::AccessLists> lists) {
  tell(guard::GuardCommand::publish(lists.get()));
  state_->lists = std::move(lists);
}

Problem Replay::publish_signatures(const std::shared_ptr<const guard::SignatureSet>& set) {
  std::unique_ptr<guard::Signatures> next = guard::Signatures::make(set);
  if (next == nullptr) return "no memory to match signatures in";
  tell(guard::GuardCommand::publish(next.get()));
  state_->signatures = std::move(next);
  return {};
}

void Replay::tell(const guard::GuardCommand& command) {
  State& s = *state_;
  s.worker->guard->apply(Cycles{std::max(s.now, kStart)}, command);
}

bool Replay::take_lesson(Lesson& lesson) { return state_->worker->lessons.try_pop(lesson); }

const guard::AddressList* Replay::addresses() const noexcept {
  return state_->edition->addresses.get();
}

std::string_view Replay::payload() const noexcept { return state_->port->payload(); }

Judged Replay::judge(std::span<const std::uint8_t> frame, std::int64_t wall_ns) {
  State& s = *state_;
  if (s.now == 0) s.first_ns = wall_ns;
  const std::uint64_t since = wall_ns > s.first_ns ? static_cast<std::uint64_t>(wall_ns) -
                                                         static_cast<std::uint64_t>(s.first_ns)
                                                   : 0;
  s.now = std::max(s.now, kStart + since);

  const Frame decoded = s.port->load(frame);
  const std::uint64_t bans = s.worker->guard->statistics().bans;
  run_turn_at(*s.worker, Cycles{s.now}, wall_ns);
  Handoff handed;
  while (s.worker->handoffs.try_pop(handed)) {
    [[maybe_unused]] const bool back = s.worker->fresh_jobs.try_push(handed.job);
  }
  Judged judged;
  judged.kind = decoded.kind;
  judged.source = {decoded.src, decoded.sport};
  judged.destination = {decoded.dst, decoded.dport};
  if (decoded.kind == FrameKind::kBadFrame || decoded.kind == FrameKind::kChecksum) {
    const bool bad = decoded.kind == FrameKind::kBadFrame;
    judged.outcome = {Fate::kDropped, bad ? DropReason::kBadFrame : DropReason::kChecksum,
                      DropReason::kNone};
  }
  if (const TapRecord* const record = s.tap.front()) {
    judged.klass = record->klass;
    judged.outcome = record->outcome;
    s.tap.pop();
  }
  judged.banned = s.worker->guard->statistics().bans != bans;
  const tables::SharedTable* const table = s.edition->ban_table;
  judged.script_banned = table != nullptr && table->has_addresses() &&
                         table->holds(decoded.src, tables::table_time(Cycles{s.now}, kNanoseconds));
  while (s.worker->log.front() != nullptr) s.worker->log.pop();  // nobody reads the script's log
  return judged;
}

}  // namespace weir::dataplane
