// Where the control socket lies.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

namespace weir::control::admin {

// The directory: `runtime_dir` (-Y) when given; /run/sipweir for root; else
// $XDG_RUNTIME_DIR/sipweir; else /tmp/sipweir-UID.
std::string socket_directory(std::string_view runtime_dir, uid_t user, const char* xdg_runtime_dir);

// DIRECTORY/INSTANCE.sock of the process's own user and environment.
std::string default_socket_path(std::string_view instance, std::string_view runtime_dir);

// Makes the directory when it is missing (0700; /run/sipweir 0755). Refuses one of another user
// under /tmp. `made` says whether it is new. Returns an error that says what to do, or nothing.
std::string prepare_directory(const std::string& directory, bool& made);

}  // namespace weir::control::admin
