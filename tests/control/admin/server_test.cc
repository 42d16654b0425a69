#include "control/admin/server.h"

#include "control/admin/client.h"
#include "control/admin/socket_path.h"
#include "control/loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <thread>

namespace weir::control::admin {
namespace {

// A directory of its own, a loop, and a server in it.
class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    char pattern[] = "/tmp/weir-admin-XXXXXX";
    directory_ = mkdtemp(pattern);
    path_ = directory_ + "/a.sock";
  }
  ~ServerTest() override {
    unlink(path_.c_str());
    rmdir(directory_.c_str());
  }

  void bind_all(Server& server) {
    server.bind("stats", [](const auto&) { return Reply{{{"received", 7}}, ""}; });
    server.bind("ban", [](const auto& arguments) { return Reply{{}, "no " + arguments[0]}; });
    server.bind("sources", [](const auto&) { return Reply{std::string(1 << 20, 'x'), ""}; });
  }

  int connect_raw() const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    const auto* const generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
    EXPECT_EQ(connect(fd, generic, sizeof address), 0) << std::strerror(errno);
    return fd;
  }

  void turn_until(const std::function<bool()>& done) {
    const Milliseconds end = Loop::now() + Milliseconds(60'000);
    while (!done() && Loop::now() < end) loop_.turn(Milliseconds(10));
    EXPECT_TRUE(done());
  }

  // Everything that comes until the server closes or `lines` have come.
  std::string read_lines(int fd, int lines) {
    std::string text;
    turn_until([&] {
      char buffer[65536];
      const ssize_t got = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
      if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
      return got == 0 || std::count(text.begin(), text.end(), '\n') >= lines;
    });
    return text;
  }

  void send_text(int fd, std::string_view text) {
    ASSERT_EQ(send(fd, text.data(), text.size(), MSG_NOSIGNAL), ssize_t(text.size()));
  }

  std::string directory_;
  std::string path_;
  Loop loop_;
};

TEST_F(ServerTest, AnswersTheClientAndRemovesItsSocket) {
  Server server(loop_);
  bind_all(server);
  ASSERT_EQ(server.open(path_, geteuid(), getegid()), "");
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);

  std::thread client([&] {
    Json result;
    std::string error;
    EXPECT_TRUE(call(path_, {"stats", {}}, 5000, result, error)) << error;
    EXPECT_EQ(result["received"], 7);
    EXPECT_TRUE(call(path_, {"sources", {}}, 5000, result, error)) << error;
    EXPECT_FALSE(call(path_, {"ban", {"x"}}, 5000, result, error));
    EXPECT_EQ(error, "no x");
    EXPECT_FALSE(call(path_, {"routes", {}}, 5000, result, error));
    EXPECT_NE(error.find("not served"), std::string::npos);
    loop_.ring();
  });
  loop_.on_bell([&] { loop_.stop(); });
  loop_.run();
  client.join();
  server.close();
  EXPECT_NE(access(path_.c_str(), F_OK), 0);

  Json result;
  std::string error;
  EXPECT_FALSE(call(path_, {"stats", {}}, 5000, result, error));
  EXPECT_NE(error.find("no sipweir answers at"), std::string::npos) << error;
}

TEST_F(ServerTest, RefusesASecondInstanceAndReplacesADeadOne) {
  Server first(loop_);
  ASSERT_EQ(first.open(path_, geteuid(), getegid()), "");
  Server second(loop_);
  EXPECT_NE(second.open(path_, geteuid(), getegid()).find("--instance"), std::string::npos);
  // A socket without a listener, as a killed process leaves it.
  const std::string left = directory_ + "/left.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, left.c_str(), left.size() + 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  const auto* const generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  ASSERT_EQ(bind(fd, generic, sizeof address), 0);
  close(fd);
  EXPECT_EQ(second.open(left, geteuid(), getegid()), "");
}

TEST_F(ServerTest, RefusesPathsThatCannotBe) {
  Server server(loop_);
  EXPECT_NE(server.open(directory_ + "/none/a.sock", 0, 0).find("-Y DIR"), std::string::npos);
  EXPECT_NE(server.open("/tmp/" + std::string(200, 'x'), 0, 0).find("longer"), std::string::npos);
}

TEST_F(ServerTest, HostileClientsNeitherHangNorGrow) {
  Server server(loop_, {4, 1000, Milliseconds(10'000)});
  bind_all(server);
  ASSERT_EQ(server.open(path_, geteuid(), getegid()), "");

  const int silent = connect_raw();  // says nothing
  const int loud = connect_raw();    // one endless line
  send_text(loud, std::string(5000, 'a'));
  EXPECT_NE(read_lines(loud, 2).find("at most 1000 bytes"), std::string::npos);

  const int garbage = connect_raw();
  send_text(garbage, "\xff\xfe{]\n\n");
  EXPECT_NE(read_lines(garbage, 2).find("send one JSON object"), std::string::npos);

  // Asks for much, takes nothing, and goes away; the next is served in the meantime.
  const int greedy = connect_raw();
  send_text(greedy, "{\"command\":\"sources\"}\n{\"command\":\"sources\"}\n");
  const std::string stats = "{\"command\":\"stats\"}\n";
  const int good = connect_raw();
  send_text(good, stats + stats + stats);
  EXPECT_NE(read_lines(good, 3).find("\"received\":7"), std::string::npos);
  close(greedy);

  // Half closed: the answer still comes.
  shutdown(good, SHUT_RD);
  close(good);
  const int half = connect_raw();
  send_text(half, stats);
  shutdown(half, SHUT_WR);
  EXPECT_NE(read_lines(half, 2).find("\"received\":7"), std::string::npos);

  for (const int fd : {silent, loud, garbage, half}) close(fd);
  turn_until([&] { return server.clients() == 0; });
}

TEST_F(ServerTest, LimitsTheNumberOfClients) {
  Server server(loop_, {2, 1000, Milliseconds(10'000)});
  bind_all(server);
  ASSERT_EQ(server.open(path_, geteuid(), getegid()), "");
  const int fds[] = {connect_raw(), connect_raw(), connect_raw()};
  EXPECT_NE(read_lines(fds[2], 1).find("too many clients"), std::string::npos);
  EXPECT_EQ(server.clients(), 2u);
  for (const int fd : fds) close(fd);
}

TEST_F(ServerTest, ClosesIdleClients) {
  Server server(loop_, {4, 1000, Milliseconds(1)});
  ASSERT_EQ(server.open(path_, geteuid(), getegid()), "");
  const int fd = connect_raw();
  EXPECT_EQ(read_lines(fd, 1), "");
  EXPECT_EQ(server.clients(), 0u);
  close(fd);
}

TEST(SocketPath, FollowsTheUser) {
  EXPECT_EQ(socket_directory("", 0, "/run/user/0"), "/run/sipweir");
  EXPECT_EQ(socket_directory("", 1000, "/run/user/1000"), "/run/user/1000/sipweir");
  EXPECT_EQ(socket_directory("", 1000, nullptr), "/tmp/sipweir-1000");
  EXPECT_EQ(socket_directory("", 1000, "relative"), "/tmp/sipweir-1000");
  EXPECT_EQ(socket_directory("/srv/run", 0, nullptr), "/srv/run");
}

TEST(SocketPath, MakesTheDirectoryOrSaysWhatToDo) {
  char pattern[] = "/tmp/weir-path-XXXXXX";
  const std::string root = mkdtemp(pattern);
  bool made = false;
  EXPECT_EQ(prepare_directory(root + "/a", made), "");
  EXPECT_TRUE(made);
  EXPECT_EQ(prepare_directory(root + "/a", made), "");
  EXPECT_FALSE(made);
  EXPECT_NE(prepare_directory(root + "/b/c", made).find("-Y DIR"), std::string::npos);
  rmdir((root + "/a").c_str());
  rmdir(root.c_str());
}

}  // namespace
}  // namespace weir::control::admin
