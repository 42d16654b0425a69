#include "control/transaction/parameters.h"

#include "routes/value.h"

#include <algorithm>

namespace weir::control::transaction {
namespace {

class Reader {
 public:
  explicit Reader(const routes::Settings& settings) : settings_(settings) {}

  std::int32_t number(std::string_view name, std::int32_t otherwise) const {
    return static_cast<std::int32_t>(settings_.number("tm", name, otherwise));
  }
  // Negative times count as 0.
  void read(std::string_view name, Milliseconds& value) const {
    value = Milliseconds(std::max(0, number(name, static_cast<std::int32_t>(value.count()))));
  }
  void read(std::string_view name, bool& value) const { value = number(name, value ? 1 : 0) != 0; }
  void read(std::string_view name, int& value) const { value = number(name, value); }
  void read(std::string_view name, std::string& value) const {
    value = settings_.text("tm", name, value);
  }

 private:
  const routes::Settings& settings_;
};

}  // namespace

Parameters read_parameters(const routes::Settings& settings) {
  const Reader of(settings);
  Parameters p;
  of.read("fr_timer", p.fr);
  of.read("fr_inv_timer", p.fr_inv);
  of.read("retr_timer1", p.retransmit_first);
  of.read("retr_timer2", p.retransmit_most);
  of.read("max_inv_lifetime", p.lifetime_inv);
  of.read("max_noninv_lifetime", p.lifetime);
  of.read("wt_timer", p.wait);
  of.read("auto_inv_100", p.auto_trying);
  of.read("auto_inv_100_reason", p.trying_reason);
  of.read("relay_100", p.relay_trying);
  of.read("remap_503_500", p.remap_503);
  of.read("aggregate_challenges", p.aggregate_challenges);
  of.read("restart_fr_on_each_reply", p.restart_fr);
  p.block_6xx = of.number("disable_6xx_block", 0) == 0;
  of.read("e2e_cancel_reason", p.cancel_reason);
  of.read("local_cancel_reason", p.own_cancel_reason);
  of.read("cancel_b_method", p.cancel_without_reply);
  of.read("unmatched_cancel", p.unmatched_cancel);
  of.read("failure_reply_mode", p.failure_reply_mode);
  of.read("faked_reply_prio", p.faked_reply_priority);
  p.default_code = static_cast<unsigned>(std::clamp(of.number("default_code", 500), 400, 699));
  of.read("default_reason", p.default_reason);
  const auto most = static_cast<std::int32_t>(settings.global_number("max_branches", 12));
  p.most_branches = static_cast<unsigned>(std::clamp(most, 1, 31));
  return p;
}

}  // namespace weir::control::transaction
