// Module dispatcher: its list file, which is read when the script is compiled, and the calls that
// name a set or an algorithm.
#include "routes/compiler.h"

#include "routes/fold.h"
#include "routes/value.h"

#include <optional>
#include <string>

namespace weir::routes {
namespace {

constexpr std::string_view kListFile = "/etc/kamailio/dispatcher.list";
constexpr std::int64_t kUserOnly = 1;
constexpr std::int64_t kFailover = 2;

// The number that a constant argument is; nothing for one that the script computes.
std::optional<std::int32_t> constant_number(const Expression& e, Diagnostics& diagnostics) {
  const auto constant = fold(e);
  if (!constant) return std::nullopt;
  std::int32_t number = constant->number;
  if (!constant->is_text || text_to_int(constant->text, number)) return number;
  if (constant->text.find('$') == std::string::npos) {
    diagnostics.error(e.location, "\"" + constant->text + "\" is not a number");
  }
  return std::nullopt;
}

bool is_select(const FunctionSpec& spec) {
  return spec.name == "ds_select" || spec.name == "ds_select_dst" ||
         spec.name == "ds_select_domain";
}

}  // namespace

void Compiler::dispatch_sets() {
  const Settings& settings = b_.settings();
  Dispatch& d = b_.data().dispatch;
  const auto number = [&](std::string_view name, std::int64_t otherwise) {
    return settings.number("dispatcher", name, otherwise);
  };
  const std::int64_t flags = number("flags", 0);
  if ((flags & ~(kUserOnly | kFailover)) != 0) {
    b_.diagnostics().error(place_of("dispatcher", "flags"), "flags are 0 to 3",
                           "1 hashes users alone, 2 keeps further destinations for ds_next_dst()");
  }
  d.user_only = (flags & kUserOnly) != 0;
  d.failover = (flags & kFailover) != 0;
  d.force = number("force_dst", 1) != 0;
  d.hash_pv = parameter_variable("dispatcher", "hash_pvar", "");
  d.set_pv = parameter_variable("dispatcher", "setid_pvname", "");
  d.attributes_pv = parameter_variable("dispatcher", "attrs_pvname", "");
  d.destinations_xavp = settings.text("dispatcher", "xavp_dst", "_dsdst_");
  d.context_xavp = settings.text("dispatcher", "xavp_ctx", "_dsctx_");
  d.destinations_mode = static_cast<std::int32_t>(number("xavp_dst_mode", 0));
  d.context_mode = static_cast<std::int32_t>(number("xavp_ctx_mode", 0));
  d.sets.use_last_as_default(number("use_default", 0) != 0);
  read_list_file();
}

void Compiler::read_list_file() {
  const Location at = place_of("dispatcher", "list_file");
  const std::string path(b_.settings().text("dispatcher", "list_file", kListFile));
  DispatchSets& sets = b_.data().dispatch.sets;
  const auto text = load_(path);
  if (!text) {
    b_.diagnostics().error(at, "cannot read the destinations of module dispatcher in " + path,
                           "make it, with lines of SET URI FLAGS PRIORITY ATTRIBUTES, or name "
                           "another one: modparam(\"dispatcher\", \"list_file\", PATH)");
    return;
  }
  bool readable = true;
  for (const ListProblem& one : sets.read(*text)) {
    readable = readable && one.warning;
    const std::string what = path + ", line " + std::to_string(one.line) + ": " + one.what;
    if (one.warning) {
      b_.diagnostics().warning(at, what);
    } else {
      b_.diagnostics().error(at, what);
    }
  }
  if (!readable) {
    sets = DispatchSets();
    return;
  }
  sets.use_default_socket(std::string(b_.settings().text("dispatcher", "ds_default_socket", "")),
                          std::string(b_.settings().text("dispatcher", "ds_default_sockname", "")));
  if (sets.size() == 0) {
    b_.diagnostics().warning(at, path + " has no destinations", "nothing can be chosen");
  }
  for (const DispatchSets::AddressKey& key : sets.named()) b_.add_host(sets.at(key).host);
}

// What a call of the module says that can be known beforehand to lead nowhere.
void Compiler::check_dispatcher_call(const FunctionSpec& spec, const Expression& e) {
  const Dispatch& d = b_.data().dispatch;
  Diagnostics& diagnostics = b_.diagnostics();
  if (spec.name.starts_with("ds_next_") && !d.failover) {
    diagnostics.warning(e.location, std::string(spec.name) + "() finds no further destination",
                        "keep them: modparam(\"dispatcher\", \"flags\", 2)");
  }
  if (e.operands.empty()) return;
  const auto set = constant_number(*e.operands[0], diagnostics);
  const bool any = spec.name == "ds_is_from_list" && set == -1;
  const bool asks = spec.name == "ds_list_exists" || spec.name == "ds_list_exist";
  if (set && !any && !asks && d.sets.size() != 0 && d.sets.find(*set) < 0) {
    diagnostics.warning(e.operands[0]->location,
                        "the list of destinations has no set " + std::to_string(*set));
  }
  if (e.operands.size() < 2) return;
  if (is_select(spec)) {
    const auto algorithm = constant_number(*e.operands[1], diagnostics);
    if (algorithm && (*algorithm == 10 || *algorithm == 12 || *algorithm == 13)) {
      diagnostics.planned(e.operands[1]->location, "algorithm " + std::to_string(*algorithm) +
                                                       " of module dispatcher is not built yet");
    } else if (algorithm && (*algorithm < 0 || *algorithm > 13)) {
      diagnostics.warning(e.operands[1]->location, "there is no algorithm " +
                                                       std::to_string(*algorithm) +
                                                       ": the first destination is taken");
    } else if (algorithm == 7 && d.hash_pv < 0) {
      diagnostics.error(e.operands[1]->location, "algorithm 7 needs a variable to hash",
                        "name it: modparam(\"dispatcher\", \"hash_pvar\", \"$rU\")");
    }
  } else if (spec.name == "ds_is_from_list") {
    const auto mode = constant_number(*e.operands[1], diagnostics);
    if (mode && (*mode & ~7) != 0) {
      diagnostics.planned(e.operands[1]->location,
                          "mode " + std::to_string(*mode) + " is not built yet; 1, 2 and 4 are");
    }
  }
}

}  // namespace weir::routes
