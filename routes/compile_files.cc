// Tables of modules that stand in files: read when the script is compiled.
#include "routes/compiler.h"

#include "routes/db_text.h"
#include "routes/text_parts.h"
#include "routes/value.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace weir::routes {
namespace {

// The next line of a text, without blanks around it.
std::string_view take_trimmed_line(std::string_view& rest) {
  const std::string_view line = take_line(rest);
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == line.npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

// Does a variable begin at this "$" of a pattern? Elsewhere it is the end of a line, as "$$" is.
bool begins_variable(std::string_view pattern, std::size_t at) {
  if (pattern[at] != '$' || at + 1 == pattern.size()) return false;
  std::size_t backslashes = 0;
  while (backslashes < at && pattern[at - backslashes - 1] == '\\') ++backslashes;
  const char next = pattern[at + 1];
  const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
  return backslashes % 2 == 0 && (letter || next == '(');
}

// A pattern with variables as a text in which nothing else is special; nothing when it has none.
std::optional<std::string> as_format(std::string_view pattern) {
  std::string out;
  bool found = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool begins = begins_variable(pattern, i);
    found = found || begins;
    out.append(pattern[i] == '\\' || (pattern[i] == '$' && !begins) ? 2 : 1, pattern[i]);
    if (pattern.substr(i, 2) == "$$") ++i;
  }
  return found ? std::optional(out) : std::nullopt;
}

std::string backslashes_doubled(std::string_view text) {
  std::string out;
  for (const char c : text) out.append(c == '\\' ? 2 : 1, c);
  return out;
}

// What a value of such a tree should be where it is not; else nothing.
std::string_view wrong_value(PrefixTree::Kind kind, std::string_view value) {
  std::int32_t number = 0;
  if (kind == PrefixTree::Kind::kNumber && !text_to_int(value, number)) return "a number";
  if (kind != PrefixTree::Kind::kWeighted) return {};
  WeightedDestination one;
  std::string_view rest = value;
  while (next_weighted(rest, one)) continue;
  return rest.empty() ? "" : "DSTID[=WEIGHT];..., numbers from 0 on";
}

}  // namespace

void Compiler::module_files() {
  const auto loaded = [&](const char* module) { return names_.modules.contains(module); };
  if (loaded("regex")) pattern_groups();
  if (loaded("dialplan")) dialplans();
  if (loaded("mtree")) prefix_trees();
  if (loaded("dispatcher")) dispatch_sets();
  if (loaded("permissions")) peer_tag();
  b_.data().access.check_all_branches =
      b_.settings().number("permissions", "check_all_branches", 1) != 0;
}

void Compiler::peer_tag() {
  const std::string_view text = b_.settings().text("permissions", "peer_tag_avp", "");
  if (!text.empty() && !text.starts_with("$avp(")) {
    b_.diagnostics().error(place_of("permissions", "peer_tag_avp"),
                           "\"" + std::string(text) + "\" is no AVP", "write $avp(NAME)");
    return;
  }
  b_.data().access.peer_tag_pv = parameter_variable("permissions", "peer_tag_avp", "");
}

// The place of a parameter of a module: what is wrong with its file is shown there.
Location Compiler::place_of(std::string_view module, std::string_view name) const {
  for (const ModuleParameter& one : script_.module_parameters) {
    const bool here = std::find(one.names.begin(), one.names.end(), module) != one.names.end() ||
                      one.modules == module;
    if (here && one.parameter == name) return one.value->location;
  }
  return {};
}

// The id of the pseudo-variable that a parameter names; -1: it names none, which is an error.
int Compiler::parameter_variable(std::string_view module, std::string_view name,
                                 std::string_view otherwise) {
  const std::string_view text = b_.settings().text(module, name, otherwise);
  if (text.empty()) return -1;
  const Location at = place_of(module, name);
  const auto parsed = parse_variable(text, at, b_.diagnostics());
  const std::uint32_t before = b_.position();
  const auto pv = parsed ? resolve(*parsed) : std::nullopt;
  if (!pv) return -1;
  if (b_.position() == before) return static_cast<int>(*pv);
  b_.diagnostics().error(at, "a variable by reference must not have a computed name or index");
  return -1;
}

// The table of a module as db_text has it, from the directory that its db_url names.
bool Compiler::read_db_table(std::string_view module, std::string_view name, DbTable& table) {
  const Location at = place_of(module, "db_url");
  const std::string_view url = b_.settings().text(module, "db_url", "");
  if (url.empty()) {
    b_.diagnostics().error(
        at, "module " + std::string(module) + " has no db_url",
        "set it: modparam(\"" + std::string(module) + "\", \"db_url\", \"text:///DIRECTORY\")");
    return false;
  }
  const std::string path = db_text_path(url, name);
  if (path.empty()) {
    b_.diagnostics().planned(at, "the database \"" + std::string(url) +
                                     "\" is not built yet; text:///DIRECTORY is, whose files are "
                                     "tables as db_text has them");
    return false;
  }
  std::string error;
  const auto text = load_(path);
  if (!text) {
    error = "cannot read the table " + path;
  } else if (!parse_db_text(*text, table, error)) {
    error = path + ": " + error;
  }
  if (!error.empty()) b_.diagnostics().error(at, error);
  return error.empty();
}

// The file of module regex: groups "[N]" of a pattern a line, any of which may be found.
void Compiler::pattern_groups() {
  const std::string path(b_.settings().text("regex", "file", ""));
  if (path.empty()) return;
  const Location at = place_of("regex", "file");
  const auto text = load_(path);
  if (!text) {
    b_.diagnostics().error(at, "cannot read " + path);
    return;
  }
  std::vector<std::string> groups;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::string_view line = take_trimmed_line(rest);
    if (line.empty() || line.front() == '#') continue;
    std::int32_t number = 0;
    const bool head = line.front() == '[' && line.back() == ']' &&
                      text_to_int(line.substr(1, line.size() - 2), number);
    if (head) {
      groups.emplace_back();
    } else if (groups.empty()) {
      b_.diagnostics().error(at, path + ": \"" + std::string(line) + "\" stands in no group",
                             "begin with a line [0]");
      return;
    } else {
      std::string& group = groups.back();
      group += (group.empty() ? "(?:" : "|(?:") + std::string(line) + ")";
    }
  }
  for (const std::string& group : groups) {
    std::string error;
    const int id = b_.regexes().add_perl(group, b_.tunables().perl_flags, error);
    if (id < 0) b_.diagnostics().error(at, path + ": bad pattern " + group + ": " + error);
    b_.data().pattern_groups.push_back(static_cast<std::uint32_t>(std::max(id, 0)));
  }
}

void Compiler::prefix_trees() {
  const Settings& settings = b_.settings();
  PrefixTrees& trees = b_.data().trees;
  trees.value_pv = parameter_variable("mtree", "pv_value", "$avp(s:tvalue)");
  trees.values_pv = parameter_variable("mtree", "pv_values", "$avp(s:tvalues)");
  trees.destination_pv = parameter_variable("mtree", "pv_dstid", "$avp(s:tdstid)");
  trees.weight_pv = parameter_variable("mtree", "pv_weight", "$avp(s:tweight)");
  const std::int64_t type = settings.number("mtree", "mt_tree_type", 0);
  bool defined = false;
  for (const Setting& one : settings.parameters) {
    if (one.module != "mtree" || one.name != "mtree") continue;
    defined = true;
    TreeSetting tree;
    tree.type = type;
    std::string_view rest = one.text;
    while (!rest.empty()) {
      std::string_view name;
      const std::string_view value = take_attribute(rest, name);
      std::int32_t number = 0;
      if (name == "name") tree.name = value;
      if (name == "dbtable") tree.table = value;
      if (name == "type" && text_to_int(value, number)) tree.type = number;
      if (name == "multi") tree.multi = value == "1";
    }
    if (tree.table.empty()) tree.table = tree.name;
    if (tree.name.empty()) {
      b_.diagnostics().error(place_of("mtree", "mtree"), "a tree needs a name",
                             "write name=NAME;dbtable=TABLE;type=0");
    } else {
      prefix_tree(tree);
    }
  }
  // Without trees of their own one table holds many, by name.
  const std::string_view table = settings.text("mtree", "db_table", "");
  if (!defined && !table.empty()) {
    TreeSetting tree;
    tree.table = table;
    tree.type = type;
    tree.multi = true;
    prefix_tree(tree);
  }
}

// One tree, or with `multi` a tree for each name in the table.
void Compiler::prefix_tree(const TreeSetting& setting) {
  const Settings& settings = b_.settings();
  const Location at = place_of("mtree", setting.name.empty() ? "db_table" : "mtree");
  if (setting.type < 0 || setting.type > 2) {
    b_.diagnostics().error(at, "there are no trees of type " + std::to_string(setting.type),
                           "0 is text, 1 is destinations with weights, 2 is numbers");
    return;
  }
  const auto kind = static_cast<PrefixTree::Kind>(setting.type);
  DbTable table;
  if (!read_db_table("mtree", setting.table, table)) return;
  const int names = table.column(settings.text("mtree", "tname_column", "tname"));
  const int prefixes = table.column(settings.text("mtree", "tprefix_column", "tprefix"));
  const int values = table.column(settings.text("mtree", "tvalue_column", "tvalue"));
  if (prefixes < 0 || values < 0 || (setting.multi && names < 0)) {
    b_.diagnostics().error(
        at, "table " + setting.table + " lacks a column",
        setting.multi ? "it needs tname, tprefix and tvalue" : "it needs tprefix and tvalue");
    return;
  }
  auto& trees = b_.data().trees.trees;
  const std::size_t first = trees.size();
  const std::string_view characters = settings.text("mtree", "char_list", "0123456789");
  if (!setting.multi) trees.emplace_back(setting.name, kind, characters);
  for (const std::vector<std::string>& row : table.rows) {
    const std::string& name = setting.multi ? row[static_cast<std::size_t>(names)] : setting.name;
    auto tree = std::find_if(trees.begin() + static_cast<std::ptrdiff_t>(first), trees.end(),
                             [&](const PrefixTree& one) { return one.name() == name; });
    if (tree == trees.end()) {
      tree = trees.emplace(trees.end(), name, kind, characters);
    }
    const std::string& prefix = row[static_cast<std::size_t>(prefixes)];
    const std::string& value = row[static_cast<std::size_t>(values)];
    const std::string_view wrong = wrong_value(kind, value);
    if (!wrong.empty()) {
      b_.diagnostics().error(
          at, "table " + setting.table + ": \"" + value + "\" is not " + std::string(wrong));
    } else {
      add_prefix(*tree, setting, prefix, value);
    }
  }
}

void Compiler::add_prefix(PrefixTree& tree, const TreeSetting& setting, const std::string& prefix,
                          const std::string& value) {
  const Settings& settings = b_.settings();
  const Location at = place_of("mtree", setting.name.empty() ? "db_table" : "mtree");
  switch (tree.add(prefix, value)) {
    case PrefixTree::Added::kOk:
      return;
    case PrefixTree::Added::kUnknown:
      b_.diagnostics().error(at, "table " + setting.table + ": prefix \"" + prefix +
                                     "\" has a character that is not in char_list");
      return;
    case PrefixTree::Added::kTwice:
      break;
  }
  if (settings.number("mtree", "mt_allow_duplicates", 0) != 0) return;
  if (settings.number("mtree", "mt_ignore_duplicates", 0) != 0) {
    tree.forget_newest(prefix);
  } else {
    b_.diagnostics().error(at,
                           "table " + setting.table + ": prefix \"" + prefix + "\" stands twice",
                           "set mt_allow_duplicates or mt_ignore_duplicates");
  }
}

void Compiler::dialplans() {
  const Settings& settings = b_.settings();
  const Location at = place_of("dialplan", "db_url");
  const std::string name(settings.text("dialplan", "table_name", "dialplan"));
  b_.data().dialplans.attributes_pv = parameter_variable("dialplan", "attrs_pvar", "");
  DbTable table;
  if (!read_db_table("dialplan", name, table)) return;
  constexpr std::pair<std::string_view, std::string_view> kColumns[kDialColumns] = {
      {"dpid_col", "dpid"},           {"pr_col", "pr"},
      {"match_op_col", "match_op"},   {"match_exp_col", "match_exp"},
      {"match_len_col", "match_len"}, {"subst_exp_col", "subst_exp"},
      {"repl_exp_col", "repl_exp"},   {"attrs_col", "attrs"}};
  DialColumns columns{};
  for (std::size_t i = 0; i < kDialColumns; ++i) {
    const auto [parameter, otherwise] = kColumns[i];
    columns[i] = table.column(settings.text("dialplan", parameter, otherwise));
    if (columns[i] < 0) {
      b_.diagnostics().error(at, "table " + name + " lacks the column " + std::string(otherwise));
      return;
    }
  }
  auto& rules = b_.data().dialplans.rules;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    DialRule rule;
    const std::string problem = dial_rule(table.rows[i], columns, rule);
    if (problem.empty()) {
      rules.push_back(std::move(rule));
    } else {
      b_.diagnostics().error(at,
                             "table " + name + ", row " + std::to_string(i + 1) + ": " + problem);
    }
  }
  std::stable_sort(rules.begin(), rules.end(), [](const DialRule& a, const DialRule& b) {
    return std::pair(a.plan, a.priority) < std::pair(b.plan, b.priority);
  });
}

// What is wrong with a row, or nothing.
std::string Compiler::dial_rule(const std::vector<std::string>& row, const DialColumns& columns,
                                DialRule& rule) {
  const auto field = [&](std::size_t i) -> const std::string& {
    return row[static_cast<std::size_t>(columns[i])];
  };
  std::int32_t op = 0;
  if (!text_to_int(field(0), rule.plan) || !text_to_int(field(1), rule.priority) ||
      !text_to_int(field(2), op) || !text_to_int(field(4), rule.length)) {
    return "dpid, pr, match_op and match_len are numbers";
  }
  if (op < 0 || op > 2) return "match_op is 0 equal, 1 pattern or 2 as file names";
  rule.match = static_cast<DialRule::Match>(op);
  rule.text = field(3);
  rule.attributes = field(7);
  std::string error;
  const bool dynamic = b_.settings().number("dialplan", "match_dynamic", 0) != 0;
  const auto pattern = [&](const std::string& text, MarkedText& computed) {
    if (const auto format = dynamic ? as_format(text) : std::nullopt) {
      error = marked_text("pattern", *format, computed);
      return -1;
    }
    const int id = b_.regexes().add_perl(text, {}, error);
    if (id < 0) error = "bad pattern " + text + ": " + error;
    return id;
  };
  if (rule.match == DialRule::Match::kPattern) {
    rule.pattern =
        static_cast<std::uint32_t>(std::max(pattern(rule.text, rule.computed_pattern), 0));
  }
  if (error.empty() && !field(5).empty()) {
    rule.substitution = pattern(field(5), rule.computed_substitution);
  }
  if (!error.empty()) return error;
  // Without a substitution no group can be meant, and a backslash is one.
  const bool groups = rule.substitution >= 0 || !rule.computed_substitution.text.empty();
  return marked_text("replacement", groups ? field(6) : backslashes_doubled(field(6)),
                     rule.replacement);
}

// Reads the pseudo-variables of a text, which have no computed names; what is wrong with it, or
// nothing.
std::string Compiler::marked_text(const char* what, const std::string& text, MarkedText& made) {
  std::string error = std::string("bad ") + what + " " + text;
  const auto take = [&](const Variable& variable) {
    const std::uint32_t before = b_.position();
    const auto pv = resolve(variable);
    if (!pv || b_.position() != before || !variable.transformations.empty()) {
      error =
          "$" + variable.name + " in " + text + ": transformations and computed names are planned";
      return false;
    }
    made.values.push_back(*pv);
    return true;
  };
  const auto marked = replacement(text, place_of("dialplan", "db_url"), take);
  if (!marked) return error;
  made.text = *marked;
  return {};
}

}  // namespace weir::routes
