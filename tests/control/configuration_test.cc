#include "control/configuration.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace weir::control {
namespace {

class ConfigurationTest : public testing::Test {
 protected:
  ConfigurationTest() {
    char pattern[] = "/tmp/weir-configuration-XXXXXX";
    directory_ = mkdtemp(pattern);
    line_.config = directory_ + "/a.cfg";
  }
  ~ConfigurationTest() override {
    unlink(line_.config.c_str());
    rmdir(directory_.c_str());
  }

  void write(const std::string& text) { std::ofstream(line_.config) << text; }

  std::string directory_;
  CommandLine line_;
  Configuration configuration_;
};

TEST_F(ConfigurationTest, TheCommandLineActsOnTheScript) {
  write(
      "#!ifdef WITH_SL\nloadmodule \"sl.so\"\n#!endif\ndebug=3\n"
      "modparam(\"pike\", \"remove_latency\", 5)\n"
      "request_route { sl_send_reply(\"200\", TEXT); exit; }\n");
  line_.defines = {{"WITH_SL", ""}, {"TEXT", "\"Fine\""}};
  line_.modules = {"/usr/lib/modules/pike.so"};
  line_.parameters = {{"pike", "reqs_density_per_unit", true, "-7"}};
  line_.aliases = {"udp:a.example:5080"};
  line_.debug = -1;
  line_.server_id = 9;
  load_configuration(line_, configuration_);
  ASSERT_TRUE(configuration_.image.has_value()) << configuration_.report();
  const routes::Settings& settings = configuration_.image->settings();
  EXPECT_EQ(settings.global_number("debug", 0), -1);
  EXPECT_EQ(settings.global_number("server_id", 0), 9);
  EXPECT_EQ(settings.number("pike", "reqs_density_per_unit", 0), -7);
  ASSERT_EQ(settings.aliases.size(), 1u);
  EXPECT_EQ(settings.aliases[0].host, "a.example");
  EXPECT_EQ(settings.aliases[0].protocol, "udp");
  EXPECT_EQ(settings.aliases[0].port, 5080);
}

TEST_F(ConfigurationTest, ErrorsOfTheCommandLineHaveAPlaceToo) {
  write("request_route { exit; }\n");
  line_.modules = {"nosuch.so"};
  line_.aliases = {"a.example:x"};
  load_configuration(line_, configuration_);
  EXPECT_FALSE(configuration_.image.has_value());
  const std::string report = configuration_.report();
  EXPECT_NE(report.find("command line:1"), std::string::npos) << report;
  EXPECT_NE(report.find("command line:2"), std::string::npos) << report;
  EXPECT_NE(report.find("--loadmodule=nosuch.so"), std::string::npos) << report;
}

TEST_F(ConfigurationTest, AMissingFileIsSaid) {
  load_configuration(line_, configuration_);
  EXPECT_FALSE(configuration_.image.has_value());
  EXPECT_NE(configuration_.report().find("a.cfg"), std::string::npos) << configuration_.report();
}

}  // namespace
}  // namespace weir::control
