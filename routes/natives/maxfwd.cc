// maxfwd: Max-Forwards.
#include "routes/natives/functions.h"
#include "routes/natives/request_uri.h"

namespace weir::routes::natives {
namespace {

// Two digits nearly always, written where they stay.
std::string_view hops_text(Arena& arena, std::uint32_t hops) noexcept {
  if (hops < 10 || hops > 99)
    return arena.copy(int_to_text(static_cast<std::int32_t>(hops)).view());
  char* const text = arena.allocate(2);
  if (text == nullptr) return {};
  text[0] = static_cast<char>('0' + hops / 10);
  text[1] = static_cast<char>('0' + hops % 10);
  return {text, 2};
}

}  // namespace

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
  const std::string_view text = hops_text(*e.arena, next);
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
