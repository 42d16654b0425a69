#include "sip/scan_kernels.h"

#include <cstring>

namespace weir::sip {
namespace {

// The offset after the next LF at or after `at`; the size of `text` when there is none.
std::size_t next_line(std::string_view text, std::size_t at) noexcept {
  const std::size_t feed = text.find('\n', at);
  return feed == text.npos ? text.size() : feed + 1;
}

// The size of the empty line at `at`: 1 or 2; 0 when the line is not empty.
std::size_t empty_line(std::string_view text, std::size_t at) noexcept {
  if (text[at] == '\n') return 1;
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 0;
}

}  // namespace

// Line by line, without a word in common with the other kernels: what they are tested against.
Error scan_scalar(std::string_view text, ScanIndex& index) noexcept {
  if (text.size() > kMaxMessage) return Error::kTooLarge;
  std::uint32_t fields = 0;
  bool open = false;  // in a field whose colon has not come
  bool broken = false;
  for (std::size_t at = next_line(text, 0); at < text.size();) {
    const std::size_t end = next_line(text, at);
    const bool continues = text[at] == ' ' || text[at] == '\t';
    if (!continues) {
      broken |= open || text[at] == ':';
      if (fields > kMaxFields) return Error::kTooManyFields;
      index.marks[2 * fields] = static_cast<std::uint16_t>(at);
      if (const std::size_t size = empty_line(text, at); size > 0) {
        if (broken) return Error::kNoColon;
        index.fields = fields;
        index.body = static_cast<std::uint32_t>(at + size);
        return Error::kNone;
      }
      ++fields;
      open = true;
    }
    if (open) {
      const void* const colon = std::memchr(text.data() + at, ':', end - at);
      if (colon != nullptr) {
        index.marks[2 * fields - 1] =
            static_cast<std::uint16_t>(static_cast<const char*>(colon) - text.data());
        open = false;
      }
    }
    at = end;
  }
  return Error::kTruncated;
}

}  // namespace weir::sip
