#include "sip/framing.h"

#include "sip/cseq.h"
#include "sip/names.h"
#include "sip/token.h"

#include <algorithm>
#include <cstring>

namespace weir::sip {
namespace {

std::string_view trim_end(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// True when a line may be a request line or a status line of SIP: a stream of another protocol is
// to be noticed at its first line. MessageView judges the rest.
bool is_start_line(std::string_view line) noexcept {
  constexpr std::string_view kProtocol = "SIP/";
  line = trim_end(line);
  const std::string_view last = line.substr(line.rfind(' ') + 1);
  return equal_ignoring_case(line.substr(0, kProtocol.size()), kProtocol) ||
         equal_ignoring_case(last.substr(0, kProtocol.size()), kProtocol);
}

}  // namespace

Frame StreamFramer::next(std::string_view pending) noexcept {
  if (error_ != Error::kNone) return {.kind = Frame::Kind::kBroken, .error = error_};
  std::size_t at = 0;
  if (!in_message_) {
    const Frame::Kind kind = skip_line_ends(pending, at);
    if (kind != Frame::Kind::kMore) return {.kind = kind, .begin = at, .end = at};
    if (at == pending.size()) return {.begin = at, .end = at, .need = 1};
    start_message();
    if (!has_class(pending[at], kTokenChar)) return broken(Error::kNotSip, at);
  }

  const std::string_view message = pending.substr(at);
  if (head_ == 0) {
    if (const Error error = read_head(message); error != Error::kNone) return broken(error, at);
  }
  const std::size_t size = head_ + std::size_t{length_};
  if (head_ == 0) return {.begin = at, .end = at, .need = message.size() + 1};
  if (message.size() < size) return {.begin = at, .end = at, .need = size};
  in_message_ = false;
  return {.kind = Frame::Kind::kMessage, .begin = at, .end = at + size};
}

// Takes line ends at pending[at]. kPing and kPong come as soon as their last byte is there.
Frame::Kind StreamFramer::skip_line_ends(std::string_view pending, std::size_t& at) noexcept {
  while (at < pending.size() && has_class(pending[at], kLineChar)) {
    ++examined_;
    const bool after_cr = line_ends_ == LineEnds::kCr || line_ends_ == LineEnds::kCrlfCr;
    const bool second = line_ends_ == LineEnds::kCrlf || line_ends_ == LineEnds::kCrlfCr;
    if (pending[at++] == '\r') {
      // After a CR that no LF follows the count begins again.
      line_ends_ = second && !after_cr ? LineEnds::kCrlfCr : LineEnds::kCr;
      continue;
    }
    line_ends_ = LineEnds::kNone;
    if (!after_cr) continue;
    if (second) return Frame::Kind::kPing;
    if (pongs_due_ > 0) {
      --pongs_due_;
      return Frame::Kind::kPong;
    }
    line_ends_ = LineEnds::kCrlf;
  }
  return Frame::Kind::kMore;
}

void StreamFramer::start_message() noexcept {
  line_ends_ = LineEnds::kNone;
  in_message_ = true;
  has_start_line_ = has_length_ = false;
  length_error_ = Error::kNone;
  length_ = looked_ = line_begin_ = field_begin_ = head_ = 0;
}

// Goes on to the end of the head, or to the end of what is there. No byte beyond the limit is
// looked at, so that what is found does not depend on how much came at once.
Error StreamFramer::read_head(std::string_view message) noexcept {
  const std::size_t end = std::min<std::size_t>(message.size(), limits_.head);
  while (head_ == 0 && looked_ < end) {
    const std::size_t left = end - looked_;
    const void* const found = std::memchr(message.data() + looked_, '\n', left);
    if (found == nullptr) {
      examined_ += left;
      looked_ = static_cast<std::uint32_t>(end);
      break;
    }
    const auto line_end =
        static_cast<std::size_t>(static_cast<const char*>(found) - message.data()) + 1;
    examined_ += line_end - looked_;
    looked_ = static_cast<std::uint32_t>(line_end);
    if (const Error error = end_line(message, line_end); error != Error::kNone) return error;
  }
  if (head_ == 0 && message.size() > limits_.head) return Error::kHeadTooLarge;
  return Error::kNone;
}

// A line is whole: [line_begin_, end). It tells whether the field before it is whole, too.
Error StreamFramer::end_line(std::string_view message, std::size_t end) noexcept {
  const std::string_view line = message.substr(line_begin_, end - line_begin_);
  const std::uint32_t begin = line_begin_;
  line_begin_ = static_cast<std::uint32_t>(end);
  if (!has_start_line_) {
    has_start_line_ = true;
    examined_ += line.size();
    return is_start_line(line) ? Error::kNone : Error::kNotSip;
  }
  if (line.front() == ' ' || line.front() == '\t') return Error::kNone;  // a fold
  if (field_begin_ != 0) read_field(message.substr(field_begin_, begin - field_begin_));
  field_begin_ = begin;
  return line == "\n" || line == "\r\n" ? end_head(end) : Error::kNone;
}

// `field` with its folds and line ends. Only Content-Length means anything here. Two that differ
// could let two readers of one stream see different messages.
void StreamFramer::read_field(std::string_view field) noexcept {
  const char first = to_lower(field.front());
  if (first != 'c' && first != 'l') return;
  examined_ += field.size();
  const std::size_t colon = field.find(':');
  if (colon == field.npos) return;
  if (find_header(trim_end(field.substr(0, colon))) != HeaderId::kContentLength) return;

  const Result<std::uint32_t> length = parse_number(trim(field.substr(colon + 1)));
  if (!length) {
    length_error_ = length.error() == Error::kRange ? Error::kRange : Error::kSyntax;
  } else if (has_length_ && *length != length_) {
    length_error_ = Error::kDuplicate;
  } else {
    length_ = *length;
  }
  has_length_ = true;
}

Error StreamFramer::end_head(std::size_t size) noexcept {
  head_ = static_cast<std::uint32_t>(size);
  if (length_error_ != Error::kNone) return length_error_;
  if (!has_length_) return Error::kMissing;
  if (length_ > limits_.body) return Error::kBodyTooLarge;
  if (std::uint64_t{head_} + length_ > limits_.message) return Error::kTooLarge;
  return Error::kNone;
}

Frame StreamFramer::broken(Error error, std::size_t begin) noexcept {
  error_ = error;
  return {.kind = Frame::Kind::kBroken, .error = error, .begin = begin, .end = begin + head_};
}

}  // namespace weir::sip
