#include "control/daemon.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>

namespace weir::control {
namespace {

std::string make_directory() {
  char pattern[] = "/tmp/weir-daemon-XXXXXX";
  return mkdtemp(pattern);
}

std::string slurp(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The exit status of a process that detaches, `body` being the background process.
int run_detached(const std::function<void(Daemon&)>& body) {
  const pid_t child = fork();
  if (child == 0) {
    Daemon daemon;
    if (daemon.detach().empty()) body(daemon);
    _exit(99);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Daemon, TheStarterKnowsWhatBecameOfIt) {
  EXPECT_EQ(run_detached([](Daemon& daemon) { daemon.report_ready(true); }), 0);
  EXPECT_EQ(run_detached([](Daemon& daemon) { daemon.report_failure(); }), 1);
  EXPECT_EQ(run_detached([](Daemon&) { _exit(0); }), 1);
  EXPECT_EQ(run_detached([](Daemon&) { kill(getpid(), SIGKILL); }), 1);
}

// The exit status of `body` in a process of its own.
int run_apart(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(StandardStreams, WhatWasClosedBecomesNull) {
  EXPECT_EQ(run_apart([] {
              close(STDIN_FILENO);
              close(STDERR_FILENO);
              open_standard_streams();
              char byte = 0;
              const bool good = read(STDIN_FILENO, &byte, 1) == 0 &&
                                write(STDERR_FILENO, "x", 1) == 1 && dup(STDIN_FILENO) > 2;
              return good ? 0 : 1;
            }),
            0);
}

TEST(OpenFiles, TheSoftLimitIsRaisedAndAHardOneTold) {
  EXPECT_EQ(run_apart([] {
              rlimit limit{30, 40};
              setrlimit(RLIMIT_NOFILE, &limit);
              const bool raised = raise_open_files(40).empty();
              getrlimit(RLIMIT_NOFILE, &limit);
              return raised && limit.rlim_cur == 40 && !raise_open_files(41).empty() ? 0 : 1;
            }),
            0);
}

TEST(NumberFile, WritesOnceAndRemoves) {
  const std::string directory = make_directory();
  const std::string path = directory + "/a.pid";
  {
    NumberFile file;
    EXPECT_EQ(file.write(path, 4711), "");
    EXPECT_EQ(slurp(path), "4711\n");
  }
  EXPECT_NE(access(path.c_str(), F_OK), 0);
  rmdir(directory.c_str());
}

TEST(NumberFile, RefusesALivingProcessAndTakesADeadOnesPlace) {
  const std::string directory = make_directory();
  const std::string path = directory + "/a.pid";
  NumberFile file;
  std::ofstream(path) << getppid() << "\n";
  EXPECT_NE(file.write(path, 1).find("which is alive"), std::string::npos);
  const pid_t dead = fork();
  if (dead == 0) _exit(0);
  waitpid(dead, nullptr, 0);
  for (const std::string& text : {std::to_string(dead), std::string("garbage"), std::string()}) {
    std::ofstream(path) << text;
    EXPECT_EQ(file.write(path, 1), "");
  }
  EXPECT_NE(file.write(directory + "/none/a.pid", 1).find("cannot write"), std::string::npos);
  file.remove();
  rmdir(directory.c_str());
}

TEST(Identity, LooksUpNamesAndNumbers) {
  Identity identity;
  EXPECT_EQ(find_identity("", "", identity), "");
  EXPECT_FALSE(identity.set);
  EXPECT_NE(find_identity("no-such-user", "", identity).find("adduser"), std::string::npos);
  EXPECT_NE(find_identity("", "no-such-group", identity).find("addgroup"), std::string::npos);
  const std::string error = find_identity("nobody", "", identity);
  if (geteuid() == 0) {
    EXPECT_EQ(error, "");
    EXPECT_TRUE(identity.set);
    EXPECT_EQ(identity.name, "nobody");
  } else {
    EXPECT_NE(error.find("only root"), std::string::npos);
  }
}

TEST(Identity, BecomesItForGood) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  const pid_t child = fork();
  if (child == 0) {
    Identity identity;
    const bool good = find_identity("nobody", "", identity).empty() && become(identity).empty() &&
                      geteuid() == identity.user && setuid(0) != 0;
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Directories, SayWhatCannotBeEntered) {
  EXPECT_EQ(change_directories("", ""), "");
  EXPECT_NE(change_directories("", "/no/such").find("(-w)"), std::string::npos);
  EXPECT_NE(change_directories("/no/such", "").find("(-t)"), std::string::npos);
}

}  // namespace
}  // namespace weir::control
