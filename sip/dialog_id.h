// Names of dialogs: the values of Replaces, Join and Target-Dialog.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <string_view>

namespace weir::sip {

// Every text borrows from the field. "Local" is the receiver's side (RFC 3891 section 3): the
// to-tag of Replaces and Join.
struct DialogId {
  std::string_view call_id;
  std::string_view local_tag;
  std::string_view remote_tag;
  bool early_only = false;  // of Replaces
  Params params;            // from the first ';'
};

// callid *(SEMI param); shape and errors of `rest` as in cursor.h. Errors: kSyntax; kMissing
// without one of the two tags; kDuplicate.
Result<DialogId> next_replaces(std::string_view& rest) noexcept;       // RFC 3891 section 6.1
Result<DialogId> next_join(std::string_view& rest) noexcept;           // RFC 3911 section 7.1
Result<DialogId> next_target_dialog(std::string_view& rest) noexcept;  // RFC 4538 section 7

// callid = word [ "@" word ], up to a byte that no word holds. Errors: kSyntax. RFC 3261 section
// 25.1; a comma may follow, as in In-Reply-To.
Result<std::string_view> next_call_id(std::string_view& rest) noexcept;

}  // namespace weir::sip
