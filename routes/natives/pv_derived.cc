// Pseudo-variables made of others: lengths of users, lists of branches and Record-Routes, where a
// reply goes, identifiers.
#include "routes/natives/branches.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "sip/name_addr.h"

#include <unistd.h>
#include <algorithm>
#include <array>
#include <ctime>

namespace weir::routes {
namespace {

constexpr TableId kSharedVariables = 0;

// When the program was started.
const std::time_t kStarted = std::time(nullptr);

// The length of the text that another pseudo-variable has; 0 without one.
Value length_of(Execution& e, PvId id) noexcept {
  PvRef pv;
  pv.id = static_cast<std::uint16_t>(id);
  const Value value = read_pv(e, pv, {}, 0);
  return Value::integer(static_cast<std::int32_t>(value.text.size()));
}

std::string_view hexadecimal(Arena& arena, std::uint64_t number) noexcept {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 16> text;
  std::size_t at = text.size();
  do {
    text[--at] = kDigits[number & 15];
    number >>= 4;
  } while (number != 0);
  return arena.copy({text.data() + at, text.size() - at});
}

// As Kamailio's: the server's number, the second, the process, and what no other message gets.
Value unique_identifier(Execution& e) noexcept {
  Arena& arena = *e.arena;
  const auto server = static_cast<std::uint32_t>(e.image->tunables().server_id);
  const auto second = static_cast<std::uint64_t>(e.reception->wall_nanoseconds / 1000000000);
  return Value::of(
      join_texts(arena, {"srid-", hexadecimal(arena, server), "-", hexadecimal(arena, second), "-",
                         hexadecimal(arena, static_cast<std::uint64_t>(::getpid())), "-",
                         hexadecimal(arena, next_random(e))}));
}

// Where the reply goes, by the Via below ours; null for requests.
Value reply_target(Execution& e) noexcept {
  if (!e.message->is_reply()) return Value::null();
  const auto via = e.message->second_via();
  const auto to =
      via ? sip::reply_destination(**via) : sip::Result<sip::Endpoint>(sip::Error::kMissing);
  if (!to) return Value::null();
  return Value::of(join_texts(*e.arena, {"sip:", address_text(*e.arena, to->address, true), ":",
                                         number_text(*e.arena, to->port),
                                         ";transport=", transport_word((*via)->transport)}));
}

// How many Record-Routes there are.
std::int32_t count_record_routes(const sip::MessageView& m) noexcept {
  std::int32_t count = 0;
  sip::ValueList<sip::NameAddr> list(m, sip::HeaderId::kRecordRoute, sip::next_name_addr);
  while (list.next()) ++count;
  return count;
}

// 2 when the topmost one is one of a pair, else 1; 0 without any.
std::int32_t count_top_record_routes(const sip::MessageView& m) noexcept {
  sip::ValueList<sip::NameAddr> list(m, sip::HeaderId::kRecordRoute, sip::next_name_addr);
  const auto top = list.next();
  if (!top) return 0;
  const auto uri = sip::parse_uri(top->uri);
  return uri && !uri->params.find("r2").name.empty() ? 2 : 1;
}

// $msg(...): the words of field_words() in their order. The header fields are without the empty
// line behind them.
Value message_part(const sip::MessageView& m, std::uint16_t field) noexcept {
  const std::string_view raw = m.raw();
  const std::size_t first = m.headers_offset();
  const std::size_t body = m.body_offset();
  const std::size_t last = std::max(first, body < 4 ? 0 : body - 4);  // before CRLF CRLF
  const auto number = [](std::size_t size) {
    return Value::integer(static_cast<std::int32_t>(size));
  };
  switch (field) {
    case 0:
      return number(raw.size());
    case 1:
      return Value::of(raw);
    case 2:
      return Value::of(m.start_line());
    case 3:
      return Value::of(raw.substr(0, last));
    case 4:
      return Value::of(raw.substr(first, last - first));
    case 5:
      return number(last - first);
    case 6:
      return Value::of(m.body());
    case 7:
      return number(m.body().size());
    default:
      return Value::of(raw.substr(first));
  }
}

}  // namespace

bool read_derived_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept {
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kUriUserLength):
      value = length_of(e, PvId::kUriUser);
      return true;
    case static_cast<int>(PvId::kFromUserLength):
      value = length_of(e, PvId::kFromUser);
      return true;
    case static_cast<int>(PvId::kToUserLength):
      value = length_of(e, PvId::kToUser);
      return true;
    case static_cast<int>(PvId::kOriginalUserLength):
      value = length_of(e, PvId::kOriginalUser);
      return true;
    case static_cast<int>(PvId::kTrue):
      value = Value::integer(1);
      return true;
    case static_cast<int>(PvId::kMessagePart):
      value = message_part(*e.message, pv.slot);
      return true;
    case static_cast<int>(PvId::kReceivedEvent):
      value = Value::null();  // core:msg-received is not raised
      return true;
    case static_cast<int>(PvId::kBranches):
      value = or_null(branch_contacts(e));
      return true;
    case static_cast<int>(PvId::kDestinationSet): {
      const std::string_view line = redirect_contact(e);
      value = or_null(line.substr(0, line.size() - (line.empty() ? 0 : 2)));  // without its end
      return true;
    }
    case static_cast<int>(PvId::kRecordRouteCount):
      value = Value::integer(count_record_routes(*e.message));
      return true;
    case static_cast<int>(PvId::kRecordRouteTopCount):
      value = Value::integer(count_top_record_routes(*e.message));
      return true;
    case static_cast<int>(PvId::kReplyTarget):
      value = reply_target(e);
      return true;
    case static_cast<int>(PvId::kSharedIncrement):
      value = e.host->table_increment(e, kSharedVariables, key, 1);
      return true;
    case static_cast<int>(PvId::kUniqueIdentifier):
      value = unique_identifier(e);
      return true;
    case static_cast<int>(PvId::kStartTime):
      value = Value::integer(static_cast<std::int32_t>(kStarted));
      return true;
    default:
      return false;
  }
}

}  // namespace weir::routes
