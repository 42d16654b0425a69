// Compiler: walks the script once, resolving names, folding constants and emitting code.
#pragma once

#include "routes/access_rules.h"
#include "routes/ast.h"
#include "routes/builder.h"
#include "routes/diagnostic.h"
#include "routes/vocabulary/vocabulary.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace weir::routes {

struct DbTable;

// What the phases know of the script as a whole; filled by resolve_top_level().
struct Names {
  std::unordered_map<std::string, std::int32_t> flags;
  std::unordered_map<std::string, std::int32_t> avp_flags;
  std::unordered_map<std::string, std::string> avp_aliases;  // pv avp_aliases: name -> AVP
  std::unordered_map<std::string, std::string> defines;
  std::unordered_map<std::string, std::string> variables_of_groups;  // "group.name" -> value
  std::unordered_set<std::string> modules;
};

// Reads everything outside the blocks into the image's settings and `names`, and enters every
// block into its route list: block ids are indices into script.blocks.
void resolve_top_level(const Script& script, const Sources& sources, Builder& builder,
                       Names& names);

// Compiles the blocks of one script. Every error goes to the builder's diagnostics.
// The AVP's name as it is counted: s:NAME and NAME are one.
std::string avp_name(std::string text);
// The whole text when no variable stands in it.
std::optional<std::string> literal(const Format& pieces);

// Does it name files of rules (compile_access.cc)?
bool is_access_call(const FunctionSpec& spec) noexcept;

class Compiler {
 public:
  Compiler(const Script& script, Builder& builder, const Names& names, const FileLoader& load)
      : script_(script), b_(builder), names_(names), load_(load) {}

  // ---- compile_files.cc ----
  // What module parameters name: read into the image's ModuleData.
  void module_files();

  // All blocks of all lists; sets the entries of their slots.
  void compile_blocks();

 private:
  // ---- compile.cc: statements ----
  void compile_slot(RouteKind kind, int slot);
  void compile_log_prefix();
  void compile_prefix(const std::string& text, const Location& location, std::string_view name,
                      std::uint32_t& entry, std::uint16_t& variable);
  void statements(const Statements& list);
  void statement(const Statement& s);
  void trace(const Statement& s);
  std::string_view trace_word() const;
  void expression_statement(const Statement& s);
  void assign(const Statement& s);
  void if_statement(const Statement& s);
  void switch_statement(const Statement& s);
  void case_test(const Case& c, Label body);
  void while_statement(const Statement& s);
  void return_statement(const Statement& s);
  void exit_statement(const Statement& s, Op op, std::int32_t otherwise);
  void break_statement(const Statement& s);

  // ---- compile_expression.cc ----
  void value(const Expression& e);           // pushes one
  void integer(const Expression& e);         // the same where an integer is wanted
  void assigned_value(const Expression& e);  // the same to be assigned: a call's code as it is
  void call_operand(const Expression& e, Op push);
  void unary(const Expression& e);
  void binary(const Expression& e);
  void arithmetic(const Expression& e, Op op);
  void match(const Expression& e);
  bool null_test(const Expression& e);     // against a bare $null
  bool keyword_test(const Expression& e);  // src_ip == ..., uri == myself
  void keyword_compare(const Expression& keyword, const Expression& other, bool equal);
  void select(const Expression& e);
  // Jumps to `target` when the truth of `e` is `wanted`, else goes on. In a condition truth is
  // "above 0"; inside && and || it is "not 0".
  void branch(const Expression& e, bool wanted, Label target, bool above_zero);
  Label failure();  // where a division by zero or a bad pattern goes on

  // ---- compile_call.cc ----
  // Emits arguments and call; the result is the VM's result.
  void call(const Expression& e);
  void planned_call(const Expression& e, const FunctionSpec& spec);
  void route_call(const Expression& e);
  std::uint8_t argument(const Expression& e, char type);
  void integer_argument(const Expression& e);
  void text_argument(const Expression& e, bool format);
  void variable_argument(const Expression& e);
  bool allowed_here(const FunctionSpec& spec) const;
  const FunctionSpec* resolve_function(const Expression& e);

  // ---- compile_argument.cc ----
  std::optional<std::string> constant_text(const Expression& e, std::string_view what);
  void regex_argument(const Expression& e, char type);
  std::uint8_t substitution_argument(const Expression& e);
  // `take` sees each variable and says whether it may stand there.
  std::optional<std::string> replacement(const std::string& text, const Location& location,
                                         const std::function<bool(const Variable&)>& take);
  void header_value_argument(const Expression& e);
  void avp_argument(const Expression& e, bool flag);
  std::uint16_t avp_number(const std::string& text);  // of a name as a script writes it

  // ---- compile_files.cc ----
  struct TreeSetting {
    std::string name;
    std::string table;
    std::int64_t type = 0;
    bool multi = false;  // a tree for each name in the table
  };
  static constexpr std::size_t kDialColumns = 8;
  using DialColumns = std::array<int, kDialColumns>;
  Location place_of(std::string_view module, std::string_view name) const;
  int parameter_variable(std::string_view module, std::string_view name,
                         std::string_view otherwise);
  bool read_db_table(std::string_view module, std::string_view name, DbTable& table);
  void pattern_groups();
  void peer_tag();
  void prefix_trees();
  void prefix_tree(const TreeSetting& setting);
  void add_prefix(PrefixTree& tree, const TreeSetting& setting, const std::string& prefix,
                  const std::string& value);
  void dialplans();
  std::string dial_rule(const std::vector<std::string>& row, const DialColumns& columns,
                        DialRule& rule);
  std::string marked_text(const char* what, const std::string& text, MarkedText& made);

  // ---- compile_dispatcher.cc ----
  void dispatch_sets();
  void read_list_file();
  void check_dispatcher_call(const FunctionSpec& spec, const Expression& e);

  // ---- compile_access.cc ----
  void access_call(const Expression& e, const FunctionSpec& spec);
  int access_files(const std::string& allow, const std::string& deny, const Location& at);
  bool access_file(const std::string& path, std::vector<AccessRule>& rules, const Location& at);
  std::string access_patterns(const AccessTexts& texts, AccessPatterns& patterns);
  std::string beside_script(const std::string& name) const;

  // ---- compile_composite.cc: each pushes several values and says how many; 0 after an error ----
  std::uint8_t composite_argument(const Expression& e, char type);
  std::uint8_t variable_with_flags(const Expression& e, std::string_view text, bool two);
  std::uint8_t operator_argument(const Expression& e, std::string_view text);
  std::uint8_t perl_argument(const Expression& e, const std::string& text);
  bool push_variable(const Expression& e, std::string_view& rest);
  bool push_pattern(const Expression& e, const std::string& pattern);
  // Constant arguments that name what the script should have declared.
  void check_armed(RouteKind kind, const Expression& e);
  void check_declared(const FunctionSpec& spec, const Expression& e);

  // ---- compile_variable.cc ----
  // Pushes a pseudo-variable's value, transformations done.
  void load(const Variable& v);
  // Emits what must stand on the stack before (key, index); nothing when there was an error.
  std::optional<std::uint32_t> resolve(const Variable& v);
  bool resolve_inner(const Variable& v, const PvSpec& spec, PvRef& pv);
  bool resolve_table(const Variable& v, PvRef& pv);
  bool resolve_xavp(const Variable& v, const PvSpec& spec, PvRef& pv);
  bool resolve_stack(const Variable& v, PvRef& pv);
  bool resolve_other(const Variable& v, PvRef& pv);
  bool resolve_field(const Variable& v, const PvSpec& spec, PvRef& pv);
  bool resolve_index(const Variable& v, PvRef& pv);
  void transformation(const Transformation& t);
  void format(const Format& pieces);  // pushes a text
  int regex(const std::string& pattern, bool ignore_case, const Location& location);

  // ---- compile_constant.cc: each pushes a value; false, and nothing pushed, for null ----
  bool load_constant(const Variable& v, const PvSpec& spec);
  bool load_place(const std::string& name, const Location& location);
  bool load_select(const std::string& text, const Location& location);
  bool load_setting(const std::string& name);
  bool load_colour(const std::string& name, const Location& location);
  bool load_host_name(const std::string& name, const Location& location);

  const Script& script_;
  Builder& b_;
  const Names& names_;
  const FileLoader& load_;

  RouteKind kind_ = RouteKind::kRequest;
  std::string route_name_;             // of the block being compiled, for $cfg(route)
  std::uint8_t mask_ = 0;              // of the block being compiled
  std::uint32_t line_ = 0;             // not 0: to stand before a text argument, for xlogl()
  unsigned loops_ = 0;                 // while statements around here in this block
  std::vector<Label> breaks_;          // innermost last
  std::vector<unsigned> break_loops_;  // loops_ at each of them
  std::optional<Label> failure_;       // of the statement being compiled
};

}  // namespace weir::routes
