// Host: what a plane lends to the VM. Whatever follows from the message alone needs no host.
#pragma once

#include "routes/reception.h"
#include "routes/value.h"
#include "sip/address.h"

#include <atomic>
#include <cstdint>
#include <string_view>

namespace weir::routes {

struct Execution;

// A reply the script wants sent to the sender of its request. `headers` are complete lines;
// Content-Length and the received and rport of the Via are the sender's work (sip::build_reply).
struct ReplyOrder {
  unsigned code = 0;
  std::string_view reason;
  std::string_view to_tag;  // empty: leave the To alone
  std::string_view headers;
  std::string_view content_type;  // of the body
  std::string_view body;
};

// Where forward() wants the message to go. The plane adds Via and Record-Route, applies the edits,
// runs the onsend_route and sends.
struct Target {
  sip::Endpoint to;
  Transport transport = Transport::kUdp;
  int socket = -1;  // index of the listen socket to send from; -1: the plane's choice
};

using TableId = std::uint16_t;  // index into Settings::tables

// Words that all messages of all planes share.
enum class SharedWord : std::uint8_t {
  kGlobalFlags,        // cfgutils: set_gflag()
  kRandomProbability,  // cfgutils: rand_set_prob()
};

// What a script asks of the guard.
struct GuardOrder {
  enum class Kind : std::uint8_t { kBan, kUnban, kTrust };

  Kind kind = Kind::kBan;
  sip::Endpoint about;        // kTrust: this port of it; the others: the whole address
  std::uint32_t seconds = 0;  // 0: as long as the guard's parameters have it
};

// The words of $guard(...), in the order of field_words().
enum class GuardWord : std::uint8_t { kClass, kRate, kReason, kSeconds, kDropped };

// A listen socket as scripts see it ($Ri, $Rn, $RAi, ...). Texts live as long as the plane.
struct SocketNames {
  std::string_view address;  // text form, IPv6 without brackets
  std::uint16_t port = 0;
  Transport transport = Transport::kUdp;
  std::string_view name;
  std::string_view advertised_address;  // empty: not advertised
  std::uint16_t advertised_port = 0;
};

// Bound once, in dataplane/bindings.cc and control's own; every member is set. All are called from
// the VM with the Execution they belong to, whose host_self is the plane's own.
struct Host {
  // Sends; false when it could not. forward() leaves the reason in Execution::error.
  bool (*reply)(Execution& execution, const ReplyOrder& order) noexcept;
  bool (*forward)(Execution& execution, const Target& target) noexcept;
  // Forwards the reply at once, beside what becomes of it when the script ends. Code 0 and an empty
  // reason: as it would be forwarded then.
  bool (*forward_reply)(Execution& execution, unsigned code, std::string_view reason) noexcept;

  // Sends the received message unchanged to `to`, beside whatever else happens.
  bool (*send_copy)(Execution& execution, const sip::Endpoint& to) noexcept;
  // The same for any text, from a listen socket by its index; -1: the plane's choice.
  bool (*send_text)(Execution& execution, const sip::Endpoint& to, int socket,
                    std::string_view text) noexcept;

  // Makes `text` the message that the script works on from here on; it outlives the run. False,
  // and all as it was, when that is no well-formed message of the same kind.
  bool (*adopt)(Execution& execution, std::string_view text) noexcept;

  // Mutual exclusion between messages, by the hash of a name; a message that ends lets go. lock()
  // is false where another message held on to it for too long, or at once unless `wait`; a message
  // may take a lock twice. unlock() is false when this message does not hold it.
  bool (*lock)(Execution& execution, std::uint64_t name, bool wait) noexcept;
  bool (*unlock)(Execution& execution, std::uint64_t name) noexcept;

  std::atomic<std::uint32_t>& (*shared_word)(Execution& execution, SharedWord word) noexcept;

  // The address of a host name from a snapshot; false when it is not known (yet).
  bool (*resolve)(Execution& execution, std::string_view host, sip::Address& address) noexcept;

  // A line of the script's log at Kamailio's `level` (-5 alert ... 3 debug); `facility` -1: the
  // default. Texts above the log's level are refused beforehand by log_enabled.
  void (*log)(Execution& execution, int level, int facility, std::string_view text) noexcept;
  bool (*log_enabled)(Execution& execution, int level) noexcept;
  // The level up to which this lcore writes lines from here on; nullptr: the script's again.
  void (*set_log_level)(Execution& execution, const int* level) noexcept;

  // Is HOST:PORT ours? Port 0 and no transport (nullptr) match any. Listen sockets and aliases.
  bool (*is_myself)(Execution& execution, std::string_view host, std::uint16_t port,
                    const Transport* transport) noexcept;

  // The listen socket of that index, or nullptr.
  const SocketNames* (*socket)(Execution& execution, unsigned index) noexcept;
  // The index of the socket at address and port, -1 when there is none.
  int (*find_socket)(Execution& execution, const sip::Endpoint& at) noexcept;
  int (*find_socket_name)(Execution& execution, std::string_view name) noexcept;

  // pike: 1 within its rate, -1 blocked before, -2 blocked just now.
  int (*pike)(Execution& execution, const sip::Address& source) noexcept;

  // False when the guard refuses: a peer, or a ban of an address with trusted flows.
  bool (*guard_order)(Execution& execution, const GuardOrder& order) noexcept;
  Value (*guard_value)(Execution& execution, GuardWord word) noexcept;

  // Shared tables. A missing key gives the table's initial value or null; texts are copied into
  // the Execution's arena. `seconds`: -1 the table's own expiry.
  Value (*table_get)(Execution& execution, TableId table, std::string_view key) noexcept;
  bool (*table_set)(Execution& execution, TableId table, std::string_view key, const Value& value,
                    std::int32_t seconds) noexcept;
  bool (*table_remove)(Execution& execution, TableId table, std::string_view key) noexcept;
  // Adds `step` atomically and gives the sum; a missing key starts at the initial value, and is
  // null without one, but in table 0, where it starts at 0.
  Value (*table_increment)(Execution& execution, TableId table, std::string_view key,
                           std::int32_t step) noexcept;
  // Seconds until the key expires; null when it is not there.
  Value (*table_expires)(Execution& execution, TableId table, std::string_view key) noexcept;
  bool (*table_set_expires)(Execution& execution, TableId table, std::string_view key,
                            std::int32_t seconds) noexcept;

  // The value after `cursor`, which begins as 0, of a walk over the whole table; moves `cursor`.
  // False at the end. Texts are copied into the Execution's arena.
  bool (*table_next)(Execution& execution, TableId table, std::uint64_t& cursor,
                     std::string_view& key, Value& value) noexcept;

  // permissions: the group of an entry that holds address and port, or -1. `group` -1: any. `tag`
  // becomes the entry's tag.
  int (*address_group)(Execution& execution, std::int32_t group, const sip::Address& address,
                       std::uint16_t port, std::string_view& tag) noexcept;
};

}  // namespace weir::routes
