#include "sip/reply.h"

#include "sip/overload.h"
#include "sip/writer.h"

#include <algorithm>
#include <array>

namespace weir::sip {
namespace {

// A line of the request, or what remains of one. The last line of a message that was cut short has
// no end of its own.
void put_rest(Writer& writer, std::string_view line) noexcept {
  writer.put(line);
  if (!line.ends_with('\n')) writer.put("\r\n");
}

// The first Via field: its first value fixed, the rest as it is.
void put_top_via(Writer& writer, const MessageView& request, const Field& field, const Via& top,
                 const ReplySpec& spec) noexcept {
  const ViaFix& fix = spec.via_fix;
  std::array<char, kViaFixText> text{};
  const std::string_view raw = request.raw();
  const std::size_t via_end = request.offset(top.text) + top.text.size();
  std::size_t from = field.begin;

  // What is replaced in place, in the order in which it stands.
  struct Patch {
    std::string_view old;
    std::string_view text;
  };
  std::array<char, kViaFixText> received_bytes{};
  const std::string_view rport{text.data(), fix.rport ? format_rport(fix, text) : 0};
  const std::string_view received{received_bytes.data(),
                                  fix.received ? format_received(fix, received_bytes) : 0};
  std::array<Patch, 3> patches{};
  if (fix.rport && top.has_rport) patches[0] = {rport_text(top), rport};
  if (fix.received && top.has_received) patches[1] = {received_text(top), received};
  if (!spec.overload.empty()) patches[2] = {overload_text(top), spec.overload};
  std::ranges::sort(patches, {}, [](const Patch& patch) { return patch.old.data(); });
  for (const Patch& patch : patches) {
    if (patch.old.empty()) continue;
    const std::size_t at = request.offset(patch.old);
    writer.put(raw.substr(from, at - from));
    writer.put(patch.text);
    from = at + patch.old.size();
  }
  writer.put(raw.substr(from, via_end - from));
  if (!top.has_rport) writer.put(rport);
  if (!top.has_received) writer.put(received);
  put_rest(writer, raw.substr(via_end, field.end - via_end));
}

void put_field(Writer& writer, const MessageView& request, HeaderId id) noexcept {
  const Field* const field = request.first(id);
  if (field != nullptr) put_rest(writer, request.line(*field));
}

void put_fields(Writer& writer, const MessageView& request, const Field* field) noexcept {
  for (; field != nullptr; field = request.next(*field)) put_rest(writer, request.line(*field));
}

void put_to(Writer& writer, const MessageView& request, const ReplySpec& spec) noexcept {
  const Result<const NameAddr*> to = request.to();
  if (!to || (*to)->has_tag || spec.code <= 100 || spec.to_tag.empty()) {
    put_field(writer, request, HeaderId::kTo);
    return;
  }
  const Field& field = *request.first(HeaderId::kTo);
  const std::string_view raw = request.raw();
  writer.put(raw.substr(field.begin, static_cast<std::size_t>(field.value_end - field.begin)));
  writer.put(";tag=");
  writer.put(spec.to_tag);
  put_rest(writer,
           raw.substr(field.value_end, static_cast<std::size_t>(field.end - field.value_end)));
}

void put_body(Writer& writer, const ReplySpec& spec) noexcept {
  if (!spec.body.empty() && !spec.content_type.empty()) {
    writer.put("Content-Type: ");
    writer.put(spec.content_type);
    writer.put("\r\n");
  }
  if (!spec.server.empty()) {
    writer.put("Server: ");
    writer.put(spec.server);
    writer.put("\r\n");
  }
  writer.put("Content-Length: ");
  writer.put_number(static_cast<std::uint32_t>(spec.body.size()));
  writer.put("\r\n\r\n");
  writer.put(spec.body);
}

}  // namespace

Result<std::size_t> build_reply(const MessageView& request, const ReplySpec& spec,
                                std::span<char> out) noexcept {
  if (spec.code < 100 || spec.code > 699) return Error::kRange;
  const Result<const Via*> via = request.top_via();
  if (!via) return via.error();
  if (!spec.partial) {
    const Result<const NameAddr*> to = request.to();
    if (!to) return to.error();
    for (const HeaderId id : {HeaderId::kFrom, HeaderId::kCallId, HeaderId::kCSeq}) {
      if (!request.has(id)) return Error::kMissing;
    }
  }

  Writer writer(out);
  writer.put("SIP/2.0 ");
  writer.put_number(spec.code);
  writer.put(" ");
  writer.put(spec.reason.empty() ? reason_phrase(spec.code) : spec.reason);
  writer.put("\r\n");
  const Field& top = *request.first(HeaderId::kVia);
  put_top_via(writer, request, top, **via, spec);
  put_fields(writer, request, request.next(top));
  put_field(writer, request, HeaderId::kFrom);
  put_to(writer, request, spec);
  put_field(writer, request, HeaderId::kCallId);
  put_field(writer, request, HeaderId::kCSeq);
  if (spec.code >= 180 && spec.code < 300) {
    put_fields(writer, request, request.first(HeaderId::kRecordRoute));
  }
  if (spec.code == 100) put_fields(writer, request, request.first(HeaderId::kTimestamp));
  writer.put(spec.extra_headers);
  put_body(writer, spec);
  return writer.result();
}

}  // namespace weir::sip
