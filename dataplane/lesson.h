// What a verified reply teaches control.
#pragma once

#include <cstdint>

#include "dataplane/packet.h"
#include "sip/address.h"

namespace weir::dataplane {

// A REGISTER with credentials from `source` was accepted by `teacher`. Whether that earns trust is
// control's to decide: it should believe peers and the servers the operator configured, or a
// script that forwards anywhere would let anybody vouch for himself.
struct Lesson {
  sip::Endpoint source;
  sip::Endpoint teacher;
  SourceClass teacher_class = SourceClass::kStranger;
  std::uint16_t listen = 0;   // the socket that the reply came to
  std::uint32_t expires = 0;  // seconds that the binding lives
};

}  // namespace weir::dataplane
