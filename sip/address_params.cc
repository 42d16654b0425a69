#include "sip/address_params.h"

namespace weir::sip {

Error address_error(const NameAddr& value, Error uri, std::string_view& at) noexcept {
  if (uri != Error::kNone) {
    at = slice(value.uri, uri_fault(value.uri));
    return uri;
  }
  if (value.bracketed) return Error::kNone;
  const std::size_t question = value.uri.find('?');
  if (question == value.uri.npos) return Error::kNone;
  at = slice(value.uri, question);
  return Error::kSyntax;
}

}  // namespace weir::sip
