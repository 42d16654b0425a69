#include "routes/settings.h"

#include "sip/token.h"

#include <algorithm>
#include <charconv>

namespace weir::routes {

bool parse_alias(std::string_view text, AliasSetting& alias) {
  for (const std::string_view protocol : {"udp", "tcp", "tls", "sctp", "any"}) {
    if (text.size() <= protocol.size() || text[protocol.size()] != ':') continue;
    if (!sip::equal_ignoring_case(text.substr(0, protocol.size()), protocol)) continue;
    alias.protocol = protocol;
    text.remove_prefix(protocol.size() + 1);
    break;
  }
  const std::size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  if (colon != std::string_view::npos) {
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, alias.port);
    if (error != std::errc{} || rest != end || alias.port == 0) return false;
  }
  // RFC 3261 section 25.1: labels of letters, digits and hyphens.
  const auto is_host_char = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.';
  };
  alias.host = host;
  return !host.empty() && host.front() != '.' &&
         std::all_of(host.begin(), host.end(), is_host_char);
}

const Setting* Settings::find_global(std::string_view name) const noexcept {
  return find_parameter({}, name);
}

const Setting* Settings::find_parameter(std::string_view module,
                                        std::string_view name) const noexcept {
  const std::vector<Setting>& list = module.empty() ? globals : parameters;
  const Setting* found = nullptr;
  for (const Setting& setting : list) {
    if (setting.module == module && setting.name == name) found = &setting;
  }
  return found;
}

std::int64_t Settings::global_number(std::string_view name, std::int64_t otherwise) const noexcept {
  return number({}, name, otherwise);
}

std::string_view Settings::global_text(std::string_view name,
                                       std::string_view otherwise) const noexcept {
  return text({}, name, otherwise);
}

std::int64_t Settings::number(std::string_view module, std::string_view name,
                              std::int64_t otherwise) const noexcept {
  const Setting* const found = find_parameter(module, name);
  return found != nullptr && found->is_number ? found->number : otherwise;
}

std::string_view Settings::text(std::string_view module, std::string_view name,
                                std::string_view otherwise) const noexcept {
  const Setting* const found = find_parameter(module, name);
  return found != nullptr ? std::string_view(found->text) : otherwise;
}

}  // namespace weir::routes
