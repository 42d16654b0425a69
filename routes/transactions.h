// Transactions: what the control plane lends to the functions of tm and tmx. Kamailio's names and
// return values; an lcore has none of it and hands the message over first.
#pragma once

#include "routes/host.h"
#include "routes/vm.h"
#include "sip/message.h"

#include <cstdint>
#include <string_view>

namespace weir::routes {

// What t_relay() and its kin ask for.
struct RelayOrder {
  std::string_view next_hop;  // a URI; empty: where the message itself says
  bool no_trying = false;     // t_relay_to's flag 1: no automatic 100
  bool replicate = false;     // the replies are not passed on
};

// Which branches t_cancel_branches() means.
enum class CancelWhich : std::uint8_t { kAll, kOthers, kThis };

// What a script can ask of the transaction that its message belongs to. Texts live until the run
// ends.
struct TransactionView {
  int branch = -1;           // of the reply, or the one that a failure_route looks at
  unsigned status = 0;       // sent to the client; 0: nothing yet
  unsigned code = 0;         // of the reply at hand, or of the one that would be sent
  unsigned last_status = 0;  // of the branch at hand
  std::string_view reason;   // of that reply
  bool canceled = false;
  bool expired = false;
  bool branch_timeout = false;
  bool branch_replied = false;
  bool any_timeout = false;
  bool any_replied = false;
  bool failure = false;         // in a failure_route
  std::string_view branch_uri;  // as the branch left
  std::uint32_t branch_flags = 0;
  const Reception* reception = nullptr;  // of the request
  std::string_view request;       // as received
  std::string_view chosen_reply;  // of a failure_route: as received; empty: none of the wire's
  std::int16_t on_failure = -1;   // slots that are armed
  std::int16_t on_branch = -1;
  std::int16_t on_reply = -1;
};

// Every method belongs to the run under way. A result is the script's: above 0 true, 0 ends it.
class Transactions {
 public:
  // t_newtran(): 0 for a retransmission, which has been answered, and for the ACK to a refusal.
  virtual std::int32_t create(Execution& e) noexcept = 0;
  virtual std::int32_t relay(Execution& e, const RelayOrder& order) noexcept = 0;
  virtual std::int32_t reply(Execution& e, const ReplyOrder& order) noexcept = 0;
  // t_check_trans(), t_lookup_request(), t_lookup_cancel().
  virtual std::int32_t check(Execution& e) noexcept = 0;
  virtual std::int32_t lookup(Execution& e, bool cancel) noexcept = 0;
  virtual std::int32_t retransmit_reply(Execution& e) noexcept = 0;
  virtual std::int32_t release(Execution& e) noexcept = 0;
  virtual std::int32_t drop(Execution& e) noexcept = 0;
  virtual std::int32_t cancel_branches(Execution& e, CancelWhich which) noexcept = 0;
  // t_save_lumps(), t_flush_flags(): what later routes of the transaction begin with.
  virtual std::int32_t save_edits(Execution& e) noexcept = 0;
  virtual std::int32_t save_flags(Execution& e) noexcept = 0;
  virtual std::int32_t drop_replies(Execution& e, char mode) noexcept = 0;
  // True when a branch has that status.
  virtual bool has_status(Execution& e, unsigned status) noexcept = 0;
  // False when the message belongs to no transaction (yet).
  virtual bool look(Execution& e, TransactionView& view) noexcept = 0;
  // What the script armed or set (Notes::armed) holds for a transaction that exists already.
  virtual void take_armed(Execution& e) noexcept = 0;

 protected:
  ~Transactions() = default;
};

}  // namespace weir::routes
