// What became of strangers' requests, told to control: who is refused for many users is a scan.
#pragma once

#include "dataplane/worker.h"

namespace weir::dataplane {

// The message at hand, a request, is answered by us with `status`.
void note_own_answer(Worker& worker, unsigned status) noexcept;

// The message at hand is a reply to a request that we forwarded, `with_credentials` or not.
void note_answer(Worker& worker, bool with_credentials) noexcept;

}  // namespace weir::dataplane
