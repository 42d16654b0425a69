// `sipweir parse FILE`: what sipweir reads in the messages of a file, and what it would do with
// them.
#pragma once

#include <string>
#include <string_view>

namespace weir::control {

struct Anatomy {
  std::string text;       // for the terminal
  bool accepted = false;  // by a proxy, all of it
};

// The messages of `bytes`, one after the other as in a stream; each but the last has a
// Content-Length. What follows the last and is no message is dropped, as RFC 3261 section 18.3 has
// it for a datagram.
Anatomy describe_messages(std::string_view bytes);

// The whole command, `path` "-" for stdin. The result is the exit status: 0 when everything was
// accepted, 1 when something is refused, 2 when there is nothing to read.
int parse_command(const std::string& path);

}  // namespace weir::control
