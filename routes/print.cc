#include "routes/print.h"

#include <array>
#include <cstddef>

namespace weir::routes {

namespace {

// A string as the lexer reads it back.
std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte >= 0x7f) {
      constexpr std::string_view kHex = "0123456789abcdef";
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

bool plain_name(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    const bool word =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word) return false;
  }
  return true;
}

class Printer {
 public:
  std::string take() { return std::move(out_); }

  void script(const Script& script);
  void block_name(const RouteBlock& one);
  void block(const RouteBlock& one);
  void expression(const Expression& one);

 private:
  void head(const Script& script);
  void listen(const Listen& one);
  void statements(const Statements& body);
  void statement(const Statement& one);
  void braces(const Statements& body);
  void jump(std::string_view word, const Statement& one);
  void switch_cases(const Statement& one);
  void arguments(const Expression& one);
  void number(std::int32_t value);
  void line(std::string_view text) { out_.append(2 * indent_, ' ').append(text).append("\n"); }
  void begin() { out_.append(2 * indent_, ' '); }

  std::string out_;
  std::size_t indent_ = 0;
};

void Printer::expression(const Expression& one) {
  switch (one.kind) {
    case ExpressionKind::kInteger:
      number(one.number);
      break;
    case ExpressionKind::kText:
      out_ += quote(one.text);
      break;
    case ExpressionKind::kVariable:
      out_ += one.variable->text;
      break;
    case ExpressionKind::kSelect:
      out_ += "@" + one.text;
      break;
    case ExpressionKind::kKeyword:
      out_ += keyword_name(one.keyword);
      break;
    case ExpressionKind::kName:
    case ExpressionKind::kAddress:
    case ExpressionKind::kSocket:
      out_ += one.text;
      break;
    case ExpressionKind::kUnary:
      out_ += "(" + std::string(operator_text(one.unary)) + " (";
      if (one.unary == UnaryOp::kStrlen || one.unary == UnaryOp::kStrempty) {
        out_.replace(out_.size() - 2, 2, "(");
      }
      expression(*one.operands[0]);
      out_ += "))";
      break;
    case ExpressionKind::kBinary:
      out_ += "(";
      expression(*one.operands[0]);
      out_ += " " + std::string(operator_text(one.binary)) + " ";
      expression(*one.operands[1]);
      out_ += ")";
      break;
    case ExpressionKind::kCall:
      out_ += one.text;
      arguments(one);
      break;
  }
}

// Statements know a sign as an operator only; a parameter's value has its own.
void Printer::number(std::int32_t value) {
  if (value >= 0 || indent_ == 0) {
    out_ += std::to_string(value);
  } else {
    out_ += "(- (" + std::to_string(0u - static_cast<std::uint32_t>(value)) + "))";
  }
}

void Printer::arguments(const Expression& one) {
  out_ += "(";
  for (std::size_t i = 0; i < one.operands.size(); ++i) {
    if (i != 0) out_ += ", ";
    expression(*one.operands[i]);
  }
  out_ += ")";
}

void Printer::braces(const Statements& body) {
  out_ += "{\n";
  ++indent_;
  statements(body);
  --indent_;
  begin();
  out_ += "}";
}

void Printer::statements(const Statements& body) {
  for (const StatementPtr& one : body) statement(*one);
}

void Printer::jump(std::string_view word, const Statement& one) {
  begin();
  out_ += word;
  if (one.value) {
    out_ += " ";
    expression(*one.value);
  }
  out_ += ";\n";
}

void Printer::statement(const Statement& one) {
  switch (one.kind) {
    case StatementKind::kExpression:
      begin();
      expression(*one.value);
      out_ += ";\n";
      break;
    case StatementKind::kAssign:
      begin();
      out_ += one.target->text + " = ";
      expression(*one.value);
      out_ += ";\n";
      break;
    case StatementKind::kIf:
    case StatementKind::kWhile:
      begin();
      out_ += one.kind == StatementKind::kIf ? "if (" : "while (";
      expression(*one.value);
      out_ += ") ";
      braces(one.body);
      if (!one.otherwise.empty()) {
        out_ += " else ";
        braces(one.otherwise);
      }
      out_ += "\n";
      break;
    case StatementKind::kSwitch:
      switch_cases(one);
      break;
    case StatementKind::kReturn:
      jump("return", one);
      break;
    case StatementKind::kExit:
      jump("exit", one);
      break;
    case StatementKind::kDrop:
      jump("drop", one);
      break;
    case StatementKind::kBreak:
      line("break;");
      break;
    case StatementKind::kEmpty:
      line(";");
      break;
  }
}

void Printer::switch_cases(const Statement& one) {
  begin();
  out_ += "switch (";
  expression(*one.value);
  out_ += ") {\n";
  ++indent_;
  for (const Case& label : one.cases) {
    begin();
    if (label.kind == CaseKind::kDefault) {
      out_ += "default";
    } else {
      out_ += label.kind == CaseKind::kRegex ? "case /" : "case ";
      expression(*label.value);
    }
    out_ += ":\n";
    ++indent_;
    statements(label.body);
    --indent_;
  }
  --indent_;
  line("}");
}

void Printer::listen(const Listen& one) {
  out_ += "listen=";
  if (!one.protocol.empty()) out_ += one.protocol + ":";
  if (one.hosts.size() > 1) out_ += "(";
  for (std::size_t i = 0; i < one.hosts.size(); ++i) {
    const bool ipv6 = one.hosts[i].find(':') != std::string::npos;
    if (i != 0) out_ += ", ";
    out_ += ipv6 ? "[" + one.hosts[i] + "]" : one.hosts[i];
  }
  if (one.hosts.size() > 1) out_ += ")";
  if (one.port != 0) out_ += ":" + std::to_string(one.port);
  if (!one.advertise_host.empty()) {
    const bool ipv6 = one.advertise_host.find(':') != std::string::npos;
    out_ += " advertise " + (ipv6 ? "[" + one.advertise_host + "]" : one.advertise_host);
    if (one.advertise_port != 0) out_ += ":" + std::to_string(one.advertise_port);
  }
  if (!one.name.empty()) out_ += " name " + quote(one.name);
  if (one.is_virtual) out_ += " virtual";
  out_ += "\n";
}

void Printer::head(const Script& script) {
  for (const GlobalParameter& one : script.parameters) {
    out_ += one.group.empty() ? one.name : one.group + "." + one.name;
    out_ += "=";
    expression(*one.value);
    if (!one.description.empty()) out_ += " desc " + quote(one.description);
    out_ += "\n";
  }
  for (const FlagName& one : script.flags) {
    out_ += (one.avp ? "avpflags " : "flags ") + one.name;
    if (one.number >= 0) out_ += ":" + std::to_string(one.number);
    out_ += "\n";
  }
  for (const Alias& one : script.aliases) {
    std::string text = one.protocol.empty() ? "" : one.protocol + ":";
    text += one.host.find(':') == std::string::npos ? one.host : "[" + one.host + "]";
    if (one.port != 0) text += ":" + std::to_string(one.port);
    out_ += "alias=" + quote(text) + "\n";
  }
  for (const Listen& one : script.listens) listen(one);
  for (const std::string& path : script.module_paths) out_ += "mpath=" + quote(path) + "\n";
  for (const LoadModule& one : script.modules) out_ += "loadmodule " + quote(one.module) + "\n";
  for (const ModuleParameter& one : script.module_parameters) {
    out_ += "modparam(" + quote(one.modules) + ", " + quote(one.parameter) + ", ";
    expression(*one.value);
    out_ += ")\n";
  }
}

void Printer::block_name(const RouteBlock& one) {
  if (one.kind == BlockKind::kMain && one.name.empty()) {
    out_ += "request_route";
  } else {
    out_ += kBlockWords[static_cast<std::size_t>(one.kind)];
  }
  if (!one.name.empty()) out_ += "[" + (plain_name(one.name) ? one.name : quote(one.name)) + "]";
}

void Printer::block(const RouteBlock& one) {
  block_name(one);
  out_ += " ";
  braces(one.body);
  out_ += "\n";
}

void Printer::script(const Script& script) {
  head(script);
  for (const RouteBlock& one : script.blocks) block(one);
}

}  // namespace

std::string print_script(const Script& script) {
  Printer printer;
  printer.script(script);
  return printer.take();
}

std::string print_block(const RouteBlock& block) {
  Printer printer;
  printer.block(block);
  return printer.take();
}

std::string print_block_name(const RouteBlock& block) {
  Printer printer;
  printer.block_name(block);
  return printer.take();
}

std::string print_expression(const Expression& expression) {
  Printer printer;
  printer.expression(expression);
  return printer.take();
}

}  // namespace weir::routes
