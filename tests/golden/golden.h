// Golden tests: Markdown that reads as a specification and is checked as one.
//
// A file of tests/golden is prose with cases. A heading names a case; the fenced blocks under it
// are its inputs and what is expected of them. A block whose first word is a kind of the table in
// kinds.cc is an expectation: the kind's function makes the same text from the case's inputs.
// Every other block is an input. `scripts/golden --update` writes what the functions give into
// the expectations; the diff is then for a reviewer to judge.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::golden {

struct Block {
  std::string kind;      // the first word behind ```
  std::string argument;  // the rest of that line
  std::string text;      // with the last line's end
};

struct Case {
  std::string name;  // of the heading
  std::vector<Block> inputs;

  // The text of the first input of that kind; empty when there is none.
  std::string_view input(std::string_view kind) const;
};

// Makes what an expectation of one kind should hold, from a case's inputs alone.
using MakeText = std::string (*)(const Case&);

struct Kind {
  std::string_view name;
  MakeText make;
};

// Every kind, from kinds.cc. To add one: a function in a file of its own, a row there.
std::span<const Kind> kinds();

// kind_anatomy.cc: what `sipweir parse` says.
std::string make_anatomy(const Case& one);

// kind_script.cc: what the front end of the route language says.
std::string make_diagnostics(const Case& one);  // the messages, or "no complaints"
std::string make_printed(const Case& one);      // the script as --cfg-print shows it

// kind_image.cc: what the back end makes of a script.
std::string make_disassembly(const Case& one);  // the image, or the messages
std::string make_refusals(const Case& one);     // the messages of both ends
std::string make_flow(const Case& one);         // what running it over ```message blocks does

// kind_explain.cc: what is told of a script before it runs.
std::string make_explained(const Case& one);  // as `sipweir explain`
std::string make_report(const Case& one);     // the rows of `sipweir -c --report`

}  // namespace weir::golden
