// core, corex, pv: the branches that append_branch() adds, as stateless scripts see them: forward()
// follows the R-URI alone, a redirect names them all.
#include "routes/natives/branches.h"

#include "routes/natives/functions_core.h"
#include "routes/natives/functions_value.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"

#include <algorithm>

namespace weir::routes {
namespace {

// "0.5" in thousandths. False for what is no q of RFC 3261 section 25.1.
bool parse_q(std::string_view text, std::int32_t& q) noexcept {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return false;
  q = (text[0] - '0') * 1000;
  if (text.size() == 1) return true;
  if (text[1] != '.') return false;
  std::int32_t place = 100;
  for (const char c : text.substr(2)) {
    if (c < '0' || c > '9') return false;
    q += (c - '0') * place;
    place /= 10;
  }
  return q <= 1000;
}

std::string_view q_text(Arena& arena, std::int32_t q) noexcept {
  if (q >= 1000) return "1";
  if (q <= 0) return "0";
  char digits[] = {'0', '.', static_cast<char>('0' + q / 100), static_cast<char>('0' + q / 10 % 10),
                   static_cast<char>('0' + q % 10)};
  std::size_t size = 5;
  while (digits[size - 1] == '0') --size;
  return arena.copy({digits, size});
}

bool append(Execution& e, std::string_view uri, std::int32_t q) noexcept {
  Notes& n = *e.notes;
  if (n.branch_count == Notes::kBranches || uri == kBrokenUri) return false;
  n.branches[n.branch_count++] = {e.arena->copy(uri), n.destination_uri, {}, q,
                                  n.branch_flags,     n.forced_socket};
  return true;
}

void remove(Notes& n, std::size_t at) noexcept {
  std::copy(n.branches.begin() + static_cast<std::ptrdiff_t>(at) + 1,
            n.branches.begin() + n.branch_count,
            n.branches.begin() + static_cast<std::ptrdiff_t>(at));
  --n.branch_count;
}

std::string_view socket_text(Execution& e, int index) noexcept {
  const SocketNames* const names =
      index < 0 ? nullptr : e.host->socket(e, static_cast<unsigned>(index));
  if (names == nullptr) return {};
  const bool bracket = names->address.find(':') != names->address.npos;
  return join_texts(*e.arena,
                    {transport_word(names->transport), ":", bracket ? "[" : "", names->address,
                     bracket ? "]" : "", ":", number_text(*e.arena, names->port)});
}

// Fields of $branch and $sbranch, in the order of their words (fields.cc).
enum BranchField : std::uint16_t { kUri, kDstUri, kPath, kQ, kSocket, kFlags, kRuid, kUa, kCount };

Value read_field(Execution& e, const Branch& branch, std::uint16_t field) noexcept {
  switch (field) {
    case kUri:
      return or_null(branch.uri);
    case kDstUri:
      return or_null(branch.destination_uri);
    case kPath:
      return or_null(branch.path);
    case kQ:
      return branch.q == Branch::kNoQ ? Value::null() : Value::integer(branch.q);
    case kSocket:
      return or_null(socket_text(e, branch.socket));
    case kFlags:
      return Value::integer(static_cast<std::int32_t>(branch.flags));
    default:
      return Value::null();  // ruid and location_ua come from a location table
  }
}

bool write_field(Execution& e, Branch& branch, std::uint16_t field, const Value& value) noexcept {
  const std::string_view text = value.is_null() ? std::string_view{} : keep_text(value, *e.arena);
  switch (field) {
    case kUri:
      branch.uri = text;
      return true;
    case kDstUri:
      branch.destination_uri = text;
      return true;
    case kPath:
      branch.path = text;
      return true;
    case kQ:
      branch.q = value.is_null() ? Branch::kNoQ : to_int(value);
      return true;
    case kFlags:
      branch.flags = static_cast<std::uint32_t>(to_int(value));
      return true;
    case kSocket:
      branch.socket = find_socket(e, text);
      return value.is_null() || branch.socket >= 0;
    default:
      return false;
  }
}

// The branch at an index, which counts from the end when it is negative; nullptr: none.
Branch* branch_at(Notes& n, std::int32_t index) noexcept {
  if (index < 0) index += n.branch_count;
  return index < 0 || index >= n.branch_count ? nullptr
                                              : &n.branches[static_cast<std::size_t>(index)];
}

// The list with the branches behind it. Those without a q stand in brackets only when asked for.
std::string_view with_branches(Execution& e, std::string_view list, bool brackets) noexcept {
  const Notes& n = *e.notes;
  for (std::size_t i = 0; i < n.branch_count; ++i) {
    const Branch& branch = n.branches[i];
    const bool has_q = branch.q != Branch::kNoQ;
    const bool closed = brackets || has_q;
    list = join_texts(
        *e.arena, {list, list.empty() ? "" : ", ", closed ? "<" : "", branch.uri, closed ? ">" : "",
                   has_q ? ";q=" : "", has_q ? q_text(*e.arena, branch.q) : std::string_view{}});
  }
  return list;
}

}  // namespace

std::string_view branch_contacts(Execution& e) noexcept { return with_branches(e, {}, false); }

std::string_view redirect_contact(Execution& e) noexcept {
  const std::string_view uri = e.notes->request_uri;
  std::string_view list;
  if (!uri.empty() && uri != kBrokenUri) list = join_texts(*e.arena, {"<", uri, ">"});
  list = with_branches(e, list, true);
  return list.empty() ? list : join_texts(*e.arena, {"Contact: ", list, "\r\n"});
}

bool read_branch_pv(Execution& e, const PvRef& pv, std::int32_t index, Value& value) noexcept {
  Notes& n = *e.notes;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kFirstBranch):
      value = n.branch_count == 0 ? Value::null() : Value::of(n.branches[0].uri);
      return true;
    case static_cast<int>(PvId::kScriptBranch):
      value = n.script_branch.uri.empty() ? Value::null() : read_field(e, n.script_branch, pv.slot);
      return true;
    case static_cast<int>(PvId::kBranch): {
      const Branch* const branch = branch_at(n, pv.has_index ? index : 0);
      value = Value::null();
      if (pv.slot == kCount) {
        if (n.branch_count > 0) value = Value::integer(n.branch_count);
      } else if (branch != nullptr) {
        value = read_field(e, *branch, pv.slot);
      }
      return true;
    }
    default:
      return false;
  }
}

bool write_branch(Execution& e, const PvRef& pv, std::int32_t index, const Value& value) noexcept {
  Notes& n = *e.notes;
  if (pv.id == static_cast<std::uint16_t>(PvId::kFirstBranch)) {
    return value.is_text() && append(e, value.text, Branch::kNoQ);
  }
  if (pv.id == static_cast<std::uint16_t>(PvId::kScriptBranch)) {
    return write_field(e, n.script_branch, pv.slot, value);
  }
  Branch* const branch = branch_at(n, pv.has_index ? index : 0);
  if (branch == nullptr) return false;
  if (pv.slot == kUri && value.is_null()) {
    remove(n, static_cast<std::size_t>(branch - n.branches.data()));
    return true;
  }
  return write_field(e, *branch, pv.slot, value);
}

namespace natives {

// append_branch([uri[, q]]): the R-URI when there is none.
std::int32_t append_branch(Execution& e, Arguments a) noexcept {
  std::int32_t q = Branch::kNoQ;
  if (a.size() > 1 && !a[1].text.empty() && !parse_q(a[1].text, q)) return -1;
  const bool given = !a.empty() && !a[0].text.empty();
  return append(e, given ? a[0].text : current_uri(e), q) ? 1 : -1;
}

// True also when there is no such branch.
std::int32_t remove_branch(Execution& e, Arguments a) noexcept {
  if (a[0].number >= 0 && a[0].number < e.notes->branch_count) {
    remove(*e.notes, static_cast<std::size_t>(a[0].number));
  }
  return 1;
}

std::int32_t clear_branches(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->branch_count = 0;
  e.notes->use_uri();  // t_relay() does not take the R-URI either, as in Kamailio
  return 1;
}

std::int32_t sbranch_append(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  Notes& n = *e.notes;
  if (n.branch_count == Notes::kBranches || n.script_branch.uri.empty()) return -1;
  n.branches[n.branch_count++] = n.script_branch;
  return 1;
}

std::int32_t sbranch_set_ruri(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  Notes& n = *e.notes;
  if (n.script_branch.uri.empty() || !set_uri(e, n.script_branch.uri)) return -1;
  n.destination_uri = n.script_branch.destination_uri;
  if (n.script_branch.flags != 0) n.branch_flags = n.script_branch.flags;
  if (n.script_branch.socket >= 0) n.forced_socket = n.script_branch.socket;
  return 1;
}

std::int32_t sbranch_reset(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->script_branch = {};
  return 1;
}

}  // namespace natives
}  // namespace weir::routes
