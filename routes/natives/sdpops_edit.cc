// sdpops: codecs, lines and streams taken out of the session description.
#include "routes/natives/functions_text.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sdp.h"
#include "sip/edit_range.h"
#include "sip/sdp_edit.h"
#include "sip/token.h"

#include <span>

namespace weir::routes::natives {
namespace {

// Edits that do not fit are counted; the function says -1.
std::int32_t result_of(Execution& e, sip::Error error) noexcept {
  if (error == sip::Error::kNone) return 1;
  if (e.notes->edits_refused < 65535) ++e.notes->edits_refused;
  return -1;
}

// The streams of this media type; an empty one means all.
bool is_type(const sip::SdpMedia& media, std::string_view wanted) noexcept {
  return wanted.empty() || sip::equal_ignoring_case(media.type, wanted);
}

std::string_view media_type(Arguments a) noexcept {
  return a.size() > 1 ? a[1].text : std::string_view{};
}

// The list with commas for the blanks that may part its elements, too.
std::string_view with_commas(Arena& arena, std::string_view list) noexcept {
  char* const copy = arena.allocate(list.size());
  if (copy == nullptr) return {};
  for (std::size_t i = 0; i < list.size(); ++i) copy[i] = list[i] == ' ' ? ',' : list[i];
  return {copy, list.size()};
}

// True when a name of the list is a codec of the description, or one of RFC 3551 for audio. Others
// find nothing in Kamailio.
bool knows_codec(const sip::Sdp& sdp, const sip::CodecList& codecs) noexcept {
  constexpr std::string_view kAudio[] = {"PCMU", "GSM",   "G723", "DVI4", "LPC",  "PCMA", "G722",
                                         "L16",  "QCELP", "CN",   "MPA",  "G728", "G729"};
  for (const std::string_view name : kAudio) {
    if (codecs.contains({{}, name})) return true;
  }
  for (std::size_t i = 0; i < sdp.media_count(); ++i) {
    const auto formats = sip::read_formats(sdp.media(i));
    if (!formats) continue;
    for (const sip::SdpFormat& format : formats->all()) {
      if (codecs.contains(format)) return true;
    }
  }
  return false;
}

std::int32_t change_codecs(Execution& e, Arguments a, bool by_name, bool keep) noexcept {
  const auto sdp = read_sdp(e);
  if (!sdp) return -1;
  const sip::CodecList codecs{with_commas(*e.arena, a[0].text), by_name};
  if (by_name && !knows_codec(*sdp, codecs)) return -1;
  sip::EditList& edits = e.notes->edits;
  const sip::EditList before = edits;
  sip::TextRoom room(std::span<char>{});
  sip::SdpEditor editor(e.message->raw(), *sdp, edits, room);
  for (std::size_t i = 0; i < sdp->media_count(); ++i) {
    const sip::SdpMedia media = sdp->media(i);
    if (!is_type(media, media_type(a))) continue;
    // A stream may lose all its formats, as in Kamailio.
    const auto removed = keep ? editor.keep_codecs(media, codecs, sip::Emptied::kAllow)
                              : editor.remove_codecs(media, codecs, sip::Emptied::kAllow);
    if (removed) continue;
    edits = before;
    return result_of(e, removed.error());
  }
  return 1;
}

template <class Wanted>
std::int32_t remove_streams(Execution& e, Wanted wanted) noexcept {
  const auto sdp = read_sdp(e);
  if (!sdp) return -1;
  sip::TextRoom room(std::span<char>{});
  sip::SdpEditor editor(e.message->raw(), *sdp, e.notes->edits, room);
  std::int32_t result = -1;
  for (std::size_t i = 0; i < sdp->media_count(); ++i) {
    const sip::SdpMedia media = sdp->media(i);
    if (!wanted(media)) continue;
    const sip::Error error = editor.remove_media(media);
    if (error != sip::Error::kNone) return result_of(e, error);
    result = 1;
  }
  return result;
}

// Takes out the lines of `text` that begin with `prefix`; those beside each other in one edit.
sip::Error remove_lines(Execution& e, std::string_view text, std::string_view prefix) noexcept {
  sip::RemovalRun run(e.notes->edits);
  sip::SdpLines lines(text);
  while (const sip::SdpLine line = lines.next()) {
    if (!line.text.starts_with(prefix)) continue;
    const std::size_t begin = e.message->offset(line.text);
    const sip::Error error = run.add(begin, begin + line.text.size());
    if (error != sip::Error::kNone) return error;
  }
  return run.finish();
}

}  // namespace

std::int32_t sdp_remove_codecs_by_id(Execution& e, Arguments a) noexcept {
  return change_codecs(e, a, false, false);
}
std::int32_t sdp_remove_codecs_by_name(Execution& e, Arguments a) noexcept {
  return change_codecs(e, a, true, false);
}
std::int32_t sdp_keep_codecs_by_id(Execution& e, Arguments a) noexcept {
  return change_codecs(e, a, false, true);
}
std::int32_t sdp_keep_codecs_by_name(Execution& e, Arguments a) noexcept {
  return change_codecs(e, a, true, true);
}

std::int32_t sdp_remove_media(Execution& e, Arguments a) noexcept {
  return remove_streams(e, [&](const sip::SdpMedia& media) {
    return sip::equal_ignoring_case(media.type, a[0].text);
  });
}

std::int32_t sdp_remove_transport(Execution& e, Arguments a) noexcept {
  return remove_streams(e, [&](const sip::SdpMedia& media) {
    return sip::equal_ignoring_case(media.protocol, a[0].text);
  });
}

std::int32_t sdp_remove_line_by_prefix(Execution& e, Arguments a) noexcept {
  const auto sdp = read_sdp(e);
  if (!sdp) return -1;
  if (a[0].text.empty()) return -1;
  const sip::EditList before = e.notes->edits;
  sip::Error error = sip::Error::kNone;
  if (media_type(a).empty()) error = remove_lines(e, sdp->text(), a[0].text);
  for (std::size_t i = 0; i < sdp->media_count() && error == sip::Error::kNone; ++i) {
    const sip::SdpMedia media = sdp->media(i);
    if (media_type(a).empty() || !is_type(media, media_type(a))) continue;
    error = remove_lines(e, media.section.text, a[0].text);
  }
  if (error != sip::Error::kNone) e.notes->edits = before;
  return result_of(e, error);
}

}  // namespace weir::routes::natives
