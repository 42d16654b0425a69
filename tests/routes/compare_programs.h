// One program and one message through the naive interpreter and the VM.
#pragma once

#include "tests/routes/programs.h"
#include "tests/routes/test_host.h"

#include <string>

namespace weir::routes::testing {

struct Comparison {
  bool compared = false;   // both ended by themselves
  std::string difference;  // empty: they agree
};

// `bench` holds the compiled `script`.
inline Comparison compare(const Script& script, Bench& bench, const MadeMessage& message) {
  Interpreter oracle(script, {message.values, message.method});
  const bool finished = oracle.run(message.is_request ? BlockKind::kMain : BlockKind::kReply);
  const RunResult result =
      bench.run(message.text, message.is_request ? RouteKind::kRequest : RouteKind::kReply);
  if (!finished || result.stop == RunResult::Stop::kError) return {};
  Comparison made{true, {}};
  const auto differ = [&made](const std::string& what, const std::string& vm,
                              const std::string& naive) {
    if (vm != naive) made.difference += what + ": VM " + vm + ", interpreter " + naive + "\n";
  };
  differ("exited", std::to_string(result.exited), std::to_string(oracle.exited()));
  differ("result", std::to_string(result.return_code), std::to_string(oracle.result()));
  differ("$rc", std::to_string(bench.execution().return_code),
         std::to_string(oracle.return_code()));
  for (int i = 0; i < kVariables; ++i) {
    const Value& ours = bench.notes().variables[static_cast<std::size_t>(i)];
    const Datum theirs = oracle.variable("v" + std::to_string(i));
    const auto shown = [](bool is_text, std::int32_t number, std::string_view text) {
      return is_text ? "\"" + std::string(text) + "\"" : std::to_string(number);
    };
    differ("$var(v" + std::to_string(i) + ")", shown(ours.is_text(), ours.number, ours.text),
           shown(theirs.is_text, theirs.number, theirs.text));
  }
  return made;
}

}  // namespace weir::routes::testing
