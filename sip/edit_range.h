// Questions about the edits that a list holds already, and removals that take them into account.
#pragma once

#include "sip/edit.h"
#include "sip/result.h"

#include <cstddef>

namespace weir::sip {

// True when something is inserted at an offset in [begin, end], both ends included.
bool has_insertion(const EditList& edits, std::size_t begin, std::size_t end) noexcept;

// True when nothing of [begin, end) is left and nothing stands in its place. An empty range is not
// gone.
bool is_gone(const EditList& edits, std::size_t begin, std::size_t end) noexcept;

// True when [begin, end) is as it was received: nothing of it removed or replaced, and nothing
// inserted inside or at an end of it.
bool is_untouched(const EditList& edits, std::size_t begin, std::size_t end) noexcept;

// Takes out what is left of [begin, end), some of which may be gone already. Errors: kEditRefused,
// and nothing changed, when text was inserted strictly inside or stands in the place of a part of
// it, or when the list is full.
[[nodiscard]] Error remove_rest(EditList& edits, std::size_t begin, std::size_t end) noexcept;

}  // namespace weir::sip
