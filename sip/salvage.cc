// What can be saved of a message that parse() refused for its lines.
#include "sip/message.h"
#include "sip/token.h"

namespace weir::sip {
namespace {

// The offset after the line that begins at `at`, its folds included.
std::size_t line_end(std::string_view text, std::size_t at) noexcept {
  for (;;) {
    const std::size_t feed = text.find('\n', at);
    if (feed == text.npos) return text.size();
    at = feed + 1;
    if (at == text.size() || (text[at] != ' ' && text[at] != '\t')) return at;
  }
}

// The field of one line; the default (an empty line) when it has no colon or no name.
Field field_of(std::string_view text, std::size_t begin, std::size_t end) noexcept {
  const std::size_t colon = text.substr(0, end).find(':', begin);
  if (colon == text.npos) return {};
  const std::string_view name = trim(text.substr(begin, colon - begin));
  const std::string_view value = trim(text.substr(colon + 1, end - colon - 1));
  if (name.empty()) return {};
  const auto offset = [&text](const char* part) {
    return static_cast<std::uint16_t>(part - text.data());
  };
  Field field;
  field.begin = offset(name.data());
  field.name_end = offset(name.data() + name.size());
  field.value_begin = offset(value.data());
  field.value_end = offset(value.data() + value.size());
  field.end = static_cast<std::uint16_t>(end);
  field.id = find_header(name);
  return field;
}

}  // namespace

Error MessageView::salvage(std::string_view datagram) noexcept {
  reset();
  while (!datagram.empty() && has_class(datagram.front(), kLineChar)) datagram.remove_prefix(1);
  if (datagram.size() > kMaxMessage) return Error::kTooLarge;
  raw_ = datagram;
  std::size_t at = line_end(raw_, 0);
  headers_offset_ = static_cast<std::uint16_t>(at);
  const Error error = raw_.empty() ? Error::kEmpty : parse_start_line();
  if (error == Error::kNotSip || error == Error::kEmpty) {
    reset();
    return error;
  }
  while (at < raw_.size()) {
    const std::size_t end = line_end(raw_, at);
    headers_end_ = static_cast<std::uint16_t>(at);
    if (trim(raw_.substr(at, end - at)).empty()) {  // the empty line
      body_offset_ = static_cast<std::uint32_t>(end);
      find_body();
      return error;
    }
    const Field field = field_of(raw_, at, end);
    if (field.end != 0 && field_count_ < kMaxFields) {
      fields_[field_count_] = field;
      std::uint8_t& first = first_[static_cast<std::size_t>(field.id)];
      std::uint8_t& last = last_[static_cast<std::size_t>(field.id)];
      (first == Field::kNone ? first : fields_[last].next) = field_count_;
      last = field_count_++;
    }
    at = end;
  }
  headers_end_ = static_cast<std::uint16_t>(raw_.size());
  body_offset_ = static_cast<std::uint32_t>(raw_.size());
  return error;
}

}  // namespace weir::sip
