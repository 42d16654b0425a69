#include "control/bridge_transactions.h"

#include "control/loop.h"

#include <utility>

namespace weir::control {
namespace {

using dataplane::Built;
using transaction::Datagram;
using transaction::Hop;
using transaction::Message;
using Item = dataplane::Desk::Item;

Item& item_of(const Message& message) noexcept { return *static_cast<Item*>(message.item); }

dataplane::Send send_of(const Hop& hop) noexcept {
  dataplane::Send send;
  send.listen = hop.listen;
  send.kind = dataplane::SendKind::kExtra;
  send.from = hop.from;
  send.to = hop.to;
  return send;
}

Datagram neutral(Built built) {
  return {{built.send.listen, built.send.from, built.send.to}, std::move(built.bytes)};
}

Message message_of(Item& item) noexcept {
  Message message;
  message.job = item.job;
  message.image = item.program->edition->image.get();
  message.is_reply = item.is_reply;
  message.source_class = static_cast<std::uint8_t>(item.packet.klass);
  message.item = &item;
  return message;
}

}  // namespace

TransactionDesk::TransactionDesk(dataplane::Plane& plane, Timers& timers, std::string server,
                                 sip::KeyRing keys, dataplane::Plane::TakeLine write_line)
    : plane_(plane),
      desk_(plane.desk()),
      server_(std::move(server)),
      keys_(keys),
      write_line_(std::move(write_line)),
      engine_(*this, timers, [] { return Loop::now(); }) {
  desk_.serve(&engine_);
}

void TransactionDesk::begin() {
  if (std::exchange(begun_, true)) return;
  desk_.begin_turn();
}

void TransactionDesk::turn(std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    Item* const item = desk_.take();
    if (item == nullptr) break;
    begin();
    plane_.drain_log_of(static_cast<unsigned>(item->lcore) + 1, item->log_mark, write_line_);
    Message message = message_of(*item);
    engine_.handle(message);
    plane_.drain_log_of(0, 0, write_line_);
    desk_.close(item);
  }
  if (std::exchange(begun_, false)) desk_.end_turn();
}

routes::RunResult TransactionDesk::run(Message& message, routes::RouteKind kind, int slot) {
  return desk_.run(item_of(message), kind, slot);
}

routes::RunResult TransactionDesk::resume(Message& message) {
  return desk_.resume(item_of(message));
}

routes::ScriptError TransactionDesk::build_request(Message& message, const routes::Target& target,
                                                   unsigned number, Datagram& out) {
  Built built;
  const routes::ScriptError error = desk_.build_request(item_of(message), target, number, built);
  if (error == routes::ScriptError::kNone) out = neutral(std::move(built));
  return error;
}

bool TransactionDesk::build_reply(Message& message, Datagram& out) {
  Built built;
  if (!desk_.build_reply(item_of(message), built)) return false;
  out = neutral(std::move(built));
  return true;
}

bool TransactionDesk::passes_onsend(Message& message, const Datagram& datagram) {
  return desk_.passes_onsend(item_of(message), send_of(datagram.hop), datagram.bytes);
}

bool TransactionDesk::forward_reply(Message& message) {
  return desk_.forward_reply(item_of(message));
}

void TransactionDesk::send(const Hop& hop, std::string_view bytes) {
  begin();
  desk_.send(send_of(hop), bytes);
}

bool TransactionDesk::send_now(const Hop& hop, std::string_view bytes) {
  begin();
  return desk_.send_now(send_of(hop), bytes);
}

Message* TransactionDesk::open(std::string_view text, const routes::Reception& reception,
                               std::uint8_t source_class) {
  begin();
  Item* const item = desk_.open(text, reception, static_cast<dataplane::SourceClass>(source_class));
  if (item == nullptr) return nullptr;
  if (free_.empty()) free_.push_back(&messages_.emplace_back());
  Message* const message = free_.back();
  free_.pop_back();
  *message = message_of(*item);
  return message;
}

void TransactionDesk::close(Message* message) {
  desk_.close(&item_of(*message));
  free_.push_back(message);
}

}  // namespace weir::control
