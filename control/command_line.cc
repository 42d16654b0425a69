#include "control/command_line.h"

#include <fmt/format.h>
#include <getopt.h>

#include <array>
#include <cctype>
#include <charconv>
#include <limits>

namespace weir::control {
namespace {

constexpr std::string_view kNoSctp = "there is no SCTP";
constexpr std::string_view kNoTcp = "TCP is planned, not built";
constexpr std::string_view kLcores = "lcores serve all sockets: modparam(\"dpdk\", \"lcores\", N)";
constexpr std::string_view kJemalloc = "jemalloc serves all memory, taken as it is needed";
constexpr std::string_view kNoDns =
    "received= is added whenever Via does not name the source; names are never asked";

// The order is the order of `kamailio -h`; what is ours alone stands at the end.
constexpr auto kOptions = std::to_array<OptionSpec>({
    {'a', "", "mode", "Automatic aliases: yes|on, or no|off (default: off)", ""},
    {0, "alias", "val", "Add an alias, [proto:]hostname[:port], that `myself` knows", ""},
    {0, "domain", "val", "The same as --alias", ""},
    {0, "atexit", "val", "Run atexit callbacks: y[es]|1 (default), or n[o]|0", ""},
    {'A', "", "define", "Define for the preprocessor: -A WITH_AUTH, -A 'FLT_ACC=1'", ""},
    {'b', "", "nr", "Largest UDP receive buffer to ask the kernel for, in bytes", ""},
    {'B', "", "nr", "Largest UDP send buffer to ask the kernel for, in bytes",
     "the kernel's own size is kept"},
    {'c', "", "", "Check the configuration completely; exit 0 or 1", ""},
    {0, "cfg-print", "", "Print the configuration after includes and ifdefs", ""},
    {0, "all-errors", "", "Report every error of the configuration",
     "all errors are always reported"},
    {'d', "", "", "Raise the debug level by one from 0 (several: more)", ""},
    {0, "debug", "val", "Set the debug level, -5 to 4", ""},
    {'D', "", "", "-D and -DD stay in the foreground, -DDD is a daemon (default)", ""},
    {'e', "", "", "Colour the log on the terminal (needs -E)", ""},
    {'E', "", "", "Log to stderr", ""},
    {'f', "", "file", "Configuration file, - for stdin (default: /etc/sipweir/sipweir.cfg)", ""},
    {'g', "", "gid", "Change to this group once the sockets are bound", ""},
    {'G', "", "file", "Write the process group id to a file", ""},
    {'h', "help", "", "This text", ""},
    {'I', "", "", "Print what this executable was built with", ""},
    {'K', "", "", "Check the Via host of replies", "every reply is checked by its keyed branch"},
    {'l', "", "address",
     "Listen on [proto:]addr_lst[:port][/advaddr[:port]]: -l udp:127.0.0.1:5080, -l eth0:5062, "
     "-l \"udp:(eth0, 127.0.0.1):5065\" (several: more; default: all addresses, UDP 5060)",
     ""},
    {0, "loadmodule", "name", "Load a module, as loadmodule does", ""},
    {0, "log-engine", "name", "Log engine and its data", "the log is text, on stderr or syslog"},
    {'L', "", "path", "Where modules lie", "modules are built in"},
    {'m', "", "nr", "Shared memory in MB", kJemalloc},
    {0, "modparam", "modname:paramname:type:value",
     "Set a module's parameter, type s (string) or i (integer)", ""},
    {'M', "", "nr", "Private memory in MB", kJemalloc},
    {'n', "", "processes", "Worker processes per socket", kLcores},
    {'N', "", "processes", "TCP worker processes", kNoTcp},
    {'O', "", "nr", "Script optimization level", "the compiler has one level"},
    {'P', "", "file", "Write the process id to a file", ""},
    {'Q', "", "processes", "SCTP worker processes", kNoSctp},
    {'r', "", "", "Ask DNS before adding received=", kNoDns},
    {'R', "", "", "As -r, by reverse DNS", kNoDns},
    {0, "server-id", "num", "Set server_id", ""},
    {0, "subst", "exp", "A subst directive for the preprocessor", ""},
    {0, "substdef", "exp", "A substdef directive for the preprocessor", ""},
    {0, "substdefs", "exp", "A substdefs directive for the preprocessor", ""},
    {'S', "", "", "Disable SCTP", kNoSctp},
    {'t', "", "dir", "Change the root directory once the configuration is read", ""},
    {'T', "", "", "Disable TCP: the script's tcp and tls sockets are passed over", ""},
    {'u', "", "uid", "Change to this user once the sockets are bound", ""},
    {'v', "version", "", "Print the version", ""},
    {'V', "", "", "The same as -v", ""},
    {'x', "", "name", "Shared memory manager: fm, qm or tlsf", kJemalloc},
    {'X', "", "name", "Private memory manager: fm, qm or tlsf", kJemalloc},
    {'Y', "", "dir", "Directory of the control socket (default: /run/sipweir)", ""},
    {'w', "", "dir", "Working directory (default of a daemon: /)", ""},
    {'W', "", "type", "Poll method: poll, epoll_lt, epoll_et, sigio_rt, select",
     "the loop is epoll's, lcores poll"},
    {0, "force-port", "", "Take a NIC that carries the default route, too", ""},
    {0, "json", "", "The report, or what a replay finds, as JSON", ""},
    {0, "good", "file", "Of a replay: addresses that must not lose a packet, one a line", ""},
    {0, "each", "", "Of a replay: a line for every packet", ""},
    {0, "report", "file", "With -c: what becomes of each line of that script here", ""},
    {0, "instance", "name", "Name of this instance and of its control socket", ""},
});

// Long options are told apart by their index in kOptions, above every letter.
constexpr int kLongBase = 1000;

std::string shown(const OptionSpec& spec) {
  return spec.name.empty() ? fmt::format("-{}", spec.letter) : fmt::format("--{}", spec.name);
}

bool read_number(std::string_view text, long low, long high, long& number) {
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  return status == std::errc{} && rest == end && number >= low && number <= high;
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (value == word) return true;
  }
  return false;
}

// Splits "module:name:type:value"; the value may hold colons.
bool read_parameter(std::string_view text, ModuleParameter& parameter) {
  std::array<std::string_view, 3> heads;
  for (std::string_view& head : heads) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    head = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (!is_one_of(heads[2], {"s", "i"})) return false;
  parameter = {std::string(heads[0]), std::string(heads[1]), heads[2] == "i", std::string(text)};
  long number = 0;
  return !parameter.integer || read_number(text, std::numeric_limits<int>::min(),
                                           std::numeric_limits<int>::max(), number);
}

bool read_define(std::string_view text, Define& define) {
  const auto equals = text.find('=');
  define.name = text.substr(0, equals);
  if (equals != std::string_view::npos) define.value = text.substr(equals + 1);
  if (define.name.empty() || std::isdigit(static_cast<unsigned char>(define.name[0])) != 0) {
    return false;
  }
  for (const char c : define.name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return false;
  }
  return true;
}

// Instances become file names.
bool is_plain_name(std::string_view text) {
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '-' && c != '.') {
      return false;
    }
  }
  return !text.empty() && text.front() != '.' && text.size() <= 64;
}

// Applies one option after another; stops at the first error.
class Reader {
 public:
  explicit Reader(CommandLine& line) : line_(line) {}

  bool apply(const OptionSpec& spec, std::string_view value) {
    spec_ = &spec;
    value_ = value;
    if (!spec.void_reason.empty()) {
      line_.void_options.push_back(shown(spec));
      return check_void();
    }
    return spec.letter != 0 ? apply_letter() : apply_name();
  }

  // Sets what depends on several options.
  void finish() {
    if (debug_count_ > 0) line_.debug = debug_count_;
    // Kamailio counts: one or two -D stay, three are a daemon again.
    if (stay_count_ == 1 || stay_count_ == 2) line_.stay = Stay::kForeground;
  }

  const std::string& error() const { return error_; }

 private:
  bool refuse(std::string_view expected) {
    error_ = fmt::format("bad value '{}' of {}: give {}", value_, shown(*spec_), expected);
    return false;
  }

  bool path(std::string& into) {
    if (value_.empty()) return refuse("a path");
    into = value_;
    return true;
  }

  template <class T>
  bool number(std::optional<T>& into, long low, long high, std::string_view expected) {
    long parsed = 0;
    if (!read_number(value_, low, high, parsed)) return refuse(expected);
    into = static_cast<T>(parsed);
    return true;
  }

  bool act(Action action) {
    // The first of -h, -v, -I, -c wins, as they would have ended Kamailio at once.
    if (line_.action == Action::kRun || action != Action::kCheck) line_.action = action;
    return true;
  }

  // Void options are still read as Kamailio reads them: a typing error must not pass.
  bool check_void() {
    std::optional<unsigned> ignored;
    if (is_one_of(spec_->argument, {"nr", "processes"})) {
      return number(ignored, 0, 1 << 30, "a number, 0 or more");
    }
    if (spec_->letter == 'W' && !is_one_of(value_, {"poll", "epoll_lt", "epoll_et", "sigio_rt",
                                                    "select", "none", "kqueue", "/dev/poll"})) {
      return refuse("poll, epoll_lt, epoll_et, sigio_rt or select");
    }
    if (is_one_of(spec_->argument, {"name"}) && (spec_->letter == 'x' || spec_->letter == 'X') &&
        !is_one_of(value_, {"fm", "f_malloc", "qm", "q_malloc", "tlsf", "tlsf_malloc"})) {
      return refuse("fm, qm or tlsf");
    }
    return true;
  }

  bool auto_aliases() {
    if (is_one_of(value_, {"yes", "on"})) line_.auto_aliases = true;
    if (is_one_of(value_, {"no", "off"})) line_.auto_aliases = false;
    return line_.auto_aliases.has_value() || refuse("yes, on, no or off");
  }

  bool atexit() {
    const bool yes = is_one_of(value_, {"y", "yes", "1"});
    if (!yes && !is_one_of(value_, {"n", "no", "0"})) return refuse("yes or no");
    line_.atexit = yes;
    return true;
  }

  bool define() {
    Define parsed;
    if (!read_define(value_, parsed)) return refuse("NAME or NAME=VALUE");
    line_.defines.push_back(std::move(parsed));
    return true;
  }

  bool substitution(Substitution::Kind kind) {
    // /re/replacement/flags with a separator of any kind.
    const auto body = value_.size() < 2 ? std::string_view{} : value_.substr(1);
    const auto middle = body.find(value_.empty() ? '/' : value_.front());
    if (middle == 0 || middle == std::string_view::npos ||
        body.find(value_.front(), middle + 1) == std::string_view::npos) {
      return refuse("/expression/replacement/flags");
    }
    line_.substitutions.push_back({kind, std::string(value_)});
    return true;
  }

  bool text(std::vector<std::string>& into, std::string_view expected) {
    if (value_.empty()) return refuse(expected);
    into.emplace_back(value_);
    return true;
  }

  bool apply_name() {
    const std::string_view name = spec_->name;
    if (name == "alias" || name == "domain") {
      return text(line_.aliases, "[proto:]hostname[:port]");
    }
    if (name == "atexit") return atexit();
    if (name == "cfg-print") return act(Action::kPrintConfig);
    if (name == "debug") return number(line_.debug, -5, 10, "a level, -5 (alert) to 4");
    if (name == "loadmodule") return text(line_.modules, "a module's name");
    if (name == "modparam") {
      ModuleParameter parsed;
      if (!read_parameter(value_, parsed)) {
        return refuse("modname:paramname:type:value, type s or i");
      }
      line_.parameters.push_back(std::move(parsed));
      return true;
    }
    if (name == "server-id") return number(line_.server_id, 0, 1 << 30, "a number, 0 or more");
    if (name == "subst") return substitution(Substitution::Kind::kSubst);
    if (name == "substdef") return substitution(Substitution::Kind::kSubstdef);
    if (name == "substdefs") return substitution(Substitution::Kind::kSubstdefs);
    if (name == "json") return line_.json = true;
    if (name == "each") return line_.each = true;
    if (name == "good") return path(line_.good);
    if (name == "report") return path(line_.config) && act(Action::kReport);
    if (name == "force-port") return line_.force_port = true;
    if (name == "instance") {
      if (!is_plain_name(value_)) return refuse("a name of letters, digits, '_', '-' and '.'");
      line_.instance = value_;
      return true;
    }
    error_ = fmt::format("--{} is in the table but has no meaning yet", name);
    return false;
  }

  bool apply_letter() {
    switch (spec_->letter) {
      case 'a':
        return auto_aliases();
      case 'A':
        return define();
      case 'b':
        return number(line_.receive_buffer, 0, 1 << 30, "a number of bytes");
      case 'c':
        return act(Action::kCheck);
      case 'd':
        return ++debug_count_ > 0;
      case 'D':
        return ++stay_count_ > 0;
      case 'e':
        return line_.log_color = true;
      case 'E':
        return line_.log_stderr = true;
      case 'f':
        return path(line_.config);
      case 'g':
        return path(line_.group);
      case 'G':
        return path(line_.pgid_file);
      case 'h':
        return act(Action::kHelp);
      case 'I':
        return act(Action::kInternals);
      case 'l':
        return text(line_.listens, "[proto:]address[:port]");
      case 'P':
        return path(line_.pid_file);
      case 't':
        return path(line_.chroot);
      case 'T':
        return !(line_.tcp = false);
      case 'u':
        return path(line_.user);
      case 'v':
      case 'V':
        return act(Action::kVersion);
      case 'Y':
        return path(line_.runtime_dir);
      case 'w':
        return path(line_.work_dir);
      default:
        break;
    }
    error_ = fmt::format("-{} is in the table but has no meaning yet", spec_->letter);
    return false;
  }

  CommandLine& line_;
  const OptionSpec* spec_ = nullptr;
  std::string_view value_;
  std::string error_;
  int debug_count_ = 0;
  int stay_count_ = 0;
};

// getopt's two descriptions of kOptions.
struct Syntax {
  std::string letters = ":";  // a missing argument is ':', not '?'
  std::vector<option> names;
  std::array<std::string, kOptions.size()> storage;  // NUL-terminated copies of the long names

  Syntax() {
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
      const OptionSpec& spec = kOptions[i];
      const bool argument = !spec.argument.empty();
      if (spec.letter != 0) {
        letters += spec.letter;
        if (argument) letters += ':';
      }
      if (spec.name.empty()) continue;
      storage[i] = spec.name;
      names.push_back({storage[i].c_str(), argument ? required_argument : no_argument, nullptr,
                       kLongBase + static_cast<int>(i)});
    }
    names.push_back({nullptr, 0, nullptr, 0});
  }
};

const OptionSpec* find_spec(int code) {
  if (code >= kLongBase) return &kOptions[static_cast<std::size_t>(code - kLongBase)];
  for (const OptionSpec& spec : kOptions) {
    if (spec.letter != 0 && spec.letter == code) return &spec;
  }
  return nullptr;
}

std::string unknown(int code, const char* word) {
  if (code == 0) return fmt::format("unknown option '{}': -h lists all", word);
  const OptionSpec* const spec = find_spec(code);
  const std::string name = spec != nullptr ? shown(*spec) : fmt::format("-{}", char(code));
  if (spec != nullptr) return fmt::format("option '{}' takes no argument: -h lists all", name);
  return fmt::format("unknown option '{}': -h lists all", name);
}

// Takes what stands after `--` away and returns the rest as getopt wants it.
std::vector<char*> split_eal(std::vector<std::string>& words, CommandLine& line) {
  static char program[] = "sipweir";
  std::vector<char*> argv = {program};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") {
      line.eal.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    argv.push_back(words[i].data());
  }
  return argv;
}

}  // namespace

std::span<const OptionSpec> command_line_options() noexcept { return kOptions; }

namespace {

bool is_doc_request(const std::vector<std::string>& words) {
  if (words.size() == 2) return words[0] == "--write";
  return words.size() == 1 &&
         (!words[0].starts_with('-') || words[0] == "--list" || words[0] == "--names");
}

bool is_shell(const std::vector<std::string>& words) {
  return words.size() == 1 && (words[0] == "bash" || words[0] == "zsh");
}

}  // namespace

CommandLine parse_command_line(std::span<const std::string> arguments, std::string& error) {
  static const Syntax syntax;
  CommandLine line;
  std::vector<std::string> words(arguments.begin(), arguments.end());
  if (!words.empty() && words.front() == "parse") {
    const bool file = words.size() == 2 && (words[1] == "-" || !words[1].starts_with('-'));
    if (!file) error = "usage: sipweir parse FILE (SIP messages; - for stdin)";
    if (file) line.message = words[1];
    line.action = Action::kParse;
    return line;
  }
  if (!words.empty() && (words.front() == "doc" || words.front() == "completion")) {
    const bool doc = words.front() == "doc";
    line.action = doc ? Action::kDoc : Action::kCompletion;
    line.words.assign(words.begin() + 1, words.end());
    if (doc ? !is_doc_request(line.words) : !is_shell(line.words)) {
      error = doc ? "usage: sipweir doc NAME | --list | --names | --write DIRECTORY"
                  : "usage: sipweir completion bash|zsh";
    }
    return line;
  }
  const bool explain = !words.empty() && words.front() == "explain";
  const bool replay = !words.empty() && words.front() == "replay";
  if (explain || replay) {
    words.erase(words.begin());
    line.action = explain ? Action::kExplain : Action::kReplay;
  }
  std::vector<char*> argv = split_eal(words, line);
  const int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);

  Reader reader(line);
  optind = 0;  // start over: tests call us many times
  opterr = 0;
  for (;;) {
    const int code =
        getopt_long(argc, argv.data(), syntax.letters.c_str(), syntax.names.data(), nullptr);
    if (code == -1) break;
    if (code == '?') error = unknown(optopt, argv[static_cast<std::size_t>(optind - 1)]);
    if (code == ':') {
      const OptionSpec* const spec = find_spec(optopt);
      error = fmt::format("option '{}' needs an argument: -h lists all", shown(*spec));
    }
    if (!error.empty()) return line;
    const OptionSpec& spec = *find_spec(code);
    if (!reader.apply(spec, spec.argument.empty() ? "" : optarg)) {
      error = reader.error();
      return line;
    }
  }
  if (explain) {
    if (optind + 1 != argc) error = "usage: sipweir explain [options] FILE";
    if (error.empty()) line.config = argv[static_cast<std::size_t>(optind)];
  } else if (replay) {
    if (optind + 1 != argc) error = "usage: sipweir replay FILE [-f CFG] [--good LIST] [options]";
    if (error.empty()) line.message = argv[static_cast<std::size_t>(optind)];
  } else if (optind < argc) {
    error =
        fmt::format("unexpected argument '{}': options begin with '-', EAL's own stand after --",
                    argv[static_cast<std::size_t>(optind)]);
  }
  reader.finish();
  return line;
}

std::string help_text() {
  std::string text =
      "Usage: sipweir [options] [-- EAL arguments]\n"
      "       sipweir parse FILE\n"
      "       sipweir explain [options] FILE\n"
      "       sipweir replay FILE [--good LIST] [--each] [options]\n"
      "       sipweir doc NAME\n"
      "       sipweir completion bash|zsh\n"
      "Options:\n";
  for (const OptionSpec& spec : kOptions) {
    std::string left = spec.letter != 0 ? fmt::format("-{}", spec.letter) : "";
    if (!spec.name.empty()) left += fmt::format("{}--{}", left.empty() ? "" : ", ", spec.name);
    if (!spec.argument.empty()) {
      left += fmt::format("{}{}", spec.letter != 0 ? " " : "=", spec.argument);
    }
    std::string right(spec.help);
    if (!spec.void_reason.empty()) right += fmt::format(" (void: {})", spec.void_reason);
    if (left.size() > 18) left += "\n" + std::string(24, ' ');
    text += fmt::format("    {:<19} {}\n", left, right);
  }
  return text;
}

std::string_view void_reason(std::string_view option) noexcept {
  for (const OptionSpec& spec : kOptions) {
    if (shown(spec) == option) return spec.void_reason;
  }
  return {};
}

}  // namespace weir::control
