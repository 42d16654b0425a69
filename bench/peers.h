// The parsers we are measured against: libosip2, sofia-sip and libre, each used as a server that
// stands on it would: a fresh message object, the whole message parsed, everything freed.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace weir::bench {

// What a peer made of a message: enough to see that it did not give up half way.
struct Reading {
  bool parsed = false;
  std::string method;   // of the request; empty for a reply
  unsigned status = 0;  // of the reply; 0 for a request
  std::string call_id;
  std::string cseq_method;

  bool operator==(const Reading&) const = default;
};

struct Peer {
  std::string_view name;                   // as in message/SAMPLE/NAME
  bool (*parse)(std::string_view text);    // the timed work; false when the peer refuses
  Reading (*read)(std::string_view text);  // the same work, looked at
};

// Prepared at the first call.
const std::array<Peer, 3>& peers();

}  // namespace weir::bench
