// sdpops: questions to the session description.
#include "routes/natives/functions_text.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sdp.h"
#include "sip/sdp_formats.h"
#include "sip/token.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

constexpr std::int32_t kNoBody = -2;

// Assigns to the AVP that stands for a 'v' argument; others are refused, as in Kamailio.
std::int32_t give(Execution& e, const Value& pv_id, std::string_view text) noexcept {
  const PvRef& pv = e.image->pv(static_cast<std::uint32_t>(pv_id.number));
  if (static_cast<PvId>(pv.id) != PvId::kAvp) return -1;
  return write_pv(e, pv, {}, 0, Value::of(text)) ? 1 : -1;
}

bool gives_avp(const Execution& e, const Value& pv_id) noexcept {
  return static_cast<PvId>(e.image->pv(static_cast<std::uint32_t>(pv_id.number)).id) == PvId::kAvp;
}

// 1 when a stream is as asked, else -1.
template <class Wanted>
std::int32_t any_media(Execution& e, Wanted wanted) noexcept {
  const auto sdp = read_sdp(e);
  for (std::size_t i = 0; sdp && i < sdp->media_count(); ++i) {
    if (wanted(*sdp, sdp->media(i))) return 1;
  }
  return -1;
}

// Takes the next of a list in which commas and blanks part the elements.
std::string_view next_element(std::string_view& rest) noexcept {
  constexpr std::string_view kParting = ", ";
  rest.remove_prefix(std::min(rest.find_first_not_of(kParting), rest.size()));
  const std::size_t end = std::min(rest.find_first_of(kParting), rest.size());
  const std::string_view element = rest.substr(0, end);
  rest.remove_prefix(end);
  return element;
}

// What a list finds in the streams: 1 all in each of them, 2 some, -1 none.
std::int32_t with_codecs(Execution& e, std::string_view list, bool by_name) noexcept {
  const auto sdp = read_sdp(e);
  if (!sdp) return by_name ? -1 : kNoBody;
  bool found = false;
  bool missed = false;
  for (std::size_t i = 0; i < sdp->media_count(); ++i) {
    const auto formats = sip::read_formats(sdp->media(i));
    if (!formats) return -1;
    for (std::string_view rest = list;;) {
      const std::string_view element = next_element(rest);
      if (element.empty()) break;
      const sip::CodecList one{element, by_name};
      bool here = false;
      for (const sip::SdpFormat& format : formats->all()) here = here || one.contains(format);
      (here ? found : missed) = true;
    }
  }
  if (!found) return -1;
  return missed ? 2 : 1;
}

}  // namespace

std::int32_t sdp_content(Execution& e, Arguments a) noexcept {
  const bool by_type = !a.empty() && a[0].number != 0;
  if (by_type) return sdp_text(e).empty() ? -1 : 1;
  return read_sdp(e) ? 1 : -1;
}

std::int32_t sdp_with_media(Execution& e, Arguments a) noexcept {
  return any_media(e, [&](const sip::Sdp&, const sip::SdpMedia& media) {
    return sip::equal_ignoring_case(media.type, a[0].text);
  });
}

std::int32_t sdp_with_active_media(Execution& e, Arguments a) noexcept {
  return any_media(e, [&](const sip::Sdp& sdp, const sip::SdpMedia& media) {
    return sip::equal_ignoring_case(media.type, a[0].text) && media.port != 0 &&
           sip::direction(sdp, media) != sip::SdpDirection::kInactive;
  });
}

std::int32_t sdp_with_transport(Execution& e, Arguments a) noexcept {
  return any_media(e, [&](const sip::Sdp&, const sip::SdpMedia& media) {
    return sip::equal_ignoring_case(media.protocol, a[0].text);
  });
}

std::int32_t sdp_with_transport_like(Execution& e, Arguments a) noexcept {
  if (a[0].text.empty()) return -1;
  return any_media(e, [&](const sip::Sdp&, const sip::SdpMedia& media) {
    return media.protocol.find(a[0].text) != media.protocol.npos;
  });
}

std::int32_t sdp_with_ice(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto sdp = read_sdp(e);
  return sdp && sip::SdpSection{sdp->text()}.attribute("candidate") ? 1 : -1;
}

std::int32_t sdp_with_codecs_by_id(Execution& e, Arguments a) noexcept {
  return with_codecs(e, a[0].text, false);
}

std::int32_t sdp_with_codecs_by_name(Execution& e, Arguments a) noexcept {
  return with_codecs(e, a[0].text, true);
}

std::int32_t sdp_transport(Execution& e, Arguments a) noexcept {
  const auto sdp = read_sdp(e);
  if (!sdp || !gives_avp(e, a[0]) || sdp->media_count() == 0) return -1;
  const std::string_view common = sdp->media(0).protocol;
  for (std::size_t i = 1; i < sdp->media_count(); ++i) {
    if (!sip::equal_ignoring_case(sdp->media(i).protocol, common)) return -2;
  }
  return give(e, a[0], common);
}

std::int32_t sdp_get(Execution& e, Arguments a) noexcept {
  if (!gives_avp(e, a[0])) return -1;
  const std::string_view text = sdp_text(e);
  if (text.empty()) return kNoBody;
  return read_sdp(e) ? give(e, a[0], text) : -1;
}

std::int32_t sdp_get_line_startswith(Execution& e, Arguments a) noexcept {
  if (!gives_avp(e, a[0])) return -1;
  if (sdp_text(e).empty()) return kNoBody;
  const auto sdp = read_sdp(e);
  if (!sdp) return -1;
  sip::SdpLines lines(sdp->text());
  while (const sip::SdpLine line = lines.next()) {
    if (!line.text.starts_with(a[1].text)) continue;
    // A line that ends in LF alone keeps it, as in Kamailio.
    const bool ended = line.text.ends_with("\r\n");
    return give(e, a[0], line.text.substr(0, line.text.size() - (ended ? 2 : 0)));
  }
  return -1;
}

std::int32_t sdp_get_address_family(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const auto sdp = read_sdp(e);
  if (!sdp) return -1;
  sip::SdpLine line = sdp->session().find('c');
  if (!line && sdp->media_count() > 0) line = sdp->media(0).section.find('c');
  const auto connection = sip::parse_sdp_connection(line.value);
  if (!connection) return -1;
  if (sip::equal_ignoring_case(connection->address_type, "IP4")) return 4;
  return sip::equal_ignoring_case(connection->address_type, "IP6") ? 6 : -1;
}

std::int32_t sdp_print(Execution& e, Arguments a) noexcept {
  const int level = a[0].number;
  const auto sdp = e.host->log_enabled(e, level) ? read_sdp(e) : std::nullopt;
  if (!sdp) return 1;
  const sip::SdpLine origin = sdp->session().find('o');
  const sip::SdpLine session = sdp->session().find('c');
  e.host->log(e, level, -1,
              join_texts(*e.arena, {"sdp: o=", origin.value, " c=", session.value, "\n"}));
  for (std::size_t i = 0; i < sdp->media_count(); ++i) {
    const sip::SdpMedia media = sdp->media(i);
    const sip::SdpLine line = sip::connection_line(*sdp, media);
    e.host->log(
        e, level, -1,
        join_texts(*e.arena, {"sdp: m=", media.type, " ", media.port_text, " ", media.protocol, " ",
                              media.formats, " c=", line.value, "\n"}));
  }
  return 1;
}

}  // namespace weir::routes::natives
