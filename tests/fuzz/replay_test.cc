// Runs a fuzz target over the corpus, over its own seeds and over each of these cut short, under any
// compiler.
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(std::string_view input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

void replay_folder(std::string_view folder, std::string_view extension) {
  for (const auto& path : weir::sip::files_in(folder, extension)) {
    SCOPED_TRACE(path);
    const std::string input = weir::sip::read_file(path);
    for (std::size_t size = 0; size < input.size(); size += 1 + size / 64) {
      replay(std::string_view(input).substr(0, size));
    }
    replay(input);
  }
}

TEST(Replay, TortureMessages) {
  replay_folder("tests/corpus/rfc4475", ".dat");
  replay_folder("tests/corpus/rfc5118", ".dat");
}

TEST(Replay, Samples) { replay_folder("bench/samples", ".sip"); }

TEST(Replay, Scripts) { replay_folder("tests/corpus/routes", ".cfg"); }

#ifdef WEIR_FUZZ_SEEDS
TEST(Replay, Seeds) { replay_folder(WEIR_FUZZ_SEEDS, ""); }
#endif

}  // namespace
