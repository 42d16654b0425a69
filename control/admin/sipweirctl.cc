// sipweirctl: the operator's tool. Asks a running sipweir over its control socket.

#include "control/admin/client.h"
#include "control/admin/render.h"
#include "control/admin/socket_path.h"
#include "control/capture/command.h"
#include "control/completion.h"
#include "sip/version.h"

#include <fmt/format.h>
#include <getopt.h>

#include <cstdio>
#include <filesystem>
#include <string>

namespace {

using namespace std::string_view_literals;
namespace admin = weir::control::admin;

std::string help_text() {
  std::string text =
      "Usage: sipweirctl [--socket PATH | --instance NAME] [--json] COMMAND [ARGUMENT ...]\n"
      "Options:\n"
      "    --socket PATH    control socket (default: what the daemon of this user uses)\n"
      "    --instance NAME  the daemon's --instance (default: sipweir)\n"
      "    --json           print the answer as JSON\n"
      "    -h, --help       this text\n"
      "    -v, --version    the version\n"
      "Commands:\n"
      "    completion bash|zsh      A completion script for that shell.\n";
  for (const admin::CommandSpec& spec : admin::commands()) {
    text += fmt::format(
        "    {:<24} {}\n",
        fmt::format("{}{}{}", spec.name, spec.arguments.empty() ? "" : " ", spec.arguments),
        spec.doc);
  }
  return text;
}

struct Options {
  std::string socket;
  std::string instance = "sipweir";
  bool json = false;
  admin::Request request;
};

// Returns the exit status, or -1 to go on.
int read_options(int argc, char** argv, Options& options) {
  static const option kNames[] = {
      {"socket", required_argument, nullptr, 's'}, {"instance", required_argument, nullptr, 'i'},
      {"json", no_argument, nullptr, 'j'},         {"help", no_argument, nullptr, 'h'},
      {"version", no_argument, nullptr, 'v'},      {nullptr, 0, nullptr, 0},
  };
  for (int code = 0; (code = getopt_long(argc, argv, "s:hv", kNames, nullptr)) != -1;) {
    if (code == 's') options.socket = optarg;
    if (code == 'i') options.instance = optarg;
    if (code == 'j') options.json = true;
    if (code == 'h') return fmt::print("{}", help_text()), 0;
    if (code == 'v') return fmt::print("sipweirctl of {}\n", weir::sip::product_version()), 0;
    if (code == '?') return 2;  // getopt has said why
  }
  if (optind == argc) return fmt::print(stderr, "{}", help_text()), 2;
  options.request.command = argv[optind++];
  if (options.request.command == "completion") {
    const std::string shell = optind + 1 == argc ? argv[optind] : "";
    const std::string script = weir::control::completion_script("sipweirctl", shell);
    if (script.empty()) return fmt::print(stderr, "usage: sipweirctl completion bash|zsh\n"), 2;
    return fmt::print("{}", script), 0;
  }
  while (optind < argc) options.request.arguments.emplace_back(argv[optind++]);
  return -1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (const int status = read_options(argc, argv, options); status >= 0) return status;
  if (options.socket.empty()) options.socket = admin::default_socket_path(options.instance, "");

  if (options.request.command == "capture") {
    return weir::control::capture::run_capture(options.socket, options.request.arguments);
  }

  std::string error;
  admin::Request checked;
  admin::Json result;
  const admin::CommandSpec* const spec = admin::find_command(options.request.command);
  // The daemon stands in another directory.
  if (spec != nullptr && spec->name == "reload" && options.request.arguments.size() == 1) {
    std::string& file = options.request.arguments[0];
    if (!file.empty()) file = std::filesystem::absolute(file).lexically_normal().string();
  }
  std::string line = admin::format_request(options.request);
  if (!admin::parse_request(line, checked, error)) {
    fmt::print(stderr, "sipweirctl: {}\n", error);
    return 2;
  }
  if (!admin::call(options.socket, options.request, spec->patience * 1000, result, error)) {
    fmt::print(stderr, "sipweirctl: {}\n", error);
    return 1;
  }
  fmt::print("{}", options.json ? result.dump(2) + "\n" : admin::render(result));
  return 0;
}
