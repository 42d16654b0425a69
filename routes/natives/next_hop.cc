#include "routes/natives/next_hop.h"

#include "routes/natives/request_uri.h"
#include "routes/workspace.h"

namespace weir::routes {

bool next_hop(Execution& e, std::string_view text, Target& target) noexcept {
  Workspace::KnownTarget& known = e.workspace->known_target();
  if (text.data() == known.uri.data() && text.size() == known.uri.size() && !text.empty()) {
    target = known.target;
    return true;
  }
  const auto uri = sip::parse_uri(text);
  e.error = ScriptError::kBadUri;
  if (!uri || uri->host.empty()) return false;
  e.error = ScriptError::kBadAddress;
  const std::string_view maddr = uri->params.find("maddr").value;
  const std::string_view host = maddr.empty() ? uri->host : maddr;
  const auto address = sip::parse_address(host);
  if (address) {
    target.to.address = *address;
  } else if (!e.host->resolve(e, host, target.to.address)) {
    return false;
  }
  target.to.port = uri->effective_port();
  target.transport = transport_of(*uri);
  if (address && e.image->owns(text)) known = {text, target};
  return true;
}

}  // namespace weir::routes
