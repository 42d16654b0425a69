// Small files of ours under a MAC: what they say is believed after a restart, so nobody else may
// write them.
#pragma once

#include "sip/branch.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::control {

struct SealedKind {
  std::string_view name;     // as in "it is no NAME"; part of what the MAC covers
  std::string_view heading;  // the first line, with its end
  std::size_t longest = 0;   // bytes of a file
};

// The whole text: heading, `lines`, and the MAC by the current key.
std::string seal(const SealedKind& kind, std::string_view lines, const sip::KeyRing& keys);

// The lines of a text that seal() made with any of the keys; borrowed from it. A text returned says
// what is wrong.
std::string unseal(const SealedKind& kind, std::string_view text, const sip::KeyRing& keys,
                   std::string_view& lines);

// Writes `text` beside `path`, mode 0600, which takes its place at once. A text returned is the
// problem. `sync` waits for the disk; without it a power failure may cost the file, which unseal()
// sees.
std::string replace_file(const std::string& path, std::string_view text, bool sync);

// Reads what stands there; `missing`: no such file, and no problem. A text returned is the problem.
std::string read_file(const SealedKind& kind, const std::string& path, std::string& text,
                      bool& missing);

}  // namespace weir::control
