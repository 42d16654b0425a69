// diversion: who sent a call elsewhere (RFC 5806).
#include "routes/natives/functions_routing.h"
#include "routes/natives/request_uri.h"

namespace weir::routes::natives {

// The newest diversion stands on top (RFC 5806 section 5). The URI is the one received unless
// another is given.
std::int32_t add_diversion(Execution& e, Arguments a) noexcept {
  const std::string_view uri = a.size() > 1 ? a[1].text : e.message->request_uri();
  const std::string_view line =
      join_texts(*e.arena, {"Diversion: <", uri, ">;reason=", a[0].text, "\r\n"});
  const sip::Field* const first = e.message->find("Diversion");
  const std::size_t at = first != nullptr ? first->begin : e.message->headers_end();
  const bool done =
      first != nullptr ? e.notes->edits.insert_first(at, line) : e.notes->edits.insert(at, line);
  if (!line.empty() && done) return 1;
  if (e.notes->edits_refused < 65535) ++e.notes->edits_refused;
  return -1;
}

}  // namespace weir::routes::natives
