// kex and corex: flags, $du, sockets, names of ours.
#include "routes/natives/flag_bit.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/request_uri.h"

namespace weir::routes::natives {
namespace {

// The flags of branch 0, the R-URI's, or of one that append_branch() has added; nullptr: none.
std::uint32_t* branch_flags(Execution& e, Arguments a) noexcept {
  const std::int32_t branch = a.size() < 2 ? 0 : a[1].number;
  if (branch == 0) return &e.notes->branch_flags;
  if (branch < 0 || branch > e.notes->branch_count) return nullptr;
  return &e.notes->branches[static_cast<std::size_t>(branch) - 1].flags;
}

}  // namespace

std::int32_t setsflag(Execution& e, Arguments a) noexcept {
  e.notes->script_flags |= flag_bit(a[0]);
  return 1;
}
std::int32_t resetsflag(Execution& e, Arguments a) noexcept {
  e.notes->script_flags &= ~flag_bit(a[0]);
  return 1;
}
std::int32_t issflagset(Execution& e, Arguments a) noexcept {
  return (e.notes->script_flags & flag_bit(a[0])) != 0 ? 1 : -1;
}

std::int32_t setbflag(Execution& e, Arguments a) noexcept {
  std::uint32_t* const flags = branch_flags(e, a);
  if (flags == nullptr) return -1;
  *flags |= flag_bit(a[0]);
  return 1;
}
std::int32_t resetbflag(Execution& e, Arguments a) noexcept {
  std::uint32_t* const flags = branch_flags(e, a);
  if (flags == nullptr) return -1;
  *flags &= ~flag_bit(a[0]);
  return 1;
}
std::int32_t isbflagset(Execution& e, Arguments a) noexcept {
  const std::uint32_t* const flags = branch_flags(e, a);
  return flags != nullptr && (*flags & flag_bit(a[0])) != 0 ? 1 : -1;
}

std::int32_t setdsturi(Execution& e, Arguments a) noexcept {
  e.notes->destination_uri = a[0].text;
  return 1;
}
std::int32_t resetdsturi(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->destination_uri = {};
  return 1;
}
std::int32_t isdsturiset(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.notes->destination_uri.empty() ? -1 : 1;
}

std::int32_t is_myself(Execution& e, Arguments a) noexcept {
  const std::string_view text = a[0].text;
  if (text.starts_with("sip:") || text.starts_with("sips:")) {
    const auto uri = sip::parse_uri(text);
    if (!uri) return -1;
    // As in Kamailio 5.6.3, what the URI does not say is not compared.
    const Transport transport = transport_of(*uri);
    const bool named = uri->params.has("transport");
    const std::uint16_t port = uri->has_port ? uri->port : std::uint16_t{0};
    return e.host->is_myself(e, uri->host, port, named ? &transport : nullptr) ? 1 : -1;
  }
  return e.host->is_myself(e, text, 0, nullptr) ? 1 : -1;
}

std::int32_t setdebug(Execution& e, Arguments a) noexcept {
  const int level = a[0].number;
  e.host->set_log_level(e, &level);
  return 1;
}
std::int32_t resetdebug(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.host->set_log_level(e, nullptr);
  return 1;
}

std::int32_t set_send_socket(Execution& e, Arguments a) noexcept {
  bool readable = false;
  const int socket = find_socket(e, a[0].text, &readable);
  if (socket >= 0) e.notes->forced_socket = socket;
  return readable ? 1 : -1;  // Kamailio logs that there is no such socket, and goes on
}

std::int32_t set_send_socket_name(Execution& e, Arguments a) noexcept {
  const int socket = e.host->find_socket_name(e, a[0].text);
  if (socket >= 0) e.notes->forced_socket = socket;
  return 1;
}

std::int32_t is_socket_name(Execution& e, Arguments a) noexcept {
  return e.host->find_socket_name(e, a[0].text) >= 0 ? 1 : -1;
}

}  // namespace weir::routes::natives
