// The outline of a body, for anatomy.cc: parts of a multipart, streams of a session description.
#include "sip/anatomy_text.h"
#include "sip/media_type.h"
#include "sip/multipart.h"
#include "sip/sdp.h"
#include "sip/sdp_formats.h"

namespace weir::sip {
namespace {

// A body, or a part of one, and where its lines begin on the page.
struct Piece {
  std::string_view content_type;
  std::string_view text;
  std::size_t indent;
  unsigned depth;
};

void put_error(Writer& out, std::size_t indent, std::string_view what, Error error) noexcept {
  put_spaces(out, indent);
  out.put(what);
  out.put(": ");
  out.put(error_meaning(error));
  out.put('\n');
}

constexpr std::string_view direction_name(SdpDirection direction) noexcept {
  constexpr std::string_view kNames[] = {"sendrecv", "sendonly", "recvonly", "inactive"};
  return kNames[static_cast<std::size_t>(direction)];
}

void put_media(Writer& out, const Sdp& sdp, const SdpMedia& media, std::size_t indent) noexcept {
  Parts line(out, indent);
  line.text("media", media.type);
  line.number("port", media.port);
  line.text("protocol", media.protocol);
  const Result<SdpConnection> to = parse_sdp_connection(connection_line(sdp, media).value);
  if (to) line.text("to", to->address);
  line.flag(direction_name(direction(sdp, media)), true);
  line.flag("refused", media.port == 0);
  line.flag("hold", media.port != 0 && on_hold(sdp, media));
  const Result<SdpFormats> formats = read_formats(media);
  if (!formats) return;
  for (const SdpFormat& format : formats->all()) line.text(format.payload, format.codec);
}

void put_sdp(Writer& out, const Piece& piece) noexcept {
  const Result<Sdp> sdp = parse_sdp(piece.text);
  if (!sdp) return put_error(out, piece.indent, "no session description", sdp.error());
  {
    Parts line(out, piece.indent);
    if (const auto origin = parse_sdp_origin(sdp->session().find('o').value)) {
      line.text("origin", origin->username);
      line.text("session", origin->session_id);
      line.text("version", origin->session_version);
      line.text("address", origin->address);
    }
    line.text("name", sdp->session().find('s').value);
  }
  for (std::size_t i = 0; i < sdp->media_count(); ++i) {
    put_media(out, *sdp, sdp->media(i), piece.indent);
  }
}

void put_piece(Writer& out, const MessageView& message, const Piece& piece) noexcept;

void put_multipart(Writer& out, const MessageView& message, const MediaType& type,
                   const Piece& piece) noexcept {
  if (piece.depth == kMaxNesting) {
    return put_error(out, piece.indent, "not opened", Error::kTooDeep);
  }
  const Result<Boundary> boundary = find_boundary(type);
  if (!boundary) return put_error(out, piece.indent, "no boundary", boundary.error());
  PartReader parts(piece.text, *boundary);
  while (const auto part = parts.next()) {
    put_piece(out, message, {part->content_type(), part->body, piece.indent + 2, piece.depth + 1});
  }
  if (parts.error() != Error::kNone) {
    put_error(out, piece.indent, "broken parts", parts.error());
  }
}

void put_piece(Writer& out, const MessageView& message, const Piece& piece) noexcept {
  put_offset(out, message.offset(piece.text));
  put_spaces(out, piece.indent - kPartsIndent);
  const Result<MediaType> type = parse_media_type(piece.content_type);
  if (type) {
    put_readable(out, type->type);
    out.put('/');
    put_readable(out, type->subtype);
  } else {
    out.put("of no type");
  }
  out.put(", ");
  out.put_number(static_cast<std::uint32_t>(piece.text.size()));
  out.put(" bytes\n");
  if (!type) return;
  if (type->is("application/sdp")) put_sdp(out, piece);
  if (equal_ignoring_case(type->type, "multipart")) put_multipart(out, message, *type, piece);
}

}  // namespace

void put_body(Writer& out, const MessageView& message) noexcept {
  if (message.body().empty()) return;
  put_piece(out, message,
            {message.first_value(HeaderId::kContentType), message.body(), kPartsIndent, 0});
}

}  // namespace weir::sip
