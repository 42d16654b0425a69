#include "control/configuration.h"

#include "control/listen.h"
#include "routes/compile.h"
#include "routes/parser.h"
#include "sip/address.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace weir::control {
namespace {

routes::ParseOptions parse_options(const CommandLine& line) {
  routes::ParseOptions options;
  for (const Define& define : line.defines) {
    options.defines.push_back(define.value.empty() ? define.name
                                                   : define.name + "=" + define.value);
  }
  for (const Substitution& entry : line.substitutions) {
    switch (entry.kind) {
      case Substitution::Kind::kSubst:
        options.substitutions.push_back(entry.expression);
        break;
      case Substitution::Kind::kSubstdef:
        options.substdefs.push_back(entry.expression);
        break;
      case Substitution::Kind::kSubstdefs:
        options.substdefs_text.push_back(entry.expression);
    }
  }
  return options;
}

// Adds what the command line sets to the script, each as if it stood in a line of a file called
// "command line", so that a diagnostic can point at it.
class Overrides {
 public:
  Overrides(const CommandLine& line, Configuration& into) : line_(line), into_(into) {}

  void apply() {
    collect();
    location_.file = into_.sources.add("command line", text_);
    for (auto& [number, add] : additions_) {
      location_.line = number;
      location_.column = 1;
      add();
    }
  }

 private:
  template <class Add>
  void plan(const std::string& shown, Add add) {
    text_ += shown + "\n";
    additions_.emplace_back(++lines_, std::move(add));
  }

  void collect() {
    for (const std::string& module : line_.modules) {
      plan("--loadmodule=" + module, [this, &module] { add_module(module); });
    }
    for (const ModuleParameter& p : line_.parameters) {
      plan(fmt::format("--modparam={}:{}:{}:{}", p.module, p.name, p.integer ? 'i' : 's', p.value),
           [this, &p] { add_parameter(p); });
    }
    for (const std::string& alias : line_.aliases) {
      plan("--alias=" + alias, [this, &alias] { add_alias(alias); });
    }
    if (line_.debug) {
      plan(fmt::format("--debug={}", *line_.debug), [this] { add_global("debug", *line_.debug); });
    }
    if (line_.server_id) {
      plan(fmt::format("--server-id={}", *line_.server_id),
           [this] { add_global("server_id", *line_.server_id); });
    }
    if (line_.auto_aliases) {
      plan("-a", [this] { add_global("auto_aliases", *line_.auto_aliases ? 1 : 0); });
    }
  }

  routes::ExpressionPtr make(routes::ExpressionKind kind) const {
    auto expression = std::make_unique<routes::Expression>();
    expression->kind = kind;
    expression->location = location_;
    return expression;
  }

  routes::ExpressionPtr make_integer(int number) const {
    auto expression = make(routes::ExpressionKind::kInteger);
    expression->number = number;
    return expression;
  }

  routes::ExpressionPtr make_text(const std::string& text) const {
    auto expression = make(routes::ExpressionKind::kText);
    expression->text = text;
    return expression;
  }

  void add_module(const std::string& module) {
    std::string name = module.substr(module.find_last_of('/') + 1);
    if (name.ends_with(".so")) name.resize(name.size() - 3);
    // Before the script's own: its modparams may be for this one.
    auto& modules = into_.script.modules;
    modules.insert(modules.begin(), {location_, module, std::move(name)});
  }

  void add_parameter(const ModuleParameter& given) {
    routes::ModuleParameter parameter;
    parameter.location = location_;
    parameter.parameter_location = location_;
    parameter.modules = given.module;
    parameter.names = {given.module};
    parameter.parameter = given.name;
    parameter.value = make_text(given.value);
    if (given.integer) {
      int number = 0;
      std::from_chars(given.value.data(), given.value.data() + given.value.size(), number);
      parameter.value = make_integer(number);
    }
    into_.script.module_parameters.push_back(std::move(parameter));
  }

  void add_global(std::string_view name, int number) {
    into_.script.parameters.push_back({location_, {}, std::string(name), make_integer(number), {}});
  }

  void add_alias(const std::string& text) {
    ListenSpec spec;
    std::string error;
    if (!parse_listen(text, spec, error) || spec.hosts.size() != 1 ||
        !spec.advertised_host.empty()) {
      into_.diagnostics.error(location_, fmt::format("bad alias '{}'", text),
                              "write [proto:]hostname[:port]");
      return;
    }
    const std::string_view protocol = spec.named_transport ? transport_name(spec.transport) : "";
    into_.script.aliases.push_back(
        {location_, std::string(protocol), spec.hosts.front(), spec.port});
  }

  const CommandLine& line_;
  Configuration& into_;
  std::string text_;
  std::uint32_t lines_ = 0;
  std::vector<std::pair<std::uint32_t, std::function<void()>>> additions_;
  routes::Location location_;
};

}  // namespace

std::string Configuration::report() const { return diagnostics.render(sources); }

void read_script(const CommandLine& line, Configuration& configuration) {
  const std::string path = line.config == "-" ? "/dev/stdin" : line.config;
  configuration.script = routes::parse_script(path, parse_options(line), configuration.sources,
                                              configuration.diagnostics);
  Overrides(line, configuration).apply();
}

void load_configuration(const CommandLine& line, Configuration& configuration,
                        const routes::Image* older) {
  read_script(line, configuration);
  // Compiled even after syntax errors: what the parser understood may hold more to report.
  auto image = routes::compile(configuration.script, configuration.sources,
                               configuration.diagnostics, older);
  const routes::Diagnostics& told = configuration.diagnostics;
  if (!told.has_errors() && told.planned() == 0) configuration.image = std::move(image);
}

}  // namespace weir::control
