// What the modules ratelimit and pipelimit, statistics and counters keep: declarations of the
// script, and the hidden shared tables where the numbers are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

struct Settings;

// How a pipe refuses. Those that ask the machine for its load are not built: an lcore that polls is
// always busy.
enum class LimitAlgorithm : std::uint8_t { kNone, kNop, kRed, kTaildrop };

// kNone for a name that is none of the algorithms.
LimitAlgorithm find_algorithm(std::string_view name) noexcept;
// True for "FEEDBACK" and "NETWORK".
bool is_planned_algorithm(std::string_view name) noexcept;

// modparam("ratelimit", "pipe", "NUMBER:ALGORITHM:LIMIT"), limit a second.
struct Pipe {
  LimitAlgorithm algorithm = LimitAlgorithm::kNone;  // kNone: not defined
  std::int32_t limit = 0;
};

inline constexpr std::size_t kPipes = 16;

// modparam("ratelimit", "queue", "PIPE:METHOD"), "*" for any method.
struct PipeQueue {
  std::int32_t pipe = 0;
  std::string method;
};

// False with `error` when the text is not one.
bool parse_pipe(std::string_view text, std::int32_t& number, Pipe& pipe, std::string& error);
bool parse_queue(std::string_view text, PipeQueue& queue, std::string& error);

// A number that the script may count: modparam("statistics", "variable", "NAME[/no_reset]"),
// modparam("counters", "script_counter", "[GROUP.]NAME[ text]").
struct Statistic {
  std::string group;
  std::string name;
  bool resets = true;
  std::string doc;
};

bool parse_statistic(std::string_view text, Statistic& statistic, std::string& error);
bool parse_counter(std::string_view text, std::string_view group, Statistic& statistic,
                   std::string& error);

// The names of the hidden tables, which no $sht can spell.
inline constexpr std::string_view kRatelimitTable = "$ratelimit";
inline constexpr std::string_view kPipelimitTable = "$pipelimit";
inline constexpr std::string_view kStatisticsTable = "$statistics";

// What natives read of these modules.
struct Limits {
  Pipe pipes[kPipes];
  std::vector<PipeQueue> queues;
  std::int32_t rate_interval = 10;    // ratelimit timer_interval, seconds
  std::int32_t pipe_interval = 10;    // pipelimit timer_interval
  std::int32_t unused_intervals = 0;  // clean_unused; 0: pipes stay
  std::int32_t reply_code = 503;
  std::string reply_reason = "Server Unavailable";
  int rate_table = -1;  // TableId; -1: the module is not loaded
  int pipe_table = -1;
  int statistics_table = -1;
  std::vector<Statistic> statistics;

  // The statistic of that name, or of GROUP.NAME; null when none was declared.
  const Statistic* find_statistic(std::string_view name) const noexcept;

  // Takes a module parameter that declares a pipe, a queue or a statistic; others are passed over.
  // What is wrong with it, or nothing.
  std::string take(std::string_view module, std::string_view name, std::string_view text);

  // The other parameters, once all are read, and the hidden tables of the modules that are loaded.
  void finish(Settings& settings);
};

}  // namespace weir::routes
