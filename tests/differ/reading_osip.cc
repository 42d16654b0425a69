#include "tests/differ/reading.h"

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

namespace weir::differ {
namespace {

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

void put_uri(Reading& reading, Part first, const osip_uri_t* uri) {
  if (uri == nullptr) return;
  differ::put_uri(reading, first, text_of(uri->scheme), text_of(uri->username), text_of(uri->host),
                  text_of(uri->port));
}

void put_party(Reading& reading, Part first, Part tag, osip_from_t* party) {
  if (party == nullptr) return;
  put_uri(reading, first, party->url);
  char name[] = "tag";
  osip_generic_param_t* param = nullptr;
  if (osip_from_param_get_byname(party, name, &param) == OSIP_SUCCESS && param != nullptr) {
    reading[tag] = text_of(param->gvalue);
  }
}

void put_via(Reading& reading, osip_message_t& message) {
  auto* const via = static_cast<osip_via_t*>(osip_list_get(&message.vias, 0));
  if (via == nullptr) return;
  reading[Part::kViaHost] = text_of(via->host);
  reading[Part::kViaPort] = plain_number(text_of(via->port));
  char name[] = "branch";
  osip_generic_param_t* param = nullptr;
  if (osip_via_param_get_byname(via, name, &param) == OSIP_SUCCESS && param != nullptr) {
    reading[Part::kViaBranch] = text_of(param->gvalue);
  }
}

void put_contact(Reading& reading, osip_message_t& message) {
  auto* const contact = static_cast<osip_contact_t*>(osip_list_get(&message.contacts, 0));
  if (contact == nullptr) return;
  if (contact->url == nullptr) {
    reading[Part::kContactScheme] = text_of(contact->displayname);  // where it keeps the star
  } else {
    put_uri(reading, Part::kContactScheme, contact->url);
  }
}

void put_message(Reading& reading, osip_message_t& message) {
  reading[Part::kStart] = message.sip_method != nullptr ? "request" : "reply";
  if (message.sip_method == nullptr) reading[Part::kStatus] = std::to_string(message.status_code);
  reading[Part::kMethod] = text_of(message.sip_method);
  put_uri(reading, Part::kUriScheme, message.req_uri);
  put_via(reading, message);
  put_party(reading, Part::kFromScheme, Part::kFromTag, message.from);
  put_party(reading, Part::kToScheme, Part::kToTag, message.to);
  if (message.cseq != nullptr) {
    reading[Part::kCSeqNumber] = plain_number(text_of(message.cseq->number));
    reading[Part::kCSeqMethod] = text_of(message.cseq->method);
  }
  if (message.call_id != nullptr) {
    reading[Part::kCallId] = text_of(message.call_id->number);
    if (message.call_id->host != nullptr) {
      reading[Part::kCallId] += "@" + text_of(message.call_id->host);
    }
  }
  osip_header_t* hops = nullptr;
  if (osip_message_header_get_byname(&message, "max-forwards", 0, &hops) >= 0 && hops != nullptr) {
    reading[Part::kMaxForwards] = plain_number(text_of(hops->hvalue));
  }
  put_contact(reading, message);
  if (message.content_length != nullptr) {
    reading[Part::kContentLength] = plain_number(text_of(message.content_length->value));
  }
  for (int i = 0; i < osip_list_size(&message.bodies); ++i) {
    const auto* const body = static_cast<osip_body_t*>(osip_list_get(&message.bodies, i));
    reading[Part::kBody].append(body->body, body->length);
  }
}

}  // namespace

Reading read_osip(std::string_view text) {
  static const bool ready = [] {
    parser_init();
    // Without a function it would write to standard output.
    osip_trace_initialize_func(TRACE_LEVEL0,
                               [](const char*, int, osip_trace_level_t, const char*, va_list) {});
    return true;
  }();
  static_cast<void>(ready);
  Reading reading;
  osip_message_t* message = nullptr;
  if (osip_message_init(&message) != OSIP_SUCCESS) return reading;
  reading.accepted = osip_message_parse(message, text.data(), text.size()) == OSIP_SUCCESS;
  if (reading.accepted) put_message(reading, *message);
  osip_message_free(message);
  return reading;
}

}  // namespace weir::differ
