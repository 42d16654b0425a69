#include "control/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace weir::control {
namespace {

using admin::Json;

void add(std::vector<std::uint64_t>& into, const std::vector<std::uint64_t>& from) {
  std::transform(from.begin(), from.end(), into.begin(), into.begin(), std::plus<>());
}

// One decimal is enough for people, and keeps the JSON short.
double rounded(double value) { return std::round(value * 10) / 10; }

std::size_t sum_size(std::span<const CounterName> names) { return names.size(); }

}  // namespace

LcoreCounts sum_counts(const std::vector<LcoreCounts>& counts) {
  LcoreCounts sum;
  sum.account.resize(sum_size(Bridge::account_names()));
  sum.drops.resize(sum_size(Bridge::drop_names()));
  sum.others.resize(sum_size(Bridge::other_names()));
  sum.admitted.resize(Bridge::class_names().size());
  for (const LcoreCounts& one : counts) {
    add(sum.account, one.account);
    add(sum.drops, one.drops);
    add(sum.others, one.others);
    add(sum.admitted, one.admitted);
    sum.lost += one.lost;
    sum.busy_cycles += one.busy_cycles;
  }
  return sum;
}

std::uint64_t dropped(const LcoreCounts& counts) {
  return std::accumulate(counts.drops.begin(), counts.drops.end(), std::uint64_t{0});
}

std::int64_t account_difference(const LcoreCounts& counts) {
  std::uint64_t fates = dropped(counts);
  for (std::size_t i = 1; i < counts.account.size(); ++i) fates += counts.account[i];
  return static_cast<std::int64_t>(counts.account[0] - fates);
}

void Statistics::sample(Milliseconds now, std::vector<LcoreCounts> counts) {
  older_ = std::move(newer_);
  newer_ = {now, std::move(counts)};
}

double Statistics::rate(std::uint64_t before, std::uint64_t after) const {
  const auto span = (newer_.at - older_.at).count();
  if (older_.counts.empty() || span <= 0) return 0;
  return rounded(static_cast<double>(after - before) * 1000.0 / static_cast<double>(span));
}

Json Statistics::lcore(const LcoreCounts& now, std::size_t index) const {
  Json row;
  row["lcore"] = now.lcore;
  row["state"] = now.asleep ? "asleep" : "polling";
  const auto names = Bridge::account_names();
  for (std::size_t i = 0; i < names.size(); ++i) row[std::string(names[i].name)] = now.account[i];
  row["dropped"] = dropped(now);
  row["difference"] = account_difference(now);
  row["lost"] = now.lost;
  double busy = 0;
  double received = 0;
  if (index < older_.counts.size() && index < newer_.counts.size()) {
    const LcoreCounts& before = older_.counts[index];
    const LcoreCounts& after = newer_.counts[index];
    received = rate(before.account[0], after.account[0]);
    busy = rate(before.busy_cycles, after.busy_cycles) * 100.0 /
           static_cast<double>(std::max<std::uint64_t>(cycles_per_second_, 1));
  }
  row["received_per_second"] = received;
  row["busy_percent"] = rounded(busy);
  return row;
}

Json Statistics::stats(Milliseconds now, const std::vector<LcoreCounts>& counts) const {
  const LcoreCounts sum = sum_counts(counts);
  const LcoreCounts before = sum_counts(older_.counts);
  const LcoreCounts after = sum_counts(newer_.counts);

  Json account;
  Json rates;
  const auto names = Bridge::account_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(names[i].name);
    account[name] = sum.account[i];
    rates[name] = rate(before.account[i], after.account[i]);
  }
  account["dropped"] = dropped(sum);
  account["difference"] = account_difference(sum);
  account["lost"] = sum.lost;  // never ours: the kernel or the NIC had no room
  rates["dropped"] = rate(dropped(before), dropped(after));

  Json others;
  const auto other_names = Bridge::other_names();
  for (std::size_t i = 0; i < other_names.size(); ++i) {
    others[std::string(other_names[i].name)] = sum.others[i];
  }

  Json lcores = Json::array();
  for (std::size_t i = 0; i < counts.size(); ++i) lcores.push_back(lcore(counts[i], i));
  const bool sampled = !newer_.counts.empty();
  return {{"sampled_ms_ago", sampled ? Json((now - newer_.at).count()) : Json()},
          {"account", std::move(account)},
          {"per_second", std::move(rates)},
          {"counters", std::move(others)},
          {"lcores", std::move(lcores)}};
}

Json Statistics::drops(const std::vector<LcoreCounts>& counts) const {
  const LcoreCounts sum = sum_counts(counts);
  const LcoreCounts before = sum_counts(older_.counts);
  const LcoreCounts after = sum_counts(newer_.counts);
  Json rows = Json::array();
  const auto names = Bridge::drop_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    rows.push_back({{"reason", names[i].name},
                    {"count", sum.drops[i]},
                    {"per_second", rate(before.drops[i], after.drops[i])},
                    {"meaning", names[i].meaning}});
  }
  return rows;
}

Json Statistics::classes(const std::vector<LcoreCounts>& counts) const {
  const LcoreCounts sum = sum_counts(counts);
  const LcoreCounts before = sum_counts(older_.counts);
  const LcoreCounts after = sum_counts(newer_.counts);
  Json rows = Json::array();
  const auto names = Bridge::class_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    rows.push_back({{"class", names[i]},
                    {"admitted", sum.admitted[i]},
                    {"per_second", rate(before.admitted[i], after.admitted[i])}});
  }
  return rows;
}

std::string Statistics::summary(const std::vector<LcoreCounts>& counts) {
  const LcoreCounts sum = sum_counts(counts);
  std::string text;
  const auto names = Bridge::account_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", names[i].name, sum.account[i]);
  }
  text += fmt::format(", dropped {}", dropped(sum));
  const auto drops = Bridge::drop_names();
  for (std::size_t i = 0; i < drops.size(); ++i) {
    if (sum.drops[i] != 0) text += fmt::format(", drop/{} {}", drops[i].name, sum.drops[i]);
  }
  return text + fmt::format("; difference {}", account_difference(sum));
}

}  // namespace weir::control
