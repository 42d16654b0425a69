// Which phones are trusted and until when, as control keeps it: a restart forgets nobody.
#pragma once

#include "sip/address.h"
#include "sip/branch.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace weir::control {

// Times are seconds since 1970. One thread.
class TrustBook {
 public:
  static constexpr std::size_t kMost = 200'000;  // phones

  // False: there are too many, and it is not kept.
  bool trust(const sip::Endpoint& flow, std::int64_t until);
  void distrust(const sip::Endpoint& flow);

  // Drops what is over.
  void expire(std::int64_t now);

  const std::map<sip::Endpoint, std::int64_t>& flows() const noexcept { return flows_; }

  // The text of the file, under a MAC of `keys`: it says who is let in, so nobody else may write
  // it.
  std::string format(const sip::KeyRing& keys) const;
  // Reads it; what is over at `now` is left out, and nothing lasts longer than `longest` seconds
  // from then, whatever the clock was. A text returned says what is wrong, and nothing was read.
  std::string parse(std::string_view text, const sip::KeyRing& keys, std::int64_t now,
                    std::uint32_t longest);

  // Whether anything has changed since the last save().
  bool changed() const noexcept { return changed_; }
  // The file beside `path`, which takes its place at once. A text returned is the problem.
  // `sync` waits for the disk; without it a power failure may cost the file, which load() sees.
  std::string save(const std::string& path, const sip::KeyRing& keys, bool sync);
  // What stands there; `missing`: no such file, and no problem.
  std::string load(const std::string& path, const sip::KeyRing& keys, std::int64_t now,
                   std::uint32_t longest, bool& missing);

 private:
  std::map<sip::Endpoint, std::int64_t> flows_;
  bool changed_ = false;
};

}  // namespace weir::control
