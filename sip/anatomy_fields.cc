// The parts of header field values, for anatomy.cc. What a parameter means is for the reader: the
// shapes are few.
#include "sip/anatomy_text.h"
#include "sip/authentication.h"
#include "sip/cursor.h"
#include "sip/date.h"
#include "sip/name_addr.h"
#include "sip/names.h"
#include "sip/param_table.h"
#include "sip/uri.h"
#include "sip/via.h"

#include <array>
#include <limits>

namespace weir::sip {
namespace {

void put_param(Parts& parts, const Param& param) noexcept {
  if (param.has_value) {
    parts.text(param.name, unquote(param.value));
  } else {
    parts.flag(param.name, true);
  }
}

void put_params(Parts& parts, Params params) noexcept {
  Param param;
  while (take_param(params.text, param) == Error::kNone && !param.name.empty()) {
    put_param(parts, param);
  }
}

void put_uri_params(Parts& parts, std::string_view rest) noexcept {
  for (;;) {
    const Result<Param> param = next_uri_param(rest);
    if (!param || param->name.empty()) return;
    put_param(parts, *param);
  }
}

void put_uri(Parts& parts, std::string_view text) noexcept {
  const Result<Uri> uri = parse_uri(text);
  if (!uri) return;
  parts.text("scheme", uri->scheme_text);
  parts.text(uri->scheme == Scheme::kTel ? "number" : "user", uri->user);
  parts.text("password", uri->password);
  parts.text("host", uri->host);
  parts.text("port", uri->port_text);
  parts.text("opaque", uri->opaque);
  put_uri_params(parts, uri->params.text);
  parts.text("headers", uri->headers);
}

using Put = void (*)(Writer& out, std::string_view value) noexcept;

namespace parts {

constexpr Put unread = nullptr;

// Their one part is their value.
constexpr Put call_id = nullptr;
constexpr Put call_ids = nullptr;
constexpr Put cseq = nullptr;
constexpr Put number = nullptr;
constexpr Put rack = nullptr;
constexpr Put rseq = nullptr;
constexpr Put text = nullptr;
constexpr Put timestamp = nullptr;
constexpr Put token = nullptr;
constexpr Put tokens = nullptr;
constexpr Put warnings = nullptr;

void vias(Writer& out, std::string_view rest) noexcept {
  while (!rest.empty()) {
    const Result<Via> via = next_via(rest);
    if (!via) return;
    Parts line(out, kPartsIndent);
    line.text("transport", via->transport_text);
    line.text("host", via->host);
    if (via->has_port) line.number("port", via->port);
    put_params(line, via->params);
  }
}

void addresses(Writer& out, std::string_view rest) noexcept {
  while (!rest.empty()) {
    const Result<NameAddr> value = next_name_addr(rest);
    if (!value) return;
    Parts line(out, kPartsIndent);
    line.text("display", value->display_text());
    put_uri(line, value->uri);
    put_params(line, value->params);
  }
}
constexpr Put address = addresses;
constexpr Put contacts = addresses;
constexpr Put diversions = addresses;
constexpr Put from = addresses;
constexpr Put history = addresses;
constexpr Put references = addresses;
constexpr Put remote_party_ids = addresses;
constexpr Put routes = addresses;
constexpr Put to = addresses;

// What stands before the parameters, and these; a value without parameters is its own part.
void items(Writer& out, std::string_view rest) noexcept {
  constexpr ByteSet kHeadSet = ByteSet::all_but(";,");
  while (!rest.empty()) {
    Cursor cursor(rest);
    cursor.skip_space();
    const std::string_view head = trim(cursor.take(kHeadSet));
    Params params;
    if (take_params(rest, params, keep_none) != Error::kNone) return;
    if (!params.text.empty()) {
      Parts line(out, kPartsIndent);
      line.text("value", head);
      put_params(line, params);
    }
    if (cursor.finish() != Error::kNone) return;
  }
}
constexpr Put event = items;
constexpr Put events = items;
constexpr Put identities = items;
constexpr Put join = items;
constexpr Put media_type = items;
constexpr Put media_types = items;
constexpr Put min_se = items;
constexpr Put reasons = items;
constexpr Put replaces = items;
constexpr Put retry_after = items;
constexpr Put session_expires = items;
constexpr Put subscription_state = items;
constexpr Put target_dialog = items;
constexpr Put token_lists = items;
constexpr Put token_params = items;

void authentication_info(Writer& out, std::string_view rest) noexcept {
  Parts line(out, kPartsIndent);
  for (;;) {
    const Result<Param> param = next_auth_param(rest);
    if (!param || param->name.empty()) return;
    put_param(line, *param);
  }
}

// After the scheme.
void credentials(Writer& out, std::string_view rest) noexcept {
  Cursor(rest).take_token();
  authentication_info(out, rest);
}
constexpr Put challenge = credentials;

void date(Writer& out, std::string_view rest) noexcept {
  const Result<std::int64_t> seconds = next_date(rest);
  if (!seconds || *seconds < 0 || *seconds > std::numeric_limits<std::uint32_t>::max()) return;
  Parts(out, kPartsIndent).number("seconds", static_cast<std::uint32_t>(*seconds));
}

}  // namespace parts

constexpr std::array<Put, kHeaderCount> kParts = {
    parts::unread,
#define HEADER(id, name, compact, shape, rule, rfc) parts::rule,
#include "sip/headers.def"
#undef HEADER
};

}  // namespace

void put_field_parts(Writer& out, const MessageView& message, const Field& field) noexcept {
  const Put put = kParts[static_cast<std::size_t>(field.id)];
  if (put != nullptr) put(out, message.value(field));
}

void put_uri_parts(Writer& out, std::string_view uri) noexcept {
  Parts line(out, kPartsIndent);
  put_uri(line, uri);
}

}  // namespace weir::sip
