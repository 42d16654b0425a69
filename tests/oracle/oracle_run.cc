// The two halves of the differential test against Kamailio:
//   oracle_run generate SEED COUNT   prints a script with COUNT random expressions, each logged
//   oracle_run run FILE              runs event_route[core:worker-one-init] of FILE and prints
//                                    what it logs, a line each
#include "tests/routes/test_host.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>

namespace weir::routes::testing {
namespace {

// Expressions that Kamailio's own type check lets pass: operators that need integers get
// variables or integers, never literal texts.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string expression(unsigned depth) {
    if (depth == 0) return leaf();
    switch (pick(8)) {
      case 0:
        return "(" + any(depth - 1) + " + " + leaf() + ")";
      case 1:
        return "(" + number(depth - 1) +
               one_of({" - ", " * ", " & ", " | ", " ^ ", " << ", " >> "}) + number(depth - 1) +
               ")";
      case 2:
        return "(" + number(depth - 1) + one_of({" / ", " mod "}) + one_of({"3", "7", "$var(i)"}) +
               ")";
      case 3:
        return "(" + variable() + one_of({" == ", " != "}) + leaf() + ")";
      case 4:
        return "(" + number(depth - 1) + one_of({" < ", " > ", " <= ", " >= "}) +
               number(depth - 1) + ")";
      case 5:
        return "(" + number(depth - 1) + one_of({" && ", " || "}) + number(depth - 1) + ")";
      case 6:
        return one_of({"(! ", "(~ ", "(- "}) + number(depth - 1) + ")";
      default:
        return "(" + variable() +
               one_of({" =~ \"^[0-9]+$\"", " =~ \"b\"", " eq \"5\"", " == $null", " != $null"}) +
               ")";
    }
  }

 private:
  unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }
  std::string one_of(std::initializer_list<const char*> list) {
    return *(list.begin() + pick(static_cast<unsigned>(list.size())));
  }
  std::string variable() {
    return one_of({"$var(i)", "$var(n)", "$var(s)", "$var(t)", "$var(e)", "$var(z)", "$avp(u)",
                   "$vn(u)", "$var(big)"});
  }
  std::string leaf() {
    return pick(2) == 0 ? variable() : one_of({"0", "1", "5", "7", "2147483647", "0x10"});
  }
  std::string any(unsigned depth) { return pick(4) == 0 ? variable() : expression(depth); }
  std::string number(unsigned depth) { return pick(3) == 0 ? leaf() : expression(depth); }

  std::mt19937 random_;
};

void generate(unsigned seed, unsigned count) {
  Generator generator(seed);
  std::cout << "debug=0\nlog_stderror=yes\nchildren=1\nlisten=udp:127.0.0.1:54399\n"
               "mpath=\"/usr/lib/x86_64-linux-gnu/kamailio/modules/\"\n"
               "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\n"
               "event_route[core:worker-one-init] {\n"
               "  $var(i) = 5; $var(n) = -3; $var(s) = \"5\"; $var(t) = \"abc\"; $var(e) = \"\";\n"
               "  $var(z) = 0; $var(big) = 2147483647;\n";
  for (unsigned i = 0; i < count; ++i) {
    const std::string e = generator.expression(1 + i % 4);
    std::cout << "  $var(r) = \"skipped\"; $var(r) = " << e << "; xlog(\"" << i
              << " $var(r)\\n\");\n"
              << "  if (" << e << ") xlog(\"" << i << " true\\n\"); else xlog(\"" << i
              << " false\\n\");\n";
  }
  std::cout << "}\nrequest_route { exit; }\n";
}

int run_file(const char* path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  Bench bench(text);
  if (!bench.ok()) {
    std::cerr << bench.problems();
    return 1;
  }
  const int slot = bench.image().find_route(RouteKind::kEvent, "core:worker-one-init");
  bench.run(kInvite, RouteKind::kEvent, slot);
  for (const std::string& line : bench.recorded().logs) {
    std::cout << line.substr(line.find("<script>: ") + 10);
  }
  return 0;
}

}  // namespace
}  // namespace weir::routes::testing

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "generate" && argc == 4) {
    weir::routes::testing::generate(static_cast<unsigned>(std::atoi(argv[2])),
                                    static_cast<unsigned>(std::atoi(argv[3])));
    return 0;
  }
  if (mode == "run" && argc == 3) return weir::routes::testing::run_file(argv[2]);
  std::cerr << "usage: oracle_run generate SEED COUNT | run FILE\n";
  return 2;
}
