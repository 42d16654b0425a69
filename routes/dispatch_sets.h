// Sets of destinations, as module dispatcher reads them from its list file, and the choice among
// them. Kamailio 5.6.3 gives the format, the order and the hashes.
#pragma once

#include "routes/dispatch_choice.h"
#include "sip/address.h"
#include "sip/via.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::routes {

// States of a destination, as bits. The list file has them in its flags.
enum DestinationState : std::uint8_t {
  kDestinationInactive = 1,
  kDestinationTrying = 2,
  kDestinationDisabled = 4,
  kDestinationProbing = 8,
};

// Neither inactive nor disabled: one that is tried still gets requests.
constexpr bool is_usable(std::uint8_t state) noexcept {
  return (state & (kDestinationInactive | kDestinationDisabled)) == 0;
}

// "AX", "AP", "IP", ... as Kamailio shows a state.
std::string_view state_text(std::uint8_t state) noexcept;

// What the attributes of a destination say of it. Others are the script's.
struct DestinationTraits {
  std::string duid;
  std::string socket;       // [udp:]ADDRESS[:PORT] to send from
  std::string socket_name;  // the same by its name
  std::uint32_t weight = 0;
  std::uint32_t relative_weight = 0;  // rweight
};

struct Destination {
  std::string uri;     // as the file has it
  std::string domain;  // what ds_select_domain() puts behind the user: host, port and parameters
  std::string host;
  std::optional<sip::Address> address;  // where the host is one
  std::uint16_t port = 0;               // 0: none given
  std::uint16_t effective_port = 5060;
  sip::Transport transport = sip::Transport::kUdp;
  sip::Transport transport_param = sip::Transport::kOther;  // kOther: none given
  std::uint8_t flags = 0;                                   // the state it begins with
  std::int32_t priority = 0;
  std::string attributes;
  DestinationTraits traits;
  std::string socket;  // to send from: its own, or the default; and by name
  std::string socket_name;
  std::uint32_t line = 0;  // of the file
};

// Destinations in the order of their choice: the highest priority first, equal ones in the reverse
// order of the file.
struct DispatchSet {
  std::int32_t id = 0;
  std::uint32_t first = 0;  // number of its first destination among all
  std::vector<Destination> destinations;
};

// What is wrong with the list file, or doubtful.
struct ListProblem {
  std::uint32_t line = 0;
  bool warning = false;
  std::string what;
};

enum class Weights : std::uint8_t { kNone, kWeight, kRelative };

class DispatchSets {
 public:
  // Reads SET URI [FLAGS [PRIORITY [ATTRIBUTES]]] a line. All problems are found at once; with one
  // that is no warning the sets are not to be used.
  std::vector<ListProblem> read(std::string_view text);

  // ds_default_socket and ds_default_sockname: for destinations that name none.
  void use_default_socket(const std::string& socket, const std::string& name);
  // use_default: the last destination of a set is for when all others fail.
  void use_last_as_default(bool yes) noexcept { last_is_default_ = yes; }

  std::span<const DispatchSet> sets() const noexcept { return sets_; }
  std::size_t size() const noexcept { return count_; }  // destinations of all sets
  // -1: there is no such set.
  int find(std::int32_t id) const noexcept;

  // States are shared: control writes what lcores read.
  std::uint8_t state(std::size_t number) const noexcept {
    return states_[number].load(std::memory_order_relaxed);
  }
  void set_state(std::size_t number, std::uint8_t state) const noexcept {
    states_[number].store(state, std::memory_order_relaxed);
  }
  // Takes on the states of those of `older` that are the same destination with the same flags.
  void keep_states(const DispatchSets& older) const noexcept;

  // Each is a choice with `limit` destinations at most (0: no limit), or one with nothing left
  // when no destination is usable.
  //
  // By a hash, as Kamailio has it: modulo, then the next one that is usable.
  DispatchChoice choose_hashed(int set, std::uint32_t hash, std::int32_t limit) const noexcept;
  // The first usable one.
  DispatchChoice choose_first(int set, std::int32_t limit) const noexcept;
  // By weights, or equally; `hash` is spread over all 64 bits. What belongs to one that is not
  // usable is spread over the others alike, and what belongs to the others stays there.
  DispatchChoice choose_spread(int set, std::uint64_t hash, Weights weights,
                               std::int32_t limit) const noexcept;

  // Goes on to the next usable one; false, and nothing left, at the end.
  bool next(DispatchChoice& choice) const noexcept;
  // The one that the choice stands at, and its number among all. Only where something is left.
  const Destination& current(const DispatchChoice& choice) const noexcept;

  // A destination by the address of its host.
  struct AddressKey {
    sip::Address address;
    std::uint16_t set = 0;
    std::uint16_t place = 0;
  };
  // Those of an address, in the order of their sets.
  std::span<const AddressKey> at(const sip::Address& address) const noexcept;
  // Those whose host is a name. Control finds the addresses, and notes them before lcores see the
  // sets; until then they are `::`.
  std::span<AddressKey> named() const noexcept { return {named_.get(), named_count_}; }
  const DispatchSet& set_of(const AddressKey& key) const noexcept { return sets_[key.set]; }
  const Destination& at(const AddressKey& key) const noexcept {
    return sets_[key.set].destinations[key.place];
  }

 private:
  std::size_t ring(const DispatchSet& set) const noexcept;
  std::size_t place(const DispatchSet& set, std::size_t start, std::size_t step) const noexcept;
  bool usable(const DispatchSet& set, std::size_t place) const noexcept;
  DispatchChoice begin(int set, std::size_t start, std::int32_t limit) const noexcept;
  void sort();

  std::vector<DispatchSet> sets_;  // by id
  std::vector<AddressKey> addresses_;
  std::unique_ptr<AddressKey[]> named_;
  std::size_t named_count_ = 0;
  std::unique_ptr<std::atomic<std::uint8_t>[]> states_;
  std::size_t count_ = 0;
  bool last_is_default_ = false;
};

// What natives read of the module parameters beside the sets.
struct Dispatch {
  DispatchSets sets;
  bool user_only = false;  // flags 1: hashes of URIs are those of the users
  bool failover = false;   // flags 2: the further destinations are kept
  bool force = true;       // force_dst
  int hash_pv = -1;        // hash_pvar
  int set_pv = -1;         // setid_pvname
  int attributes_pv = -1;  // attrs_pvname
  std::string destinations_xavp = "_dsdst_";
  std::string context_xavp = "_dsctx_";
  std::int32_t destinations_mode = 0;  // bits: 1 no attrs, 2 socket, 4 sockname
  std::int32_t context_mode = 0;       // 1: no cnt
};

// The texts that a URI is hashed by: its user, and host with a port that is not the scheme's own.
// `user_only`: the second one is empty. False when it is no URI.
bool uri_hash_keys(std::string_view text, bool user_only, std::string_view& user,
                   std::string_view& host) noexcept;

}  // namespace weir::routes
