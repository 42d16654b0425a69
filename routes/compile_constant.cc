// Pseudo-variables whose value is known before the first message.
#include "routes/compiler.h"

#include "routes/fields.h"
#include "routes/select.h"
#include "routes/value.h"

#include <netdb.h>
#include <unistd.h>
#include <array>
#include <cstdlib>

namespace weir::routes {
namespace {

// The name of this host as the resolver has it in full, and its address in text; empty where it
// does not know.
struct HostIdentity {
  std::string name;
  std::string full;
  std::string address;
};

HostIdentity host_identity() {
  HostIdentity made;
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return made;
  made.full = name.data();
  addrinfo hints{};
  hints.ai_flags = AI_CANONNAME;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(name.data(), nullptr, &hints, &found) == 0) {
    if (found->ai_canonname != nullptr) made.full = found->ai_canonname;
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0) {
      made.address = text.data();
    }
    ::freeaddrinfo(found);
  }
  made.name = made.full.substr(0, made.full.find('.'));
  return made;
}

// The number of a colour's letter; -1 for none. Small letters, and x for the terminal's own.
int colour(char letter) noexcept {
  constexpr std::string_view kLetters = "srgybpcw x";
  const std::size_t at = kLetters.find(letter);
  return at == kLetters.npos || letter == ' ' ? -1 : static_cast<int>(at);
}

void emit_setting(Builder& builder, std::string_view text, bool is_number) {
  std::int32_t number = 0;
  if (is_number && text_to_int(text, number)) return builder.emit_int(Op::kPushInt, number);
  builder.emit_text(text);
}

}  // namespace

bool Compiler::load_constant(const Variable& v, const PvSpec& spec) {
  const auto name = v.has_inner ? literal(v.inner_format) : std::nullopt;
  if (!name) {
    b_.diagnostics().error(v.location, "$" + v.name + " needs a constant name in parentheses");
    return false;
  }
  if (spec.id == PvId::kSelect) return load_select(*name, v.location);
  if (spec.id == PvId::kScriptPlace) return load_place(*name, v.location);
  if (spec.id == PvId::kSetting) return load_setting(*name);
  if (spec.id == PvId::kColour) return load_colour(*name, v.location);
  if (spec.id == PvId::kHostName) return load_host_name(*name, v.location);
  if (spec.id == PvId::kConstants) {
    const int number = protocol_constant(*name);
    if (number < 0) {
      b_.diagnostics().error(v.location, "$K(" + *name + ") is not known");
      return false;
    }
    b_.emit_int(Op::kPushInt, number);
    return true;
  }
  if (spec.id == PvId::kEnvironment || spec.id == PvId::kEnvironmentNumber) {
    const char* const found = std::getenv(name->c_str());
    if (found == nullptr) return false;
    std::int32_t number = 0;
    if (spec.id == PvId::kEnvironmentNumber && text_to_int(found, number)) {
      b_.emit_int(Op::kPushInt, number);
    } else {
      b_.emit_text(found);
    }
    return true;
  }
  const auto found = names_.defines.find(*name);
  const bool defined = found != names_.defines.end();
  if (!defined && spec.id == PvId::kDefine) return false;  // null, as in Kamailio
  // $defn gives 0 for what is not defined, and a text for what is no number.
  std::int32_t number = 0;
  const bool is_number = defined && text_to_int(found->second, number);
  if (spec.id == PvId::kDefineNumber && (is_number || !defined)) {
    b_.emit_int(Op::kPushInt, number);
  } else {
    b_.emit_text(found->second);
  }
  return true;
}

// $cfg(line), $cfg(name), $cfg(route): where this stands.
bool Compiler::load_place(const std::string& name, const Location& location) {
  if (name == "line") {
    b_.emit_int(Op::kPushInt, static_cast<std::int32_t>(location.line));
  } else if (name == "name") {
    b_.emit_text(b_.file_name(location));
  } else if (name == "route") {
    b_.emit_text(route_name_);
  } else {
    b_.diagnostics().error(location, "$cfg(" + name + ") is not known", "one of: line name route");
    return false;
  }
  return true;
}

bool Compiler::load_select(const std::string& text, const Location& location) {
  const std::string_view bare = text.starts_with('@') ? std::string_view(text).substr(1) : text;
  if (bare.starts_with("cfg_get.")) {
    const std::string name(bare.substr(8));
    const Setting* const core =
        name.starts_with("core.") ? b_.settings().find_global(name.substr(5)) : nullptr;
    if (core != nullptr) {
      b_.emit_text(core->text);
      return true;
    }
    const auto found = names_.variables_of_groups.find(name);
    if (found == names_.variables_of_groups.end()) {
      b_.diagnostics().error(location, "\"" + name + "\" is not a parameter that this script sets");
      b_.emit(Op::kPushNull);
      return true;
    }
    b_.emit_text(found->second);
    return true;
  }
  const std::string text_form = select_variable(bare);
  const auto variable =
      text_form.empty() ? nullptr : parse_variable(text_form, location, b_.diagnostics());
  if (variable == nullptr) {
    b_.diagnostics().planned(location, "the select @" + std::string(bare) + " is not built yet");
    b_.emit(Op::kPushNull);
    return true;
  }
  load(*variable);
  b_.emit(Op::kNullIfEmpty);
  return true;
}

// $ccp(GROUP.NAME): what the script says, else the default; false where that is not known.
bool Compiler::load_setting(const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return false;
  const std::string group = name.substr(0, dot);
  const std::string rest = name.substr(dot + 1);
  const Settings& settings = b_.settings();
  const Setting* found = settings.find_global(group == "core" ? rest : name);
  if (found == nullptr && group != "core") found = settings.find_parameter(group, rest);
  if (found != nullptr) {
    emit_setting(b_, found->text, found->is_number);
    return true;
  }
  const ModuleSpec* const module = names_.modules.contains(group) ? find_module(group) : nullptr;
  if (module == nullptr) return false;
  for (const ParameterRow& row : module->parameters) {
    if (row.name != rest || row.initial.empty()) continue;
    emit_setting(b_, row.initial, row.type == 'i');
    return true;
  }
  return false;
}

// $C(TB): the escape sequence of a text's colour and of the one behind it. A capital is a bright
// text.
bool Compiler::load_colour(const std::string& name, const Location& location) {
  const char text = name.empty() ? ' ' : name[0];
  const bool bright = text >= 'A' && text <= 'Z' && text != 'X';
  const int front = colour(static_cast<char>(bright ? text + 32 : text));
  const int back = name.size() == 2 ? colour(name[1]) : -1;
  if (front < 0 || back < 0) {
    b_.diagnostics().error(location, "$C(" + name + ") is not known",
                           "two of the letters s r g y b p c w, or x; the first may be a capital");
    return false;
  }
  b_.emit_text("\x1b[" + std::string(bright ? "1" : "0") + ";3" + std::to_string(front) + ";4" +
               std::to_string(back) + "m");
  return true;
}

// $HN(n), $HN(f), $HN(d), $HN(i): host, full name, domain and address; null where there is none.
bool Compiler::load_host_name(const std::string& name, const Location& location) {
  if (name.size() != 1 || std::string_view("nfdi").find(name[0]) == std::string_view::npos) {
    b_.diagnostics().error(location, "$HN(" + name + ") is not known", "one of: n f d i");
    return false;
  }
  const HostIdentity host = host_identity();
  const std::size_t dot = host.full.find('.');
  const std::string domain = dot == std::string::npos ? std::string() : host.full.substr(dot + 1);
  const std::string& text = name == "n"   ? host.name
                            : name == "f" ? host.full
                            : name == "d" ? domain
                                          : host.address;
  if (text.empty()) return false;
  b_.emit_text(text);
  return true;
}

}  // namespace weir::routes
