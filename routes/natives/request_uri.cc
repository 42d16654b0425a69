#include "routes/natives/request_uri.h"

#include "sip/token.h"

namespace weir::routes {

UriParts parts_of(const sip::Uri& uri) noexcept {
  return {uri.scheme_text, uri.user,      uri.password,    uri.has_password,
          uri.host,        uri.port_text, uri.params.text, uri.headers};
}

std::string_view join_texts(Arena& arena, std::initializer_list<std::string_view> pieces) noexcept {
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  char* const at = arena.allocate(size);
  if (at == nullptr) return {};
  char* end = at;
  for (const std::string_view piece : pieces) {
    if (piece.empty()) continue;
    std::memcpy(end, piece.data(), piece.size());
    end += piece.size();
  }
  return {at, size};
}

std::string_view join(const UriParts& p, Arena& arena) noexcept {
  const bool has_user = !p.user.empty();
  const bool tel = p.host.empty() && sip::equal_ignoring_case(p.scheme, "tel");
  return join_texts(arena, {p.scheme, ":", p.user, p.has_password && has_user ? ":" : "",
                            p.has_password && has_user ? p.password : std::string_view{},
                            has_user && !tel ? "@" : "", p.host, p.port.empty() ? "" : ":", p.port,
                            p.params, p.headers.empty() ? "" : "?", p.headers});
}

bool set_uri(Execution& e, const UriParts& parts) noexcept {
  return set_uri(e, join(parts, *e.arena));
}

bool set_uri(Execution& e, std::string_view text) noexcept {
  const bool good = static_cast<bool>(sip::parse_uri(text));
  e.notes->request_uri = good ? text : kBrokenUri;
  return good;
}

sip::Transport transport_of(const sip::Uri& uri) noexcept {
  const sip::Param param = uri.params.find("transport");
  const sip::Transport found = sip::find_transport(param.value);
  if (found != sip::Transport::kOther) return found;
  return uri.scheme == sip::Scheme::kSips ? sip::Transport::kTls : sip::Transport::kUdp;
}

int find_socket(Execution& e, std::string_view text, bool* readable) noexcept {
  for (const std::string_view prefix : {"udp:", "tcp:", "tls:"}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  const auto at = sip::parse_endpoint(text, 5060);
  if (readable != nullptr) *readable = static_cast<bool>(at);
  return at ? e.host->find_socket(e, *at) : -1;
}

}  // namespace weir::routes
