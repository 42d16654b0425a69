// Turn: how far one message has come, what the script has made happen, and what will be counted.
#pragma once

#include <cstdint>

#include "dataplane/drops.h"
#include "dataplane/edition.h"
#include "dataplane/packet.h"
#include "sip/via.h"
#include "sip/via_fix.h"

namespace weir::dataplane {

struct Turn {
  static constexpr int kStateless = -1;

  Packet* packet = nullptr;
  const Edition* edition = nullptr;
  const sip::Via* top = nullptr;  // of a request
  sip::ViaFix fix;                // of a request
  int branch = kStateless;        // what our Via tells: the number of a transaction's branch
  bool settled = false;           // a principal datagram was committed
  bool answered = false;          // and it was a reply of ours
  bool provisional = false;       // a 1xx left
  bool handed_over = false;       // control has it
  std::uint8_t replies = 0;
  DropReason failure = DropReason::kNone;  // why the last send did not happen
};

}  // namespace weir::dataplane
