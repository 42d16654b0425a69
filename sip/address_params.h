// Name-addrs whose parameters mean something: what Contact, Diversion, History-Info and
// Remote-Party-ID share.
#pragma once

#include "sip/cursor.h"
#include "sip/fault.h"
#include "sip/name_addr.h"
#include "sip/param_table.h"

#include <string_view>

namespace weir::sip {

// Takes a name-addr off `rest` into value.address, and what `table` knows of its parameters into
// the other members. Errors: those of next_name_addr() and of the table.
template <class T>
Result<T> next_address(std::string_view& rest, const ParamTable<T>& table) noexcept {
  const Result<NameAddr> address = next_name_addr(rest);
  if (!address) {
    rest.remove_prefix(name_addr_fault(rest));
    return address.error();
  }
  T value;
  value.address = *address;
  std::string_view list = address->params.text;
  const Error error = table.take(list, value, value.address.params);
  if (error != Error::kNone) return Cursor(rest).back_to(list, error);
  return value;
}

}  // namespace weir::sip
