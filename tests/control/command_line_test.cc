#include "control/command_line.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <set>
#include <sstream>

namespace weir::control {
namespace {

using Words = std::vector<std::string>;

// One line of `kamailio -h` (5.6.3): an accepted use of the option and what it sets. Void options
// have no effect but a reason.
struct Case {
  const char* name;
  Words words;
  bool (*effect)(const CommandLine&);
};

bool is_void(const CommandLine& line) {
  return line.void_options.size() == 1 && !void_reason(line.void_options[0]).empty();
}

const Case kCases[] = {
    {"AutoAliasesYes", {"-a", "yes"}, [](auto& l) { return l.auto_aliases == true; }},
    {"AutoAliasesOn", {"-a", "on"}, [](auto& l) { return l.auto_aliases == true; }},
    {"AutoAliasesNo", {"-a", "no"}, [](auto& l) { return l.auto_aliases == false; }},
    {"AutoAliasesOff", {"-aoff"}, [](auto& l) { return l.auto_aliases == false; }},
    {"Alias",
     {"--alias=udp:a.example:5080"},
     [](auto& l) { return l.aliases == Words{"udp:a.example:5080"}; }},
    {"Domain", {"--domain", "a.example"}, [](auto& l) { return l.aliases == Words{"a.example"}; }},
    {"AtexitNo", {"--atexit=no"}, [](auto& l) { return !l.atexit; }},
    {"AtexitN", {"--atexit=n"}, [](auto& l) { return !l.atexit; }},
    {"AtexitZero", {"--atexit=0"}, [](auto& l) { return !l.atexit; }},
    {"AtexitYes", {"--atexit=n", "--atexit=y"}, [](auto& l) { return l.atexit; }},
    {"AtexitOne", {"--atexit=1"}, [](auto& l) { return l.atexit; }},
    {"Define",
     {"-A", "WITH_AUTH"},
     [](auto& l) { return l.defines[0].name == "WITH_AUTH" && l.defines[0].value.empty(); }},
    {"DefineNumber",
     {"-AFLT_ACC=1"},
     [](auto& l) { return l.defines[0].name == "FLT_ACC" && l.defines[0].value == "1"; }},
    {"DefineText",
     {"-A", "DEFVAL=\"str=val\""},
     [](auto& l) { return l.defines[0].value == "\"str=val\""; }},
    {"ReceiveBuffer", {"-b", "262144"}, [](auto& l) { return l.receive_buffer == 262144u; }},
    {"SendBuffer", {"-B", "262144"}, is_void},
    {"Check", {"-c"}, [](auto& l) { return l.action == Action::kCheck; }},
    {"PrintConfig", {"--cfg-print"}, [](auto& l) { return l.action == Action::kPrintConfig; }},
    {"AllErrors", {"--all-errors"}, is_void},
    {"DebugOnce", {"-d"}, [](auto& l) { return l.debug == 1; }},
    {"DebugThrice", {"-ddd"}, [](auto& l) { return l.debug == 3; }},
    {"DebugApart", {"-d", "-d"}, [](auto& l) { return l.debug == 2; }},
    {"DebugValue", {"--debug=-3"}, [](auto& l) { return l.debug == -3; }},
    {"StayD", {"-D"}, [](auto& l) { return l.stay == Stay::kForeground; }},
    {"StayDD", {"-DD"}, [](auto& l) { return l.stay == Stay::kForeground; }},
    {"StayDDD", {"-DDD"}, [](auto& l) { return l.stay == Stay::kDaemon; }},
    {"StayDefault", {}, [](auto& l) { return l.stay == Stay::kDaemon; }},
    {"Color", {"-e"}, [](auto& l) { return l.log_color; }},
    {"Stderr", {"-E"}, [](auto& l) { return l.log_stderr; }},
    {"LogLetters",
     {"-DDeE"},
     [](auto& l) { return l.log_color && l.log_stderr && l.stay == Stay::kForeground; }},
    {"File", {"-f", "/etc/a.cfg"}, [](auto& l) { return l.config == "/etc/a.cfg"; }},
    {"FileStdin", {"-f", "-"}, [](auto& l) { return l.config == "-"; }},
    {"Group", {"-g", "kamailio"}, [](auto& l) { return l.group == "kamailio"; }},
    {"PgidFile", {"-G", "/run/pgid"}, [](auto& l) { return l.pgid_file == "/run/pgid"; }},
    {"Help", {"-h"}, [](auto& l) { return l.action == Action::kHelp; }},
    {"HelpLong", {"--help"}, [](auto& l) { return l.action == Action::kHelp; }},
    {"Internals", {"-I"}, [](auto& l) { return l.action == Action::kInternals; }},
    {"ViaCheck", {"-K"}, is_void},
    {"Listen",
     {"-l", "udp:127.0.0.1:5080", "-l", "(eth0, eth1)"},
     [](auto& l) {
       return l.listens == Words{"udp:127.0.0.1:5080", "(eth0, eth1)"};
     }},
    {"LoadModule", {"--loadmodule=pike.so"}, [](auto& l) { return l.modules == Words{"pike.so"}; }},
    {"LogEngine", {"--log-engine=json:M"}, is_void},
    {"ModulePath", {"-L", "/usr/lib/modules"}, is_void},
    {"SharedMemory", {"-m", "64"}, is_void},
    {"ParameterText",
     {"--modparam=corex:alias_subdomains:s:kamailio.org"},
     [](auto& l) {
       const ModuleParameter& p = l.parameters[0];
       return p.module == "corex" && p.name == "alias_subdomains" && !p.integer &&
              p.value == "kamailio.org";
     }},
    {"ParameterColons",
     {"--modparam=a:b:s:sip:c@d"},
     [](auto& l) { return l.parameters[0].value == "sip:c@d"; }},
    {"ParameterInteger",
     {"--modparam=pike:reqs_density_per_unit:i:-5"},
     [](auto& l) { return l.parameters[0].integer && l.parameters[0].value == "-5"; }},
    {"PrivateMemory", {"-M", "8"}, is_void},
    {"Children", {"-n", "8"}, is_void},
    {"TcpChildren", {"-N", "8"}, is_void},
    {"Optimization", {"-O", "0"}, is_void},
    {"PidFile", {"-P", "/run/p.pid"}, [](auto& l) { return l.pid_file == "/run/p.pid"; }},
    {"SctpChildren", {"-Q", "8"}, is_void},
    {"Dns", {"-r"}, is_void},
    {"ReverseDns", {"-R"}, is_void},
    {"BothDns",
     {"-rR"},
     [](auto& l) {
       return l.void_options == Words{"-r", "-R"};
     }},
    {"ServerId", {"--server-id=7"}, [](auto& l) { return l.server_id == 7; }},
    {"Subst",
     {"--subst=/a/b/g"},
     [](auto& l) { return l.substitutions[0].kind == Substitution::Kind::kSubst; }},
    {"Substdef",
     {"--substdef=!A!b!g"},
     [](auto& l) {
       return l.substitutions[0].kind == Substitution::Kind::kSubstdef &&
              l.substitutions[0].expression == "!A!b!g";
     }},
    {"Substdefs",
     {"--substdefs=!A!b!"},
     [](auto& l) { return l.substitutions[0].kind == Substitution::Kind::kSubstdefs; }},
    {"NoSctp", {"-S"}, is_void},
    {"Chroot", {"-t", "/srv"}, [](auto& l) { return l.chroot == "/srv"; }},
    {"NoTcp", {"-T"}, [](auto& l) { return !l.tcp; }},
    {"User", {"-u", "kamailio"}, [](auto& l) { return l.user == "kamailio"; }},
    {"Version", {"-v"}, [](auto& l) { return l.action == Action::kVersion; }},
    {"VersionLong", {"--version"}, [](auto& l) { return l.action == Action::kVersion; }},
    {"VersionUpper", {"-V"}, [](auto& l) { return l.action == Action::kVersion; }},
    {"SharedManager", {"-x", "fm"}, is_void},
    {"PrivateManager", {"-X", "tlsf"}, is_void},
    {"RuntimeDir", {"-Y", "/run/a"}, [](auto& l) { return l.runtime_dir == "/run/a"; }},
    {"WorkDir", {"-w", "/tmp"}, [](auto& l) { return l.work_dir == "/tmp"; }},
    {"PollMethod", {"-W", "epoll_lt"}, is_void},
    // What Debian's unit says.
    {"DebianUnit",
     {"-P", "/run/kamailio/kamailio.pid", "-f", "/etc/kamailio/kamailio.cfg", "-m", "64", "-M",
      "8"},
     [](auto& l) {
       return l.stay == Stay::kDaemon && l.action == Action::kRun &&
              l.pid_file == "/run/kamailio/kamailio.pid" &&
              l.config == "/etc/kamailio/kamailio.cfg" && l.void_options == Words{"-m", "-M"};
     }},
    // Ours alone.
    {"ForcePort", {"--force-port"}, [](auto& l) { return l.force_port; }},
    {"Instance", {"--instance=edge-1"}, [](auto& l) { return l.instance == "edge-1"; }},
    {"Eal",
     {"-f", "a", "--", "--no-pci", "-l", "0"},
     [](auto& l) {
       return l.eal == Words{"--no-pci", "-l", "0"} && l.listens.empty();
     }},
    {"Replay",
     {"replay", "a.pcap", "-f", "a.cfg", "--good=list", "--each"},
     [](auto& l) {
       return l.action == Action::kReplay && l.message == "a.pcap" && l.config == "a.cfg" &&
              l.good == "list" && l.each;
     }},
    {"Explain",
     {"explain", "-A", "WITH_X", "a.cfg"},
     [](auto& l) {
       return l.action == Action::kExplain && l.config == "a.cfg" && l.defines.size() == 1;
     }},
    {"Report",
     {"-c", "--report", "a.cfg"},
     [](auto& l) { return l.action == Action::kReport && l.config == "a.cfg" && !l.json; }},
    {"ReportJson",
     {"--report=a.cfg", "--json", "-c"},
     [](auto& l) { return l.action == Action::kReport && l.json; }},
    {"Doc",
     {"doc", "t_relay"},
     [](auto& l) { return l.action == Action::kDoc && l.words == Words{"t_relay"}; }},
    {"DocWrite",
     {"doc", "--write", "x"},
     [](auto& l) {
       return l.action == Action::kDoc && l.words == Words{"--write", "x"};
     }},
    {"Completion",
     {"completion", "zsh"},
     [](auto& l) { return l.action == Action::kCompletion && l.words == Words{"zsh"}; }},
    {"Parse",
     {"parse", "a.sip"},
     [](auto& l) { return l.action == Action::kParse && l.message == "a.sip"; }},
};

TEST(CommandLine, MeansWhatKamailiosDoes) {
  for (const Case& row : kCases) {
    SCOPED_TRACE(row.name);
    std::string error;
    const CommandLine line = parse_command_line(row.words, error);
    EXPECT_EQ(error, "");
    EXPECT_TRUE(!error.empty() || row.effect(line));
  }
}

// Every option of the table stands in a row of kCases, and those that take an argument get one.
TEST(CommandLine, EveryOptionHasACase) {
  for (const OptionSpec& spec : command_line_options()) {
    const std::string letter = spec.letter != 0 ? std::string{'-', spec.letter} : "";
    const std::string name = "--" + std::string(spec.name);
    bool found = false;
    for (const Case& row : kCases) {
      for (const std::string& word : row.words) {
        found |= !letter.empty() && word.compare(0, 2, letter) == 0;
        found |= !spec.name.empty() && word.substr(0, word.find('=')) == name;
      }
    }
    EXPECT_TRUE(found) << letter << " " << name;
    EXPECT_FALSE(spec.help.empty()) << letter << " " << name;
    const std::string shown = letter.empty() ? name : letter;
    EXPECT_NE(help_text().find(shown), std::string::npos) << shown;
  }
}

// The option words at the beginning of the lines of a `-h`.
std::set<std::string> words_of_help(const std::string& text) {
  std::set<std::string> words;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, 5, "    -") != 0) continue;
    const std::string word = line.substr(4);
    words.insert(word.substr(0, word.find_first_of(" =,")));
  }
  return words;
}

TEST(CommandLine, KnowsEveryOptionOfTheInstalledKamailio) {
  FILE* const pipe = popen("kamailio -h 2>/dev/null", "r");
  ASSERT_NE(pipe, nullptr);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    text.append(buffer.data(), n);
  }
  if (pclose(pipe) != 0 || text.empty()) GTEST_SKIP() << "kamailio is not installed";

  std::set<std::string> ours;
  for (const OptionSpec& spec : command_line_options()) {
    if (spec.letter != 0) ours.insert({'-', spec.letter});
    if (!spec.name.empty()) ours.insert("--" + std::string(spec.name));
  }
  const std::set<std::string> theirs = words_of_help(text);
  EXPECT_GT(theirs.size(), 40u);
  for (const std::string& word : theirs) EXPECT_TRUE(ours.contains(word)) << word;
}

struct Refusal {
  const char* name;
  Words words;
  const char* says;
};

const Refusal kRefusals[] = {
    {"UnknownLetter", {"-Z"}, "unknown option '-Z'"},
    {"UnknownName", {"--foo"}, "unknown option '--foo'"},
    {"NoArgument", {"-l"}, "option '-l' needs an argument"},
    {"NoLongArgument", {"--alias"}, "option '--alias' needs an argument"},
    {"ArgumentToFlag", {"--force-port=1"}, "takes no argument"},
    {"GluedDigit", {"-d5"}, "unknown option '-5'"},
    {"BadAutoAliases", {"-a", "maybe"}, "yes, on, no or off"},
    {"BadAtexit", {"--atexit=maybe"}, "yes or no"},
    {"BadDefine", {"-A", "5x"}, "NAME or NAME=VALUE"},
    {"EmptyDefine", {"-A", "=1"}, "NAME or NAME=VALUE"},
    {"BadMemory", {"-m", "x"}, "bad value 'x' of -m"},
    {"NegativeMemory", {"-M", "-1"}, "bad value '-1' of -M"},
    {"BadChildren", {"-N", "x"}, "bad value 'x' of -N"},
    {"BadManager", {"-x", "foo"}, "fm, qm or tlsf"},
    {"BadPoll", {"-W", "foo"}, "epoll_lt"},
    {"BadBuffer", {"-b", "x"}, "number of bytes"},
    {"BadDebug", {"--debug=x"}, "bad value 'x' of --debug"},
    {"BadServerId", {"--server-id=x"}, "bad value 'x' of --server-id"},
    {"BadSubst", {"--subst=x"}, "/expression/replacement/flags"},
    {"SubstUnclosed", {"--subst=/a/b"}, "/expression/replacement/flags"},
    {"BadParameter", {"--modparam=x"}, "modname:paramname:type:value"},
    {"ParameterType", {"--modparam=a:b:x:1"}, "type s or i"},
    {"ParameterNotInteger", {"--modparam=a:b:i:x"}, "type s or i"},
    {"BadInstance", {"--instance=../x"}, "a name of letters"},
    {"EmptyFile", {"-f", ""}, "a path"},
    {"Stray", {"-c", "extra"}, "unexpected argument 'extra'"},
    {"ExplainNothing", {"explain"}, "usage: sipweir explain [options] FILE"},
    {"ExplainTwo", {"explain", "a", "b"}, "usage: sipweir explain [options] FILE"},
    {"ExplainUnknown", {"explain", "-Z", "a"}, "unknown option"},
    {"DocNothing", {"doc"}, "usage: sipweir doc NAME"},
    {"DocOption", {"doc", "--lst"}, "usage: sipweir doc NAME"},
    {"CompletionOfAnother", {"completion", "fish"}, "usage: sipweir completion bash|zsh"},
    {"ReplayNothing", {"replay"}, "usage: sipweir replay FILE"},
    {"ReplayTwo", {"replay", "a", "b"}, "usage: sipweir replay FILE"},
    {"ReportNothing", {"-c", "--report"}, "needs an argument"},
    {"ParseNothing", {"parse"}, "usage: sipweir parse FILE"},
    {"ParseTwo", {"parse", "a", "b"}, "usage: sipweir parse FILE"},
    {"ParseOption", {"parse", "--help"}, "usage: sipweir parse FILE"},
};

TEST(CommandLine, RefusesWithWhatToDo) {
  for (const Refusal& row : kRefusals) {
    SCOPED_TRACE(row.name);
    std::string error;
    parse_command_line(row.words, error);
    EXPECT_NE(error.find(row.says), std::string::npos) << error;
  }
}

}  // namespace
}  // namespace weir::control
