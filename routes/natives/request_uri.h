// The request URI as the script sees and changes it.
#pragma once

#include "routes/vm.h"
#include "sip/uri.h"

#include <string_view>

namespace weir::routes {

// The R-URI: what the script set, or as received.
inline std::string_view current_uri(const Execution& e) noexcept {
  return e.notes->current_uri(*e.message);
}

// Stands for an R-URI that the script has broken. It reads as null, and nothing is sent with it:
// not the received one either, which the script did not want any more.
inline constexpr std::string_view kBrokenUri = ":";

// The parts of a URI that a change puts together again.
struct UriParts {
  std::string_view scheme;
  std::string_view user;
  std::string_view password;
  bool has_password = false;
  std::string_view host;
  std::string_view port;
  std::string_view params;   // with the first ';'
  std::string_view headers;  // without the '?'
};

UriParts parts_of(const sip::Uri& uri) noexcept;

// The URI in one text of the arena; empty when that is full.
std::string_view join(const UriParts& parts, Arena& arena) noexcept;

// Sets the R-URI to these parts, or to that text. False when that is no URI: the R-URI is broken
// then.
bool set_uri(Execution& e, const UriParts& parts) noexcept;
bool set_uri(Execution& e, std::string_view text) noexcept;

// The transport a URI asks for, "udp" when it does not say.
sip::Transport transport_of(const sip::Uri& uri) noexcept;

// The listen socket that "[udp:]ADDRESS[:PORT]" names, or -1. `readable`, if given: is it an
// address?
int find_socket(Execution& e, std::string_view text, bool* readable = nullptr) noexcept;

// Appends pieces in the arena: "a" + "b" + ...
std::string_view join_texts(Arena& arena, std::initializer_list<std::string_view> pieces) noexcept;

}  // namespace weir::routes
