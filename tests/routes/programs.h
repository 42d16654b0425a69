// Programs out of a stream of choices: what the naive interpreter and the VM are compared by.
#pragma once

#include "tests/routes/made_message.h"

#include <functional>
#include <iterator>
#include <string>

namespace weir::routes::testing {

// Patterns as scripts have them; some match a lot, some nothing.
inline constexpr const char* kPatterns[] = {
    "^al",     "bob|carol", "[0-9]+$",  "^$",       "sip(vicious|cli)", "a.c",
    "x{2,3}",  "^[a-z]+$",  "friendly", "(ab)+c",   "PHONE/[12]",       "[^a-z]",
    "^INVITE", "\\.org$",   "^[12]",    "o|0|zero",
};

inline constexpr int kVariables = 5;
inline constexpr int kRouteCount = 4;

class Programs {
 public:
  explicit Programs(Pick pick) : pick_(std::move(pick)) {}

  // Both blocks start with the same variables; every route is called by later ones alone, so that
  // no program calls itself.
  std::string next() {
    std::string text = "loadmodule \"textops.so\"\nloadmodule \"pv.so\"\nloadmodule \"kex.so\"\n";
    for (const char* const block : {"request_route", "reply_route"}) {
      text += std::string(block) + " {\n";
      for (int i = 0; i < kVariables; ++i) {
        text += "  $var(v" + std::to_string(i) + ") = " + leaf_constant() + ";\n";
      }
      text += statements(3, -1, false) + "}\n";
    }
    for (int i = 0; i < kRouteCount; ++i) {
      text += "route[R" + std::to_string(i) + "] {\n" + statements(2, i, false) + "}\n";
    }
    return text;
  }

 private:
  unsigned pick(unsigned count) { return pick_(count); }
  std::string variable() { return "$var(v" + std::to_string(pick(kVariables)) + ")"; }
  std::string leaf_constant() {
    const char* const list[] = {"0", "1", "2", "-3", "7", "\"5\"", "\"abc\"", "\"\""};
    return list[pick(8)];
  }
  std::string integer_constant() {
    const char* const list[] = {"0", "1", "2", "7", "31", "2147483647"};
    return list[pick(6)];
  }

  // A call of a route further down; the last one calls nothing.
  std::string call(int from) {
    if (from + 1 >= kRouteCount || pick(3) == 0) {
      return pick(2) == 0 ? "is_method(\"INVITE\")" : "is_method(\"BYE\")";
    }
    const int low = from + 1;
    return "route(R" +
           std::to_string(low + static_cast<int>(pick(static_cast<unsigned>(kRouteCount - low)))) +
           ")";
  }

  std::string number(int depth, int from) {
    const char* const operators[] = {" - ",  " * ", " / ", " mod ", " & ",  " | ",  " ^ ", " << ",
                                     " >> ", " < ", " > ", " <= ",  " >= ", " && ", " || "};
    if (depth == 0) return pick(3) == 0 ? integer_constant() : variable();
    switch (pick(8)) {
      case 0:
        return std::string("(") + (pick(2) == 0 ? "!" : "~ ") + number(depth - 1, from) + ")";
      case 1:
        return "(" + variable() + (pick(2) == 0 ? " == " : " != ") + number(0, from) + ")";
      case 2:
        return "(" + call(from) + ")";
      case 3:
        return "strlen(" + variable() + ")";
      case 4:
      case 5:
        return of_message();
      default:
        return "(" + number(depth - 1, from) + operators[pick(15)] + number(depth - 1, from) + ")";
    }
  }

  // What a message says: a test of it, or a number made of it.
  std::string of_message() {
    const std::string pv = kMessageVariables[pick(std::size(kMessageVariables))];
    switch (pick(6)) {
      case 0:
        return "(" + pv + (pick(2) == 0 ? " == " : " != ") + "\"" +
               kWords[pick(std::size(kWords))] + "\")";
      case 1:
        return "(" + pv + (pick(2) == 0 ? " == " : " != ") + "$null)";
      case 2:
        return "(" + pv + " =~ \"" + kPatterns[pick(std::size(kPatterns))] + "\")";
      case 3:
        return "(" + pv + (pick(2) == 0 ? " == " : " != ") +
               kMessageVariables[pick(std::size(kMessageVariables))] + ")";
      case 4:
        return "isflagset(" + std::to_string(pick(3)) + ")";
      default:
        return "strlen(" + pv + ")";
    }
  }

  // Several tests of one value by patterns, as an anti-flood route has them.
  std::string pattern_run(int depth, int from, bool in_loop) {
    const std::string pv = kMessageVariables[pick(std::size(kMessageVariables))];
    std::string text;
    const unsigned count = 2 + pick(4);
    for (unsigned i = 0; i < count; ++i) {
      text += "if (" + pv + " =~ \"" + kPatterns[pick(std::size(kPatterns))] + "\") {\n" +
              statements(depth - 1, from, in_loop) + "}\n";
    }
    return text;
  }

  std::string statements(int depth, int from, bool in_loop) {
    std::string text;
    const unsigned count = 1 + pick(4);
    for (unsigned i = 0; i < count; ++i) text += statement(depth, from, in_loop);
    return text;
  }

  std::string statement(int depth, int from, bool in_loop) {
    const unsigned kind = pick(depth > 0 ? 14u : 7u);
    switch (kind) {
      case 0:
        return call(from) + ";\n";
      case 1:
        return in_loop || pick(3) == 0 ? variable() + " = $rc;\n"
                                       : "return " + number(1, from) + ";\n";
      case 2:
        return variable() + " = " + variable() + " + " + number(1, from) + ";\n";
      case 3:
      case 4:
        return variable() + " = " + number(2, from) + ";\n";
      case 5:
        return (pick(2) == 0 ? "setflag(" : "resetflag(") + std::to_string(pick(3)) + ");\n";
      case 6:
        return variable() + " = " + kMessageVariables[pick(std::size(kMessageVariables))] + ";\n";
      case 7:
        return "while (" + number(1, from) + ") {\n" + statements(depth - 1, from, true) +
               (pick(2) == 0 ? "break;\n" : variable() + " = " + variable() + " - 1;\n") + "}\n";
      case 8:
        return "switch (" + variable() + ") {\ncase 1:\n" + statements(depth - 1, from, in_loop) +
               (pick(2) == 0 ? "break;\n" : "") + "case 7:\n" +
               statements(depth - 1, from, in_loop) + "break;\ndefault:\n" +
               statements(depth - 1, from, in_loop) + "}\n";
      case 9:
        return many_cases(depth, from, in_loop);
      case 10:
        return pattern_run(depth, from, in_loop);
      default:
        return "if (" + number(2, from) + ") {\n" + statements(depth - 1, from, in_loop) +
               "} else {\n" + statements(depth - 1, from, in_loop) + "}\n";
    }
  }

  // A switch with enough constants of one kind to be hashed, one of them perhaps twice.
  std::string many_cases(int depth, int from, bool in_loop) {
    const bool texts = pick(2) == 0;
    std::string text = "switch (" + variable() + ") {\n";
    for (int i = 0; i < 6; ++i) {
      const std::string constant = std::to_string(pick(9));
      text += "case " + (texts ? "\"" + constant + "\"" : constant) + ":\n" +
              statements(depth - 1, from, in_loop) + (pick(3) == 0 ? "" : "break;\n");
    }
    if (texts) text += "case \"abc\":\nbreak;\ncase \"\":\n" + variable() + " = 4;\nbreak;\n";
    return text + (pick(2) == 0 ? "default:\n" + variable() + " = 3;\n" : "") + "}\n";
  }

  Pick pick_;
};

}  // namespace weir::routes::testing
