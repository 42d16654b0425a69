#include "sip/cseq.h"

#include "sip/token.h"

#include <limits>

namespace weir::sip {

Error read_cseq(std::string_view text, CSeq& cseq) noexcept {
  constexpr std::uint32_t kLimit = 1u << 31;

  std::uint64_t number = 0;
  std::size_t at = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    number = number * 10 + static_cast<unsigned>(text[at] - '0');
    if (number >= kLimit) return Error::kRange;
  }
  if (at == 0) return Error::kSyntax;

  cseq.number = static_cast<std::uint32_t>(number);
  const std::string_view tail = slice(text, at);
  cseq.method_text = trim(tail);
  if (cseq.method_text.size() == tail.size()) return Error::kSyntax;
  cseq.method = find_method(cseq.method_text);
  if (cseq.method == Method::kOther && !is_token(cseq.method_text)) return Error::kSyntax;
  return Error::kNone;
}

Result<CSeq> parse_cseq(std::string_view text) noexcept {
  CSeq cseq;
  if (const Error error = read_cseq(text, cseq); error != Error::kNone) return error;
  return cseq;
}

Result<std::uint32_t> parse_number(std::string_view text) noexcept {
  if (text.empty()) return Error::kEmpty;
  std::uint64_t number = 0;
  for (const char c : text) {
    const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
    if (digit > 9) return Error::kSyntax;
    number = number * 10 + digit;
    if (number > std::numeric_limits<std::uint32_t>::max()) return Error::kRange;
  }
  return static_cast<std::uint32_t>(number);
}

}  // namespace weir::sip
