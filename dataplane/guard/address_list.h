// permissions' address groups: text -> snapshot, and who is in which group.
#pragma once

#include "dataplane/guard/prefix_map.h"
#include "sip/address.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::dataplane::guard {

// One line: GROUP ADDRESS MASK PORT TAG.
struct AddressEntry {
  std::uint32_t group = 1;
  sip::Prefix prefix;      // MASK counts bits of the address's family
  std::uint16_t port = 0;  // 0: any
  std::string tag;
  std::uint32_t line = 0;  // where it stood, from 1
};

struct AddressListError {
  std::uint32_t line = 0;
  std::string message;  // what is wrong and what to do
};

// Reads the permissions module's address file: white space between the columns, which are GROUP
// (from 1), ADDRESS, MASK (bits; may be left out: the whole address), PORT (may be left out: any),
// TAG (may be left out). "ADDRESS/MASK" in one column is understood. `#` starts a comment. All
// errors are reported, each with its line; the entries of the good lines stand in `entries`.
std::vector<AddressListError> parse_address_list(std::string_view text,
                                                 std::vector<AddressEntry>& entries);

// Immutable; built by control, read by any thread.
class AddressList {
 public:
  AddressList(std::vector<AddressEntry> entries, std::uint64_t seed);

  // allow_address(): whether `address` and `port` (0: do not compare) are in `group`.
  bool allowed(std::uint32_t group, const sip::Address& address,
               std::uint16_t port) const noexcept {
    return find(group, address, port) != nullptr;
  }

  // The entry that lets them in, longest prefix first; its tag is peer_tag_avp's value. Null: none.
  const AddressEntry* find(std::uint32_t group, const sip::Address& address,
                           std::uint16_t port) const noexcept;

  // The same in any group.
  const AddressEntry* find(const sip::Address& address, std::uint16_t port) const noexcept;

  // allow_address_group(): the group of the longest prefix that matches, or -1.
  std::int64_t group_of(const sip::Address& address, std::uint16_t port) const noexcept;

  std::span<const AddressEntry> entries() const noexcept { return entries_; }

 private:
  template <class Accept>
  const AddressEntry* search(const sip::Address& address, Accept accept) const noexcept;

  std::vector<AddressEntry> entries_;  // sorted by prefix, file order within one
  std::vector<std::uint32_t> ends_;    // by index of a prefix's first entry: after its last one
  PrefixMap index_;
};

}  // namespace weir::dataplane::guard
