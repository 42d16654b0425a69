// What a new script would change of the one that runs, for the operator's eye.
#pragma once

#include "routes/ast.h"
#include "routes/settings.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weir::control {

// When a change of a script takes effect.
enum class Effect : std::uint8_t {
  kNow,       // with the reload
  kNewTable,  // with the reload; what the old table holds stays behind
  kNothing,   // never: the parameter does nothing here
  kRestart,   // at the next start; until then the old value holds
  kSockets,   // at the next start, and the script must not run before it
};

std::string_view effect_text(Effect effect) noexcept;

// A script in parts that are compared one by one: each route, parameter, table, socket, alias and
// module by the name it has in the script, with its text after the preprocessor. Comments, spaces
// and where a thing stands make no difference.
class Outline {
 public:
  Outline() = default;
  Outline(const routes::Script& script, const routes::Settings& settings);

  struct Part {
    std::string text;
    Effect effect = Effect::kNow;
  };
  const std::map<std::string, Part, std::less<>>& parts() const noexcept { return parts_; }

 private:
  void add(const std::string& what, std::string_view text, Effect effect);

  std::map<std::string, Part, std::less<>> parts_;
};

struct Change {
  enum class Kind : std::uint8_t { kAdded, kChanged, kRemoved };
  Kind kind = Kind::kChanged;
  std::string what;  // route[NAME], modparam("pike", "sampling_time_unit"), listen=udp:...
  Effect effect = Effect::kNow;
};

std::string_view change_text(Change::Kind kind) noexcept;

// From `before` to `after`, by name.
std::vector<Change> compare(const Outline& before, const Outline& after);

}  // namespace weir::control
