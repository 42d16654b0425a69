#include "sip/identity.h"

#include "sip/cursor.h"
#include "sip/param_table.h"
#include "sip/uri.h"

namespace weir::sip {
namespace {

constexpr ByteSet kBase64Set =
    ByteSet::of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/-_=");

// ident-info-uri = LAQUOT absoluteURI RAQUOT
Error read_info(const Param& param, Identity& identity) noexcept {
  const std::string_view text = param.value;
  if (text.size() < 2 || text.front() != '<' || text.back() != '>') return Error::kSyntax;
  identity.info = slice(text, 1, text.size() - 2);
  return parse_uri(identity.info) ? Error::kNone : Error::kSyntax;
}

constexpr auto kParams = make_param_table<Identity>({
    {"info", read_info},
    {"alg", read_text<&Identity::alg>},
    {"ppt", read_text<&Identity::ppt>},
});

}  // namespace

Result<Identity> next_identity(std::string_view& rest) noexcept {
  Identity identity;
  Cursor cursor(rest);
  cursor.skip_space();
  const std::string_view text = rest;
  identity.header = cursor.take(kBase64Set);
  if (!cursor.take_one('.')) return Error::kSyntax;
  identity.payload = cursor.take(kBase64Set);
  if (!cursor.take_one('.')) return Error::kSyntax;
  identity.signature = cursor.take(kBase64Set);
  if (identity.signature.empty() || identity.header.empty() != identity.payload.empty()) {
    return cursor.back_to(identity.signature, Error::kSyntax);
  }
  identity.digest = cursor.taken_from(text);
  const Error error = kParams.take(rest, identity, identity.params);
  if (error != Error::kNone) return error;
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  if (identity.info.empty()) return cursor.back_to(identity.digest, Error::kMissing);
  return identity;
}

}  // namespace weir::sip
