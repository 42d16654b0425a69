#include "sip/dialog_id.h"

#include "sip/cursor.h"
#include "sip/param_table.h"

namespace weir::sip {
namespace {

constexpr ByteSet kWordSet = ByteSet::of(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.!%*_+`'~()<>:\\\"/[]?{}");

constexpr auto kReplaces = make_param_table<DialogId>({
    {"to-tag", read_token<&DialogId::local_tag>},
    {"from-tag", read_token<&DialogId::remote_tag>},
    {"early-only", read_flag<&DialogId::early_only>},
});
constexpr auto kJoin = make_param_table<DialogId>({
    {"to-tag", read_token<&DialogId::local_tag>},
    {"from-tag", read_token<&DialogId::remote_tag>},
});
constexpr auto kTargetDialog = make_param_table<DialogId>({
    {"local-tag", read_token<&DialogId::local_tag>},
    {"remote-tag", read_token<&DialogId::remote_tag>},
});

// word [ "@" word ], without what follows.
Result<std::string_view> take_call_id(Cursor& cursor) noexcept {
  const std::string_view text = cursor.rest();
  if (cursor.take(kWordSet).empty()) return Error::kSyntax;
  if (cursor.take_one('@') && cursor.take(kWordSet).empty()) return Error::kSyntax;
  return cursor.taken_from(text);
}

Result<DialogId> next_dialog_id(std::string_view& rest,
                                const ParamTable<DialogId>& table) noexcept {
  Cursor cursor(rest);
  cursor.skip_space();
  const Result<std::string_view> call_id = take_call_id(cursor);
  if (!call_id) return call_id.error();
  DialogId id;
  id.call_id = *call_id;
  if (const Error error = table.take(rest, id, id.params); error != Error::kNone) return error;
  if (id.local_tag.empty() || id.remote_tag.empty()) {
    return cursor.back_to(id.call_id, Error::kMissing);
  }
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return id;
}

}  // namespace

Result<DialogId> next_replaces(std::string_view& rest) noexcept {
  return next_dialog_id(rest, kReplaces);
}

Result<DialogId> next_join(std::string_view& rest) noexcept { return next_dialog_id(rest, kJoin); }

Result<DialogId> next_target_dialog(std::string_view& rest) noexcept {
  return next_dialog_id(rest, kTargetDialog);
}

Result<std::string_view> next_call_id(std::string_view& rest) noexcept {
  Cursor cursor(rest);
  cursor.skip_space();
  const Result<std::string_view> call_id = take_call_id(cursor);
  if (call_id && cursor.finish() != Error::kNone) return Error::kSyntax;
  return call_id;
}

}  // namespace weir::sip
