// Pseudo-variables of the script's own state: variables, AVPs, flags, shared tables; and all
// assignments.
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sdp.h"
#include "routes/operators.h"
#include "routes/workspace.h"
#include "sip/version.h"

#include <algorithm>
#include <array>
#include <new>

namespace weir::routes {
namespace {

constexpr TableId kSharedVariables = 0;

std::int32_t count_avps(const Notes& n, std::uint16_t name) noexcept {
  std::int32_t count = 0;
  for (std::size_t i = 0; i < n.avp_count; ++i) count += n.avps[i].name == name ? 1 : 0;
  return count;
}

// The value `index` places below the newest; -1 when there are fewer.
int find_avp(const Notes& n, std::uint16_t name, std::int32_t index) noexcept {
  if (index < 0) return -1;
  for (std::size_t i = n.avp_count; i-- > 0;) {
    if (n.avps[i].name == name && index-- == 0) return static_cast<int>(i);
  }
  return -1;
}

// The number of a computed name; kNoName: of one that nothing was set to. `add` makes it one.
constexpr std::uint16_t kNoName = 0xffff;
std::uint16_t find_avp_name(Execution& e, std::string_view name, bool add) noexcept {
  const auto names = e.image->avp_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<std::uint16_t>(i);
  }
  Notes& n = *e.notes;
  std::size_t at = 0;
  while (at < n.avp_name_count && n.avp_names[at] != name) ++at;
  if (at == n.avp_name_count) {
    if (!add || at == Notes::kAvpNames || name.empty()) return kNoName;
    n.avp_names[n.avp_name_count++] = e.arena->copy(name);
  }
  return static_cast<std::uint16_t>(names.size() + at);
}

// All values, the newest first: "3, 2, 1".
Value all_avps(Execution& e, std::uint16_t name) noexcept {
  if (count_avps(*e.notes, name) == 0) return Value::null();
  std::string_view text;
  bool first = true;
  for (std::size_t i = e.notes->avp_count; i-- > 0;) {
    const Avp& avp = e.notes->avps[i];
    if (avp.name != name) continue;
    IntText scratch;
    text = join_texts(*e.arena, {text, first ? "" : ", ", to_text(avp.value, scratch)});
    first = false;
  }
  return Value::of(text);
}

void remove_avp(Notes& n, std::size_t at) noexcept {
  std::copy(n.avps.begin() + static_cast<std::ptrdiff_t>(at) + 1, n.avps.begin() + n.avp_count,
            n.avps.begin() + static_cast<std::ptrdiff_t>(at));
  --n.avp_count;
}

void remove_avps(Notes& n, std::uint16_t name) noexcept {
  for (std::size_t i = n.avp_count; i-- > 0;) {
    if (n.avps[i].name == name) remove_avp(n, i);
  }
}

// An index says nothing here, as in Kamailio: a value is put on top, null takes the newest away.
bool write_avp(Execution& e, const PvRef& pv, std::string_view key, const Value& value) noexcept {
  Notes& n = *e.notes;
  const std::uint16_t name = pv.key_on_stack ? find_avp_name(e, key, !value.is_null()) : pv.slot;
  if (pv.all) remove_avps(n, name);
  if (value.is_null()) {
    const int at = find_avp(n, name, 0);
    if (at >= 0) remove_avp(n, static_cast<std::size_t>(at));
    return true;
  }
  if (n.avp_count == Notes::kAvps || name == kNoName) return false;
  n.avps[n.avp_count++] = {name, 0, value};
  return true;
}

Value hexadecimal(Execution& e, std::uint32_t flags) noexcept {
  constexpr std::string_view kDigits = "0123456789abcdef";
  char* const at = e.arena->allocate(8);
  if (at == nullptr) return Value::null();
  for (unsigned i = 0; i < 8; ++i) at[i] = kDigits[flags >> (28 - 4 * i) & 15];
  return Value::of({at, 8});
}

Value version(unsigned field) noexcept {
  const std::string_view product = sip::product_version();
  if (field != 0) return Value::of(product);
  const std::size_t open = product.find('(');
  return Value::of(open == product.npos ? product
                                        : product.substr(open + 1, product.size() - open - 2));
}

bool read_flags(Execution& e, const PvRef& pv, Value& value) noexcept {
  const Notes& n = *e.notes;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kMessageFlags):
      value = Value::integer(static_cast<std::int32_t>(n.message_flags));
      return true;
    case static_cast<int>(PvId::kScriptFlags):
      value = Value::integer(static_cast<std::int32_t>(n.script_flags));
      return true;
    case static_cast<int>(PvId::kBranchFlags):
      value = Value::integer(static_cast<std::int32_t>(n.branch_flags));
      return true;
    case static_cast<int>(PvId::kMessageFlagsHex):
      value = hexadecimal(e, n.message_flags);
      return true;
    case static_cast<int>(PvId::kScriptFlagsHex):
      value = hexadecimal(e, n.script_flags);
      return true;
    case static_cast<int>(PvId::kBranchFlagsHex):
      value = hexadecimal(e, n.branch_flags);
      return true;
    default:
      return false;
  }
}

// How many values stand under the name of a stack.
std::int32_t count_values(Execution& e, const PvRef& pv) noexcept {
  if (pv.id == static_cast<std::uint16_t>(PvId::kAvp)) return count_avps(*e.notes, pv.slot);
  return count_xavps(e, pv, e.image->text(pv.key));
}

bool write_flags(Notes& n, PvId id, const Value& value) noexcept {
  const auto flags = static_cast<std::uint32_t>(to_int(value));
  if (id == PvId::kMessageFlags || id == PvId::kMessageFlagsHex) n.message_flags = flags;
  if (id == PvId::kScriptFlags || id == PvId::kScriptFlagsHex) n.script_flags = flags;
  if (id == PvId::kBranchFlags || id == PvId::kBranchFlagsHex) n.branch_flags = flags;
  return true;
}

// Kamailio takes texts alone here, a number only for the port; a host must be something.
bool write_uri_part(Execution& e, PvId id, const Value& value) noexcept {
  if (id != PvId::kUriPort && value.is_int()) return false;
  if (id == PvId::kUriHost && value.is_null()) return false;
  const auto uri = sip::parse_uri(current_uri(e));
  if (!uri) return false;
  UriParts parts = parts_of(*uri);
  const std::string_view text = keep_text(value, *e.arena);
  switch (static_cast<int>(id)) {
    case static_cast<int>(PvId::kUriUser):
      parts.user = text;
      parts.has_password = parts.has_password && !value.is_null();
      break;
    case static_cast<int>(PvId::kUriHost):
      parts.host = text;
      break;
    default:
      parts.port = text;
      break;
  }
  return set_uri(e, parts);
}

// Any text is taken, as Kamailio does: forward() fails on what is no URI.
bool write_destination(Execution& e, const Value& value) noexcept {
  if (value.is_int()) return false;
  e.notes->destination_uri = value.is_null() ? std::string_view{} : value.text;
  return true;
}

bool write_socket(Execution& e, PvId id, const Value& value) noexcept {
  const std::string_view text = keep_text(value, *e.arena);
  int found = Notes::kNoSocket;
  if (!text.empty()) {
    found =
        id == PvId::kForcedSocketName ? e.host->find_socket_name(e, text) : find_socket(e, text);
    if (found < 0) return false;
  }
  e.notes->forced_socket = found;
  return true;
}

}  // namespace

bool read_state_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index,
                   Value& value) noexcept {
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kVariable):
      value = e.notes->variables[pv.slot];
      return true;
    case static_cast<int>(PvId::kAvp): {
      const std::uint16_t name = pv.key_on_stack ? find_avp_name(e, key, false) : pv.slot;
      if (pv.all) {
        value = all_avps(e, name);
        return true;
      }
      const int at = find_avp(*e.notes, name, pv.has_index ? index : 0);
      value = at < 0 ? Value::null() : e.notes->avps[static_cast<std::size_t>(at)].value;
      return true;
    }
    case static_cast<int>(PvId::kCount):
      value = Value::integer(count_values(e, e.image->pv(pv.slot)));
      return true;
    case static_cast<int>(PvId::kReturnCode):
      value = Value::integer(e.return_code);
      return true;
    case static_cast<int>(PvId::kTable):
      ::new (&value) Value(e.host->table_get(e, pv.slot, key));  // made in its place
      return true;
    case static_cast<int>(PvId::kTableExpires):
      value = e.host->table_expires(e, pv.slot, key);
      if (value.is_null()) value = Value::integer(0);
      return true;
    case static_cast<int>(PvId::kTableIncrement):
      value = e.host->table_increment(e, pv.slot, key, 1);
      return true;
    case static_cast<int>(PvId::kTableDecrement):
      value = e.host->table_increment(e, pv.slot, key, -1);
      return true;
    case static_cast<int>(PvId::kShared):
      value = e.host->table_get(e, kSharedVariables, key);
      if (value.is_null()) value = Value::integer(0);
      return true;
    case static_cast<int>(PvId::kStatistic):
      value = read_statistic(e, key);
      return true;
    case static_cast<int>(PvId::kVersion):
      value = version(pv.slot);
      return true;
    case static_cast<int>(PvId::kGuard):
      value = e.host->guard_value(e, static_cast<GuardWord>(pv.slot));
      return true;
    case static_cast<int>(PvId::kServerId):
      value = Value::integer(e.image->tunables().server_id);
      return true;
    default:
      return read_flags(e, pv, value);
  }
}

namespace {

using PvReader = bool (*)(Execution&, const PvRef&, std::string_view key, std::int32_t index,
                          Value&) noexcept;

// A reader that looks at less than all, as one that is given all.
template <bool (*kRead)(Execution&, const PvRef&, Value&) noexcept>
bool plain(Execution& e, const PvRef& pv, std::string_view, std::int32_t, Value& value) noexcept {
  return kRead(e, pv, value);
}
template <bool (*kRead)(Execution&, const PvRef&, std::string_view, Value&) noexcept>
bool keyed(Execution& e, const PvRef& pv, std::string_view key, std::int32_t,
           Value& value) noexcept {
  return kRead(e, pv, key, value);
}
template <bool (*kRead)(Execution&, const PvRef&, std::int32_t, Value&) noexcept>
bool indexed(Execution& e, const PvRef& pv, std::string_view, std::int32_t index,
             Value& value) noexcept {
  return kRead(e, pv, index, value);
}

constexpr auto kReaders = std::to_array<PvReader>({
    read_message_pv,
    plain<read_uri_pv>,
    plain<read_party_pv>,
    indexed<read_header_pv>,
    plain<read_network_pv>,
    keyed<read_xavp_pv>,
    read_state_pv,
    indexed<read_branch_pv>,
    plain<read_route_pv>,
    keyed<read_iterator_pv>,
    keyed<read_table_walk_pv>,
    keyed<read_time_pv>,
    keyed<read_derived_pv>,
    plain<read_transaction_pv>,
});

}  // namespace

void read_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index,
             Value& value) noexcept {
  std::uint8_t& known = e.workspace->known_reader(pv.id);
  if (kReaders[known](e, pv, key, index, value)) [[likely]]
    return;
  for (std::size_t i = 0; i < kReaders.size(); ++i) {
    if (!kReaders[i](e, pv, key, index, value)) continue;
    known = static_cast<std::uint8_t>(i);
    return;
  }
  value = Value::null();
}

Value read_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index) noexcept {
  Value value;
  read_pv(e, pv, key, index, value);
  return value;
}

bool write_pv(Execution& e, const PvRef& pv, std::string_view key, std::int32_t index,
              const Value& value) noexcept {
  const PvId id = static_cast<PvId>(pv.id);
  switch (static_cast<int>(id)) {
    case static_cast<int>(PvId::kVariable): {
      const bool null_default = e.image->variables()[pv.slot] == VariableKind::kVn;
      e.notes->variables[pv.slot] = value.is_null() && !null_default ? Value::integer(0) : value;
      return true;
    }
    case static_cast<int>(PvId::kAvp):
      return write_avp(e, pv, key, value);
    case static_cast<int>(PvId::kXavp):
    case static_cast<int>(PvId::kXavu):
    case static_cast<int>(PvId::kXavi):
      return write_xavp(e, pv, key, value);
    case static_cast<int>(PvId::kBranch):
    case static_cast<int>(PvId::kFirstBranch):
    case static_cast<int>(PvId::kScriptBranch):
      return write_branch(e, pv, index, value);
    case static_cast<int>(PvId::kMessageFlags):
    case static_cast<int>(PvId::kScriptFlags):
    case static_cast<int>(PvId::kBranchFlags):
    case static_cast<int>(PvId::kMessageFlagsHex):
    case static_cast<int>(PvId::kScriptFlagsHex):
    case static_cast<int>(PvId::kBranchFlagsHex):
      return write_flags(*e.notes, id, value);
    case static_cast<int>(PvId::kTable):
      if (value.is_null()) return e.host->table_remove(e, pv.slot, key);
      return e.host->table_set(e, pv.slot, key, value, -1);
    case static_cast<int>(PvId::kTableExpires):
      return e.host->table_set_expires(e, pv.slot, key, to_int(value));
    case static_cast<int>(PvId::kShared):
      // Null is an empty text to Kamailio.
      return e.host->table_set(e, kSharedVariables, key, value.is_null() ? Value::of({}) : value,
                               -1);
    case static_cast<int>(PvId::kUri): {
      if (value.is_int()) return false;
      if (value.is_text()) return set_uri(e, value.text);
      e.notes->request_uri = {};  // as received
      return true;
    }
    case static_cast<int>(PvId::kUriUser):
    case static_cast<int>(PvId::kUriHost):
    case static_cast<int>(PvId::kUriPort):
      return write_uri_part(e, id, value);
    case static_cast<int>(PvId::kDestination):
      return write_destination(e, value);
    case static_cast<int>(PvId::kSdp):
      return write_sdp_field(e, pv.slot, value);
    case static_cast<int>(PvId::kForcedSocket):
    case static_cast<int>(PvId::kForcedSocketName):
      return write_socket(e, id, value);
    default:
      return false;
  }
}

}  // namespace weir::routes
