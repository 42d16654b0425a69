#include "control/admin/protocol.h"

#include <fmt/format.h>

#include <array>

namespace weir::control::admin {
namespace {

constexpr auto kCommands = std::to_array<CommandSpec>({
    {"stats", "", 0, 0, "The account, rates and load, whole and by lcore."},
    {"drops", "[REASON]", 0, 1, "Every drop reason and its count; one, with its last examples."},
    {"sources", "[COUNT]", 0, 1, "The busiest sources that the lcores know (default 20)."},
    {"guard", "[COUNT]", 0, 1, "Classes, rates, budgets, and the strangers that send most."},
    {"why", "ADDRESS", 1, 1, "Every rule that touches an address, and how to lift it."},
    {"lists", "[reload]", 0, 1, "The files of denied addresses; reads them again."},
    {"dispatcher", "list | set_state STATE SET URI|all", 1, 4,
     "The dispatcher's destinations and their states; sets one by hand (a, i, t, d, with p)."},
    {"scans", "[COUNT]", 0, 1, "Who was refused for many users, and users that many tried."},
    {"signatures", "[list|reload]", 0, 1,
     "What gives scanners away, and how often; reads the file again."},
    {"capture",
     "FILE [address=A] [verdict=V] [reason=R] [packets=N] [seconds=N] [megabytes=N] [files=N]", 1,
     9, "Writes packets to a pcapng file, each with its verdict."},
    {"ban", "ADDRESS [SECONDS]", 1, 2, "Bans an address on every lcore (default: ban_seconds)."},
    {"unban", "ADDRESS", 1, 1, "Lifts a ban on every lcore."},
    {"routes", "", 0, 0, "The route slots as each lcore holds them."},
    {"reload", "[FILE]", 0, 1, "Reads the script again, or another, and says what it changes.",
     120},
    {"rollback", "", 0, 0, "Goes back to the script before the last reload."},
    {"memory", "", 0, 0, "What jemalloc, the image and the lcores' tables take."},
    {"version", "", 0, 0, "The daemon's version, process and start."},
});

// Text from a client may be no UTF-8; whatever is sent out must be.
std::string dump_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::span<const CommandSpec> commands() noexcept { return kCommands; }

const CommandSpec* find_command(std::string_view name) noexcept {
  for (const CommandSpec& spec : kCommands) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

bool parse_request(std::string_view line, Request& request, std::string& error) {
  // What is nested deeper than any request is thrown away while it is read.
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= 4; };
  const Json json = Json::parse(line, shallow, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("command") || !json["command"].is_string()) {
    error = "send one JSON object a line: {\"command\": NAME, \"arguments\": [TEXT, ...]}";
    return false;
  }
  request.command = json["command"].get<std::string>();
  if (json.contains("arguments")) {
    const Json& list = json["arguments"];
    bool good = list.is_array() && list.size() <= kMostArguments;
    for (std::size_t i = 0; good && i < list.size(); ++i) {
      good = list[i].is_string();
      if (good) request.arguments.push_back(list[i].get<std::string>());
    }
    if (!good) {
      error = fmt::format("\"arguments\" must be a list of at most {} texts", kMostArguments);
      return false;
    }
  }
  const CommandSpec* const spec = find_command(request.command);
  if (spec == nullptr) {
    error = fmt::format("there is no command '{}': sipweirctl --help lists all", request.command);
    return false;
  }
  const std::size_t count = request.arguments.size();
  if (count < spec->least || count > spec->most) {
    error = fmt::format("usage: {}{}{}", spec->name, spec->arguments.empty() ? "" : " ",
                        spec->arguments);
    return false;
  }
  return true;
}

std::string format_request(const Request& request) {
  return dump_line({{"command", request.command}, {"arguments", request.arguments}});
}

std::string format_result(const Json& result) {
  return dump_line({{"ok", true}, {"result", result}});
}

std::string format_error(std::string_view error) {
  return dump_line({{"ok", false}, {"error", error}});
}

bool parse_reply(std::string_view line, Json& result, std::string& error) {
  Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("ok") || !json["ok"].is_boolean()) {
    error = "what answered is no sipweir, or another version of it";
    return false;
  }
  if (json["ok"].get<bool>()) {
    result = json.contains("result") ? std::move(json["result"]) : Json();
    return true;
  }
  error = json.contains("error") && json["error"].is_string() ? json["error"].get<std::string>()
                                                              : "refused without a reason";
  return false;
}

}  // namespace weir::control::admin
