// Any bytes as a script: diagnostics, or an image that verifies and ends within its fuel, whatever
// the message. Nothing is read but the message and what the image holds.
#include "routes/verify.h"
#include "tests/routes/test_host.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using namespace weir::routes;  // NOLINT: a fuzzer's only client
using weir::routes::testing::Bench;
using weir::routes::testing::kInvite;

constexpr std::string_view kReply =
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n"
    "Via: SIP/2.0/UDP 198.51.100.1:5062;branch=z9hG4bKabc\r\nFrom: <sip:a@b>;tag=1\r\n"
    "To: <sip:c@d>;tag=2\r\nCall-ID: 1\r\nCSeq: 17 INVITE\r\nContent-Length: 0\r\n\r\n";

void run_all(Bench& bench) {
  for (std::size_t kind = 0; kind < kRouteKinds; ++kind) {
    const auto route = static_cast<RouteKind>(kind);
    const int slots = bench.image().routes(route).used();
    for (int slot = 0; slot < slots; ++slot) {
      bench.run(route == RouteKind::kReply ? kReply : kInvite, route, slot);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  Bench bench(std::string(reinterpret_cast<const char*>(data), size));
  if (!bench.ok()) {
    const bool told = bench.problems().find(": error: ") != std::string::npos ||
                      bench.problems().find(": planned: ") != std::string::npos;
    if (!told) std::abort();
    return 0;
  }
  std::string why;
  if (!verify(bench.image(), why)) {
    std::cerr << "does not verify: " << why << '\n';
    std::abort();
  }
  run_all(bench);
  return 0;
}
