// One entry of History-Info: where a request was sent, and how it came to be sent there.
#pragma once

#include "sip/name_addr.h"
#include "sip/result.h"

#include <cstdint>
#include <string_view>

namespace weir::sip {

// Every text borrows from the field. Reason and Privacy stand in the headers of address.uri.
struct HistoryInfo {
  // How the URI came about: by the target user's aliases, by another user's address, or unchanged.
  enum class Target : std::uint8_t { kNone, kRc, kMp, kNp };

  NameAddr address;
  std::string_view index;         // "1.1.2"
  std::string_view target_index;  // of the entry that `target` speaks of
  Target target = Target::kNone;
};

// hi-targeted-to-uri *(SEMI hi-param); shape and errors of `rest` as in cursor.h. Errors: those of
// next_name_addr(); kSyntax, also for an index with leading zeros; kDuplicate, also for two of rc,
// mp and np; kMissing without index. RFC 7044 section 5.
Result<HistoryInfo> next_history_info(std::string_view& rest) noexcept;

}  // namespace weir::sip
