#include "sip/dump.h"

#include "sip/writer.h"

#include <array>
#include <cstdint>

namespace weir::sip {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void put_quoted(Writer& out, std::string_view text) noexcept {
  out.put('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
      out.put(c);
      continue;
    }
    out.put("\\x");
    out.put(kHex[byte >> 4]);
    out.put(kHex[byte & 15]);
  }
  out.put('"');
}

void put_pair(Writer& out, std::string_view name, std::string_view value) noexcept {
  if (value.empty()) return;
  out.put(' ');
  out.put(name);
  out.put('=');
  put_quoted(out, value);
}

void put_error(Writer& out, Error error) noexcept {
  out.put(' ');
  out.put(error_name(error));
  out.put('\n');
}

void put_uri(Writer& out, const MessageView& message) noexcept {
  const Result<const Uri*> uri = message.uri();
  out.put("uri");
  if (!uri) return put_error(out, uri.error());
  put_pair(out, "scheme", (*uri)->scheme_text);
  put_pair(out, "user", (*uri)->user);
  put_pair(out, "password", (*uri)->password);
  put_pair(out, "host", (*uri)->host);
  put_pair(out, "port", (*uri)->port_text);
  put_pair(out, "opaque", (*uri)->opaque);
  put_pair(out, "params", (*uri)->params.text);
  put_pair(out, "headers", (*uri)->headers);
  out.put('\n');
}

void put_vias(Writer& out, const MessageView& message) noexcept {
  ValueList<Via> vias(message, HeaderId::kVia, next_via);
  while (const std::optional<Via> via = vias.next()) {
    out.put("via");
    put_pair(out, "transport", via->transport_text);
    put_pair(out, "sent-by", via->sent_by);
    put_pair(out, "params", via->params.text);
    out.put('\n');
  }
  if (vias.error() == Error::kNone) return;
  out.put("via");
  put_error(out, vias.error());
}

void put_name_addrs(Writer& out, const MessageView& message, HeaderId id) noexcept {
  ValueList<NameAddr> values(message, id, next_name_addr);
  while (const std::optional<NameAddr> value = values.next()) {
    out.put(header_name(id));
    put_pair(out, "display", value->display);
    put_pair(out, "uri", value->uri);
    put_pair(out, "params", value->params.text);
    out.put('\n');
  }
  if (values.error() == Error::kNone) return;
  out.put(header_name(id));
  put_error(out, values.error());
}

void put_cseq(Writer& out, const MessageView& message) noexcept {
  const Result<const CSeq*> cseq = message.cseq();
  out.put("cseq");
  if (!cseq) return put_error(out, cseq.error());
  out.put(' ');
  out.put_number((*cseq)->number);
  put_pair(out, "method", (*cseq)->method_text);
  out.put('\n');
}

void put_fields(Writer& out, const MessageView& message) noexcept {
  for (const Field& field : message.fields()) {
    out.put("field ");
    out.put_number(field.begin);
    out.put(' ');
    out.put_number(field.end);
    out.put(' ');
    const std::string_view known = header_name(field.id);
    out.put(known.empty() ? "-" : known);
    put_pair(out, "name", message.name(field));
    out.put(" value=");
    put_quoted(out, message.value(field));
    out.put('\n');
  }
}

}  // namespace

Result<std::size_t> dump(const MessageView& message, std::span<char> bytes) noexcept {
  Writer out(bytes);
  if (message.is_request()) {
    out.put("request");
    put_pair(out, "method", message.method_text());
    put_pair(out, "uri", message.request_uri());
  } else {
    out.put("reply ");
    out.put_number(message.status());
    put_pair(out, "reason", message.reason());
  }
  put_pair(out, "version", message.version());
  out.put('\n');
  put_fields(out, message);
  if (message.is_request()) put_uri(out, message);
  put_vias(out, message);
  for (const HeaderId id : {HeaderId::kFrom, HeaderId::kTo, HeaderId::kContact, HeaderId::kRoute,
                            HeaderId::kRecordRoute}) {
    put_name_addrs(out, message, id);
  }
  put_cseq(out, message);
  out.put("body ");
  out.put_number(static_cast<std::uint32_t>(message.body().size()));
  out.put(" at ");
  out.put_number(static_cast<std::uint32_t>(message.body_offset()));
  if (message.body_error() != Error::kNone) {
    out.put(' ');
    out.put(error_name(message.body_error()));
  }
  out.put('\n');
  return out.result();
}

}  // namespace weir::sip
