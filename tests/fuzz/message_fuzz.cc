// Any bytes: no crash, every view inside the datagram, replies parse and edits apply.
#include "sip/anatomy.h"
#include "sip/branch.h"
#include "sip/dump.h"
#include "sip/grammar.h"
#include "sip/message.h"
#include "sip/reply.h"
#include "sip/token.h"
#include "tests/fuzz/require.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using weir::fuzz::require;
using weir::sip::Address;
using weir::sip::broken_field;
using weir::sip::EditList;
using weir::sip::Endpoint;
using weir::sip::Error;
using weir::sip::Fault;
using weir::sip::Field;
using weir::sip::first_broken_field;
using weir::sip::HeaderId;
using weir::sip::kViaFixText;
using weir::sip::MessageView;
using weir::sip::NameAddr;
using weir::sip::Opinion;
using weir::sip::Result;
using weir::sip::trim;
using weir::sip::Uri;
using weir::sip::ValueList;
using weir::sip::Via;
using weir::sip::ViaFix;

// `part` lies inside the message, or is empty.
void require_inside(const MessageView& message, std::string_view part) {
  if (part.empty()) return;
  const std::string_view raw = message.raw();
  require(part.data() >= raw.data() && part.data() + part.size() <= raw.data() + raw.size());
}

void check_fields(const MessageView& message) {
  std::size_t at = message.headers_offset();
  for (const Field& field : message.fields()) {
    require(field.begin == at && field.begin < field.name_end);
    require(field.name_end < field.value_begin && field.value_begin <= field.value_end);
    require(field.value_end < field.end && field.end <= message.body_offset());
    require(trim(message.value(field)) == message.value(field));
    require(field.id == weir::sip::find_header(message.name(field)));
    require(message.raw()[field.end - 1u] == '\n');
    at = field.end;
  }
  require(at == message.headers_end() && message.body_offset() <= message.raw().size());
}

// The fields of each id are chained in their order, from the first to the last.
void check_chains(const MessageView& message) {
  std::size_t chained = 0;
  for (std::size_t i = 0; i < weir::sip::kHeaderCount; ++i) {
    const auto id = static_cast<HeaderId>(i);
    const Field* last = nullptr;
    for (const Field* f = message.first(id); f != nullptr; f = message.next(*f)) {
      require(f->id == id && (last == nullptr || last < f));
      last = f;
      ++chained;
    }
    require(last == message.last(id));
  }
  require(chained == message.fields().size());
}

// The start line is made of its parts, and the body is as long as its length.
void check_ends(const MessageView& message) {
  const std::string_view line = message.start_line();
  std::string wanted(message.version());
  if (message.is_reply()) {
    wanted += " " + std::to_string(message.status());
    if (!message.reason().empty()) wanted.append(" ").append(message.reason());
  } else {
    wanted = std::string(message.method_text()) + " " + std::string(message.request_uri()) + " " +
             wanted;
  }
  require(line == wanted || line == wanted + " ");
  if (message.body_error() != Error::kNone) return;
  const Result<std::uint32_t> length = message.content_length();
  if (length) require(message.body().size() == *length);
}

// What can be saved of a message that was refused: fields in their order, with names.
void check_salvage(std::string_view text) {
  MessageView message;
  (void)message.salvage(text);
  require(message.fields().size() <= weir::sip::kMaxFields);
  std::size_t at = message.headers_offset();
  for (const Field& field : message.fields()) {
    require(field.begin >= at && field.begin < field.name_end && field.value_end <= field.end);
    require(field.end <= message.raw().size());
    at = field.end;
  }
  if (!message.raw().empty()) check_chains(message);
}

void check_uri(const MessageView& message, std::string_view text) {
  const Result<Uri> uri = weir::sip::parse_uri(text);
  if (!uri) return;
  for (const std::string_view part :
       {uri->user, uri->password, uri->host, uri->params.text, uri->headers, uri->opaque}) {
    require_inside(message, part);
  }
  require(equal(*uri, *uri));
  (void)uri->params.check();
}

void check_name_addrs(const MessageView& message, HeaderId id) {
  ValueList<NameAddr> values(message, id, weir::sip::next_name_addr);
  while (const auto value = values.next()) {
    require(!value->text.empty() && !value->uri.empty());
    require_inside(message, value->text);
    require_inside(message, value->display);
    require_inside(message, value->params.text);
    check_uri(message, value->uri);
  }
}

void check_vias(const MessageView& message) {
  ValueList<Via> vias(message, HeaderId::kVia, weir::sip::next_via);
  while (const auto via = vias.next()) {
    require(!via->host.empty() && !via->sent_by.empty());
    require_inside(message, via->text);
    require_inside(message, via->branch);
    (void)reply_destination(*via);
  }
}

// A fault has its byte in the message, in the field it names; what is remembered changes nothing.
void check_grammar(const MessageView& message) {
  for (const Field& field : message.fields()) {
    const Fault fault = broken_field(message, field);
    require(!fault || (fault.field == field.id && fault.at >= field.begin && fault.at < field.end));
  }
  MessageView fresh;
  (void)fresh.parse(message.raw());
  const Fault first = first_broken_field(message);
  const Fault again = first_broken_field(fresh);
  require(first.error == again.error && first.at == again.at);
}

// Verdicts have their byte in the message, and the page about it can be written.
void check_anatomy(const MessageView& message, Error error) {
  const Opinion opinion = judge(error, message, {});
  require(opinion.proxy.at <= message.raw().size() && opinion.server.at <= message.raw().size());
  static std::vector<char> page(std::size_t{1} << 16);
  while (!print_anatomy(message, opinion, page)) page.resize(page.size() * 2);
}

// A reply is a message with the same Via, From, Call-ID and CSeq.
void check_reply(const MessageView& request) {
  const Result<const Via*> top = request.top_via();
  if (!top) return;
  const Endpoint source{Address::v4(0xc0000201), 5060};
  const ViaFix fix = make_via_fix(**top, source, true);
  std::string out(request.raw().size() + 4096, '\0');
  const Result<std::size_t> size =
      build_reply(request, {.code = 200, .to_tag = "fuzz", .via_fix = fix}, std::span<char>(out));
  if (!size) return;
  MessageView reply;
  require(reply.parse(std::string_view(out).substr(0, *size)) == Error::kNone);
  require(reply.status() == 200 && reply.call_id().error() == request.call_id().error());
  require(reply.first_value(HeaderId::kCSeq) == request.first_value(HeaderId::kCSeq));
  require(reply.first_value(HeaderId::kFrom) == request.first_value(HeaderId::kFrom));
  const Result<const Via*> via = reply.top_via();
  require(via && (*via)->sent_by == (*top)->sent_by && (*via)->branch == (*top)->branch);
  require((*via)->has_rport && (*via)->rport == source.port);
}

void check_forward(const MessageView& request) {
  const Result<const Via*> top = request.top_via();
  if (!top) return;
  const ViaFix fix = make_via_fix(**top, {Address::v4(0xc0000201), 5060}, true);
  std::array<char, kViaFixText> scratch{};
  EditList edits;
  if (!add_via_fix(request, **top, fix, scratch, edits)) return;
  std::string out(edits.applied_size(request.raw()), '\0');
  require(edits.apply(request.raw(), out).error() == Error::kNone);
  MessageView forwarded;
  require(forwarded.parse(out) == Error::kNone);
  const Result<const Via*> via = forwarded.top_via();
  require(via && (*via)->rport == 5060 && (*via)->branch == (*top)->branch);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::make_unique<char[]>(size);
  if (size > 0) std::memcpy(bytes.get(), data, size);

  MessageView message;
  const Error error = message.parse({bytes.get(), size});
  check_salvage({bytes.get(), size});
  if (message.raw().empty()) return 0;
  check_fields(message);
  check_chains(message);
  if (error == Error::kNone) check_ends(message);
  check_vias(message);
  for (const HeaderId id : {HeaderId::kFrom, HeaderId::kTo, HeaderId::kContact, HeaderId::kRoute,
                            HeaderId::kRecordRoute}) {
    check_name_addrs(message, id);
  }
  // Kept from one input to the next: filling it would cost more than all the rest.
  static std::vector<char> out(std::size_t{1} << 20);
  (void)dump(message, out);
  check_anatomy(message, error);
  (void)verify_branch(weir::sip::KeyRing{}, message, weir::sip::Address{});
  if (error != Error::kNone || !message.is_request()) return 0;
  check_grammar(message);
  check_uri(message, message.request_uri());
  check_reply(message);
  check_forward(message);
  return 0;
}
