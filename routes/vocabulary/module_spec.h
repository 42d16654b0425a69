// ModuleSpec: what the vocabulary knows of a module beside its functions that work.
#pragma once

#include "routes/vocabulary/function_spec.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace weir::routes {

// What becomes of a name here.
enum class Effect : std::uint8_t {
  kWorks,
  kVoid,     // accepted: what it sets is not there
  kPlanned,  // its machinery is not built yet
};

struct ParameterRow {
  std::string_view name;
  char type;  // i integer, s text, * both
  Effect effect;
  std::string_view initial;  // its default; empty: none
  std::string_view doc;      // one sentence
};

// An event route, an RPC command or a statistic.
struct NameRow {
  std::string_view name;
  Effect effect;
  std::string_view doc;  // one sentence
};

struct ModuleSpec {
  std::string_view name;
  std::string_view doc;  // one sentence
  bool built = false;    // loading it makes something work
  std::span<const FunctionSpec> planned = {};
  std::span<const ParameterRow> parameters = {};
  std::span<const NameRow> events = {};
  std::span<const NameRow> commands = {};  // of RPC
  std::span<const NameRow> figures = {};   // statistics
};

}  // namespace weir::routes
