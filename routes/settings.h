// Settings: what a script says outside its blocks, with the place it says it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// A global parameter or a module parameter. A number also has its text form.
struct Setting {
  std::string module;  // empty: a global parameter
  std::string name;
  bool is_number = false;
  std::int64_t number = 0;
  std::string text;
  std::string file;
  std::uint32_t line = 0;
};

// listen=PROTO:HOST:PORT [advertise HOST:PORT] [name "NAME"]; an empty protocol means any, port 0
// the global port.
struct ListenSetting {
  std::string protocol;
  std::string host;
  std::uint16_t port = 0;
  std::string advertised_host;
  std::uint16_t advertised_port = 0;
  std::string name;
  std::string file;
  std::uint32_t line = 0;
};

// alias=[PROTO:]HOST[:PORT]: a name of ours.
struct AliasSetting {
  std::string protocol;
  std::string host;
  std::uint16_t port = 0;   // 0: any
  bool subdomains = false;  // and all names that end in it: alias_subdomains of corex
};

// Reads "[PROTO:]HOST[:PORT]", HOST being a name; false for anything else.
bool parse_alias(std::string_view text, AliasSetting& alias);

// modparam("htable", "htable", "NAME=>size=8;autoexpire=300;initval=0"), or a table that a $sht of
// the script names. Table 0 is always "$shv", the shared variables.
struct TableSetting {
  std::string name;
  unsigned size_log2 = 8;
  std::uint32_t autoexpire = 0;  // seconds; 0: never
  bool update_expires = true;    // a write restarts the expiry
  bool has_initial = false;
  bool initial_is_number = false;
  std::int32_t initial_number = 0;
  std::string initial_text;
};

// modparam("pv", "shvset", "NAME=TYPE:VALUE"): what a shared variable begins with.
struct SharedSetting {
  std::string name;
  bool is_text = false;
  std::int32_t number = 0;
  std::string text;
};

struct Settings {
  std::vector<Setting> globals;
  std::vector<Setting> parameters;  // of modules, in order, repeated ones kept
  std::vector<ListenSetting> listens;
  std::vector<AliasSetting> aliases;
  std::vector<TableSetting> tables;   // index = TableId
  std::vector<SharedSetting> shared;  // of table 0
  std::vector<std::string> modules;   // loaded, without ".so"
  std::vector<std::string> hosts;     // that addresses are compared with: control looks them up

  // The last one of that name, or nullptr.
  const Setting* find_global(std::string_view name) const noexcept;
  const Setting* find_parameter(std::string_view module, std::string_view name) const noexcept;

  std::int64_t global_number(std::string_view name, std::int64_t otherwise) const noexcept;
  std::string_view global_text(std::string_view name, std::string_view otherwise) const noexcept;
  std::int64_t number(std::string_view module, std::string_view name,
                      std::int64_t otherwise) const noexcept;
  std::string_view text(std::string_view module, std::string_view name,
                        std::string_view otherwise) const noexcept;
};

}  // namespace weir::routes
