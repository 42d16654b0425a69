// What control publishes at once: an image and everything that its script refers to.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dataplane/guard/address_list.h"
#include "dataplane/tables/shared_table.h"
#include "routes/image.h"
#include "routes/reception.h"
#include "routes/workspace.h"
#include "sip/address.h"

namespace weir::dataplane {

// A host name and the address control found for it: lcores never ask the DNS.
struct ResolvedName {
  std::string host;  // in lower case
  sip::Address address;
};

// HOST[:PORT] that is us besides our sockets' addresses. `port` 0: any.
struct OwnName {
  std::string host;  // in lower case
  std::uint16_t port = 0;
  bool any_transport = true;
  routes::Transport transport = routes::Transport::kUdp;
  bool subdomains = false;  // whatever ends in ".HOST" is us, too
};

// Immutable once published, shared by all lcores; the tables behind it live as long as one that
// names them.
struct Edition {
  std::unique_ptr<const routes::Image> image;
  std::unique_ptr<const guard::AddressList> addresses;  // permissions; null: nobody is in a group
  std::vector<ResolvedName> names;
  std::vector<OwnName> own_names;
  std::vector<tables::SharedTable*> tables;        // by routes::TableId
  const tables::SharedTable* ban_table = nullptr;  // that the guard reads; null: none
  std::uint32_t generation = 0;
  int log_level = 0;  // the script's `debug`

  // Whether HOST, in any case, is one of own_names. Port 0 and a null transport match any.
  bool owns(std::string_view host, std::uint16_t port,
            const routes::Transport* transport) const noexcept;

  // False when control has not resolved `host`.
  bool resolve(std::string_view host, sip::Address& address) const noexcept;
};

// One lcore's use of an edition: its own slot arrays and scratch.
struct Program {
  explicit Program(const Edition& from) : edition(&from), workspace(*from.image) {}

  const Edition* edition;
  routes::Workspace workspace;
};

}  // namespace weir::dataplane
