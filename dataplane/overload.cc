#include "dataplane/overload.h"

#include <algorithm>

namespace weir::dataplane {

namespace {

constexpr std::uint32_t kMostSeen = 1024;  // then the counts of a hop's requests are halved
constexpr std::uint32_t kStep = 5;         // percent
constexpr std::uint32_t kMostLoss = 90;
constexpr std::uint32_t kValidity = 500;  // milliseconds

}  // namespace

OverloadClients::Hop* OverloadClients::find(const sip::Endpoint& hop) noexcept {
  for (std::size_t i = 0; i < used_; ++i) {
    if (hops_[i].at == hop) return &hops_[i];
  }
  return nullptr;
}

void OverloadClients::learn(Cycles now, const sip::Endpoint& at,
                            const sip::OverloadReport& report) noexcept {
  Hop* hop = find(at);
  if (hop == nullptr) {
    if (used_ == hops_.size()) {
      const auto over =
          std::ranges::find_if(hops_, [now](const Hop& one) { return one.until <= count(now); });
      if (over == hops_.end()) return;
      hop = &*over;
    } else {
      hop = &hops_[used_++];
    }
    *hop = {};
    hop->at = at;
  } else if (report.sequence < hop->sequence) {
    return;
  }
  const bool same = hop->until > count(now) && hop->report.algorithm == report.algorithm &&
                    hop->report.value == report.value;
  hop->report = report;
  hop->sequence = report.sequence;
  hop->until = count(now + frequency_.milliseconds(report.validity));
  if (same || report.algorithm != sip::OverloadAlgorithm::kRate || report.value == 0) return;
  // RFC 7415 section 3.5.1: a bucket with some tolerance; 3.5.2: less of it for new requests.
  hop->rate = guard::Rate::make(report.value, std::max(report.value / 10, 4u), frequency_.hz);
  hop->rate_new = {hop->rate.cost, hop->rate.depth / 2};
}

bool OverloadClients::may_send(Cycles now, const sip::Endpoint& at, guard::Precedence precedence,
                               std::string_view transaction) noexcept {
  if (used_ == 0) [[likely]]
    return true;
  Hop* const hop = find(at);
  if (hop == nullptr || hop->until <= count(now)) return true;
  const bool is_new = precedence == guard::Precedence::kNew;
  if (hop->report.algorithm == sip::OverloadAlgorithm::kRate) {
    if (hop->report.value == 0) return false;
    return hop->allowance.admit(now, is_new ? hop->rate_new : hop->rate);
  }
  ++hop->seen;
  hop->seen_new += is_new ? 1 : 0;
  if (hop->seen >= kMostSeen) {
    hop->seen /= 2;
    hop->seen_new /= 2;
  }
  return survives(*hop, precedence, transaction);
}

// RFC 7339 section 7.2: what is to be held back is taken of the new requests, and of the others
// only what these do not make up.
bool OverloadClients::survives(Hop& hop, guard::Precedence precedence,
                               std::string_view transaction) noexcept {
  const double wanted = hop.report.value / 100.0;
  const double fresh = double(hop.seen_new) / hop.seen;
  double held = 0;
  if (precedence == guard::Precedence::kNew) {
    held = fresh > 0 ? wanted / fresh : 1;
  } else if (fresh < 1) {
    held = (wanted - fresh) / (1 - fresh);
  }
  const std::uint64_t hash = tables::hash_text(key_, transaction);
  return double(hash >> 11) * 0x1p-53 >= held;
}

void OverloadServer::note_turn(Cycles now, bool behind) noexcept {
  ++turns_;
  behind_ += behind ? 1 : 0;
  if (count(now) - begin_ < count(window_)) return;
  const bool overloaded = 2 * behind_ > turns_;
  loss_ = overloaded ? std::min(loss_ + kStep, kMostLoss) : loss_ - std::min(loss_, kStep);
  begin_ = count(now);
  turns_ = behind_ = 0;
}

sip::OverloadReport OverloadServer::report(const sip::OverloadOffer& offer, std::uint32_t cap,
                                           std::int64_t wall_ns) const noexcept {
  sip::OverloadReport report;
  report.validity = kValidity;
  report.sequence = static_cast<std::uint64_t>(wall_ns) / 10'000;
  if (offer.rate && (cap != 0 || !offer.loss)) {
    report.algorithm = sip::OverloadAlgorithm::kRate;
    // Without a cap a rate cannot be told but as one that nobody reaches.
    report.value =
        cap != 0 ? cap / 100 * (100 - loss_) + cap % 100 * (100 - loss_) / 100 : 1'000'000;
  } else {
    report.value = loss_;
  }
  return report;
}

}  // namespace weir::dataplane
