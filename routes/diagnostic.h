// What is wrong with a script, all of it at once, in words that say what to do.
#pragma once

#include "routes/source.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

enum class Severity : std::uint8_t {
  kWarning,
  kError,
  kPlanned,  // it would work in Kamailio: the script checks, and does not start
};

struct Diagnostic {
  Severity severity = Severity::kError;
  Location location;
  std::string what;    // one sentence in lower case, without a full stop
  std::string advice;  // what to do, likewise; may be empty
};

// Collects what the phases find. Later phases add to the same object, so that one run of `-c`
// shows everything. Beyond `limit` errors and warnings are only counted, and so is what is planned
// beyond ten times as many.
class Diagnostics {
 public:
  explicit Diagnostics(std::size_t limit = 50) : limit_(limit) {}

  void error(const Location& location, std::string what, std::string advice = {});
  void warning(const Location& location, std::string what, std::string advice = {});
  void planned(const Location& location, std::string what);

  bool has_errors() const { return errors_ != 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  std::size_t planned() const { return planned_; }
  std::span<const Diagnostic> list() const { return list_; }

  // All of them in the order of files and lines, each as
  //   path:line:column: error: what
  //      12 | the source line
  //         |     ^~~~
  //         = advice
  // what is planned in one line,
  // and a closing count when some were left out.
  std::string render(const Sources& sources) const;

 private:
  void add(Severity severity, const Location& location, std::string what, std::string advice);

  std::size_t limit_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::vector<Diagnostic> list_;
  std::size_t planned_ = 0;
};

// The name of `known` that `name` most likely stands for: the smallest edit distance (a swap of
// neighbours counts one, case counts nothing), at most a third of the length. Empty when none is
// near. The first of equals wins. Borrows from `known`.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known);

// `did you mean "X"?`, or empty when nothing is near.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> known);

}  // namespace weir::routes
