#include "bench/peers.h"

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>
#include <re.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_protos.h>

namespace weir::bench {
namespace {

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

std::string text_of(const pl& text) { return text.p == nullptr ? "" : std::string(text.p, text.l); }

// Each with_x() parses, lends the message to `look` and frees it; false when the peer refuses.

template <class Look>
bool with_osip(std::string_view text, Look look) {
  osip_message_t* message = nullptr;
  if (osip_message_init(&message) != OSIP_SUCCESS) return false;
  const bool parsed = osip_message_parse(message, text.data(), text.size()) == OSIP_SUCCESS;
  if (parsed) look(*message);
  osip_message_free(message);
  return parsed;
}

template <class Look>
bool with_sofia(std::string_view text, Look look) {
  msg_t* const message =
      msg_make(sip_default_mclass(), 0, text.data(), static_cast<ssize_t>(text.size()));
  if (message == nullptr) return false;
  const sip_t* const sip = sip_object(message);
  const bool parsed = sip != nullptr && !MSG_HAS_ERROR(sip->sip_flags);
  if (parsed) look(*sip);
  msg_destroy(message);
  return parsed;
}

// libre's transport fills a buffer of its own a datagram, so the copy is part of its work.
template <class Look>
bool with_re(std::string_view text, Look look) {
  mbuf* const buffer = mbuf_alloc(text.size());
  if (buffer == nullptr) return false;
  mbuf_write_mem(buffer, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  mbuf_set_pos(buffer, 0);
  sip_msg* message = nullptr;
  const bool parsed = sip_msg_decode(&message, buffer) == 0;
  if (parsed) look(*message);
  mem_deref(message);
  mem_deref(buffer);
  return parsed;
}

constexpr auto kNoLook = [](const auto&) {};

Reading read_osip(std::string_view text) {
  Reading reading;
  reading.parsed = with_osip(text, [&](const osip_message_t& message) {
    reading.method = text_of(message.sip_method);
    reading.status = static_cast<unsigned>(message.status_code);
    if (message.call_id != nullptr) {
      reading.call_id = text_of(message.call_id->number);
      if (message.call_id->host != nullptr) reading.call_id += "@" + text_of(message.call_id->host);
    }
    if (message.cseq != nullptr) reading.cseq_method = text_of(message.cseq->method);
  });
  return reading;
}

Reading read_sofia(std::string_view text) {
  Reading reading;
  reading.parsed = with_sofia(text, [&](const sip_t& sip) {
    if (sip.sip_request != nullptr) reading.method = text_of(sip.sip_request->rq_method_name);
    if (sip.sip_status != nullptr)
      reading.status = static_cast<unsigned>(sip.sip_status->st_status);
    if (sip.sip_call_id != nullptr) reading.call_id = text_of(sip.sip_call_id->i_id);
    if (sip.sip_cseq != nullptr) reading.cseq_method = text_of(sip.sip_cseq->cs_method_name);
  });
  return reading;
}

Reading read_re(std::string_view text) {
  Reading reading;
  reading.parsed = with_re(text, [&](const sip_msg& message) {
    reading.method = text_of(message.met);
    reading.status = message.scode;
    reading.call_id = text_of(message.callid);
    reading.cseq_method = text_of(message.cseq.met);
  });
  return reading;
}

}  // namespace

const std::array<Peer, 3>& peers() {
  static const std::array<Peer, 3> all = [] {
    parser_init();  // libosip2's tables
    // Without a function it would write to standard output.
    osip_trace_initialize_func(TRACE_LEVEL0,
                               [](const char*, int, osip_trace_level_t, const char*, va_list) {});
    return std::array<Peer, 3>{{
        {"osip", [](std::string_view text) { return with_osip(text, kNoLook); }, read_osip},
        {"sofia", [](std::string_view text) { return with_sofia(text, kNoLook); }, read_sofia},
        {"re", [](std::string_view text) { return with_re(text, kNoLook); }, read_re},
    }};
  }();
  return all;
}

}  // namespace weir::bench
