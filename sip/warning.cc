#include "sip/warning.h"

#include "sip/cursor.h"

namespace weir::sip {
namespace {

constexpr ByteSet kAgentSet = ByteSet::visible_but(",\"");

}  // namespace

Result<Warning> next_warning(std::string_view& rest) noexcept {
  Cursor cursor(rest);
  cursor.skip_space();
  const std::string_view code = cursor.take(kDigitSet);
  if (code.size() != 3 || code.front() == '0') return cursor.back_to(code, Error::kSyntax);
  Warning warning;
  warning.code = static_cast<std::uint16_t>(*parse_number(code));
  if (!cursor.skip_space()) return Error::kSyntax;
  warning.agent = cursor.take(kAgentSet);
  if (warning.agent.empty() || !cursor.skip_space()) return Error::kSyntax;
  const Result<std::string_view> text = cursor.take_quoted();
  if (!text) return text.error();
  warning.text = unquote(*text);
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return warning;
}

}  // namespace weir::sip
