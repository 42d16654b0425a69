// Where a message breaks, and where in an element its grammar does: the functions are for people
// who look for the byte, never on the packet path.
#pragma once

#include "sip/message.h"
#include "sip/names.h"
#include "sip/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

// What is wrong with a message, and where; kNone: nothing.
struct Fault {
  Error error = Error::kNone;
  HeaderId field = HeaderId::kOther;
  std::uint32_t at = 0;  // offset into raw()

  // A fault that begins with `part`, a view into the message.
  static Fault in(const MessageView& message, HeaderId field, std::string_view part,
                  Error error) noexcept {
    return {error, field, static_cast<std::uint32_t>(message.offset(part))};
  }

  explicit operator bool() const noexcept { return error != Error::kNone; }
};

// Offsets into `text` of the byte that the parser of the same element stumbles over; the size of
// `text` when something is missing at its end; 0 when `text` parses.
std::size_t uri_fault(std::string_view text) noexcept;        // parse_uri()
std::size_t params_fault(std::string_view text) noexcept;     // next_param(), from a ';' on
std::size_t name_addr_fault(std::string_view text) noexcept;  // next_name_addr(), the first value
std::size_t via_fault(std::string_view text) noexcept;        // next_via(), the first value
std::size_t cseq_fault(std::string_view text) noexcept;       // parse_cseq()
std::size_t number_fault(std::string_view text) noexcept;     // parse_number()

}  // namespace weir::sip
