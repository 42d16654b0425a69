#include "sip/event.h"

#include "sip/cursor.h"
#include "sip/param_table.h"

#include <algorithm>

namespace weir::sip {
namespace {

using State = SubscriptionState::State;

constexpr auto kEvent = make_param_table<Event>({{"id", read_token<&Event::id>}});

constexpr auto kSubscriptionState = make_param_table<SubscriptionState>({
    {"reason", read_token<&SubscriptionState::reason>},
    {"expires", read_number<&SubscriptionState::expires>},
    {"retry-after", read_number<&SubscriptionState::retry_after>},
});

State find_state(std::string_view text) noexcept {
  if (is_word(text, "active")) return State::kActive;
  if (is_word(text, "pending")) return State::kPending;
  return equal_ignoring_case(text, "terminated") ? State::kTerminated : State::kOther;
}

}  // namespace

Result<Event> next_event(std::string_view& rest) noexcept {
  Result<Event> value = next_token_with(rest, kEvent, &Event::type);
  if (!value) return value;
  Event event = *value;
  const std::size_t dot = std::min(event.type.find('.'), event.type.size());
  event.package = slice(event.type, 0, dot);
  event.templates = slice(event.type, std::min(dot + 1, event.type.size()));
  const bool empty_part = event.package.empty() || event.type.ends_with('.') ||
                          event.type.find("..") != event.type.npos;
  if (empty_part) return Cursor(rest).back_to(event.type, Error::kSyntax);
  return event;
}

Result<SubscriptionState> next_subscription_state(std::string_view& rest) noexcept {
  Result<SubscriptionState> value =
      next_token_with(rest, kSubscriptionState, &SubscriptionState::state_text);
  if (!value) return value;
  SubscriptionState state = *value;
  state.state = find_state(state.state_text);
  return state;
}

}  // namespace weir::sip
