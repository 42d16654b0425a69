// Notes: what a script has set for one message. Flat; it travels with the packet.
#pragma once

#include "routes/code.h"
#include "routes/value.h"
#include "routes/xavp.h"
#include "sip/edit.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace weir::routes {

// One value of an AVP. AVPs are stacks: the newest stands last.
struct Avp {
  std::uint16_t name = 0;  // the image's number of the name
  Value value;
};

// Texts are borrowed: from the message, the image, or the message's Arena.
struct Notes {
  static constexpr std::size_t kVariables = 256;  // distinct $var, $vn and $vz names of a script
  static constexpr std::size_t kAvps = 64;
  static constexpr int kNoSocket = -1;

  std::uint32_t message_flags = 0;  // setflag()
  std::uint32_t script_flags = 0;   // setsflag()
  std::uint32_t branch_flags = 0;   // setbflag(), of branch 0

  std::string_view request_uri;      // the new R-URI; empty: as received
  std::string_view destination_uri;  // $du; empty: unset
  std::string_view last_route;       // strict routing: "<uri>" to append as the last Route
  int forced_socket = kNoSocket;     // $fs: index of the listen socket to send from

  bool force_rport = false;
  bool record_route = false;            // record_route() was called
  bool advertise_rr = false;            // record_route_advertised_address()
  std::string_view route_params;        // of our own Route, once loose_route() took it out
  std::string_view record_route_extra;  // what add_rr_param() and record_route(x) append
  std::string_view record_route_host;   // a preset host[:port]; empty: the sockets'

  std::string_view reply_headers;  // append_to_reply(): complete lines
  std::string_view reply_body;     // set_reply_body()
  std::string_view reply_body_type;
  std::uint16_t reply_status = 0;  // change_reply_status(); 0: as received
  std::string_view reply_reason;

  std::uint16_t refusal_status = 0;  // what sanity_check() found under noreply; 0: nothing
  std::string_view refusal_reason;

  std::uint8_t replies_sent = 0;
  std::uint8_t forwards_sent = 0;
  std::uint16_t edits_refused = 0;  // overlapping or too many: the first wins

  std::uint16_t variable_count = 0;  // slots of this image in use
  std::uint16_t avp_count = 0;

  sip::EditList edits;
  std::array<Value, kVariables> variables;
  std::array<Avp, kAvps> avps;
  XavpPool xavps;

  // Ready for the next message of an image with these variables ($vn begins as null, the others
  // as 0); touches no unused slot.
  void reset(std::span<const VariableKind> kinds) noexcept;
};

static_assert(std::is_trivially_copyable_v<Notes>);

}  // namespace weir::routes
