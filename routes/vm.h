// The virtual machine that runs an image's routes over one message.
#pragma once

#include "routes/arena.h"
#include "routes/host.h"
#include "routes/image.h"
#include "routes/notes.h"
#include "routes/reception.h"
#include "sip/branch.h"
#include "sip/message.h"

#include <cstdint>
#include <string_view>

namespace weir::routes {

class Workspace;     // routes/workspace.h
class Transactions;  // routes/transactions.h
struct Suspended;    // routes/suspended.h

// What is about to be sent; only an onsend_route sees it ($snd, $sndto, snd_ip, msg:len).
struct Sending {
  sip::Endpoint from;
  sip::Endpoint to;
  Transport transport = Transport::kUdp;
  std::string_view buffer;  // as it goes out
};

// Why an action failed, by Kamailio's number without its sign; what sl_reply_error() answers with.
// Each action begins with kUnspecified.
enum class ScriptError : std::uint16_t {
  kNone = 0,
  kUnspecified = 1,
  kOutOfMemory = 2,
  kConfiguration = 6,  // a branch_route dropped every branch
  kNoSocket = 7,
  kSend = 477,
  kCanceled = 487,
  kBadAddress = 478,
  kBadUri = 479,
};

// Everything one run may touch. The caller fills the pointers; all are borrowed for the run.
// `sending` may be null outside an onsend_route.
struct Execution {
  const Image* image = nullptr;
  const sip::MessageView* message = nullptr;
  Reception* reception = nullptr;  // what set_source_address() and its kin change
  Notes* notes = nullptr;
  Arena* arena = nullptr;
  Workspace* workspace = nullptr;
  const Host* host = nullptr;
  void* host_self = nullptr;
  const Sending* sending = nullptr;
  const sip::KeyRing* keys = nullptr;  // of the To tags of our own replies
  bool well_formed = false;            // sip::well_formed() has said so of the message
  // What the functions of the control plane work with; null on an lcore, where they stop the run.
  Transactions* transactions = nullptr;
  Suspended* suspended = nullptr;  // where a run that stops so is kept; null: it is an error

  RouteKind kind = RouteKind::kRequest;                    // set by run()
  std::int32_t return_code = 0;                            // $rc
  ScriptError error = ScriptError::kUnspecified;           // of the action that runs
  ScriptError previous_error = ScriptError::kUnspecified;  // of the one before
  std::uint64_t random_state = 0;                          // of $RANDOM; 0: seed it
};

struct RunResult {
  enum class Stop : std::uint8_t {
    kDone,     // the block ended, or exit
    kDropped,  // drop
    kError,    // fuel, stack or arena exhausted: the message is a script_error
    kHandoff,  // stopped at a function of the control plane
  };

  Stop stop = Stop::kDone;
  bool exited = false;           // by exit, drop, return 0 or a function that returned 0
  std::int32_t return_code = 1;  // of the last action, as Kamailio counts it
};

// Limits of one run; Kamailio's where it has one.
inline constexpr unsigned kMaxRecursion = 256;  // max_recursive_level
inline constexpr unsigned kMaxLoops = 100;      // max_while_loops, unless the script says more
inline constexpr unsigned kFuel = 20000;        // route calls and jumps back together

// The notes of a message that begins.
void begin_notes(const Image& image, Notes& notes) noexcept;

// Runs slot `slot` of the list of `kind`. An undefined slot is kDone with code 1. Notes and arena
// are used as they are: the caller resets them before each message.
//
// A reply_route lets its reply pass only when the result is kDone with a return_code above 0; an
// onsend_route stops the send only by kDropped.
RunResult run(Execution& execution, RouteKind kind, int slot) noexcept;

}  // namespace weir::routes
