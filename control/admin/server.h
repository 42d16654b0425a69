// The control socket's server: never blocks the loop, whatever a client does or does not do.
#pragma once

#include "control/admin/protocol.h"
#include "control/timers.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace weir::control {
class Loop;
}

namespace weir::control::admin {

// What a command gives: a result, or an error that says what to do.
struct Reply {
  Json result;
  std::string error;
};

using Command = std::function<Reply(const std::vector<std::string>& arguments)>;

class Server {
 public:
  struct Limits {
    std::size_t clients = 32;
    std::size_t request = kLongestRequest;
    Milliseconds idle{10'000};  // without a byte read or taken; then the client is closed
  };

  explicit Server(Loop& loop) noexcept : loop_(&loop) {}
  Server(Loop& loop, const Limits& limits) noexcept : loop_(&loop), limits_(limits) {}
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // What `name` (one of commands()) does.
  void bind(std::string_view name, Command command);

  // Listens at `path`, mode 0600, owned by `user` and `group`. A socket left behind by a process
  // that is gone is replaced; one that answers is refused. Returns an error or nothing.
  std::string open(const std::string& path, uid_t user, gid_t group);

  // Closes every client and removes the socket.
  void close() noexcept;

  const std::string& path() const noexcept { return path_; }
  std::size_t clients() const noexcept { return clients_.size(); }

 private:
  struct Client {
    std::string input;
    std::string output;
    std::size_t sent = 0;
    Milliseconds touched{};
    bool last = false;  // closed once the output is taken
  };

  void accept_all();
  void serve(int fd, std::uint32_t events);
  bool receive(int fd, Client& client);
  void answer_next(Client& client);
  static bool has_line(const Client& client) noexcept;
  std::string answer(std::string_view line);
  bool flush(int fd, Client& client);
  void drop(int fd) noexcept;
  void drop_idle();

  Loop* loop_;
  Limits limits_;
  std::string path_;
  int fd_ = -1;
  TimerId sweep_;
  std::map<std::string, Command, std::less<>> bound_;
  std::map<int, Client> clients_;
};

}  // namespace weir::control::admin
