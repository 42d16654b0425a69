// What the natives that edit a message share.
#pragma once

#include "routes/vm.h"
#include "routes/workspace.h"

#include <string_view>

namespace weir::routes {

// Counts an edit that the list has refused; passes `done` on.
inline bool counted(Execution& e, bool done) noexcept {
  if (!done && e.notes->edits_refused < 65535) ++e.notes->edits_refused;
  return done;
}

// The first field of `name`, in any case and also in its compact form; nullptr when there is none.
inline const sip::Field* find_field(const Execution& e, std::string_view name) noexcept {
  const sip::HeaderId id = sip::find_header(name);
  return id != sip::HeaderId::kOther ? e.message->first(id) : e.message->find(name);
}

// Takes a whole line out.
inline bool remove_line(Execution& e, const sip::Field& field) noexcept {
  return counted(e, e.notes->edits.remove(field.begin, field.end));
}

// Where a pattern of the image, by its id, is found in `text` first.
inline bool find_pattern(Execution& e, const Value& pattern, std::string_view text,
                         RegexSet::Groups& groups) noexcept {
  return e.image->regexes().find(static_cast<std::uint32_t>(pattern.number), text, 0,
                                 e.workspace->scratch(), groups);
}

// "Fri, 27 Nov 2026 19:52:01 GMT" of the message's arrival, in the arena (RFC 3261 section 20.17).
std::string_view date_text(Execution& e) noexcept;

}  // namespace weir::routes
