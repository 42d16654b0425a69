#include "sip/rack.h"

#include "sip/cursor.h"
#include "sip/fault.h"

namespace weir::sip {
namespace {

Result<std::uint32_t> take_response_number(Cursor& cursor) noexcept {
  cursor.skip_space();
  const std::string_view text = cursor.rest();
  const Result<std::uint32_t> number = cursor.take_number();
  if (number && *number == 0) return cursor.back_to(text, Error::kRange);
  return number;
}

}  // namespace

Result<RAck> next_rack(std::string_view& rest) noexcept {
  Cursor cursor(rest);
  const Result<std::uint32_t> rseq = take_response_number(cursor);
  if (!rseq) return rseq.error();
  if (!cursor.skip_space()) return Error::kSyntax;
  const Result<CSeq> cseq = parse_cseq(rest);
  if (!cseq) {
    rest.remove_prefix(cseq_fault(rest));
    return cseq.error();
  }
  rest = {};
  return RAck{*rseq, *cseq};
}

Result<std::uint32_t> next_rseq(std::string_view& rest) noexcept {
  Cursor cursor(rest);
  const Result<std::uint32_t> number = take_response_number(cursor);
  if (number && cursor.finish() != Error::kNone) return Error::kSyntax;
  return number;
}

}  // namespace weir::sip
