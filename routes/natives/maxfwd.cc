// maxfwd: Max-Forwards.
#include "routes/natives/functions_routing.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"

namespace weir::routes::natives {

std::int32_t mf_process_maxfwd_header(Execution& e, Arguments a) noexcept {
  const sip::MessageView& m = *e.message;
  const sip::Field* const field = m.first(sip::HeaderId::kMaxForwards);
  const std::int32_t limit = e.image->tunables().max_forwards_limit;
  if (field == nullptr) {
    const IntText number = int_to_text(a[0].number);
    const std::string_view line = join_texts(*e.arena, {"Max-Forwards: ", number.view(), "\r\n"});
    if (!e.notes->edits.insert(m.headers_end(), line)) return -1;
    return 2;
  }
  const auto hops = m.max_forwards();
  if (!hops) return -2;
  if (*hops == 0) return -1;
  const std::uint32_t next =
      *hops > static_cast<std::uint32_t>(limit) ? static_cast<std::uint32_t>(limit) : *hops - 1;
  const std::string_view text = number_text(*e.arena, static_cast<std::int32_t>(next));
  if (text.empty() || !e.notes->edits.replace(field->value_begin, field->value_end, text)) {
    ++e.notes->edits_refused;
  }
  return 1;
}

std::int32_t is_maxfwd_lt(Execution& e, Arguments a) noexcept {
  const auto hops = e.message->max_forwards();
  if (!hops) return -2;
  return static_cast<std::int64_t>(*hops) < a[0].number ? 1 : -1;
}

}  // namespace weir::routes::natives
