// Says by its exit code whether the front end reads a script: 0 yes, 1 no, with the messages.
#include "routes/parser.h"

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  weir::routes::Sources sources;
  weir::routes::Diagnostics diagnostics;
  weir::routes::parse_script(argv[1], {}, sources, diagnostics);
  std::cerr << diagnostics.render(sources);
  return diagnostics.has_errors() ? 1 : 0;
}
