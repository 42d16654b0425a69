#include "control/changes.h"

#include "routes/print.h"
#include "routes/vocabulary/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::control {
namespace {

using routes::Setting;

struct Fixed {
  std::string_view module;  // empty: global parameters
  std::string_view name;    // empty: all of the module's
  Effect effect;
};

// What is read at the start only.
constexpr auto kFixed = std::to_array<Fixed>({
    {"", "advertised_address", Effect::kSockets},
    {"", "advertised_port", Effect::kSockets},
    {"", "disable_tcp", Effect::kRestart},
    {"", "port", Effect::kSockets},
    {"dpdk", "", Effect::kSockets},
    {"", "chroot", Effect::kRestart},
    {"", "fork", Effect::kRestart},
    {"", "gid", Effect::kRestart},
    {"", "group", Effect::kRestart},
    {"", "local_rport", Effect::kRestart},
    {"", "log_color", Effect::kRestart},
    {"", "log_stderror", Effect::kRestart},
    {"", "maxbuffer", Effect::kRestart},
    {"", "run_dir", Effect::kRestart},
    {"", "rundir", Effect::kRestart},
    {"", "server_header", Effect::kRestart},
    {"", "server_signature", Effect::kRestart},
    {"", "uid", Effect::kRestart},
    {"", "user", Effect::kRestart},
    {"", "wdir", Effect::kRestart},
    {"", "workdir", Effect::kRestart},
    {"guard", "addresses", Effect::kRestart},
    {"guard", "flows", Effect::kRestart},
    {"guard", "key_file", Effect::kRestart},
    {"guard", "scan_file", Effect::kRestart},
    {"guard", "sources", Effect::kRestart},
    {"guard", "trust_file", Effect::kRestart},
});

Effect effect_of(const Setting& setting) {
  const auto fixed = std::find_if(kFixed.begin(), kFixed.end(), [&](const Fixed& row) {
    return row.module == setting.module && (row.name.empty() || row.name == setting.name);
  });
  if (fixed != kFixed.end()) return fixed->effect;
  if (!setting.module.empty()) return Effect::kNow;
  const routes::GlobalSpec spec = routes::find_global(setting.name);
  // group.name = value is the script's own.
  if (spec.group == nullptr || spec.group->effect == routes::GlobalEffect::kUsed) {
    return Effect::kNow;
  }
  return Effect::kNothing;
}

std::string name_of(const Setting& setting) {
  if (setting.module.empty()) return setting.name;
  return fmt::format("modparam(\"{}\", \"{}\")", setting.module, setting.name);
}

bool defines_table(const Setting& setting) {
  return setting.module == "htable" && setting.name == "htable";
}

std::string text_of(const routes::TableSetting& table) {
  return fmt::format("{} {} {} {} {}", table.size_log2, table.autoexpire, table.update_expires,
                     table.has_initial, table.initial_text);
}

std::string in_brackets(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string with_port(const std::string& host, std::uint16_t port) {
  return port == 0 ? in_brackets(host) : fmt::format("{}:{}", in_brackets(host), port);
}

std::string name_of(const routes::ListenSetting& listen) {
  std::string text = "listen=";
  if (!listen.protocol.empty()) text += listen.protocol + ":";
  text += with_port(listen.host, listen.port);
  if (!listen.advertised_host.empty()) {
    text += " advertise " + with_port(listen.advertised_host, listen.advertised_port);
  }
  if (!listen.name.empty()) text += fmt::format(" name \"{}\"", listen.name);
  return text;
}

std::string name_of(const routes::AliasSetting& alias) {
  return fmt::format("alias=\"{}{}{}\"", alias.protocol, alias.protocol.empty() ? "" : ":",
                     with_port(alias.host, alias.port));
}

}  // namespace

std::string_view effect_text(Effect effect) noexcept {
  switch (effect) {
    case Effect::kNow:
      return "now";
    case Effect::kNewTable:
      return "now; what the old table holds stays behind";
    case Effect::kNothing:
      return "it does nothing here";
    case Effect::kRestart:
    case Effect::kSockets:
      return "at the next start";
  }
  return {};
}

std::string_view change_text(Change::Kind kind) noexcept {
  constexpr std::array<std::string_view, 3> kTexts = {"added", "changed", "removed"};
  return kTexts[static_cast<std::size_t>(kind)];
}

Outline::Outline(const routes::Script& script, const routes::Settings& settings) {
  for (const routes::RouteBlock& block : script.blocks) {
    add(routes::print_block_name(block), routes::print_block(block), Effect::kNow);
  }
  for (const routes::FlagName& flag : script.flags) {
    add((flag.avp ? "avpflags " : "flags ") + flag.name, std::to_string(flag.number), Effect::kNow);
  }
  // Of a global parameter the last line counts.
  for (const Setting& setting : settings.globals) {
    if (&setting != settings.find_global(setting.name)) continue;
    add(name_of(setting), setting.text, effect_of(setting));
  }
  for (const Setting& setting : settings.parameters) {
    if (!defines_table(setting)) add(name_of(setting), setting.text, effect_of(setting));
  }
  for (const routes::TableSetting& table : settings.tables) {
    if (!table.name.starts_with('$'))
      add("htable " + table.name, text_of(table), Effect::kNewTable);
  }
  for (const auto& listen : settings.listens) add(name_of(listen), {}, Effect::kSockets);
  for (const auto& alias : settings.aliases) {
    if (!alias.subdomains) add(name_of(alias), {}, Effect::kNow);  // the others are parameters
  }
  for (const std::string& module : settings.modules) {
    add("loadmodule \"" + module + "\"", {}, Effect::kNow);
  }
}

void Outline::add(const std::string& what, std::string_view text, Effect effect) {
  Part& part = parts_[what];
  part.text.append(text).append("\n");
  part.effect = effect;
}

std::vector<Change> compare(const Outline& before, const Outline& after) {
  std::vector<Change> changes;
  for (const auto& [what, part] : after.parts()) {
    const auto old = before.parts().find(what);
    if (old == before.parts().end()) {
      const bool table = part.effect == Effect::kNewTable;
      changes.push_back({Change::Kind::kAdded, what, table ? Effect::kNow : part.effect});
    } else if (old->second.text != part.text) {
      changes.push_back({Change::Kind::kChanged, what, part.effect});
    }
  }
  for (const auto& [what, part] : before.parts()) {
    if (after.parts().find(what) != after.parts().end()) continue;
    const bool table = part.effect == Effect::kNewTable;
    changes.push_back({Change::Kind::kRemoved, what, table ? Effect::kNow : part.effect});
  }
  return changes;
}

}  // namespace weir::control
