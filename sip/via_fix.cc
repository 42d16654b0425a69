#include "sip/via_fix.h"

#include "sip/token.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace weir::sip {
namespace {

std::size_t put(std::string_view text, std::span<char> out) noexcept {
  std::memcpy(out.data(), text.data(), text.size());
  return text.size();
}

// The parameter from its ';' on, LWS between them included.
std::string_view with_semicolon(const Via& via, std::string_view name,
                                std::string_view end) noexcept {
  const char* begin = name.data();
  while (begin > via.text.data() && begin[-1] != ';') --begin;
  if (begin > via.text.data()) --begin;
  return {begin, static_cast<std::size_t>(end.data() + end.size() - begin)};
}

}  // namespace

ViaFix make_via_fix(const Via& top, const Endpoint& source, bool force_rport) noexcept {
  ViaFix fix{.received = top.has_received || top.has_rport,
             .rport = top.has_rport || force_rport,
             .source = source};
  if (!fix.received) {
    std::array<char, kAddressText + 2> text{};
    const std::size_t size = format_host(source.address, text);
    fix.received = !equal_ignoring_case(top.host, {text.data(), size});
  }
  return fix;
}

Endpoint reply_destination(const Via& top, const ViaFix& fix) noexcept {
  const bool secure = top.transport == Transport::kTls || top.transport == Transport::kWss;
  const std::uint16_t fallback = secure ? 5061 : 5060;
  if (fix.rport) return fix.source;
  return {fix.source.address, top.has_port ? top.port : fallback};
}

std::string_view rport_text(const Via& via) noexcept {
  const Param& param = via.rport_param;
  return with_semicolon(via, param.name, param.has_value ? param.value : param.name);
}

std::string_view received_text(const Via& via) noexcept {
  const Param param = via.params.find("received");
  return with_semicolon(via, param.name, param.has_value ? param.value : param.name);
}

std::size_t format_received(const ViaFix& fix, std::span<char> out) noexcept {
  std::size_t size = put(";received=", out);
  return size + format_address(fix.source.address, out.subspan(size));
}

std::size_t format_rport(const ViaFix& fix, std::span<char> out) noexcept {
  std::size_t size = put(";rport=", out);
  return size + format_number(fix.source.port, out.subspan(size));
}

bool add_via_fix(const MessageView& request, const Via& top, const ViaFix& fix,
                 std::span<char, kViaFixText> scratch, EditList& edits) noexcept {
  std::size_t size = 0;
  if (fix.received) size += format_received(fix, scratch);
  if (fix.rport) size += format_rport(fix, scratch.subspan(size));
  if (size == 0) return true;

  const auto remove = [&](std::string_view part) {
    const std::size_t begin = request.offset(part);
    return edits.remove(begin, begin + part.size());
  };
  if (fix.received && top.has_received && !remove(received_text(top))) return false;
  if (fix.rport && top.has_rport && !remove(rport_text(top))) return false;
  const std::size_t after = request.offset(top.sent_by) + top.sent_by.size();
  return edits.insert(after, {scratch.data(), size});
}

}  // namespace weir::sip
