#include "routes/rates.h"

#include "routes/settings.h"
#include "routes/value.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes {
namespace {

std::string_view take_part(std::string_view& rest) noexcept {
  const std::size_t end = std::min(rest.find(':'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

bool parse_pipe_number(std::string_view text, std::int32_t& number, std::string& error) {
  if (text_to_int(text, number) && number >= 0 && number < static_cast<int>(kPipes)) return true;
  error = "a pipe's number is 0 to " + std::to_string(kPipes - 1) + ", not \"" + std::string(text) +
          "\"";
  return false;
}

bool is_name(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const char lower = sip::to_lower(c);
    return sip::is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '_' || c == '-';
  });
}

}  // namespace

LimitAlgorithm find_algorithm(std::string_view name) noexcept {
  if (sip::equal_ignoring_case(name, "NOP")) return LimitAlgorithm::kNop;
  if (sip::equal_ignoring_case(name, "RED")) return LimitAlgorithm::kRed;
  if (sip::equal_ignoring_case(name, "TAILDROP")) return LimitAlgorithm::kTaildrop;
  return LimitAlgorithm::kNone;
}

bool is_planned_algorithm(std::string_view name) noexcept {
  return sip::equal_ignoring_case(name, "FEEDBACK") || sip::equal_ignoring_case(name, "NETWORK");
}

bool parse_pipe(std::string_view text, std::int32_t& number, Pipe& pipe, std::string& error) {
  std::string_view rest = text;
  if (!parse_pipe_number(take_part(rest), number, error)) return false;
  const std::string_view algorithm = take_part(rest);
  pipe.algorithm = find_algorithm(algorithm);
  if (pipe.algorithm == LimitAlgorithm::kNone) {
    error = is_planned_algorithm(algorithm)
                ? "algorithm " + std::string(algorithm) + " is planned: take TAILDROP or RED"
                : "\"" + std::string(algorithm) + "\" is no algorithm: NOP, RED or TAILDROP";
    return false;
  }
  // "LIMIT/SECONDS" is an older spelling: the interval is timer_interval for all.
  const std::string_view limit = rest.substr(0, rest.find('/'));
  if (text_to_int(limit, pipe.limit) && pipe.limit >= 0) return true;
  error = "a limit is a number, not \"" + std::string(limit) + "\"";
  return false;
}

bool parse_queue(std::string_view text, PipeQueue& queue, std::string& error) {
  std::string_view rest = text;
  if (!parse_pipe_number(take_part(rest), queue.pipe, error)) return false;
  queue.method = rest;
  if (!rest.empty()) return true;
  error = "the method is missing";
  return false;
}

bool parse_statistic(std::string_view text, Statistic& statistic, std::string& error) {
  const std::size_t slash = text.find('/');
  statistic.group = "dynamic";
  statistic.name = text.substr(0, slash);
  const std::string_view flag = slash == text.npos ? "" : text.substr(slash + 1);
  statistic.resets = flag != "no_reset";
  if (is_name(statistic.name) && (slash == text.npos || flag == "no_reset")) return true;
  error = "\"" + std::string(text) + "\" is not NAME or NAME/no_reset";
  return false;
}

bool parse_counter(std::string_view text, std::string_view group, Statistic& statistic,
                   std::string& error) {
  const std::size_t end = std::min(text.find_first_of(" \t:"), text.size());
  const std::string_view whole = text.substr(0, end);
  const std::size_t dot = whole.find('.');
  statistic.group = dot == whole.npos ? group : whole.substr(0, dot);
  statistic.name = dot == whole.npos ? whole : whole.substr(dot + 1);
  const std::size_t doc = text.find_first_not_of(" \t:", end);
  if (doc != text.npos) statistic.doc = text.substr(doc);
  if (is_name(statistic.name) && is_name(statistic.group)) return true;
  error = "\"" + std::string(whole) + "\" is not NAME or GROUP.NAME";
  return false;
}

const Statistic* Limits::find_statistic(std::string_view name) const noexcept {
  for (const Statistic& one : statistics) {
    if (one.name == name) return &one;
    const bool in_group = name.size() == one.group.size() + 1 + one.name.size() &&
                          name.starts_with(one.group) && name[one.group.size()] == '.' &&
                          name.ends_with(one.name);
    if (in_group) return &one;
  }
  return nullptr;
}

std::string Limits::take(std::string_view module, std::string_view name, std::string_view text) {
  std::string error;
  if (module == "ratelimit" && name == "pipe") {
    std::int32_t number = 0;
    Pipe pipe;
    if (parse_pipe(text, number, pipe, error)) pipes[number] = pipe;
  } else if (module == "ratelimit" && name == "queue") {
    PipeQueue queue;
    if (parse_queue(text, queue, error)) queues.push_back(std::move(queue));
  } else if (module == "statistics" && name == "variable") {
    Statistic statistic;
    if (parse_statistic(text, statistic, error)) statistics.push_back(std::move(statistic));
  } else if (module == "counters" && name == "script_counter") {
    Statistic statistic;
    if (parse_counter(text, "script", statistic, error)) statistics.push_back(std::move(statistic));
  }
  return error;
}

void Limits::finish(Settings& settings) {
  const auto number = [&](std::string_view module, std::string_view name, std::int32_t otherwise) {
    return static_cast<std::int32_t>(settings.number(module, name, otherwise));
  };
  rate_interval = std::max(number("ratelimit", "timer_interval", 10), 1);
  pipe_interval = std::max(number("pipelimit", "timer_interval", 10), 1);
  unused_intervals = std::max(number("pipelimit", "clean_unused", 0), 0);
  reply_code = number("pipelimit", "reply_code", 503);
  reply_reason = settings.text("pipelimit", "reply_reason", "Server Unavailable");
  const std::string group(settings.text("counters", "script_cnt_grp_name", "script"));
  for (Statistic& one : statistics) {
    if (one.group == "script") one.group = group;
  }
  const auto table = [&](std::string_view name, unsigned size, std::int32_t seconds) {
    TableSetting made;
    made.name = name;
    made.size_log2 = std::clamp(size, 8U, 24U);
    made.autoexpire = static_cast<std::uint32_t>(seconds);
    made.has_initial = made.initial_is_number = true;
    settings.tables.push_back(std::move(made));
    return static_cast<int>(settings.tables.size() - 1);
  };
  const auto loaded = [&](std::string_view name) {
    return std::find(settings.modules.begin(), settings.modules.end(), name) !=
           settings.modules.end();
  };
  // A count is of use until the interval behind its own ends.
  if (loaded("ratelimit")) rate_table = table(kRatelimitTable, 8, 2 * rate_interval + 1);
  const auto pipes_log2 = static_cast<unsigned>(std::max(number("pipelimit", "hash_size", 6), 0));
  if (loaded("pipelimit"))
    pipe_table = table(kPipelimitTable, pipes_log2 + 4, 2 * pipe_interval + 1);
  if (loaded("statistics") || loaded("counters")) statistics_table = table(kStatisticsTable, 8, 0);
}

}  // namespace weir::routes
