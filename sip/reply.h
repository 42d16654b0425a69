// Replies from requests.
#pragma once

#include "sip/message.h"
#include "sip/result.h"
#include "sip/via_fix.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace weir::sip {

// What a reply says beyond what it copies. Texts are borrowed for the call.
struct ReplySpec {
  unsigned code = 200;
  std::string_view reason = {};         // empty: the default phrase of `code`
  std::string_view to_tag = {};         // put on a To without tag when code > 100; empty: none
  std::string_view extra_headers = {};  // whole lines, each with its line end
  std::string_view content_type = {};   // written when there is a body
  std::string_view body = {};
  std::string_view server = {};    // value of the Server field; empty: none
  ViaFix via_fix = {};             // applied to the top Via
  std::string_view overload = {};  // in place of its oc parameters; empty: they stay (overload.h)
  bool partial = false;            // copies what is there: the refusal of a malformed request
};

// Writes a reply to `request` into `out`: status line, every Via in order (the top one fixed: rport
// in place, received at its end, as Kamailio writes them), From, To, Call-ID, CSeq, Record-Route
// for 180 to 299, Timestamp for 100, extra headers, Server, Content-Length, body. Compact names
// and folding of copied fields stay as received.
//
// The result is the size. Errors: kMissing when Via, From, To, Call-ID or CSeq is not there, the
// parser's error for a top Via or To that does not parse; kNoSpace; kRange for a code outside 100
// to 699. A partial reply needs the top Via alone: fields that are missing stay so, and a To that
// does not parse is copied as it is, without a tag. RFC 3261 sections 8.2.6 and 12.1.1.
Result<std::size_t> build_reply(const MessageView& request, const ReplySpec& spec,
                                std::span<char> out) noexcept;

}  // namespace weir::sip
