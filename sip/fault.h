// Where in an element its grammar breaks: for people who look for the byte, never on the packet
// path.
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::sip {

// Offsets into `text` of the byte that the parser of the same element stumbles over; the size of
// `text` when something is missing at its end; 0 when `text` parses.
std::size_t uri_fault(std::string_view text) noexcept;        // parse_uri()
std::size_t params_fault(std::string_view text) noexcept;     // next_param(), from a ';' on
std::size_t name_addr_fault(std::string_view text) noexcept;  // next_name_addr(), the first value
std::size_t via_fault(std::string_view text) noexcept;        // next_via(), the first value
std::size_t cseq_fault(std::string_view text) noexcept;       // parse_cseq()
std::size_t number_fault(std::string_view text) noexcept;     // parse_number()

}  // namespace weir::sip
