#include "sip/history_info.h"

#include "sip/address_params.h"
#include "sip/param_table.h"

namespace weir::sip {
namespace {

// index-val = number *("." number), number = [ %x31-39 *DIGIT ] DIGIT
bool is_index(std::string_view text) noexcept {
  for (;;) {
    const std::string_view number = slice(text, 0, kDigitSet.skip(text, 0));
    if (number.empty() || (number.size() > 1 && number.front() == '0')) return false;
    text.remove_prefix(number.size());
    if (text.empty()) return true;
    if (text.front() != '.') return false;
    text.remove_prefix(1);
  }
}

Error read_index(const Param& param, HistoryInfo& entry) noexcept {
  entry.index = param.value;
  return is_index(param.value) ? Error::kNone : Error::kSyntax;
}

template <HistoryInfo::Target kTarget>
Error read_target(const Param& param, HistoryInfo& entry) noexcept {
  if (entry.target != HistoryInfo::Target::kNone) return Error::kDuplicate;
  entry.target = kTarget;
  entry.target_index = param.value;
  return is_index(param.value) ? Error::kNone : Error::kSyntax;
}

constexpr auto kParams = make_param_table<HistoryInfo>({
    {"index", read_index},
    {"rc", read_target<HistoryInfo::Target::kRc>},
    {"mp", read_target<HistoryInfo::Target::kMp>},
    {"np", read_target<HistoryInfo::Target::kNp>},
});

}  // namespace

Result<HistoryInfo> next_history_info(std::string_view& rest) noexcept {
  const Result<HistoryInfo> entry = next_address(rest, kParams);
  if (!entry || !entry->index.empty()) return entry;
  return Cursor(rest).back_to(entry->address.text, Error::kMissing);
}

}  // namespace weir::sip
