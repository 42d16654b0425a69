// Calls of module permissions that name allow and deny files: read when the script is compiled.
#include "routes/compiler.h"

#include "routes/access_rules.h"
#include "routes/text_parts.h"

#include <algorithm>
#include <utility>

namespace weir::routes {
namespace {

struct AccessPaths {
  std::string allow;
  std::string deny;
};

}  // namespace

bool is_access_call(const FunctionSpec& spec) noexcept {
  return spec.name == "allow_routing" || spec.name == "allow_uri" ||
         spec.name == "allow_register" || spec.name == "allow_register_include_port";
}

// As in Kamailio, a name without a slash stands in the folder of the script.
std::string Compiler::beside_script(const std::string& name) const {
  if (name.find('/') != name.npos) return name;
  const std::string script(b_.main_file());
  return script.substr(0, script.rfind('/') + 1) + name;
}

// Pushes the number of the files that the call names, and what else it takes.
void Compiler::access_call(const Expression& e, const FunctionSpec& spec) {
  const Settings& settings = b_.settings();
  const auto text = [&](std::string_view name, std::string_view otherwise) {
    return std::string(settings.text("permissions", name, otherwise));
  };
  std::vector<std::string> names;
  const std::size_t most = spec.name == "allow_uri" ? 1 : 2;
  for (std::size_t i = 0; i < std::min(most, e.operands.size()); ++i) {
    const auto name = constant_text(*e.operands[i], "the name of a file of rules");
    if (!name) return;
    names.push_back(beside_script(*name));
  }
  AccessPaths paths;
  if (names.empty()) {
    paths = {beside_script(text("default_allow_file", "permissions.allow")),
             beside_script(text("default_deny_file", "permissions.deny"))};
  } else if (names.size() == 1) {
    paths = {names[0] + text("allow_suffix", ".allow"), names[0] + text("deny_suffix", ".deny")};
  } else {
    paths = {names[0], names[1]};
  }
  b_.emit_int(Op::kPushInt, access_files(paths.allow, paths.deny, e.location));
  std::uint8_t count = 1;
  if (spec.name == "allow_uri")
    count = static_cast<std::uint8_t>(count + argument(*e.operands[1], 'v'));
  b_.emit(Op::kCall, 0, count, static_cast<std::uint16_t>(&spec - kFunctions.data()));
}

// The number of that pair of files, which is read when it is new.
int Compiler::access_files(const std::string& allow, const std::string& deny, const Location& at) {
  auto& pairs = b_.data().access.pairs;
  const auto known = std::find_if(pairs.begin(), pairs.end(), [&](const AccessFiles& pair) {
    return pair.allow_path == allow && pair.deny_path == deny;
  });
  if (known != pairs.end()) return static_cast<int>(known - pairs.begin());
  AccessFiles files{allow, deny, {}, {}};
  const bool allows = access_file(allow, files.allow, at);
  const bool denies = access_file(deny, files.deny, at);
  if (!allows && !denies) {
    b_.diagnostics().warning(at, "neither " + allow + " nor " + deny + " is there",
                             "without rules everything is allowed");
  }
  pairs.push_back(std::move(files));
  return static_cast<int>(pairs.size() - 1);
}

// False when there is no such file.
bool Compiler::access_file(const std::string& path, std::vector<AccessRule>& rules,
                           const Location& at) {
  const auto text = load_(path);
  if (!text) return false;
  std::string_view rest = *text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string_view one = take_line(rest);
    AccessLine line;
    std::string error;
    AccessRule rule;
    if (parse_access_line(one, line, error)) {
      if (!line.from.all && line.from.patterns.empty()) continue;
      error = access_patterns(line.from, rule.from);
      if (error.empty()) error = access_patterns(line.uri, rule.uri);
    }
    if (!error.empty()) {
      b_.diagnostics().error(at, path + ", line " + std::to_string(number) + ": " + error,
                             "write \"PATTERN\", ... [EXCEPT \"PATTERN\", ...] : the same, or ALL");
      continue;
    }
    rules.push_back(std::move(rule));
  }
  return true;
}

// What is wrong with a pattern, or nothing.
std::string Compiler::access_patterns(const AccessTexts& texts, AccessPatterns& patterns) {
  std::string error;
  const auto add = [&](const std::vector<std::string>& from, std::vector<std::uint32_t>& to) {
    for (const std::string& text : from) {
      const int id = b_.regexes().add(text, true, error);
      if (id < 0) {
        error = "bad pattern " + text + ": " + error;
        return;
      }
      to.push_back(static_cast<std::uint32_t>(id));
    }
  };
  patterns.all = texts.all;
  add(texts.patterns, patterns.patterns);
  if (error.empty()) add(texts.except, patterns.except);
  return error;
}

}  // namespace weir::routes
