// The bytes damage a compiled image: what the verifier takes all the same must run without reading
// or jumping out of range.
#include "tests/routes/image_damage.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace {

using namespace weir::routes;           // NOLINT: a fuzzer's only client
using namespace weir::routes::testing;  // NOLINT: the same

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Bench bench(kRichScript);
  if (!bench.ok()) {
    std::cerr << bench.problems();
    std::abort();
  }
  std::size_t at = 0;
  const Choose choose = [&](unsigned count) {
    if (at + 2 > size) return 0U;
    const unsigned word = data[at] | static_cast<unsigned>(data[at + 1]) << 8U;
    at += 2;
    return word % count;
  };
  // Compiling takes long: what was damaged is put back.
  static std::optional<Image> image = compile_text(kRichScript);
  static const auto code = ImageCorruptor::code(*image);
  static const auto pvs = ImageCorruptor::pvs(*image);
  static const std::uint32_t entry = ImageCorruptor::routes(*image).entry(0);
  const unsigned changes = 1 + choose(3);
  for (unsigned i = 0; i < changes; ++i) damage(*image, choose);
  run_if_verified(bench, *image, kInvite, kReplyToUs);
  ImageCorruptor::code(*image) = code;
  ImageCorruptor::pvs(*image) = pvs;
  ImageCorruptor::routes(*image).set_entry(0, entry);
  return 0;
}
