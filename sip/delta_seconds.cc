#include "sip/delta_seconds.h"

#include "sip/cursor.h"
#include "sip/param_table.h"

namespace weir::sip {
namespace {

Error read_refresher(const Param& param, DeltaSeconds& value) noexcept {
  if (is_word(param.value, "uac")) {
    value.refresher = Refresher::kUac;
  } else if (is_word(param.value, "uas")) {
    value.refresher = Refresher::kUas;
  } else {
    return Error::kSyntax;
  }
  return Error::kNone;
}

constexpr auto kSessionExpires = make_param_table<DeltaSeconds>({{"refresher", read_refresher}});
constexpr auto kRetryAfter =
    make_param_table<DeltaSeconds>({{"duration", read_number<&DeltaSeconds::duration>}});

// comment = "(" *(ctext / quoted-pair / comment) ")"
Error take_comment(std::string_view& rest, std::string_view& comment) noexcept {
  const std::string_view text = rest;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '(') {
      ++depth;
    } else if (text[at] == ')' && --depth == 0) {
      comment = slice(text, 0, at + 1);
      rest.remove_prefix(at + 1);
      return Error::kNone;
    }
  }
  return Error::kTruncated;
}

Result<DeltaSeconds> next_seconds(std::string_view& rest, const ParamTable<DeltaSeconds>* table,
                                  bool comment) noexcept {
  DeltaSeconds value;
  Cursor cursor(rest);
  cursor.skip_space();
  const Result<std::uint32_t> seconds = cursor.take_number();
  if (!seconds) return seconds.error();
  value.seconds = *seconds;
  cursor.skip_space();
  if (comment && cursor.peek() == '(') {
    if (const Error error = take_comment(rest, value.comment); error != Error::kNone) return error;
  }
  const Error error = table != nullptr ? table->take(rest, value, value.params)
                                       : take_params(rest, value.params, keep_none);
  if (error != Error::kNone) return error;
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return value;
}

}  // namespace

Result<DeltaSeconds> next_session_expires(std::string_view& rest) noexcept {
  return next_seconds(rest, &kSessionExpires, false);
}

Result<DeltaSeconds> next_min_se(std::string_view& rest) noexcept {
  return next_seconds(rest, nullptr, false);
}

Result<DeltaSeconds> next_retry_after(std::string_view& rest) noexcept {
  return next_seconds(rest, &kRetryAfter, true);
}

}  // namespace weir::sip
