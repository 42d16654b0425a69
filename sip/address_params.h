// Name-addrs beyond their shape: the URI in them, and the parameters of Contact, Diversion,
// History-Info and Remote-Party-ID.
#pragma once

#include "sip/cursor.h"
#include "sip/fault.h"
#include "sip/name_addr.h"
#include "sip/param_table.h"

#include <string_view>

namespace weir::sip {

// What is wrong with the URI of a name-addr, given what read_uri() says of it; `at` is then the
// part that starts with the byte at fault. Outside of angle brackets a URI has no header fields,
// since
// '?' makes it a name-addr. RFC 3261 section 20.
Error address_error(const NameAddr& value, Error uri, std::string_view& at) noexcept;

// Takes a name-addr off `rest` into value.address, and what `table` knows of its parameters into
// the other members. Errors: those of next_name_addr() and of the table.
template <class T>
Result<T> next_address(std::string_view& rest, const ParamTable<T>& table) noexcept {
  T value;
  if (const Error error = take_name_addr(rest, value.address); error != Error::kNone) {
    rest.remove_prefix(name_addr_fault(rest));
    return error;
  }
  std::string_view list = value.address.params.text;
  const Error error = table.take(list, value, value.address.params);
  if (error != Error::kNone) return Cursor(rest).back_to(list, error);
  return value;
}

}  // namespace weir::sip
