// The guard's share of a script: modparam("guard", ...), pike's numbers, the permissions file.
// Part of the bridge: it turns what the script says into the data plane's own types.
#pragma once

#include "control/lists/feed.h"
#include "control/lists/geoip.h"
#include "dataplane/guard/access_lists.h"
#include "dataplane/guard/address_list.h"
#include "dataplane/guard/command.h"
#include "dataplane/guard/parameters.h"
#include "dataplane/guard/signatures.h"
#include "dataplane/lesson.h"
#include "routes/image.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace weir::control {

// A destination of module dispatcher is a peer.
struct DestinationPeer {
  dataplane::guard::PeerEntry peer;  // any port where its URI has none
  std::int32_t set = 0;
  std::string uri;
};

// modparam("guard", "signatures").
struct SignatureFile {
  std::string path;  // empty: the built-in list
  std::shared_ptr<const dataplane::guard::SignatureSet> set;
  std::int64_t read = 0;  // when, in seconds since 1970
};

// Reads the file that `file.path` names. Errors, one a line with its place; empty when all is well,
// and then alone is `file` changed.
std::string load_signatures(SignatureFile& file);

struct GuardSettings {
  dataplane::guard::Parameters parameters;
  dataplane::guard::GuardSizes sizes;  // read once, at start
  std::vector<dataplane::guard::PeerEntry> peers;
  std::vector<DestinationPeer> destinations;
  std::vector<dataplane::guard::AddressEntry> addresses;  // permissions' address_file
  std::vector<sip::Prefix> denied;                        // modparam("guard", "deny")
  std::vector<lists::Feed> feeds;                         // modparam("guard", "deny_file")
  std::uint32_t ban_events = 10;         // a second that run event_route[guard:ban]
  std::uint32_t scan_half_life = 86400;  // seconds after which a refused user counts half
  std::uint32_t scan_ban = 0;            // seconds; for scanners that have not proved their path
  std::uint32_t flood_rate = 1000;       // packets refused in a second that are a flood; 0: none is
  std::uint32_t flood_seconds = 10;      // of quiet that end it
  SignatureFile signatures;
  lists::Geo geo;

  std::vector<dataplane::guard::PeerEntry> all_peers() const;
  // All that is denied now; notes in each feed whether it has expired.
  std::vector<dataplane::guard::DenyEntry> all_denied(std::int64_t now);
};

// Reads all of it. The text returned holds one error a line, each with its place and what to do;
// empty when all is well.
std::string read_guard_settings(const routes::Image& image, GuardSettings& guard);

// Makes peers of the destinations, once the names among them have addresses.
void add_destinations(const routes::Image& image, GuardSettings& guard);

// Whether a lesson earns trust. Only who the operator named may vouch for a phone: peers, the
// permissions file's servers, and where the script itself sends. Otherwise anybody could vouch for
// himself. `addresses` may be null.
bool believes(const dataplane::Lesson& lesson, std::span<const sip::Endpoint> targets,
              const dataplane::guard::AddressList* addresses);

// What the guards are told of a lesson that is believed.
dataplane::guard::GuardCommand answer_to(const dataplane::Lesson& lesson,
                                         const dataplane::guard::Parameters& parameters);

}  // namespace weir::control
