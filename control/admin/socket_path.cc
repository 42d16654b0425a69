#include "control/admin/socket_path.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace weir::control::admin {

std::string socket_directory(std::string_view runtime_dir, uid_t user,
                             const char* xdg_runtime_dir) {
  if (!runtime_dir.empty()) return std::string(runtime_dir);
  if (user == 0) return "/run/sipweir";
  if (xdg_runtime_dir != nullptr && *xdg_runtime_dir == '/') {
    return fmt::format("{}/sipweir", xdg_runtime_dir);
  }
  return fmt::format("/tmp/sipweir-{}", user);
}

std::string default_socket_path(std::string_view instance, std::string_view runtime_dir) {
  return fmt::format("{}/{}.sock",
                     socket_directory(runtime_dir, geteuid(), std::getenv("XDG_RUNTIME_DIR")),
                     instance);
}

std::string prepare_directory(const std::string& directory, bool& made) {
  constexpr std::string_view kAdvice = "give another directory with -Y DIR";
  const mode_t mode = directory == "/run/sipweir" ? 0755 : 0700;
  made = mkdir(directory.c_str(), mode) == 0;
  if (!made && errno != EEXIST) {
    return fmt::format("cannot make {} for the control socket: {}; {}", directory,
                       std::strerror(errno), kAdvice);
  }
  struct stat status {};
  if (lstat(directory.c_str(), &status) != 0 ||
      (!S_ISDIR(status.st_mode) && !S_ISLNK(status.st_mode))) {
    return fmt::format("{} is no directory; {}", directory, kAdvice);
  }
  // In /tmp anybody may have made it, and would then own our socket.
  if (directory.starts_with("/tmp/sipweir-") &&
      (status.st_uid != geteuid() || !S_ISDIR(status.st_mode))) {
    return fmt::format("{} belongs to another user; {}", directory, kAdvice);
  }
  return {};
}

}  // namespace weir::control::admin
