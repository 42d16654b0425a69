// textops: the parts of multipart bodies (RFC 2046 section 5.1).
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/text_bytes.h"
#include "sip/media_type.h"
#include "sip/multipart.h"

#include <optional>

namespace weir::routes::natives {
namespace {

constexpr std::string_view kBoundary = "unique-boundary-1";  // Kamailio's, where none is given

// A part by offsets into the message: its delimiter's line begins at `begin`, the next one's at
// `end`.
struct Part {
  sip::BodyPart part;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::optional<sip::Boundary> boundary_of(const sip::MessageView& m) noexcept {
  const auto media = sip::parse_media_type(m.first_value(sip::HeaderId::kContentType));
  if (!media || !sip::equal_ignoring_case(media->type, "multipart")) return std::nullopt;
  const auto boundary = sip::find_boundary(*media);
  return boundary ? std::optional(*boundary) : std::nullopt;
}

// Where the line before the one that begins at `at` begins.
std::size_t line_before(std::string_view raw, std::size_t at) noexcept {
  const std::size_t feed = at < 2 ? raw.npos : raw.rfind('\n', at - 2);
  return feed == raw.npos ? 0 : feed + 1;
}

Part place(const sip::MessageView& m, const sip::BodyPart& part) noexcept {
  const std::string_view raw = m.raw();
  Part found{part, 0, m.offset(part.body) + part.body.size()};
  // A head may be empty; the empty line behind it is then the first of the part.
  const std::size_t first = part.head.data() != nullptr && !part.head.empty()
                                ? m.offset(part.head)
                                : line_before(raw, m.offset(part.body));
  found.begin = line_before(raw, first);
  if (raw.substr(found.end).starts_with("\r\n")) {
    found.end += 2;
  } else if (raw.substr(found.end).starts_with('\n')) {
    ++found.end;
  }
  return found;
}

// The first part of a type; the last of all when `type` is empty.
std::optional<Part> find_part_of(const sip::MessageView& m, std::string_view type) noexcept {
  const auto boundary = boundary_of(m);
  if (!boundary) return std::nullopt;
  std::optional<sip::BodyPart> found;
  sip::PartReader parts(m.body(), *boundary);
  while (const auto part = parts.next()) {
    const auto media = sip::parse_media_type(part->content_type());
    if (type.empty() || (media && media->is(type))) found = part;
    if (found && !type.empty()) break;
  }
  return found ? std::optional(place(m, *found)) : std::nullopt;
}

std::int32_t append(Execution& e, std::string_view text, std::string_view type,
                    std::string_view disposition) noexcept {
  const auto boundary = boundary_of(*e.message);
  const auto last = find_part_of(*e.message, {});
  if (!last) return -1;
  const bool disposed = !disposition.empty();
  const std::string_view made =
      join_texts(*e.arena, {"--", e.arena->copy(boundary->view()), "\r\nContent-Type: ", type,
                            "\r\n", disposed ? "Content-Disposition: " : "", disposition,
                            disposed ? "\r\n" : "", "\r\n", text, "\r\n"});
  return counted(e, e.notes->edits.insert(last->end, made)) ? 1 : -1;
}

}  // namespace

// filter_body(type): the text of that part in place of the body; the Content-Type stays, as in
// Kamailio.
std::int32_t filter_body(Execution& e, Arguments a) noexcept {
  const sip::MessageView& m = *e.message;
  const auto found = find_part_of(m, a[0].text);
  if (!found) return -1;
  const std::size_t begin = m.offset(found->part.body);
  const std::size_t end = begin + found->part.body.size();
  const bool done = counted(e, e.notes->edits.remove(m.body_offset(), begin)) &&
                    counted(e, e.notes->edits.remove(end, m.raw().size()));
  return done ? 1 : -1;
}

// Of a body that is not multipart the whole, whatever its type, as in Kamailio.
std::int32_t get_body_part(Execution& e, Arguments a) noexcept {
  const sip::MessageView& m = *e.message;
  if (m.body().empty()) return -1;
  if (!boundary_of(m)) return write_reference(e, a[1], Value::of(m.body())) ? 1 : -1;
  const auto found = find_part_of(m, a[0].text);
  if (!found) return -1;
  return write_reference(e, a[1], Value::of(found->part.body)) ? 1 : -1;
}

// The same with the part's header fields.
std::int32_t get_body_part_raw(Execution& e, Arguments a) noexcept {
  const sip::MessageView& m = *e.message;
  const auto found = find_part_of(m, a[0].text);
  if (!found) return -1;
  const std::string_view text = join_texts(*e.arena, {found->part.head, "\r\n", found->part.body});
  return write_reference(e, a[1], Value::of(text)) ? 1 : -1;
}

// append_body_part(text, type[, disposition])
std::int32_t append_body_part(Execution& e, Arguments a) noexcept {
  return append(e, a[0].text, a[1].text, a.size() < 3 ? std::string_view{} : a[2].text);
}

std::int32_t append_body_part_hex(Execution& e, Arguments a) noexcept {
  std::string_view bytes;
  if (!from_hexadecimal(*e.arena, a[0].text, bytes)) return -1;
  return append(e, bytes, a[1].text, a.size() < 3 ? std::string_view{} : a[2].text);
}

std::int32_t remove_body_part(Execution& e, Arguments a) noexcept {
  const auto found = a[0].text.empty() ? std::nullopt : find_part_of(*e.message, a[0].text);
  if (!found) return -1;
  return counted(e, e.notes->edits.remove(found->begin, found->end)) ? 1 : -1;
}

// set_body_multipart([text, type[, boundary]]): the body, or a text in its place, becomes the only
// part of a multipart/mixed one.
std::int32_t set_body_multipart(Execution& e, Arguments a) noexcept {
  const sip::MessageView& m = *e.message;
  const std::string_view type =
      a.size() > 1 ? a[1].text : m.first_value(sip::HeaderId::kContentType);
  const std::string_view text = a.empty() ? m.body() : a[0].text;
  const std::string_view boundary = a.size() > 2 && !a[2].text.empty() ? a[2].text : kBoundary;
  if (text.empty() || type.empty()) return -1;
  const Value arguments[] = {
      Value::of(join_texts(*e.arena, {"--", boundary, "\r\nContent-Type: ", type, "\r\n\r\n", text,
                                      "\r\n--", boundary, "--\r\n"})),
      Value::of(join_texts(*e.arena, {"multipart/mixed;boundary=\"", boundary, "\""}))};
  if (set_body(e, arguments) < 0) return -1;
  if (find_field(e, "Mime-Version") != nullptr) return 1;
  return counted(e, e.notes->edits.insert(m.headers_end(), "Mime-Version: 1.0\r\n")) ? 1 : -1;
}

}  // namespace weir::routes::natives
