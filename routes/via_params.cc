#include "routes/via_params.h"

#include "routes/natives/request_uri.h"
#include "routes/operators.h"

namespace weir::routes {
namespace {

// The newest record of that name; kNone without one.
XavpPool::Index record_of(const Execution& e, std::string_view name) noexcept {
  const XavpPath path{{{{name, 0, false, false}, {}, {}}}, 1};
  const XavpPool& pool = e.notes->xavps;
  const XavpPool::Index found = name.empty() ? XavpPool::kNone : pool.find(XavpKind::kXavp, path);
  return found != XavpPool::kNone && pool.is_record(found) ? found : XavpPool::kNone;
}

// A text of the record's; empty when it is none, as Kamailio wants a port to be one.
std::string_view text_in(const Execution& e, XavpPool::Index record,
                         std::string_view name) noexcept {
  const XavpPool& pool = e.notes->xavps;
  for (XavpPool::Index at = pool.first(record); at != XavpPool::kNone; at = pool.next(at)) {
    if (pool.name(at) == name) return pool.value(at).text;
  }
  return {};
}

}  // namespace

std::string_view via_parameters(Execution& e) noexcept {
  if (!e.notes->via_params) return {};
  const XavpPool& pool = e.notes->xavps;
  const XavpPool::Index record = record_of(e, e.image->tunables().via_params_xavp);
  if (record == XavpPool::kNone) return {};
  std::string_view text;
  for (XavpPool::Index at = pool.first(record); at != XavpPool::kNone; at = pool.next(at)) {
    IntText scratch;
    text = join_texts(*e.arena, {text, ";", pool.name(at), "=", to_text(pool.value(at), scratch)});
  }
  return text;
}

ViaFields via_fields(Execution& e) noexcept {
  if (!e.notes->via_fields) return {};
  const XavpPool::Index record = record_of(e, e.image->tunables().via_fields_xavp);
  if (record == XavpPool::kNone) return {};
  return {text_in(e, record, "address"), text_in(e, record, "port")};
}

}  // namespace weir::routes
