// Edits of a session description inside a message: addresses, ports, attributes, codecs, media.
#pragma once

#include "sip/edit.h"
#include "sip/result.h"
#include "sip/sdp.h"
#include "sip/sdp_formats.h"
#include "sip/text_room.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

// What becomes of an edit that leaves a stream without formats.
enum class Emptied : std::uint8_t { kRefuse, kAllow };

// Adds edits of an SDP body to a message's list. Each call adds all the edits it needs or none.
//
// Errors of every call: kEditRefused when an earlier edit holds the bytes, or the list is full;
// kNoSpace when a text finds no room; kSyntax for a text that would end its line. Texts that are
// given, and the room, must outlive the list's use. Content-Length is left to
// mend_content_length().
class SdpEditor {
 public:
  // `raw` is what the list edits, MessageView::raw(); sdp.text() must lie inside it.
  SdpEditor(std::string_view raw, const Sdp& sdp, EditList& edits, TextRoom& room) noexcept
      : raw_(raw), sdp_(&sdp), edits_(&edits), room_(&room) {}

  // Puts `address` (IPv6 without brackets) into a c= or o= line, and IP4 or IP6 as it is. What a c=
  // says about multicast goes. kSyntax also for a line that does not parse.
  [[nodiscard]] Error set_address(const SdpLine& line, std::string_view address) noexcept;

  // The same in every c= line that is still there, of the session and of all media.
  [[nodiscard]] Error set_connections(std::string_view address) noexcept;

  // The number after m=type; what follows it ("/2") stays. A port of 0 refuses the stream.
  [[nodiscard]] Error set_port(const SdpMedia& media, std::uint16_t port) noexcept;

  [[nodiscard]] Error set_protocol(const SdpMedia& media, std::string_view protocol) noexcept;

  // Adds a=`attribute` ("nortpproxy:yes") as the last line of the session level or of a stream.
  [[nodiscard]] Error add_attribute(SdpSection section, std::string_view attribute) noexcept;

  // Puts another value into a line, or takes the line out with its end. kSyntax for v= and m=,
  // which hold the description together.
  [[nodiscard]] Error set_value(const SdpLine& line, std::string_view value) noexcept;
  [[nodiscard]] Error remove_line(const SdpLine& line) noexcept;

  // Takes out all attributes of this name; kMissing when there is none left.
  [[nodiscard]] Error remove_attributes(SdpSection section, std::string_view name) noexcept;

  // Takes the codecs of the list (or all others) out of m=, and a=rtpmap, a=fmtp and a=rtcp-fb of
  // theirs; what stands beside each other in one edit. The result says how many. kEmpty, and
  // nothing changed, when none would be left and that is refused: the caller may refuse or remove
  // the stream instead. kTooMany for more than kMaxFormats.
  Result<std::size_t> remove_codecs(const SdpMedia& media, const CodecList& codecs,
                                    Emptied emptied = Emptied::kRefuse) noexcept;
  Result<std::size_t> keep_codecs(const SdpMedia& media, const CodecList& codecs,
                                  Emptied emptied = Emptied::kRefuse) noexcept;

  // Takes the stream out, from its m= to the next. Unlike this, a port of 0 keeps the number and
  // the order of streams, which an answer must do (RFC 3264 section 6).
  [[nodiscard]] Error remove_media(const SdpMedia& media) noexcept;

 private:
  std::size_t offset(std::string_view part) const noexcept {
    return static_cast<std::size_t>(part.data() - raw_.data());
  }
  Error replace(std::string_view part, std::string_view text) noexcept;
  bool removed(const SdpSection& section) const noexcept;
  Result<std::size_t> remove_formats(const SdpMedia& media, const CodecList& codecs, bool listed,
                                     Emptied emptied) noexcept;
  Error remove_format_lines(const SdpMedia& media,
                            std::span<const std::string_view> payloads) noexcept;

  std::string_view raw_;
  const Sdp* sdp_;
  EditList* edits_;
  TextRoom* room_;
};

}  // namespace weir::sip
