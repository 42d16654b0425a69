#include "sip/dump.h"

#include <array>
#include <cstdio>

namespace weir::sip {
namespace {

void put_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    std::array<char, 5> hex{};
    std::snprintf(hex.data(), hex.size(), "\\x%02x", byte);
    out += hex.data();
  }
  out += '"';
}

void put_pair(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += ' ';
  out += name;
  out += '=';
  put_quoted(out, value);
}

void put_error(std::string& out, Error error) {
  out += ' ';
  out += error_name(error);
  out += '\n';
}

void put_uri(std::string& out, const MessageView& message) {
  const Result<const Uri*> uri = message.uri();
  out += "uri";
  if (!uri) return put_error(out, uri.error());
  put_pair(out, "scheme", (*uri)->scheme_text);
  put_pair(out, "user", (*uri)->user);
  put_pair(out, "password", (*uri)->password);
  put_pair(out, "host", (*uri)->host);
  put_pair(out, "port", (*uri)->port_text);
  put_pair(out, "opaque", (*uri)->opaque);
  put_pair(out, "params", (*uri)->params.text);
  put_pair(out, "headers", (*uri)->headers);
  out += '\n';
}

void put_vias(std::string& out, const MessageView& message) {
  ValueList<Via> vias(message, HeaderId::kVia, next_via);
  while (const std::optional<Via> via = vias.next()) {
    out += "via";
    put_pair(out, "transport", via->transport_text);
    put_pair(out, "sent-by", via->sent_by);
    put_pair(out, "params", via->params.text);
    out += '\n';
  }
  if (vias.error() == Error::kNone) return;
  out += "via";
  put_error(out, vias.error());
}

void put_name_addrs(std::string& out, const MessageView& message, HeaderId id) {
  ValueList<NameAddr> values(message, id, next_name_addr);
  while (const std::optional<NameAddr> value = values.next()) {
    out += header_name(id);
    put_pair(out, "display", value->display);
    put_pair(out, "uri", value->uri);
    put_pair(out, "params", value->params.text);
    out += '\n';
  }
  if (values.error() == Error::kNone) return;
  out += header_name(id);
  put_error(out, values.error());
}

void put_cseq(std::string& out, const MessageView& message) {
  const Result<const CSeq*> cseq = message.cseq();
  out += "cseq";
  if (!cseq) return put_error(out, cseq.error());
  out += ' ' + std::to_string((*cseq)->number);
  put_pair(out, "method", (*cseq)->method_text);
  out += '\n';
}

void put_fields(std::string& out, const MessageView& message) {
  for (const Field& field : message.fields()) {
    out += "field " + std::to_string(field.begin) + ' ' + std::to_string(field.end) + ' ';
    const std::string_view known = header_name(field.id);
    out += known.empty() ? "-" : known;
    put_pair(out, "name", message.name(field));
    out += " value=";
    put_quoted(out, message.value(field));
    out += '\n';
  }
}

}  // namespace

std::string dump(const MessageView& message) {
  std::string out;
  if (message.is_request()) {
    out += "request";
    put_pair(out, "method", message.method_text());
    put_pair(out, "uri", message.request_uri());
  } else {
    out += "reply " + std::to_string(message.status());
    put_pair(out, "reason", message.reason());
  }
  put_pair(out, "version", message.version());
  out += '\n';
  put_fields(out, message);
  if (message.is_request()) put_uri(out, message);
  put_vias(out, message);
  for (const HeaderId id : {HeaderId::kFrom, HeaderId::kTo, HeaderId::kContact, HeaderId::kRoute,
                            HeaderId::kRecordRoute}) {
    put_name_addrs(out, message, id);
  }
  put_cseq(out, message);
  out += "body " + std::to_string(message.body().size()) + " at " +
         std::to_string(message.body_offset());
  if (message.body_error() != Error::kNone) {
    out += ' ';
    out += error_name(message.body_error());
  }
  out += '\n';
  return out;
}

}  // namespace weir::sip
