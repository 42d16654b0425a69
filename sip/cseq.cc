#include "sip/cseq.h"

#include "sip/token.h"

#include <charconv>

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
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number);
  if (status == std::errc::result_out_of_range) return Error::kRange;
  if (status != std::errc{} || rest != end) return Error::kSyntax;
  return number;
}

}  // namespace weir::sip
