// ratelimit and pipelimit: how much of something in an interval. The intervals are those of the
// wall clock, the same for all lcores, and so are the counts, which a shared table holds.
#include "routes/rates.h"

#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sl.h"
#include "sip/token.h"

#include <algorithm>
#include <optional>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kUnknownPipe = -2;
constexpr std::int32_t kRetryAfter = 5;  // seconds, for pl_drop("0")
constexpr std::int32_t kMostLimit = (1 << 29) - 1;

std::int64_t interval_number(const Execution& e, std::int32_t interval) noexcept {
  return e.reception->wall_nanoseconds / 1000000000 / std::max(interval, 1);
}

// The key of a pipe's count in the interval of that number.
std::string_view count_key(Execution& e, std::string_view pipe, std::int64_t interval) noexcept {
  const IntText number = int_to_text(static_cast<std::int32_t>(interval & 0x7fffffff));
  return join_texts(*e.arena, {pipe, "\x1f", number.view()});
}

// One more of this pipe; what refuses it. `limit` is that of a whole interval.
std::int32_t push(Execution& e, TableId table, std::string_view name, const Pipe& pipe,
                  std::int64_t interval) noexcept {
  const Value count = e.host->table_increment(e, table, count_key(e, name, interval), 1);
  // A table that is too busy to count is no reason to refuse.
  if (count.is_null()) return 1;
  if (pipe.algorithm == LimitAlgorithm::kTaildrop) return count.number <= pipe.limit ? 1 : -1;
  // RED: of what came in the last interval, as many times the limit as it was.
  const Value last = e.host->table_get(e, table, count_key(e, name, interval - 1));
  const std::int32_t load = pipe.limit > 0 ? to_int(last) / pipe.limit : 0;
  return load <= 1 || count.number % load == 0 ? 1 : -1;
}

std::int32_t check_rate(Execution& e, std::int32_t number) noexcept {
  const Limits& limits = e.image->tunables().limits;
  if (number < 0 || number >= static_cast<std::int32_t>(kPipes)) return -1;
  Pipe pipe = limits.pipes[number];
  // A pipe without an algorithm lets nothing pass, and neither does NOP, in Kamailio.
  if (pipe.algorithm == LimitAlgorithm::kNone || pipe.algorithm == LimitAlgorithm::kNop) return -1;
  const std::int64_t whole = std::int64_t{pipe.limit} * limits.rate_interval;
  pipe.limit = static_cast<std::int32_t>(std::min<std::int64_t>(whole, INT32_MAX));
  return push(e, static_cast<TableId>(limits.rate_table), int_to_text(number).view(), pipe,
              interval_number(e, limits.rate_interval));
}

// A pipe of pipelimit is one number of the table: limit and algorithm; 0 is none.
std::optional<Pipe> stored_pipe(Execution& e, std::string_view name) noexcept {
  const auto table = static_cast<TableId>(e.image->tunables().limits.pipe_table);
  const std::int32_t number = to_int(e.host->table_get(e, table, name));
  if (number == 0) return std::nullopt;
  return Pipe{static_cast<LimitAlgorithm>(number & 3), number >> 2};
}

bool store_pipe(Execution& e, std::string_view name, const Pipe& pipe) noexcept {
  const Limits& limits = e.image->tunables().limits;
  const std::int32_t number = pipe.limit << 2 | static_cast<std::int32_t>(pipe.algorithm);
  return e.host->table_set(e, static_cast<TableId>(limits.pipe_table), name, Value::integer(number),
                           limits.unused_intervals * limits.pipe_interval);
}

// The pipe of that name with the limit of this call, made when it was not there.
std::optional<Pipe> find_or_make(Execution& e, Arguments a) noexcept {
  std::optional<Pipe> pipe = stored_pipe(e, a[0].text);
  if (a.size() < 3) return pipe;
  const LimitAlgorithm algorithm = pipe ? pipe->algorithm : find_algorithm(a[1].text);
  if (algorithm == LimitAlgorithm::kNone) return std::nullopt;
  const std::int32_t limit = std::min(a[2].number, kMostLimit);
  if (pipe && pipe->limit == limit) return pipe;
  pipe = Pipe{algorithm, limit};
  if (!store_pipe(e, a[0].text, *pipe)) return std::nullopt;
  return pipe;
}

}  // namespace

std::int32_t rl_check(Execution& e, Arguments a) noexcept {
  if (!a.empty()) return check_rate(e, a[0].number);
  const std::string_view method = e.message->method_text();
  for (const PipeQueue& queue : e.image->tunables().limits.queues) {
    if (queue.method == "*" || sip::equal_ignoring_case(queue.method, method)) {
      return check_rate(e, queue.pipe);
    }
  }
  return -1;
}

std::int32_t rl_check_pipe(Execution& e, Arguments a) noexcept {
  return check_rate(e, a[0].number);
}

std::int32_t pl_check(Execution& e, Arguments a) noexcept {
  const Limits& limits = e.image->tunables().limits;
  if (a.size() == 2) return kUnknownPipe;
  if (a.size() > 2 && a[2].number < 0) return -1;
  const auto pipe = find_or_make(e, a);
  if (!pipe) return kUnknownPipe;
  if (pipe->algorithm == LimitAlgorithm::kNop) return 2;
  const auto table = static_cast<TableId>(limits.pipe_table);
  if (limits.unused_intervals > 0) {
    e.host->table_set_expires(e, table, a[0].text, limits.unused_intervals * limits.pipe_interval);
  }
  return push(e, table, a[0].text, *pipe, interval_number(e, limits.pipe_interval));
}

std::int32_t pl_active(Execution& e, Arguments a) noexcept {
  return stored_pipe(e, a[0].text) ? 1 : -1;
}

// Seconds are drawn, so that those who are refused do not all come back at once.
std::int32_t pl_drop(Execution& e, Arguments a) noexcept {
  const Limits& limits = e.image->tunables().limits;
  std::int32_t seconds = a.empty() ? 0 : a[0].number;
  if (a.size() == 1 && seconds == 0) seconds = kRetryAfter;
  if (a.size() > 1 && a[1].number > a[0].number) {
    const auto span =
        static_cast<std::uint64_t>(a[1].number) - static_cast<std::uint64_t>(a[0].number);
    seconds += static_cast<std::int32_t>(next_random(e) % (span + 1));
  }
  if (!e.message->is_request()) return -1;
  std::string_view header;
  if (seconds > 0) {
    header = join_texts(*e.arena, {"Retry-After: ", int_to_text(seconds).view(), "\r\n"});
  }
  const std::string_view before = e.notes->reply_headers;
  e.notes->reply_headers = e.arena->concat(before, header);
  const bool sent =
      send_stateless(e, static_cast<unsigned>(limits.reply_code), limits.reply_reason);
  e.notes->reply_headers = before;
  return sent ? 1 : -1;
}

}  // namespace weir::routes::natives
