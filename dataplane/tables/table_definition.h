// modparam("htable", "htable", "ipban=>size=8;autoexpire=300;") as a value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::dataplane::tables {

struct TableDefinition {
  std::string name;
  std::uint32_t size = 8;        // log2 of Kamailio's slots, 2 to 31
  std::uint32_t autoexpire = 0;  // seconds that a value lives; 0: for ever
  bool update_expire = true;     // a set starts the time anew
  bool replicate = false;        // dmqreplicate
  bool has_initial = false;      // initval given
  std::int32_t initial = 0;      // what a missing key reads as
  bool address_keys = false;     // the guard's ban_table: keys that are addresses are indexed

  bool operator==(const TableDefinition&) const = default;
};

// Parses "NAME=>key=value;key=value;...". Empty when it is right; otherwise what is wrong with it,
// in one sentence for the operator, and `definition` is unspecified. Kamailio's parameters about
// databases (dbtable, cols, dbmode, coldelim, colnull, reloadat) are refused with the word
// "planned".
std::string parse_table_definition(std::string_view text, TableDefinition& definition);

}  // namespace weir::dataplane::tables
