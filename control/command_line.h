// The command line of sipweir: every option of `kamailio -h` (5.6.3) and a few of our own.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control {

// What the process was asked to do.
enum class Action {
  kRun,          // serve
  kHelp,         // -h
  kVersion,      // -v
  kInternals,    // -I
  kCheck,        // -c
  kPrintConfig,  // --cfg-print
  kParse,        // `sipweir parse FILE`
  kExplain,      // `sipweir explain [OPTIONS] FILE`
  kReport,       // -c --report FILE
  kReplay,       // `sipweir replay FILE [OPTIONS]`
  kDoc,          // `sipweir doc NAME`
  kCompletion,   // `sipweir completion bash|zsh`
};

// How far the process goes away from the terminal that started it (-D, -DD, -DDD).
enum class Stay {
  kForeground,  // -D and -DD: we have one process in any case, so the two are one
  kDaemon,      // -DDD and the default
};

// One -A: an empty value is `#!define NAME`.
struct Define {
  std::string name;
  std::string value;
};

// One --subst, --substdef or --substdefs, in the order they were given.
struct Substitution {
  enum class Kind { kSubst, kSubstdef, kSubstdefs };
  Kind kind = Kind::kSubst;
  std::string expression;
};

// One --modparam=module:name:type:value.
struct ModuleParameter {
  std::string module;
  std::string name;
  bool integer = false;
  std::string value;  // digits when `integer`
};

struct CommandLine {
  Action action = Action::kRun;
  Stay stay = Stay::kDaemon;
  std::string config = "/etc/sipweir/sipweir.cfg";
  std::string message;  // the file of `sipweir parse` or `sipweir replay`
  std::string good;     // --good
  bool each = false;    // --each
  // The words behind `sipweir doc` and `sipweir completion`.
  std::vector<std::string> words;

  std::vector<Define> defines;
  std::vector<Substitution> substitutions;
  std::vector<std::string> modules;
  std::vector<ModuleParameter> parameters;
  std::vector<std::string> listens;
  std::vector<std::string> aliases;

  std::optional<bool> auto_aliases;  // -a; unset: what the script says, else off
  std::optional<int> debug;          // -d, --debug; unset: what the script says
  bool log_stderr = false;           // -E
  bool log_color = false;            // -e
  bool atexit = true;                // --atexit
  bool tcp = true;                   // -T turns it off
  bool all_errors = true;            // --all-errors: always, all diagnostics come at once
  bool force_port = false;           // --force-port
  bool json = false;                 // --json, of a report

  std::optional<int> server_id;
  std::optional<unsigned> receive_buffer;  // -b, bytes

  std::string user;   // -u
  std::string group;  // -g
  std::string pid_file;
  std::string pgid_file;
  std::string chroot;
  std::string work_dir;     // -w; empty: "/" for a daemon, else unchanged
  std::string runtime_dir;  // -Y; empty: see admin::default_socket_path
  std::string instance = "sipweir";

  std::vector<std::string> eal;           // what stood after `--`
  std::vector<std::string> void_options;  // given, accepted, without effect: "-m" ...
};

// One option. `help` is its line of `-h`; an option that is accepted for Kamailio's sake only
// says in `void_reason` why it does nothing.
struct OptionSpec {
  char letter = 0;            // 0: no short form
  std::string_view name;      // empty: no long form
  std::string_view argument;  // empty: takes none
  std::string_view help;
  std::string_view void_reason;
};

// All options in the order of `-h`.
std::span<const OptionSpec> command_line_options() noexcept;

// Reads `arguments` (without the program's name). On success `error` stays empty; else it says
// what is wrong and what to do, and the returned value is not to be used.
CommandLine parse_command_line(std::span<const std::string> arguments, std::string& error);

// The text of `-h`.
std::string help_text();

// The reason why `option` ("-m", "--log-engine") has no effect; empty when it has one.
std::string_view void_reason(std::string_view option) noexcept;

}  // namespace weir::control
