#include "sip/message.h"

#include "sip/byte_set.h"
#include "sip/element_kernels.h"
#include "sip/token.h"

namespace weir::sip {
namespace {

// True for "SIP/" digits "." digits, in any case of the letters.
bool is_sip_version(std::string_view text) noexcept {
  if (text == "SIP/2.0") return true;
  if (text.size() < 7 || !equal_ignoring_case(slice(text, 0, 4), "SIP/")) return false;
  const std::size_t dot = text.find('.', 4);
  if (dot == text.npos || dot == 4 || dot + 1 == text.size()) return false;
  for (std::size_t i = 4; i < text.size(); ++i) {
    if (i != dot && !is_digit(text[i])) return false;
  }
  return true;
}

bool at_most_space(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }

std::string_view trim_end(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// How many of the fields begin sixteen bytes that are there: all, or all but the last ones.
std::size_t roomy_fields(const ScanIndex& index, std::size_t size) noexcept {
  std::size_t count = index.fields;
  while (count > 0 && index.marks[2 * (count - 1)] + std::size_t{16} > size) --count;
  return count;
}

}  // namespace

MessageView::MessageView(Kernel kernel) noexcept
    : elements_(&element_kernel(kernel)), kernel_(kernel) {}

Error MessageView::parse(std::string_view datagram) noexcept {
  reset();
  while (!datagram.empty() && has_class(datagram.front(), kLineChar)) datagram.remove_prefix(1);
  if (datagram.empty() || datagram.front() == '\0') {
    return datagram.find_first_not_of('\0') == datagram.npos ? Error::kEmpty : Error::kNotSip;
  }
  if (datagram.size() > kMaxMessage) return Error::kTooLarge;

  ScanIndex index;
  if (const Error error = scan(kernel_, datagram, index); error != Error::kNone) {
    // Garbage has no empty line either: say what is more wrong.
    const std::string_view line = trim_end(slice(datagram, 0, datagram.find('\n')));
    const bool sip = is_sip_version(slice(line, 0, line.find(' '))) ||
                     is_sip_version(slice(line, line.rfind(' ') + 1));
    return sip ? error : Error::kNotSip;
  }
  raw_ = datagram;
  body_offset_ = index.body;
  headers_offset_ = index.marks[0];
  headers_end_ = index.marks[2 * index.fields];
  const Error error = parse_start_line();
  if (error == Error::kNotSip) {
    reset();
    return error;
  }
  if (const Error fields = index_fields(index); fields != Error::kNone) {
    reset();
    return fields;
  }
  find_body();
  return error;
}

void MessageView::reset() noexcept {
  raw_ = {};
  method_text_ = {};
  uri_text_ = {};
  version_ = {};
  reason_ = {};
  status_ = start_line_end_ = headers_offset_ = headers_end_ = 0;
  body_offset_ = 0;
  field_count_ = 0;
  method_ = Method::kOther;
  body_error_ = Error::kNone;
  is_request_ = false;
  known_ = 0;
  first_.fill(Field::kNone);
}

// Puts field `number` at the end of the chain of its id.
void MessageView::append(std::size_t number, HeaderId id) noexcept {
  std::uint8_t& first = first_[static_cast<std::size_t>(id)];
  std::uint8_t& last = last_[static_cast<std::size_t>(id)];
  fields_[number].id = id;
  fields_[number].next = Field::kNone;
  if (first == Field::kNone) {
    first = static_cast<std::uint8_t>(number);
  } else {
    fields_[last].next = static_cast<std::uint8_t>(number);
  }
  last = static_cast<std::uint8_t>(number);
}

// Not inlined, and with all that is rare elsewhere: the loop needs every register for itself.
[[gnu::noinline]] Error MessageView::index_fields(const ScanIndex& index) noexcept {
  const char* const text = raw_.data();
  const std::size_t count = index.fields;
  const std::size_t roomy = headers_offset_ < 8 ? 0 : roomy_fields(index, raw_.size());
  const std::uint16_t* marks = index.marks.data();
  std::size_t i = 0;
  for (; i < roomy; ++i, marks += 2) {
    const std::size_t begin = marks[0];
    const std::size_t colon = marks[1];
    const std::size_t end = marks[2];
    const std::string_view name(text + begin, colon - begin);
    // Nearly every field is "Name: value\r\n", with nothing to trim but the one space.
    const bool plain = text[colon + 1] == ' ' && !at_most_space(text[colon + 2]) &&
                       text[end - 2] == '\r' && !at_most_space(text[end - 3]) &&
                       is_short_name(name);
    const HeaderId id = plain ? find_short_header(name) : HeaderId::kOther;
    if (id != HeaderId::kOther) [[likely]] {
      Field& field = fields_[i];
      field.begin = static_cast<std::uint16_t>(begin);
      field.name_end = static_cast<std::uint16_t>(colon);
      field.value_begin = static_cast<std::uint16_t>(colon + 2);
      field.value_end = static_cast<std::uint16_t>(end - 2);
      field.end = static_cast<std::uint16_t>(end);
      append(i, id);
    } else if (!index_field(i, marks)) {
      return Error::kNoColon;
    }
  }
  for (; i < count; ++i, marks += 2) {
    if (!index_field(i, marks)) return Error::kNoColon;
  }
  field_count_ = static_cast<std::uint8_t>(count);
  return Error::kNone;
}

// A field of any shape and name; false for one without a name: a lone CR may begin a line, and be
// all that stands before the colon.
[[gnu::noinline]] bool MessageView::index_field(std::size_t number,
                                                const std::uint16_t* marks) noexcept {
  const char* const text = raw_.data();
  Field& field = fields_[number];
  field.begin = marks[0];
  field.name_end = marks[1];
  field.value_begin = static_cast<std::uint16_t>(marks[1] + 1);
  field.value_end = field.end = marks[2];
  while (field.name_end > field.begin && is_space(text[field.name_end - 1])) --field.name_end;
  while (field.value_end > field.value_begin && is_space(text[field.value_end - 1])) {
    --field.value_end;
  }
  while (field.value_begin < field.value_end && is_space(text[field.value_begin])) {
    ++field.value_begin;
  }
  append(number, find_header(name(field)));
  return field.name_end > field.begin;
}

Error MessageView::parse_start_line() noexcept {
  const std::string_view line = trim_end(slice(raw_, 0, headers_offset_));
  start_line_end_ = static_cast<std::uint16_t>(line.size());
  if (line.size() >= 4 && line[3] == '/' && equal_ignoring_case(slice(line, 0, 4), "SIP/")) {
    return parse_status_line(line);
  }
  return parse_request_line(line);
}

Error MessageView::parse_status_line(std::string_view line) noexcept {
  version_ = slice(line, 0, line.find(' '));
  if (!is_sip_version(version_)) return Error::kNotSip;
  std::string_view rest = slice(line, version_.size());
  if (rest.empty()) return Error::kStartLine;
  rest.remove_prefix(1);
  const std::size_t space = rest.find(' ');
  const std::string_view code = slice(rest, 0, space);
  if (space != rest.npos) reason_ = slice(rest, space + 1);

  const Result<std::uint32_t> number = parse_number(code);
  if (!number) return number.error() == Error::kRange ? Error::kRange : Error::kStartLine;
  if (code.size() != 3 || *number < 100 || *number > 699) return Error::kRange;
  status_ = static_cast<std::uint16_t>(*number);
  return Error::kNone;
}

Error MessageView::parse_request_line(std::string_view line) noexcept {
  const std::size_t space = kTokenSet.skip(line, 0);
  const bool usual = line.ends_with(" SIP/2.0");
  const std::size_t last = usual ? line.size() - 8 : line.rfind(' ');
  if (space == 0 || last == line.npos) return Error::kNotSip;
  version_ = slice(line, last + 1);
  if (!usual && !is_sip_version(version_)) {
    version_ = {};
    return Error::kNotSip;
  }
  is_request_ = true;
  method_text_ = slice(line, 0, space);
  method_ = find_method(method_text_);
  if (line[space] != ' ' || space == last) return Error::kStartLine;
  uri_text_ = slice(line, space + 1, last - space - 1);
  return uri_text_.empty() || !elements_->is_visible(uri_text_) ? Error::kStartLine : Error::kNone;
}

void MessageView::find_body() noexcept {
  const Field* const field = first(HeaderId::kContentLength);
  if (field == nullptr) return;
  const Result<std::uint32_t> length = number(HeaderId::kContentLength);
  if (!length) {
    body_error_ = length.error() == Error::kEmpty ? Error::kSyntax : length.error();
    return;
  }
  for (const Field* other = next(*field); other != nullptr; other = next(*other)) {
    const Result<std::uint32_t> again = parse_number(value(*other));
    if (!again || *again != *length) {
      body_error_ = Error::kDuplicate;
      return;
    }
  }
  if (*length > raw_.size() - body_offset_) {
    body_error_ = Error::kTruncated;
    return;
  }
  raw_ = slice(raw_, 0, body_offset_ + *length);
}

const Field* MessageView::find(std::string_view wanted) const noexcept {
  const HeaderId id = find_header(wanted);
  const Field* field = first(id);
  if (id != HeaderId::kOther) return field;
  while (field != nullptr && !equal_ignoring_case(name(*field), wanted)) field = next(*field);
  return field;
}

const Field* MessageView::find_next(const Field& field) const noexcept {
  const Field* other = next(field);
  if (field.id != HeaderId::kOther) return other;
  while (other != nullptr && !equal_ignoring_case(name(*other), name(field))) other = next(*other);
  return other;
}

Error MessageView::read_top_via() const noexcept {
  const Field* const field = first(HeaderId::kVia);
  if (field == nullptr) return Error::kMissing;
  std::string_view rest = value(*field);
  return take_via(*elements_, rest, top_via_);
}

Error MessageView::read_second_via() const noexcept {
  ValueList<Via> vias(*this, HeaderId::kVia, next_via);
  if (!vias.next()) return vias.error() == Error::kNone ? Error::kMissing : vias.error();
  const std::optional<Via> second = vias.next();
  if (!second) return vias.error() == Error::kNone ? Error::kMissing : vias.error();
  second_via_ = *second;
  return Error::kNone;
}

Error MessageView::read_name_addr(HeaderId id, NameAddr& slot) const noexcept {
  const Field* const field = first(id);
  if (field == nullptr) return Error::kMissing;
  std::string_view rest = value(*field);
  const Error error = take_name_addr(*elements_, rest, slot);
  return error == Error::kNone && !rest.empty() ? Error::kSyntax : error;
}

Error MessageView::read_cseq() const noexcept {
  const Field* const field = first(HeaderId::kCSeq);
  if (field == nullptr) return Error::kMissing;
  return weir::sip::read_cseq(value(*field), cseq_);
}

Error MessageView::read_request_uri() const noexcept {
  return is_request_ ? read_uri(*elements_, uri_text_, uri_) : Error::kMissing;
}

Error MessageView::read_from_uri() const noexcept {
  const Result<const NameAddr*> value = from();
  return value ? read_uri((*value)->uri, from_uri_) : value.error();
}

Error MessageView::read_to_uri() const noexcept {
  const Result<const NameAddr*> value = to();
  return value ? read_uri((*value)->uri, to_uri_) : value.error();
}

Result<std::string_view> MessageView::call_id() const noexcept {
  const Field* const field = first(HeaderId::kCallId);
  if (field == nullptr) return Error::kMissing;
  const std::string_view text = value(*field);
  if (text.empty()) return Error::kEmpty;
  return text;
}

Result<std::uint32_t> MessageView::number(HeaderId id) const noexcept {
  const Field* const field = first(id);
  if (field == nullptr) return Error::kMissing;
  return parse_number(value(*field));
}

Result<std::uint32_t> MessageView::max_forwards() const noexcept {
  return number(HeaderId::kMaxForwards);
}

Result<std::uint32_t> MessageView::content_length() const noexcept {
  return number(HeaderId::kContentLength);
}

Result<std::uint32_t> MessageView::expires() const noexcept { return number(HeaderId::kExpires); }

Method MessageView::method_for_reply() const noexcept {
  if (is_request_) return method_;
  const Result<const CSeq*> value = cseq();
  return value ? (*value)->method : Method::kOther;
}

}  // namespace weir::sip
