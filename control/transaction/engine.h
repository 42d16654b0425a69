// Engine: the transactions of one control thread. It takes the messages that lcores hand over, and
// does what the functions of tm ask for, in Kamailio's order of routes.
#pragma once

#include "control/timers.h"
#include "control/transaction/desk.h"
#include "control/transaction/parameters.h"
#include "control/transaction/pool.h"
#include "routes/transactions.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control::transaction {

// Since the start.
struct Counts {
  std::uint64_t created = 0;
  std::uint64_t refused = 0;          // no room for one more of that class
  std::uint64_t retransmissions = 0;  // of requests, absorbed
  std::uint64_t sent_again = 0;       // by timers A, E and G
  std::uint64_t timeouts = 0;
  std::uint64_t unmatched_replies = 0;
  std::uint64_t local_replies = 0;
  std::uint64_t relayed_replies = 0;
  std::uint64_t replies[7] = {};  // sent upstream, final, by class
};

class Engine final : public routes::Transactions {
 public:
  // `now` is the clock of `timers`.
  Engine(Desk& desk, Timers& timers, std::function<Milliseconds()> now);
  ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // The parameters of what runs from now on; transactions that exist keep their times.
  void configure(const routes::Image& image);

  // A message that an lcore handed over; the caller closes it.
  void handle(Message& message);

  const Counts& counts() const noexcept { return counts_; }
  std::size_t size() const noexcept { return pool_.size(); }
  std::size_t bytes();  // of all transactions

  std::int32_t create(routes::Execution& e) noexcept override;
  std::int32_t relay(routes::Execution& e, const routes::RelayOrder& order) noexcept override;
  std::int32_t reply(routes::Execution& e, const routes::ReplyOrder& order) noexcept override;
  std::int32_t check(routes::Execution& e) noexcept override;
  std::int32_t lookup(routes::Execution& e, bool cancel) noexcept override;
  std::int32_t retransmit_reply(routes::Execution& e) noexcept override;
  std::int32_t release(routes::Execution& e) noexcept override;
  std::int32_t drop(routes::Execution& e) noexcept override;
  std::int32_t cancel_branches(routes::Execution& e, routes::CancelWhich which) noexcept override;
  std::int32_t save_edits(routes::Execution& e) noexcept override;
  std::int32_t save_flags(routes::Execution& e) noexcept override;
  std::int32_t drop_replies(routes::Execution& e, char mode) noexcept override;
  bool has_status(routes::Execution& e, unsigned status) noexcept override;
  bool look(routes::Execution& e, routes::TransactionView& view) noexcept override;
  void take_armed(routes::Execution& e) noexcept override;

 private:
  enum class Mode : std::uint8_t { kRequest, kReply, kFailure, kBranchFailure };

  // What a script runs for; a failure_route may run while a reply is worked on.
  struct Run {
    Message* message = nullptr;
    Mode mode = Mode::kRequest;
    Transaction* transaction = nullptr;
    Transaction* found = nullptr;  // by t_lookup_request(): known, but not of this run
    int branch = -1;
    int judged = -1;  // whose reply is being judged: no branch has "had" it yet
    routes::ScriptError error = routes::ScriptError::kNone;  // of a t_relay() to be answered
    bool negative = false;                                   // that reply is still owed
    Run* outer = nullptr;
  };
  class Scope;  // makes a Run the one under way

  // engine.cc
  void handle_request(Message& message);
  void finish_request(Run& run);
  Transaction* admit(const Message& message, std::uint64_t key);
  void absorb(Transaction& t);
  void absorb_ack(Transaction& t);
  void take_notes(Run& run);
  void forget(Transaction& t);

  // relay.cc
  std::int32_t relay_cancel(routes::Execution& e, Run& run);
  std::int32_t relay_unmatched_cancel(routes::Execution& e, Run& run,
                                      const routes::RelayOrder& order);
  std::int32_t add_branches(routes::Execution& e, Run& run, const routes::RelayOrder& order);
  std::int32_t add_branch(routes::Execution& e, Run& run, const routes::Branch& to,
                          std::string_view next_hop);
  bool send_branch(Run& run, Transaction& t, std::size_t number);
  std::int32_t forward(routes::Execution& e, std::string_view next_hop);

  // replies.cc
  void handle_reply(Message& message);
  void take_branch_reply(Run& run, Transaction& t, std::size_t number);
  void take_cancel_reply(Branch& branch, unsigned status);
  bool run_onreply(Run& run, Transaction& t, const Branch& branch, unsigned& status);
  void take_provisional(Run& run, Transaction& t, std::size_t number, unsigned status);
  void take_success(Run& run, Transaction& t, std::size_t number, unsigned status);
  void take_refusal(Run& run, Transaction& t, std::size_t number, unsigned status);
  void pass_on(Message& message, Transaction& t, unsigned status);

  // finish.cc
  void settle_refusal(Transaction& t, std::size_t number);
  void run_branch_failure(Transaction& t, std::size_t number);
  bool run_failure(Transaction& t, int chosen, int judged);
  void answer_with(Transaction& t, int chosen);
  void answer_all_challenges(Transaction& t, unsigned status);
  bool build_local(const Transaction& t, const routes::ReplyOrder& order, std::string& out);
  void respond(Transaction& t, unsigned status, std::string bytes);
  void answer_locally(Transaction& t, unsigned code, std::string_view reason,
                      std::string_view headers = {});
  void answer_error(Run& run, Transaction& t);
  void cancel_branch(Transaction& t, Branch& branch, std::string_view own_reason);
  void cancel_others(Transaction& t, std::size_t but, unsigned code);

  // clock.cc
  void arm(Transaction& t);
  void tick(std::uint32_t index, std::uint32_t generation);
  void tick_branch(Transaction& t, std::size_t number);
  void time_out(Transaction& t, std::size_t number);
  Milliseconds fr(const Transaction& t) const noexcept;
  Milliseconds fr_inv(const Transaction& t) const noexcept;
  Milliseconds first_interval(const Transaction& t) const noexcept;
  Milliseconds most_interval(const Transaction& t) const noexcept;
  void begin_lifetime(Transaction& t);

  Desk& desk_;
  Timers& timers_;
  std::function<Milliseconds()> now_;
  Parameters parameters_;
  Pool pool_;
  Counts counts_;
  Run* run_ = nullptr;
  sip::MessageView scratch_;  // a text that is read for a moment
};

}  // namespace weir::control::transaction
