// Any bytes as header fields: each value is read by the rule of its field and by every element's
// next_x(). Faults lie in what was read, values go on, and what the message remembers changes
// nothing.
#include "sip/authentication.h"
#include "sip/contact.h"
#include "sip/date.h"
#include "sip/delta_seconds.h"
#include "sip/dialog_id.h"
#include "sip/diversion.h"
#include "sip/event.h"
#include "sip/grammar.h"
#include "sip/history_info.h"
#include "sip/identity.h"
#include "sip/item_list.h"
#include "sip/media_type.h"
#include "sip/rack.h"
#include "sip/reason.h"
#include "sip/remote_party_id.h"
#include "sip/token_params.h"
#include "sip/validate.h"
#include "sip/warning.h"
#include "tests/fuzz/require.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using weir::fuzz::require;
using namespace weir::sip;  // NOLINT: a fuzzer's only client

// `part` lies in `whole`, or is empty.
void require_inside(std::string_view whole, std::string_view part) {
  if (part.empty()) return;
  require(part.data() >= whole.data());
  require(part.data() + part.size() <= whole.data() + whole.size());
}

// A value takes something, and what is left is the end of the text; a fault lies in the text.
template <class T>
void walk(std::string_view text, Result<T> (*next)(std::string_view&) noexcept) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const Result<T> value = next(rest);
    if (!value) {
      require(rest.data() >= text.data() && rest.data() + rest.size() == text.data() + text.size());
      return;
    }
    require(rest.size() < before.size());
    if (!rest.empty()) require(rest.data() + rest.size() == text.data() + text.size());
    // The same bytes alone: the same value.
    std::string_view again = before;
    require(static_cast<bool>(next(again)) && again.size() == rest.size());
    if constexpr (requires { value->address; }) {
      require_inside(before, value->address.uri);
      require_inside(before, value->address.params.text);
    }
    if constexpr (requires { value->params.text; }) require_inside(before, value->params.text);
  }
}

void walk_all(std::string_view text) {
  walk(text, next_contact);
  walk(text, next_diversion);
  walk(text, next_remote_party_id);
  walk(text, next_history_info);
  walk(text, next_replaces);
  walk(text, next_target_dialog);
  walk(text, next_call_id);
  walk(text, next_rack);
  walk(text, next_rseq);
  walk(text, next_session_expires);
  walk(text, next_min_se);
  walk(text, next_retry_after);
  walk(text, next_date);
  walk(text, next_timestamp);
  walk(text, next_reason);
  walk(text, next_identity);
  walk(text, next_event);
  walk(text, next_subscription_state);
  walk(text, next_warning);
  walk(text, next_token_params);
  walk(text, next_media_type);
  walk(text, next_credentials);
  walk(text, next_challenge);
  walk(text, next_authentication_info);
}

// What take_tokens() says, one byte after the other.
std::size_t first_wrong_byte(std::string_view list) {
  bool open = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool token = has_class(list[i], kTokenChar);
    const bool begins = token && (i == 0 || !has_class(list[i - 1], kTokenChar));
    const bool stranger = !token && !is_space(list[i]) && list[i] != ',';
    if (stranger || (begins && open)) return i;
    open = (open || token) && list[i] != ',';
  }
  return list.size();
}

void check_tokens(std::string_view list) {
  std::string_view rest = list;
  const Error error = take_tokens(rest);
  require(list.size() - rest.size() == first_wrong_byte(list));
  require((error == Error::kNone) == rest.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text = "OPTIONS sip:b@d SIP/2.0\r\n";
  text.append(reinterpret_cast<const char*>(data), size);
  text += "\r\n\r\n";
  const std::vector<char> bytes(text.begin(), text.end());  // nothing readable behind it
  MessageView message;
  if (message.parse({bytes.data(), bytes.size()}) != Error::kNone) return 0;

  for (const Field& field : message.fields()) {
    const Fault fault = broken_field(message, field);
    require(!fault || (fault.field == field.id && fault.at >= field.begin && fault.at < field.end));
    const std::string_view value = message.value(field);
    walk_all(value);
    check_tokens(value);
  }
  MessageView used;
  (void)used.parse(message.raw());
  (void)validate(Error::kNone, used, kServerFlaws, {});
  const Fault first = first_broken_field(message);
  const Fault again = first_broken_field(used);
  require(first.error == again.error && first.at == again.at && first.field == again.field);
  return 0;
}
