#include "sip/cseq.h"

#include "sip/token.h"

#include <charconv>
#include <limits>

namespace weir::sip {

Result<CSeq> parse_cseq(std::string_view text) noexcept {
  constexpr std::uint32_t kLimit = 1u << 31;

  CSeq cseq;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, cseq.number);
  if (status == std::errc::result_out_of_range) return Error::kRange;
  if (status != std::errc{}) return Error::kSyntax;
  if (cseq.number >= kLimit) return Error::kRange;

  const std::string_view tail(rest, static_cast<std::size_t>(end - rest));
  cseq.method_text = trim(tail);
  if (cseq.method_text.size() == tail.size()) return Error::kSyntax;
  cseq.method = find_method(cseq.method_text);
  if (cseq.method == Method::kOther && !is_token(cseq.method_text)) return Error::kSyntax;
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
