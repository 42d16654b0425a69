// What goes over the control socket: one JSON object a line, each way.
//
//   -> {"command": "ban", "arguments": ["192.0.2.1", "60"]}
//   <- {"ok": true, "result": {...}}
//   <- {"ok": false, "error": "what is wrong and what to do"}
#pragma once

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control::admin {

// Keeps the order in which members were put in: it is the order in which they are shown.
using Json = nlohmann::ordered_json;

struct Request {
  std::string command;
  std::vector<std::string> arguments;
};

// One command as sipweirctl shows it. The daemon binds a function to each.
struct CommandSpec {
  std::string_view name;
  std::string_view arguments;  // "ADDRESS [SECONDS]"
  std::size_t least = 0;       // arguments
  std::size_t most = 0;
  std::string_view doc;
  int patience = 10;  // seconds that sipweirctl waits for the answer
};

// All commands, in the order of the help.
std::span<const CommandSpec> commands() noexcept;
const CommandSpec* find_command(std::string_view name) noexcept;

inline constexpr std::size_t kLongestRequest = 64 * 1024;
inline constexpr std::size_t kMostArguments = 256;

// Reads one line without its end. Any bytes are safe. Also refuses unknown commands and a wrong
// number of arguments; `error` says so.
bool parse_request(std::string_view line, Request& request, std::string& error);

// One line with its end.
std::string format_request(const Request& request);
std::string format_result(const Json& result);
std::string format_error(std::string_view error);

// Reads a reply's line. False with `error` when it is a refusal or no reply at all.
bool parse_reply(std::string_view line, Json& result, std::string& error);

}  // namespace weir::control::admin
