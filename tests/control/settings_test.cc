#include "control/settings.h"

#include <gtest/gtest.h>
#include <syslog.h>

namespace weir::control {
namespace {

routes::Setting global(const char* name, std::int64_t number) {
  routes::Setting setting;
  setting.name = name;
  setting.is_number = true;
  setting.number = number;
  setting.text = std::to_string(number);
  return setting;
}

routes::Setting global(const char* name, const char* text) {
  routes::Setting setting;
  setting.name = name;
  setting.text = text;
  return setting;
}

routes::ListenSetting listen(const char* protocol, const char* host, std::uint16_t port) {
  routes::ListenSetting setting;
  setting.protocol = protocol;
  setting.host = host;
  setting.port = port;
  setting.file = "a.cfg";
  setting.line = 3;
  return setting;
}

struct Listened {
  bool good = false;
  std::vector<std::string> sockets;
  std::vector<std::string> warnings;
  std::string error;
};

Listened try_listens(const routes::Settings& settings, const CommandLine& line) {
  Listened result;
  std::vector<ListenSocket> sockets;
  result.good = make_listens(settings, line, sockets, result.warnings, result.error);
  for (const ListenSocket& socket : sockets) result.sockets.push_back(to_text(socket));
  return result;
}

TEST(Listens, ScriptAndCommandLineAddUp) {
  routes::Settings settings;
  settings.globals = {global("port", 5070)};
  settings.listens = {listen("udp", "127.0.0.1", 5080), listen("", "127.0.0.2", 0)};
  CommandLine line;
  line.listens = {"udp:127.0.0.1:5080", "[::1]:5090"};
  const Listened result = try_listens(settings, line);
  ASSERT_TRUE(result.good) << result.error;
  EXPECT_EQ(result.sockets, (std::vector<std::string>{"udp:127.0.0.1:5080", "udp:127.0.0.2:5070",
                                                      "udp:[::1]:5090"}));
  ASSERT_EQ(result.warnings.size(), 1u);  // two without a protocol: TCP is meant too
  EXPECT_NE(result.warnings[0].find("planned"), std::string::npos);
}

TEST(Listens, DefaultIsEveryAddressOfThisMachine) {
  routes::Settings settings;
  const Listened result = try_listens(settings, {});
  ASSERT_TRUE(result.good) << result.error;
  EXPECT_NE(std::find(result.sockets.begin(), result.sockets.end(), "udp:127.0.0.1:5060"),
            result.sockets.end());
}

TEST(Listens, SaysWhatIsNotServed) {
  struct Case {
    const char* name;
    routes::ListenSetting listen;
    bool tcp;
    const char* says;
  };
  const Case cases[] = {
      {"Tcp", listen("tcp", "127.0.0.1", 5060), true, "a.cfg:3: listening on tcp is planned"},
      {"Tls", listen("tls", "127.0.0.1", 5061), true, "planned"},
      {"Sctp", listen("sctp", "127.0.0.1", 5060), true, "no SCTP"},
      {"SctpWithoutTcp", listen("sctp", "127.0.0.1", 5060), false, "no SCTP"},
      {"TcpOff", listen("tcp", "127.0.0.1", 5060), false, "no socket is left"},
      {"Unknown", listen("ws", "127.0.0.1", 5060), true, "'ws' is no protocol"},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.name);
    routes::Settings settings;
    settings.listens = {row.listen};
    CommandLine line;
    line.tcp = row.tcp;
    const Listened result = try_listens(settings, line);
    EXPECT_FALSE(result.good);
    EXPECT_NE(result.error.find(row.says), std::string::npos) << result.error;
  }
}

TEST(Listens, PassesOverTcpWhenItIsOff) {
  routes::Settings settings;
  settings.globals = {global("disable_tcp", 1)};
  settings.listens = {listen("udp", "127.0.0.1", 5060), listen("tls", "127.0.0.1", 5061)};
  const Listened result = try_listens(settings, {});
  ASSERT_TRUE(result.good) << result.error;
  EXPECT_EQ(result.sockets, std::vector<std::string>{"udp:127.0.0.1:5060"});
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_NE(result.warnings[0].find("passed over"), std::string::npos);
}

TEST(Listens, AreAdvertisedAsTheScriptSays) {
  routes::Settings settings;
  settings.globals = {global("advertised_address", "edge.example.org"),
                      global("advertised_port", 5090)};
  settings.listens = {listen("udp", "127.0.0.1", 5080), listen("udp", "127.0.0.2", 5080)};
  settings.listens[1].advertised_host = "other.example.org";
  const Listened result = try_listens(settings, {});
  EXPECT_EQ(result.sockets,
            (std::vector<std::string>{"udp:127.0.0.1:5080 advertised as edge.example.org:5090",
                                      "udp:127.0.0.2:5080 advertised as other.example.org"}));
  settings.globals = {global("advertised_port", 5090)};
  EXPECT_EQ(try_listens(settings, {}).error,
            "advertised_port needs an advertised_address: set both");
}

TEST(Globals, FillWhatTheCommandLineLeavesOpen) {
  routes::Settings settings;
  settings.globals = {global("user", "nobody"),        global("gid", "nogroup"),
                      global("fork", std::int64_t{0}), global("workdir", "/var"),
                      global("log_color", 1),          global("chroot", "/jail"),
                      global("rundir", "/run/sip"),    global("maxbuffer", 65536)};
  CommandLine line;
  apply_globals(settings, line);
  EXPECT_EQ(line.user, "nobody");
  EXPECT_EQ(line.group, "nogroup");
  EXPECT_EQ(line.work_dir, "/var");
  EXPECT_EQ(line.chroot, "/jail");
  EXPECT_EQ(line.runtime_dir, "/run/sip");
  EXPECT_EQ(line.stay, Stay::kForeground);
  EXPECT_EQ(line.receive_buffer, 65536u);
  EXPECT_TRUE(line.log_color);

  CommandLine said;
  said.user = "weir";
  said.runtime_dir = "/tmp";
  said.receive_buffer = 1;
  apply_globals(settings, said);
  EXPECT_EQ(said.user, "weir");
  EXPECT_EQ(said.runtime_dir, "/tmp");
  EXPECT_EQ(said.receive_buffer, 1u);
}

TEST(LogSettings, TheCommandLineIsOverTheScript) {
  routes::Settings settings;
  settings.globals = {global("debug", 3), global("log_facility", "LOG_LOCAL3"),
                      global("log_prefix", "edge: "), global("log_name", "edge1")};
  std::vector<std::string> warnings;
  LogSettings log = make_log_settings(settings, {}, warnings);
  EXPECT_EQ(log.debug, 3);
  EXPECT_EQ(log.facility, LOG_LOCAL3);
  EXPECT_EQ(log.prefix, "edge: ");
  EXPECT_EQ(log.name, "edge1");
  EXPECT_FALSE(log.to_stderr);
  EXPECT_TRUE(warnings.empty());

  CommandLine line;
  line.debug = -1;
  line.log_stderr = true;
  line.log_color = true;
  settings.globals = {global("log_facility", "LOG_NOWHERE"), global("log_prefix", "{$ci} ")};
  log = make_log_settings(settings, line, warnings);
  EXPECT_EQ(log.debug, -1);
  EXPECT_TRUE(log.to_stderr);
  EXPECT_TRUE(log.color);
  EXPECT_EQ(log.prefix, "");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("LOG_NOWHERE"), std::string::npos);
}

TEST(VoidOptions, SayWhyTheyHaveNoEffect) {
  CommandLine line;
  EXPECT_EQ(describe_void_options(line), "");
  line.void_options = {"-m", "-S"};
  EXPECT_NE(describe_void_options(line).find("-S has no effect (there is no SCTP)"),
            std::string::npos);
}

}  // namespace
}  // namespace weir::control
