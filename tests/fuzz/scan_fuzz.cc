// All kernels agree on any bytes, and marks lie where they say.
#include "sip/scan.h"

#include "tests/fuzz/require.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

namespace {

using weir::fuzz::require;
using weir::sip::Error;
using weir::sip::Kernel;
using weir::sip::ScanIndex;

void check_marks(std::string_view text, const ScanIndex& index) {
  require(index.fields <= weir::sip::kMaxFields && index.body <= text.size());
  for (std::uint32_t i = 0; i < index.fields; ++i) {
    require(index.marks[2 * i] < index.marks[2 * i + 1]);
    require(index.marks[2 * i + 1] < index.marks[2 * i + 2]);
    require(text[index.marks[2 * i] - 1u] == '\n' && text[index.marks[2 * i + 1]] == ':');
  }
  require(index.marks[2 * index.fields] < index.body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A block of exactly this size, so that a read beyond it is seen.
  const auto bytes = std::make_unique<char[]>(size);
  if (size > 0) std::memcpy(bytes.get(), data, size);
  const std::string_view text(bytes.get(), size);

  ScanIndex expected;
  const Error error = scan(Kernel::kScalar, text, expected);
  if (error == Error::kNone) check_marks(text, expected);
  for (const Kernel kernel : weir::sip::kKernels) {
    if (!weir::sip::kernel_supported(kernel)) continue;
    ScanIndex index;
    require(scan(kernel, text, index) == error);
    if (error != Error::kNone) continue;
    require(index.fields == expected.fields && index.body == expected.body);
    require(std::equal(index.marks.begin(), index.marks.begin() + 2 * index.fields + 1,
                       expected.marks.begin()));
  }
  return 0;
}
