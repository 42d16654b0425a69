// Notes: what a script has set for one message. Flat; it travels with the packet.
#pragma once

#include "routes/armed.h"
#include "routes/code.h"
#include "routes/dispatch_choice.h"
#include "routes/value.h"
#include "routes/xavp.h"
#include "sip/edit.h"
#include "sip/message.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace weir::routes {

// One value of an AVP. AVPs are stacks: the newest stands last.
struct Avp {
  std::uint16_t name = 0;   // the image's number of the name
  std::uint32_t flags = 0;  // setavpflag()
  Value value;
};

// A branch that append_branch() adds beside the R-URI's own.
struct Branch {
  std::string_view uri;
  std::string_view destination_uri;
  std::string_view path;
  std::int32_t q = kNoQ;  // thousandths
  std::uint32_t flags = 0;
  int socket = -1;  // index of the listen socket to send from; -1: none forced

  static constexpr std::int32_t kNoQ = -1;
};

// Where an iterator of the script stands: -1 before the first value.
struct Iterator {
  std::string_view name;
  std::int32_t at = -1;
  bool used = false;
};
using Iterators = std::array<Iterator, 4>;  // as many as Kamailio has

// As Iterator, over a shared table. It holds what it stands at, so that a walk over a large table
// needs no room of the arena.
struct TableIterator {
  std::string_view name;
  std::uint64_t next = 0;  // where the search for the next value goes on
  std::uint16_t table = 0;
  bool used = false;
  bool standing = false;  // at a value
  bool is_text = false;
  std::uint8_t key_size = 0;
  std::uint8_t text_size = 0;
  std::int32_t number = 0;
  std::array<char, 256> room;  // the key, and a text behind it

  std::string_view key() const noexcept { return {room.data(), key_size}; }
  Value value() const noexcept {
    return is_text ? Value::of({room.data() + key_size, text_size}) : Value::integer(number);
  }
  // Stands at that value. False when the two texts do not fit.
  bool stand_at(std::string_view new_key, const Value& value) noexcept;
  bool hold(const Value& value) noexcept;  // another value of the same key
};

// Texts are borrowed: from the message, the image, or the message's Arena.
struct Notes {
  static constexpr std::size_t kVariables = 256;  // distinct $var, $vn and $vz names of a script
  static constexpr std::size_t kAvps = 64;
  static constexpr std::size_t kAvpNames = 32;  // computed ones that the script does not name
  static constexpr std::size_t kBranches =
      11;  // beside the R-URI's: Kamailio's max_branches less one
  static constexpr int kNoSocket = -1;

  std::uint32_t message_flags = 0;   // setflag()
  std::uint32_t script_flags = 0;    // setsflag()
  std::uint32_t branch_flags = 0;    // setbflag(), of branch 0
  std::uint64_t extended_flags = 0;  // setxflag()
  std::uint32_t internal_flags = 0;  // msg_iflag_set()
  std::uint32_t via_flags = 0;       // msg_vbflag_set()

  std::string_view request_uri;      // the new R-URI; empty: as received
  std::string_view destination_uri;  // $du; empty: unset
  std::string_view last_route;       // strict routing: "<uri>" to append as the last Route
  int forced_socket = kNoSocket;     // $fs: index of the listen socket to send from

  std::string_view advertised_address;  // set_advertised_address(); empty: the socket's
  std::uint16_t advertised_port = 0;    // set_advertised_port(); 0: the socket's

  bool via_server_id = false;  // via_add_srvid()
  bool via_params = false;     // via_add_xavp_params()
  bool via_fields = false;     // via_use_xavp_fields()

  bool force_rport = false;
  bool local_rport = false;             // add_local_rport()
  bool record_route = false;            // record_route() was called
  bool next_hop_route = false;          // loose_route() left a Route to follow
  std::string_view route_params;        // of our own Route, once loose_route() took it out
  std::string_view record_route_extra;  // what add_rr_param() and record_route(x) append
  std::string_view record_route_host;   // a preset host[:port]; empty: the sockets'
  std::string_view record_route_user;   // add_username; empty: none

  std::string_view reply_headers;  // append_to_reply(): complete lines
  std::string_view reply_body;     // set_reply_body()
  std::string_view reply_body_type;
  std::uint16_t reply_status = 0;  // change_reply_status(); 0: as received
  std::string_view reply_reason;

  std::uint16_t refusal_status = 0;  // what sanity_check() found under noreply; 0: nothing
  std::string_view refusal_reason;

  std::int16_t credentials_field = -1;  // the field that an authentication looked at
  bool credentials_stale = false;       // right, but for the age of their nonce
  std::int8_t auth_hash = -1;           // auth_algorithm(): a sip::DigestHash; -1: the parameter's
  DispatchChoice dispatch;              // ds_select_dst(), for ds_next_dst()

  Armed armed;                   // for the transaction
  bool uri_used = false;         // a t_relay() has taken the R-URI as a branch, with these two
  const char* used_uri = nullptr;
  const char* used_destination = nullptr;

  std::uint8_t replies_sent = 0;
  std::uint8_t forwards_sent = 0;
  std::uint16_t edits_refused = 0;  // overlapping or too many: the first wins

  std::uint16_t variable_count = 0;  // slots of this image in use
  std::uint16_t avp_count = 0;
  std::uint8_t branch_count = 0;
  std::uint8_t avp_name_count = 0;

  std::array<Branch, kBranches> branches;
  Branch script_branch;  // $sbranch; without a uri: unset
  Iterators header_iterators;
  Iterators body_iterators;
  Iterators sdp_iterators;
  std::array<TableIterator, 4> table_iterators;

  sip::EditList edits;
  std::array<Value, kVariables> variables;
  std::array<Avp, kAvps> avps;
  std::array<std::string_view, kAvpNames> avp_names;  // numbered behind the image's
  XavpPool xavps;

  // The R-URI: what the script set, or as received.
  std::string_view current_uri(const sip::MessageView& message) const noexcept {
    return request_uri.empty() ? message.request_uri() : request_uri;
  }

  // Whether a t_relay() takes the R-URI as a branch: not again before the script sets it, or where it
  // goes, anew.
  bool uri_is_new() const noexcept {
    return !uri_used || request_uri.data() != used_uri ||
           destination_uri.data() != used_destination;
  }
  void use_uri() noexcept {
    uri_used = true;
    used_uri = request_uri.data();
    used_destination = destination_uri.data();
  }

  // Ready for the next message of an image with these variables ($vn begins as null, the others
  // as 0); touches no unused slot.
  void reset(std::span<const VariableKind> kinds) noexcept;
};

static_assert(std::is_trivially_copyable_v<Notes>);

}  // namespace weir::routes
