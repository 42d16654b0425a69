// The bytes choose a program and messages; the VM and the naive interpreter must agree on them.
#include "tests/routes/compare_programs.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace {

using namespace weir::routes;           // NOLINT: a fuzzer's only client
using namespace weir::routes::testing;  // NOLINT: the same

// Choices out of the input; 0 when it has ended, which ends every program.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  unsigned operator()(unsigned count) { return at_ < size_ ? data_[at_++] % count : 0; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 768) return 0;
  Bytes bytes(data, size);
  const Pick pick = [&bytes](unsigned count) { return bytes(count); };
  MadeMessage messages[3];
  for (MadeMessage& message : messages) message = make_message(pick);
  const std::string text = Programs(pick).next();
  Sources sources;
  Diagnostics diagnostics;
  const Script script = parse_script_text(text, "test.cfg", {}, sources, diagnostics);
  Bench bench(text);
  if (!bench.ok()) {
    if (bench.problems().find("division by zero") != std::string::npos) return 0;
    std::cerr << bench.problems() << text;
    std::abort();
  }
  for (const MadeMessage& message : messages) {
    const Comparison made = compare(script, bench, message);
    if (made.difference.empty()) continue;
    std::cerr << made.difference << message.text << text;
    std::abort();
  }
  return 0;
}
