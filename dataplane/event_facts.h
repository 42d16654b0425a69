// What an event route is told of its event.
#pragma once

#include <cstdint>
#include <string_view>

#include "dataplane/packet.h"
#include "sip/address.h"

namespace weir::dataplane {

// What is unknown is empty or negative.
struct EventFacts {
  sip::Address address;  // $si
  SourceClass klass = SourceClass::kStranger;
  std::string_view reason;  // $guard(reason) and so on; outlives the run
  std::int32_t seconds = -1;
  std::int32_t dropped = -1;
};

}  // namespace weir::dataplane
