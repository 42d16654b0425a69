// tm: $T_branch_idx, $T_reply_code and their kin; variables of another message of the transaction.
#include "routes/natives/readers.h"
#include "routes/transactions.h"

namespace weir::routes {
namespace {

Value number_or_null(unsigned number) noexcept {
  return number == 0 ? Value::null() : Value::integer(static_cast<std::int32_t>(number));
}

// The value of a variable as if `text` were the message. What it gives may borrow `text`.
Value read_of(Execution& e, std::string_view text, const Reception* reception,
              const PvRef& pv) noexcept {
  sip::MessageView other;
  if (text.empty() || other.parse(text) != sip::Error::kNone) return Value::null();
  Execution inner = e;
  inner.message = &other;
  Reception received = reception == nullptr ? *e.reception : *reception;
  inner.reception = &received;
  const std::string_view key =
      pv.key < e.image->text_count() ? e.image->text(pv.key) : std::string_view{};
  Notes& notes = *e.notes;
  // The R-URI that the script has set is that of its own message.
  const std::string_view own_uri = notes.request_uri;
  notes.request_uri = {};
  const Value value = read_pv(inner, pv, key, pv.index);
  notes.request_uri = own_uri;
  return value;
}

Value read_branch(const TransactionView& view, std::uint16_t field) noexcept {
  if (field == 0) return or_null(view.branch_uri);
  return Value::integer(static_cast<std::int32_t>(view.branch_flags));
}

}  // namespace

bool read_transaction_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  const auto id = static_cast<PvId>(pv.id);
  if (id < PvId::kTransactionBranch || id > PvId::kTransactionRequest) return false;
  TransactionView view;
  const bool known = e.transactions != nullptr && e.transactions->look(e, view);
  value = Value::null();
  switch (static_cast<int>(id)) {
    case static_cast<int>(PvId::kTransactionBranchIndex):
      value = Value::integer(known && view.branch >= 0 ? view.branch : 0);
      return true;
    case static_cast<int>(PvId::kTransactionReplyCode):
      value = Value::integer(static_cast<std::int32_t>(view.code));
      return true;
    case static_cast<int>(PvId::kTransactionReplyLast):
      value = view.failure ? Value::of({}) : number_or_null(view.last_status);
      return true;
    case static_cast<int>(PvId::kTransactionReplyReason):
      value = or_null(e.arena->copy(view.reason));
      return true;
    case static_cast<int>(PvId::kTransactionBranch):
      if (known && view.branch >= 0) value = read_branch(view, pv.slot);
      return true;
    case static_cast<int>(PvId::kTransactionRequest):
      value = read_of(e, view.request, view.reception, e.image->pv(pv.slot));
      return true;
    default:
      value = read_of(e, view.chosen_reply, nullptr, e.image->pv(pv.slot));
      return true;
  }
}

}  // namespace weir::routes
