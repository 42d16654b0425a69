// Any bytes as a script: the front end must neither crash nor hang, and what it prints of a script
// without errors must parse again to the same print.
#include "routes/ast.h"
#include "routes/parser.h"
#include "routes/print.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using namespace weir::routes;  // NOLINT: a fuzzer's only client

// The script as printed, or nothing when it has errors.
std::string print_of(std::string text, bool& good) {
  ParseOptions options;
  const std::string itself = text;
  // A script may include itself, under any name, but not so often that all time goes there.
  options.load = [&itself, left = 12](const std::string& path) mutable {
    const bool there = path.size() % 2 == 0 && left-- > 0;
    return there ? std::optional<std::string>(itself) : std::nullopt;
  };
  Sources sources;
  Diagnostics diagnostics;
  const Script script =
      parse_script_text(std::move(text), "fuzz.cfg", options, sources, diagnostics);
  good = !diagnostics.has_errors();
  const std::string messages = diagnostics.render(sources);
  if (good == (messages.find(": error: ") != messages.npos)) {
    std::cerr << "errors counted and shown differ\n" << messages;
    std::abort();
  }
  return print_script(script);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 8192) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  bool good = false;
  const std::string once = print_of(text, good);
  if (good) {
    bool again_good = false;
    const std::string twice = print_of(once, again_good);
    if (!again_good || once != twice) {
      std::cerr << "printed:\n" << once << "printed again:\n" << twice;
      std::abort();
    }
  }
  Diagnostics diagnostics;
  Format format;
  parse_format(text, Location{}, diagnostics, format);
  return 0;
}
