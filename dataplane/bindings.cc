#include "dataplane/bindings.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "dataplane/stage_send.h"
#include "dataplane/text_line.h"
#include "routes/log_prefix.h"
#include "sip/validate.h"

namespace weir::dataplane {
namespace {

using routes::Execution;
using routes::TableId;
using routes::Value;
using tables::TableOutcome;
using tables::TableTime;

Worker& worker_of(Execution& execution) noexcept {
  return *static_cast<Worker*>(execution.host_self);
}

const Edition& edition_of(Execution& execution) noexcept {
  return *worker_of(execution).turn.edition;
}

bool reply(Execution& execution, const routes::ReplyOrder& order) noexcept {
  return answer(worker_of(execution), order);
}

bool forward(Execution& execution, const routes::Target& target) noexcept {
  Worker& worker = worker_of(execution);
  if (forward_request(worker, target)) return true;
  execution.error = script_error(worker.turn.failure, target);
  return false;
}

bool forward_reply_now(Execution& execution, unsigned code, std::string_view reason) noexcept {
  Worker& worker = worker_of(execution);
  routes::Notes& notes = worker.job->notes;
  const auto [old_status, old_reason] = std::pair(notes.reply_status, notes.reply_reason);
  if (code != 0) {
    notes.reply_status = static_cast<std::uint16_t>(code);
    notes.reply_reason = reason;
  }
  const bool sent = forward_reply(worker);
  notes.reply_status = old_status;
  notes.reply_reason = old_reason;
  return sent;
}

bool copy(Execution& execution, const sip::Endpoint& to) noexcept {
  Worker& worker = worker_of(execution);
  return send_text(worker, to, -1, worker.job->message.raw());
}

bool text(Execution& execution, const sip::Endpoint& to, int socket,
          std::string_view bytes) noexcept {
  return send_text(worker_of(execution), to, socket, bytes);
}

bool adopt(Execution& execution, std::string_view text) noexcept {
  Worker& worker = worker_of(execution);
  sip::MessageView& message = worker.job->message;
  const std::string_view before = message.raw();
  const bool request = message.is_request();
  const bool good = message.parse(text) == sip::Error::kNone && sip::well_formed(message) &&
                    message.is_request() == request;
  if (!good) static_cast<void>(message.parse(before));
  if (worker.turn.top != nullptr) worker.turn.top = *message.top_via();
  return good;
}

// A lock is held for the rest of a script, some microseconds: a message waits for about a
// millisecond, and no longer, since the other lcore may have lost its processor.
bool lock(Execution& execution, std::uint64_t name, bool wait) noexcept {
  constexpr unsigned kTurns = 20000;
  return worker_of(execution).locks.lock(name, wait ? kTurns : 1);
}

bool unlock(Execution& execution, std::uint64_t name) noexcept {
  return worker_of(execution).locks.unlock(name);
}

std::atomic<std::uint32_t>& shared_word(Execution& execution, routes::SharedWord word) noexcept {
  return worker_of(execution).shared->words[static_cast<std::size_t>(word)];
}

bool log_enabled(Execution& execution, int level) noexcept {
  return level <= worker_of(execution).own_log_level.value_or(edition_of(execution).log_level);
}

void set_log_level(Execution& execution, const int* level) noexcept {
  worker_of(execution).own_log_level = level == nullptr ? std::nullopt : std::optional<int>(*level);
}

void log(Execution& execution, int level, int facility, std::string_view text) noexcept {
  Worker& worker = worker_of(execution);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  const std::string_view prefix = routes::log_prefix(execution);
  if (!prefix.empty()) text = execution.arena->concat(prefix, text);
  if (worker.log.try_write(worker.now, static_cast<std::uint64_t>(worker.wall_ns),
                           static_cast<std::int8_t>(level), static_cast<std::int8_t>(facility),
                           text)) {
    worker.shared->bell.ring();
  } else {
    ++worker.counters.log_suppressed;
  }
}

// Lcores never ask the DNS. A name that control has not looked up is no target; the log says so.
bool resolve(Execution& execution, std::string_view host, sip::Address& address) noexcept {
  if (edition_of(execution).resolve(host, address)) return true;
  worker_of(execution).turn.failure = DropReason::kBadTarget;
  TextLine line;
  line.add("no address for host ").add(host);
  line.add(": only hosts that stand in the script are looked up, when it is loaded\n");
  const std::string_view text = line.keep(*execution.arena);
  if (!text.empty() && log_enabled(execution, -1)) log(execution, -1, -1, text);
  return false;
}

bool is_ours(const Worker& worker, const sip::Endpoint& at) noexcept {
  for (const Listen& listen : worker.shared->listens) {
    if (at.port != 0 && listen.number != at.port) continue;
    if (!listen.wildcard && listen.address == at.address) return true;
    if (!listen.wildcard || listen.ipv4 != at.address.is_v4()) continue;
    const auto& own = worker.shared->own_addresses;
    if (std::find(own.begin(), own.end(), at.address) != own.end()) return true;
  }
  return false;
}

bool is_myself(Execution& execution, std::string_view host, std::uint16_t port,
               const routes::Transport* transport) noexcept {
  const Worker& worker = worker_of(execution);
  const sip::Result<sip::Address> address = sip::parse_address(host);
  const bool udp = transport == nullptr || *transport == routes::Transport::kUdp;
  if (address && udp && is_ours(worker, {*address, port})) return true;
  return edition_of(execution).owns(host, port, transport);
}

const routes::SocketNames* socket(Execution& execution, unsigned index) noexcept {
  const auto& names = worker_of(execution).shared->socket_names;
  return index < names.size() ? &names[index] : nullptr;
}

int find_socket(Execution& execution, const sip::Endpoint& at) noexcept {
  const std::uint16_t found = find_listen(worker_of(execution).shared->listens, at);
  return found == kNoListen ? -1 : found;
}

int find_socket_name(Execution& execution, std::string_view name) noexcept {
  const auto& names = worker_of(execution).shared->socket_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

int pike(Execution& execution, const sip::Address& source) noexcept {
  Worker& worker = worker_of(execution);
  return worker.guard->pike_check(worker.now, source);
}

bool guard_order(Execution& execution, const routes::GuardOrder& order) noexcept {
  using guard::GuardCommand;
  Worker& worker = worker_of(execution);
  const guard::Parameters& parameters = worker.guard->parameters();
  Lesson lesson;
  lesson.source = order.about;
  lesson.quiet = worker.event != nullptr;
  GuardCommand command;
  switch (order.kind) {
    case routes::GuardOrder::Kind::kBan:
      lesson.kind = Lesson::Kind::kBanned;
      lesson.reason = guard::BanReason::kScript;
      lesson.seconds = order.seconds != 0 ? order.seconds : parameters.ban_seconds;
      command = GuardCommand::ban(order.about.address, lesson.seconds, guard::BanReason::kScript);
      break;
    case routes::GuardOrder::Kind::kUnban:
      lesson.kind = Lesson::Kind::kUnbanned;
      command = GuardCommand::unban(order.about.address);
      break;
    case routes::GuardOrder::Kind::kTrust:
      if (order.about.port == 0) return false;
      lesson.kind = Lesson::Kind::kTrusted;
      lesson.seconds = order.seconds != 0 ? order.seconds : parameters.trust_seconds;
      command = GuardCommand::trust(order.about, lesson.seconds);
      break;
  }
  // A source lives on one lcore, so here it counts at once; the others hear of it by control.
  if (!worker.guard->apply(worker.now, command)) return false;
  worker.teach(lesson);
  return true;
}

Value guard_value(Execution& execution, routes::GuardWord word) noexcept {
  Worker& worker = worker_of(execution);
  const routes::Reception& from = *execution.reception;
  const auto klass = static_cast<SourceClass>(from.source_class);
  const EventFacts* const event = worker.event;
  switch (word) {
    case routes::GuardWord::kClass:
      return Value::of(class_name(klass));
    case routes::GuardWord::kRate:
      return event != nullptr
                 ? Value::null()
                 : Value::integer(static_cast<std::int32_t>(std::min<std::uint32_t>(
                       worker.guard->rate(worker.now, from.source, klass, from.message_id),
                       std::numeric_limits<std::int32_t>::max())));
    case routes::GuardWord::kReason:
      if (event == nullptr || event->reason.empty()) return Value::null();
      return Value::of(event->reason);
    case routes::GuardWord::kSeconds:
      return event == nullptr || event->seconds < 0 ? Value::null()
                                                    : Value::integer(event->seconds);
    case routes::GuardWord::kDropped:
      return event == nullptr || event->dropped < 0 ? Value::null()
                                                    : Value::integer(event->dropped);
  }
  return Value::null();
}

TableTime time_of(const Worker& worker) noexcept {
  return tables::table_time(worker.now, worker.shared->frequency);
}

// Counts a refusal of the table and passes success on.
bool done(Worker& worker, TableOutcome outcome) noexcept {
  if (outcome == TableOutcome::kBusy) ++worker.counters.table_busy;
  return outcome == TableOutcome::kOk;
}

Value initial_value(Execution& execution, TableId table) noexcept {
  const routes::TableSetting& setting = execution.image->settings().tables[table];
  if (!setting.has_initial) return Value::null();
  return setting.initial_is_number ? Value::integer(setting.initial_number)
                                   : Value::of(setting.initial_text);
}

Value table_get(Execution& execution, TableId table, std::string_view key) noexcept {
  Worker& worker = worker_of(execution);
  tables::TableValue value;
  const TableOutcome outcome =
      edition_of(execution).tables[table]->get(key, time_of(worker), value);
  if (!done(worker, outcome)) return initial_value(execution, table);
  return value.is_text ? Value::of(execution.arena->copy(value.text()))
                       : Value::integer(value.number);
}

bool table_set(Execution& execution, TableId table, std::string_view key, const Value& value,
               std::int32_t seconds) noexcept {
  Worker& worker = worker_of(execution);
  tables::SharedTable& to = *edition_of(execution).tables[table];
  const TableTime now = time_of(worker);
  const TableOutcome outcome =
      value.is_text() ? to.set(key, now, value.text) : to.set(key, now, routes::to_int(value));
  if (!done(worker, outcome)) return false;
  if (seconds < 0) return true;
  return done(worker, to.set_expiry(key, now, static_cast<std::uint32_t>(seconds)));
}

bool table_remove(Execution& execution, TableId table, std::string_view key) noexcept {
  Worker& worker = worker_of(execution);
  return done(worker, edition_of(execution).tables[table]->remove(key, time_of(worker)));
}

Value table_increment(Execution& execution, TableId table, std::string_view key,
                      std::int32_t step) noexcept {
  Worker& worker = worker_of(execution);
  constexpr TableId kSharedVariables = 0;  // they read as 0 before they are set
  std::int32_t sum = 0;
  const TableOutcome outcome = edition_of(execution).tables[table]->add(
      key, time_of(worker), step, table == kSharedVariables, sum);
  return done(worker, outcome) ? Value::integer(sum) : Value::null();
}

Value table_expires(Execution& execution, TableId table, std::string_view key) noexcept {
  Worker& worker = worker_of(execution);
  std::uint32_t seconds = 0;
  const TableOutcome outcome =
      edition_of(execution).tables[table]->expiry(key, time_of(worker), seconds);
  return done(worker, outcome) ? Value::integer(static_cast<std::int32_t>(seconds)) : Value::null();
}

bool table_set_expires(Execution& execution, TableId table, std::string_view key,
                       std::int32_t seconds) noexcept {
  Worker& worker = worker_of(execution);
  const auto wanted = static_cast<std::uint32_t>(std::max(seconds, 0));
  return done(worker,
              edition_of(execution).tables[table]->set_expiry(key, time_of(worker), wanted));
}

bool table_next(Execution& execution, TableId table, std::uint64_t& cursor, std::string_view& key,
                Value& value) noexcept {
  Worker& worker = worker_of(execution);
  std::array<char, tables::kMaxKey> room;
  tables::TableValue found;
  const tables::SharedTable& of = *edition_of(execution).tables[table];
  if (!of.next(cursor, time_of(worker), room, key, found)) return false;
  key = execution.arena->copy(key);
  value =
      found.is_text ? Value::of(execution.arena->copy(found.text())) : Value::integer(found.number);
  return true;
}

int address_group(Execution& execution, std::int32_t group, const sip::Address& address,
                  std::uint16_t port, std::string_view& tag) noexcept {
  const guard::AddressList* const list = edition_of(execution).addresses.get();
  if (list == nullptr) return -1;
  const guard::AddressEntry* const entry =
      group < 0 ? list->find(address, port)
                : list->find(static_cast<std::uint32_t>(group), address, port);
  if (entry == nullptr) return -1;
  tag = entry->tag;
  return static_cast<int>(entry->group);
}

}  // namespace

routes::ScriptError script_error(DropReason failure, const routes::Target& target) noexcept {
  if (target.transport != routes::Transport::kUdp) return routes::ScriptError::kNoSocket;
  switch (static_cast<int>(failure)) {
    case static_cast<int>(DropReason::kBadTarget):
    case static_cast<int>(DropReason::kNoSocket):  // Kamailio knows no address of such a family
      return routes::ScriptError::kBadAddress;
    case static_cast<int>(DropReason::kOnsendDrop):
      return routes::ScriptError::kNone;  // as Kamailio has it
    case static_cast<int>(DropReason::kPoolEmpty):
      return routes::ScriptError::kOutOfMemory;
    default:
      return routes::ScriptError::kSend;
  }
}

constinit const routes::Host kHost = {
    .reply = reply,
    .forward = forward,
    .forward_reply = forward_reply_now,
    .send_copy = copy,
    .send_text = text,
    .adopt = adopt,
    .lock = lock,
    .unlock = unlock,
    .shared_word = shared_word,
    .resolve = resolve,
    .log = log,
    .log_enabled = log_enabled,
    .set_log_level = set_log_level,
    .is_myself = is_myself,
    .socket = socket,
    .find_socket = find_socket,
    .find_socket_name = find_socket_name,
    .pike = pike,
    .guard_order = guard_order,
    .guard_value = guard_value,
    .table_get = table_get,
    .table_set = table_set,
    .table_remove = table_remove,
    .table_increment = table_increment,
    .table_expires = table_expires,
    .table_set_expires = table_set_expires,
    .table_next = table_next,
    .address_group = address_group,
};

}  // namespace weir::dataplane
