#include "sip/multipart.h"

#include "sip/token.h"

#include <algorithm>

namespace weir::sip {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// The end of the line that text[at] is in, its LF included.
std::size_t line_end(std::string_view text, std::size_t at) noexcept {
  const std::size_t feed = text.find('\n', at);
  return feed == text.npos ? text.size() : feed + 1;
}

// Takes a field with its folds off `head`.
std::string_view take_field(std::string_view& head) noexcept {
  std::size_t end = line_end(head, 0);
  while (end < head.size() && is_blank(head[end])) end = line_end(head, end);
  const std::string_view field = head.substr(0, end);
  head.remove_prefix(end);
  return field;
}

// The head is all before the first empty line, or everything when there is none.
BodyPart split_part(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = line_end(text, at);
    const std::string_view line = text.substr(at, end - at);
    if (line == "\r\n" || line == "\n") return {text.substr(0, at), text.substr(end)};
    at = end;
  }
  return {text, text.substr(text.size())};
}

template <class Matches>
std::optional<std::string_view> find_field(std::string_view head, Matches matches) noexcept {
  while (!head.empty()) {
    const std::string_view field = take_field(head);
    const std::size_t colon = field.find(':');
    if (colon != field.npos && matches(trim(field.substr(0, colon)))) {
      return trim(field.substr(colon + 1));
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Boundary> find_boundary(const MediaType& media) noexcept {
  const Param param = media.params.find("boundary");
  if (param.name.empty()) return Error::kMissing;
  const bool quoted = !param.value.empty() && param.value.front() == '"';
  const std::string_view text = unquote(param.value);

  Boundary boundary;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\' && ++i == text.size()) return Error::kSyntax;
    const char c = text[i];
    if (c < ' ' || c == 0x7f || boundary.size_ == Boundary::kMaxSize) return Error::kSyntax;
    boundary.text_[boundary.size_++] = c;
  }
  if (boundary.size_ == 0 || boundary.text_[boundary.size_ - 1u] == ' ') return Error::kSyntax;
  return boundary;
}

std::optional<std::string_view> BodyPart::field(HeaderId id) const noexcept {
  return find_field(head, [id](std::string_view name) { return find_header(name) == id; });
}

std::optional<std::string_view> BodyPart::field(std::string_view name) const noexcept {
  const HeaderId id = find_header(name);
  if (id != HeaderId::kOther) return field(id);
  return find_field(head, [name](std::string_view n) { return equal_ignoring_case(n, name); });
}

bool BodyPart::readable() const noexcept {
  const std::string_view encoding = field("Content-Transfer-Encoding").value_or("binary");
  return std::ranges::any_of(std::array<std::string_view, 3>{"7bit", "8bit", "binary"},
                             [&](auto plain) { return equal_ignoring_case(encoding, plain); });
}

std::optional<PartReader::Delimiter> PartReader::find_delimiter(std::size_t at) const noexcept {
  const std::string_view boundary = boundary_.view();
  for (; at < text_.size(); at = line_end(text_, at)) {
    std::string_view line = text_.substr(at);
    if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) continue;
    const std::size_t end = line_end(text_, at);
    line = text_.substr(at, end - at).substr(2 + boundary.size());
    const bool closing = line.starts_with("--");
    // A longer boundary that begins like ours, of a multipart inside, is not ours.
    if (trim(closing ? line.substr(2) : line).empty()) return Delimiter{at, end, closing};
  }
  return std::nullopt;
}

std::optional<BodyPart> PartReader::next() noexcept {
  if (ended_) return std::nullopt;
  if (!started_) {
    started_ = true;
    const std::optional<Delimiter> first = find_delimiter(0);
    if (!first) error_ = Error::kMissing;
    ended_ = !first || first->closing;
    if (ended_) return std::nullopt;
    at_ = first->end;
  }
  const std::optional<Delimiter> next = find_delimiter(at_);
  if (!next || parts_ == kMaxParts) {
    error_ = next ? Error::kTooMany : Error::kTruncated;
    ended_ = true;
    return std::nullopt;
  }
  // The line end before a delimiter is a part of it.
  std::string_view part = text_.substr(at_, next->begin - at_);
  if (part.ends_with('\n')) part.remove_suffix(part.ends_with("\r\n") ? 2 : 1);
  at_ = next->end;
  ended_ = next->closing;
  ++parts_;
  return split_part(part);
}

Result<BodyPart> find_part(std::string_view content_type, std::string_view body,
                           std::string_view media_type) noexcept {
  std::array<PartReader, kMaxNesting> readers;
  std::size_t depth = 0;
  std::size_t parts = 0;
  BodyPart part{.head = {}, .body = body};
  for (;;) {
    const Result<MediaType> media = parse_media_type(content_type);
    // A part of an unreadable type is not what is looked for; a body of one is an error.
    if (!media && depth == 0) return media.error();
    if (media && media->is(media_type)) return part;
    if (media && equal_ignoring_case(media->type, "multipart")) {
      if (depth == kMaxNesting) return Error::kTooDeep;
      const Result<Boundary> boundary = find_boundary(*media);
      if (!boundary) return boundary.error();
      readers[depth++] = PartReader(part.body, *boundary);
    }
    std::optional<BodyPart> next;
    while (depth > 0 && !(next = readers[depth - 1].next())) {
      if (const Error error = readers[depth - 1].error(); error != Error::kNone) return error;
      --depth;
    }
    if (!next) return Error::kMissing;
    if (++parts > kMaxParts) return Error::kTooMany;
    part = *next;
    content_type = part.content_type();
  }
}

Result<BodyPart> find_part(const MessageView& message, std::string_view media_type) noexcept {
  const Field* const type = message.first(HeaderId::kContentType);
  if (type == nullptr || message.body().empty()) return Error::kMissing;
  return find_part(message.value(*type), message.body(), media_type);
}

}  // namespace weir::sip
