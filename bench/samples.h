// The messages that the benchmarks of sip/ run on: bench/samples/NAME.sip.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace weir::bench {

inline constexpr std::array<std::string_view, 6> kSamples = {"invite", "invite_sdp",   "register",
                                                             "ok",     "invite_large", "hostile"};

// The bytes of a file of the checkout; a missing one ends the program, since nothing can be
// measured then.
inline std::string source_file(std::string_view name) {
  const std::string path = WEIR_SOURCE_ROOT "/" + std::string(name);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(1);
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::string sample(std::string_view name) {
  return source_file("bench/samples/" + std::string(name) + ".sip");
}

}  // namespace weir::bench
