// Everything outside the blocks: modules, parameters, tables, flags, and the route lists.
#include "routes/compiler.h"

#include "routes/digest.h"
#include "routes/fold.h"
#include "routes/natives/levels.h"
#include "routes/tables.h"
#include "routes/text_parts.h"
#include "sip/cseq.h"

#include <algorithm>

namespace weir::routes {
namespace {

// Parameters of these are read without loadmodule: they name what is always there.
bool is_built_in(std::string_view module) noexcept { return module == "guard" || module == "dpdk"; }

std::string path_of(const Sources& sources, const Location& location) {
  return location.file < sources.size() ? std::string(sources.path(location.file)) : std::string();
}

class Resolver {
 public:
  Resolver(const Script& script, const Sources& sources, Builder& builder, Names& names)
      : script_(script), sources_(sources), b_(builder), names_(names) {}

  void run() {
    b_.settings().tables.push_back({});
    b_.settings().tables[0].name = "$shv";
    for (const LoadModule& module : script_.modules) load(module);
    for (const GlobalParameter& parameter : script_.parameters) global(parameter);
    for (const ModuleParameter& parameter : script_.module_parameters) module_parameter(parameter);
    for (const Listen& listen : script_.listens) add_listen(listen);
    for (const Alias& alias : script_.aliases) {
      b_.settings().aliases.push_back({alias.protocol, alias.host, alias.port});
    }
    flags();
    for (const auto& [name, value] : script_.defines) names_.defines[name] = value;
    for (std::size_t i = 0; i < script_.blocks.size(); ++i) define(i);
    if (!b_.routes(RouteKind::kRequest).is_defined(0) && !d().has_errors()) {
      d().warning({}, "there is no request_route: every request will be dropped");
    }
    tunables();
    avp_aliases();
  }

 private:
  Diagnostics& d() { return b_.diagnostics(); }

  void load(const LoadModule& module) {
    if (!is_module(module.name)) {
      d().error(module.location, "unknown module \"" + module.module + "\"",
                module_advice(module.name));
      return;
    }
    names_.modules.insert(module.name);
    b_.settings().modules.push_back(module.name);
  }

  // A parameter's value as a Setting without its names; false after an error.
  bool read_value(const Expression& e, Setting& setting) {
    check_types(e, d());
    const auto constant = fold(e);
    if (constant) {
      setting.is_number = !constant->is_text;
      setting.number = constant->number;
      setting.text = constant->is_text ? constant->text : std::to_string(constant->number);
      return true;
    }
    if (e.kind == ExpressionKind::kName || e.kind == ExpressionKind::kAddress ||
        e.kind == ExpressionKind::kSocket) {
      setting.text = e.text;
      return true;
    }
    d().error(e.location, "the value must be a constant");
    return false;
  }

  void global(const GlobalParameter& parameter) {
    Setting setting;
    setting.name = parameter.name;
    setting.file = path_of(sources_, parameter.location);
    setting.line = parameter.location.line;
    if (!read_value(*parameter.value, setting)) return;
    if (!parameter.group.empty()) {
      setting.name = parameter.group + "." + parameter.name;
      names_.variables_of_groups[setting.name] = setting.text;
    } else if (!check_global(parameter, setting)) {
      return;
    }
    b_.settings().globals.push_back(std::move(setting));
  }

  bool check_global(const GlobalParameter& parameter, const Setting& setting) {
    const GlobalSpec spec = find_global(setting.name);
    if (spec.group == nullptr) {
      d().error(parameter.location, "there is no global parameter \"" + setting.name + "\"",
                global_advice(setting.name));
      return false;
    }
    const std::string_view wanted = wanted_instead(spec.type, *parameter.value, setting);
    if (!wanted.empty()) {
      d().error(parameter.value->location,
                setting.name + " takes " + std::string(wanted) + ", not " + setting.text);
      return false;
    }
    if (setting.is_number && setting.number == 0) return true;
    if (spec.group->effect == GlobalEffect::kPlanned) {
      d().planned(parameter.location, setting.name + " is not built yet");
      return false;
    }
    if (spec.group->effect == GlobalEffect::kIdle) {
      d().warning(parameter.location,
                  setting.name + " has no effect: " + std::string(spec.group->why));
    }
    return true;
  }

  // What a parameter of that type takes when it is not what stands there; else nothing.
  static std::string_view wanted_instead(char type, const Expression& value,
                                         const Setting& setting) {
    switch (type) {
      case 'i':
        return setting.is_number && setting.number >= 0 ? "" : "a number, 0 or more, or yes or no";
      case 'n':
        return setting.is_number ? "" : "a number";
      case 's':
        return value.kind == ExpressionKind::kText ? "" : "a text in quotes";
      case 'w':
        return setting.is_number ? "a word or a text" : "";
      default:
        return {};
    }
  }

  void module_parameter(const ModuleParameter& parameter) {
    Setting setting;
    setting.name = parameter.parameter;
    setting.file = path_of(sources_, parameter.location);
    setting.line = parameter.location.line;
    if (!read_value(*parameter.value, setting)) return;
    std::vector<std::string> modules = parameter.names;
    if (modules.empty()) modules.push_back(parameter.modules);
    for (const std::string& module : modules) {
      if (!check_parameter(parameter, module, setting)) continue;
      setting.module = module;
      b_.settings().parameters.push_back(setting);
      if (module == "htable" && setting.name == "htable") add_table(parameter, setting.text);
      if (module == "pv") add_preset(parameter, setting);
      if (setting.name == "alias_subdomains") add_subdomains(parameter, setting.text);
      const std::string problem = b_.tunables().limits.take(module, setting.name, setting.text);
      if (!problem.empty()) d().error(parameter.value->location, problem);
    }
  }

  bool check_parameter(const ModuleParameter& parameter, const std::string& module,
                       const Setting& setting) {
    if (!names_.modules.contains(module) && !is_built_in(module)) {
      d().error(parameter.location, "module \"" + module + "\" is not loaded",
                is_module(module) ? "put loadmodule \"" + module + ".so\" before it"
                                  : module_advice(module));
      return false;
    }
    const ParameterSpec spec = find_parameter(module, parameter.parameter);
    if (spec.type == 0) {
      d().error(parameter.parameter_location,
                "module " + module + " has no parameter \"" + parameter.parameter + "\"",
                parameter_advice(module, parameter.parameter));
      return false;
    }
    if (spec.type != '*' && (spec.type == 'i') != setting.is_number) {
      d().error(parameter.value->location, "parameter \"" + parameter.parameter + "\" of module " +
                                               module + " takes " +
                                               (spec.type == 'i' ? "a number" : "a string"));
      return false;
    }
    const ModuleSpec* const known = find_module(module);
    if (known != nullptr && known->built && spec.effect == Effect::kPlanned &&
        !(setting.is_number && setting.number == 0)) {
      d().planned(parameter.parameter_location, "parameter \"" + parameter.parameter +
                                                    "\" of module " + module + " is not built yet");
      return false;
    }
    return true;
  }

  // varset and shvset: what variables begin with.
  void add_preset(const ModuleParameter& parameter, const Setting& setting) {
    if (setting.name != "varset" && setting.name != "shvset") return;
    SharedSetting preset;
    if (!parse_preset(setting.text, preset)) {
      d().error(parameter.value->location, "\"" + setting.text + "\" sets no variable",
                "write NAME=i:NUMBER or NAME=s:TEXT");
      return;
    }
    if (setting.name == "shvset") {
      b_.settings().shared.push_back(std::move(preset));
      return;
    }
    const auto slot = b_.variable(preset.name, VariableKind::kVar);
    if (!slot) {
      d().error(parameter.value->location, "more than 256 script variables");
      return;
    }
    b_.preset({*slot, preset.is_text, preset.number, std::move(preset.text)});
  }

  void add_subdomains(const ModuleParameter& parameter, const std::string& text) {
    AliasSetting alias;
    alias.subdomains = true;
    if (!parse_alias(text, alias)) {
      d().error(parameter.value->location, "\"" + text + "\" is no domain",
                "write [PROTO:]DOMAIN[:PORT], as in \"example.org\" or \"udp:example.org:5060\"");
      return;
    }
    b_.settings().aliases.push_back(std::move(alias));
  }

  void add_table(const ModuleParameter& parameter, const std::string& text) {
    TableSetting table;
    std::string error;
    if (!parse_table(text, table, error)) {
      d().error(parameter.value->location, "bad table: " + error,
                "write NAME=>size=8;autoexpire=300;");
      return;
    }
    if (b_.table(table.name) >= 0) {
      d().error(parameter.value->location, "table \"" + table.name + "\" is defined twice");
      return;
    }
    b_.settings().tables.push_back(std::move(table));
  }

  void add_listen(const Listen& listen) {
    for (const std::string& host : listen.hosts) {
      ListenSetting setting;
      setting.protocol = listen.protocol;
      setting.host = host;
      setting.port = listen.port;
      setting.advertised_host = listen.advertise_host;
      setting.advertised_port = listen.advertise_port;
      setting.name = listen.name;
      setting.file = path_of(sources_, listen.location);
      setting.line = listen.location.line;
      b_.settings().listens.push_back(std::move(setting));
    }
  }

  void flags() {
    std::uint32_t used[2] = {};
    for (const FlagName& flag : script_.flags) {
      if (flag.number > 31) {
        d().error(flag.location, "a flag's number is 0 to 31");
      } else if (flag.number >= 0) {
        used[flag.avp ? 1 : 0] |= 1U << flag.number;
      }
    }
    for (const FlagName& flag : script_.flags) {
      std::int32_t number = flag.number;
      std::uint32_t& taken = used[flag.avp ? 1 : 0];
      for (std::int32_t i = 0; number < 0 && i < 32; ++i) {
        if ((taken >> i & 1) == 0) number = i;
      }
      if (number < 0) {
        d().error(flag.location, "there are only 32 flags");
        return;
      }
      taken |= 1U << (number & 31);
      (flag.avp ? names_.avp_flags : names_.flags)[flag.name] = number;
    }
  }

  void define(std::size_t index) {
    const RouteBlock& block = script_.blocks[index];
    RouteList& list = b_.routes(static_cast<RouteKind>(block.kind));
    if (block.kind == BlockKind::kEvent && block.name.empty()) {
      d().error(block.location, "an event_route needs a name");
      return;
    }
    const int slot = list.define(block.name, static_cast<std::uint32_t>(index));
    if (slot == RouteList::kDuplicate) {
      const Location& at = block.name_location.line != 0 ? block.name_location : block.location;
      d().error(at,
                "duplicate " + std::string(kBlockWords[static_cast<std::size_t>(block.kind)]) +
                    "[" + block.name + "]",
                "give it another name");
    } else if (slot < 0) {
      d().error(block.location, "out of memory");
    }
  }

  void tunables() {
    const Settings& s = b_.settings();
    Tunables& t = b_.tunables();
    const auto number = [&](std::string_view module, std::string_view name,
                            std::int64_t otherwise) {
      return static_cast<std::int32_t>(s.number(module, name, otherwise));
    };
    t.max_forwards_limit = number("maxfwd", "max_limit", 70);
    t.rr_append_fromtag = number("rr", "append_fromtag", 1) != 0;
    t.rr_full_lr = number("rr", "enable_full_lr", 0) != 0;
    t.rr_double = number("rr", "enable_double_rr", 1) != 0;
    t.rr_force_send_socket = number("rr", "force_send_socket", 0) != 0;
    t.rr_username = number("rr", "add_username", 0) != 0;
    t.rr_ignore_sips = number("rr", "ignore_sips", 0) != 0;
    t.rr_sockname = number("rr", "sockname_mode", 0) != 0;
    t.rr_loose_only = (number("rr", "loose_route_mode", 0) & 1) != 0;
    rr_user(s, t);
    t.sanity_checks = static_cast<std::uint32_t>(number("sanity", "default_checks", 3047));
    t.sanity_uri_checks = static_cast<std::uint32_t>(number("sanity", "uri_checks", 7));
    t.sanity_autodrop = number("sanity", "autodrop", 1) != 0;
    t.sanity_noreply = number("sanity", "noreply", 0) != 0;
    t.sanity_proxy_require = s.text("sanity", "proxy_require", "");
    t.sl_default_code = number("sl", "default_code", 500);
    t.sl_default_reason = s.text("sl", "default_reason", "Internal Server Error");
    t.log_prefix = s.text("xlog", "prefix", "<script>: ");
    t.log_methods_filter = number("xlog", "methods_filter", -1);
    t.max_while_loops = number({}, "max_while_loops", 100);
    t.server_id = number({}, "server_id", 0);
    t.via_params_xavp = s.text({}, "xavp_via_params", "");
    t.via_fields_xavp = s.text({}, "xavp_via_fields", "");
    t.force_rport = number({}, "force_rport", 0) != 0 || number({}, "add_rport", 0) != 0;
    t.prefix_each_line = number({}, "log_prefix_mode", 0) != 0;
    t.onsend_reply = number({}, "onsend_route_reply", 0) != 0;
    t.random_probability = std::clamp(number("cfgutils", "initial_probability", 10), 0, 100);
    t.initial_gflags = static_cast<std::uint32_t>(number("cfgutils", "initial_gflags", 0));
    t.lock_set_size = std::clamp(number("cfgutils", "lock_set_size", 0), 0, 31);
    t.e164_most = std::max(number("siputils", "e164_max_len", 16), 0);
    t.contact_separator = s.text("siputils", "contact_flds_separator", "*");
    if (names_.modules.contains("siputils")) {
      std::string_view name = s.text("siputils", "rpid_avp", "$avp(s:rpid)");
      for (const std::string_view before : {"$avp(", "s:"}) {
        if (name.starts_with(before)) name.remove_prefix(before.size());
      }
      if (name.ends_with(')')) name.remove_suffix(1);
      t.rpid_avp = b_.avp(name);
    }
    t.rpid_prefix = s.text("siputils", "rpid_prefix", "");
    t.rpid_suffix =
        s.text("siputils", "rpid_suffix", ";party=calling;id-type=subscriber;screen=yes");
    auth(s, t);
    t.options_accept = s.text("siputils", "options_accept", "*/*");
    t.options_accept_encoding = s.text("siputils", "options_accept_encoding", "");
    t.options_accept_language = s.text("siputils", "options_accept_language", "en");
    t.options_support = s.text("siputils", "options_support", "");
    t.path_use_received = number("path", "use_received", 0) != 0;
    t.path_double = number("path", "enable_r2", 0) != 0;
    t.path_sockname = number("path", "sockname_mode", 0) != 0;
    t.path_received_format = number("path", "received_format", 0);
    t.path_received_name = s.text("path", "received_name", "received");
    uac_tunables(s, t);
    t.limits.finish(b_.settings());
    t.cfgtrace = number("debugger", "cfgtrace", 0) != 0;
    t.trace_level = number("debugger", "log_level", -1);
    t.trace_facility = log_facility(s.text("debugger", "log_facility", ""), -1);
    t.perl_flags = {
        number("regex", "pcre_caseless", 0) != 0, number("regex", "pcre_multiline", 0) != 0,
        number("regex", "pcre_dotall", 0) != 0, number("regex", "pcre_extended", 0) != 0};
  }

  // pv avp_aliases: "ALIAS=AVP;ALIAS=AVP"
  void avp_aliases() {
    for (const Setting& one : b_.settings().parameters) {
      if (one.module != "pv" || one.name != "avp_aliases") continue;
      std::string_view rest = one.text;
      while (!rest.empty()) {
        std::string_view alias;
        const std::string_view avp = take_attribute(rest, alias);
        if (alias.empty() || avp.empty()) {
          d().error({}, "parameter \"avp_aliases\" of module pv is \"ALIAS=AVP;...\", not \"" +
                            one.text + "\"");
          return;
        }
        names_.avp_aliases[std::string(alias)] = avp;
      }
    }
  }

  // custom_user_avp: "$avp(NAME)", with a type or without.
  void rr_user(const Settings& s, Tunables& t) {
    std::string_view name = s.text("rr", "custom_user_avp", "");
    if (name.empty()) return;
    if (!name.starts_with("$avp(") || !name.ends_with(')')) {
      d().error(
          {}, "parameter \"custom_user_avp\" of module rr names an AVP, as in $avp(user), not \"" +
                  std::string(name) + "\"");
      return;
    }
    name.remove_prefix(5);
    name.remove_suffix(1);
    t.rr_user_avp = b_.avp(avp_name(std::string(name)));
    t.rr_custom_user = true;
  }

  void auth(const Settings& s, Tunables& t) {
    t.auth_nonce_expire = static_cast<std::int32_t>(s.number("auth", "nonce_expire", 300));
    t.auth_www_header = s.text("auth", "www_challenge_header", "WWW-Authenticate");
    t.auth_proxy_header = s.text("auth", "proxy_challenge_header", "Proxy-Authenticate");
    if (t.auth_nonce_expire < 1) {
      d().error({}, "parameter \"nonce_expire\" of module auth is seconds, 1 or more");
    }
    const std::string_view name = s.text("auth", "algorithm", "");
    const auto hash = digest_hash(name);
    t.auth_hash = hash.value_or(DigestHash::kMd5);
    if (!hash && !name.empty()) {
      d().error({},
                "parameter \"algorithm\" of module auth is MD5, SHA-256 or SHA-512-256, not \"" +
                    std::string(name) + "\"");
    }
  }

  void uac_tunables(const Settings& s, Tunables& t) {
    t.uac_password = s.text("uac", "restore_passwd", "");
    t.uac_from_param = s.text("uac", "rr_from_store_param", "vsf");
    t.uac_to_param = s.text("uac", "rr_to_store_param", "vst");
    if (!names_.modules.contains("uac")) return;
    const std::string_view mode = s.text("uac", "restore_mode", "auto");
    t.uac_restore = mode == "none"     ? UacRestore::kNone
                    : mode == "manual" ? UacRestore::kManual
                                       : UacRestore::kAuto;
    if (mode != "none" && mode != "manual" && mode != "auto") {
      d().error({}, "parameter \"restore_mode\" of module uac is none, manual or auto, not \"" +
                        std::string(mode) + "\"");
    }
  }

  const Script& script_;
  const Sources& sources_;
  Builder& b_;
  Names& names_;
};

}  // namespace

void resolve_top_level(const Script& script, const Sources& sources, Builder& builder,
                       Names& names) {
  Resolver(script, sources, builder, names).run();
}

}  // namespace weir::routes
