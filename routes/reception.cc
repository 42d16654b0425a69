#include "routes/reception.h"

namespace weir::routes {

std::string_view transport_word(Transport transport) noexcept {
  switch (transport) {
    case Transport::kOther:
      return "none";
    case Transport::kUdp:
      return "udp";
    case Transport::kTcp:
      return "tcp";
    case Transport::kTls:
      return "tls";
    case Transport::kSctp:
      return "sctp";
    case Transport::kWs:
      return "ws";
    case Transport::kWss:
      return "wss";
  }
  return {};
}

}  // namespace weir::routes
