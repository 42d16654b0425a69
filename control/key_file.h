// The keys of our branches and cookies, on disk: a restart and the siblings of an anycast address
// know each other's work by them.
#pragma once

#include "sip/branch.h"

#include <string>
#include <string_view>

namespace weir::control {

// Where an instance's keys lie when no modparam says so: $XDG_STATE_HOME/sipweir/INSTANCE.key, else
// under /var/lib for root and $HOME/.local/state for others. Empty when there is no such place.
std::string default_key_path(std::string_view instance);

// Beside the keys: INSTANCE.trust, what control/trust_book.h keeps.
std::string default_trust_path(std::string_view instance);
// The same: INSTANCE.scans, of control/scan_scores.h.
std::string default_scan_path(std::string_view instance);

struct Keys {
  sip::KeyRing ring;
  std::string warning;  // keys that live as long as the process only, and why
};

// Reads the keys at `path`, or makes them there, mode 0600. An unwritable or empty `path` gives
// fresh keys and a warning. A file that others may read, or that holds something else, is an
// error that says what to do: never overwritten, never used. So is one that we may not read, when
// the operator `named` it; a default place that is closed to us is an unwritable one.
std::string load_keys(const std::string& path, bool named, Keys& keys);

// The file's text, and back.
std::string format_keys(const sip::KeyRing& ring);
bool parse_keys(std::string_view text, sip::KeyRing& ring);

// Fills `ring` from the kernel's random source. False when there is none.
bool make_keys(sip::KeyRing& ring);

}  // namespace weir::control
