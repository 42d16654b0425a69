// Event and Subscription-State: what a subscription is about, and how it stands.
#pragma once

#include "sip/params.h"
#include "sip/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sip {

// Every text borrows from the field.
struct Event {
  std::string_view type;       // package and templates: "presence.winfo"
  std::string_view package;    // "presence"
  std::string_view templates;  // "winfo"; empty without one
  std::string_view id;
  Params params;  // from the first ';'
};

// event-type *(SEMI event-param); shape and errors of `rest` as in cursor.h. Allow-Events is a list
// of such without parameters. Errors: kSyntax, also for an empty part between dots; kDuplicate.
// RFC 6665 section 8.4.
Result<Event> next_event(std::string_view& rest) noexcept;

struct SubscriptionState {
  enum class State : std::uint8_t { kOther, kActive, kPending, kTerminated };

  State state = State::kOther;
  std::string_view state_text;
  std::string_view reason;  // "deactivated", "timeout", ...
  std::optional<std::uint32_t> expires;
  std::optional<std::uint32_t> retry_after;
  Params params;  // from the first ';'
};

// substate-value *(SEMI subexp-params); shape and errors of `rest` as in cursor.h. Errors: kSyntax;
// kRange; kDuplicate. RFC 6665 section 8.4.
Result<SubscriptionState> next_subscription_state(std::string_view& rest) noexcept;

}  // namespace weir::sip
