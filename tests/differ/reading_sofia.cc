#include "tests/differ/reading.h"

#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_protos.h>

namespace weir::differ {
namespace {

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

void put_uri(Reading& reading, Part first, const url_t& url) {
  if (url.url_type == url_any) {
    reading[first] = "*";
    return;
  }
  differ::put_uri(reading, first, text_of(url.url_scheme), text_of(url.url_user),
                  text_of(url.url_host), text_of(url.url_port));
}

void put_party(Reading& reading, Part first, Part tag, const sip_addr_t* party) {
  if (party == nullptr) return;
  put_uri(reading, first, *party->a_url);
  reading[tag] = text_of(party->a_tag);
}

void put_via(Reading& reading, const sip_via_t* via) {
  if (via == nullptr) return;
  std::string host = text_of(via->v_host);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  reading[Part::kViaHost] = host;
  reading[Part::kViaPort] = plain_number(text_of(via->v_port));
  reading[Part::kViaBranch] = text_of(via->v_branch);
}

void put_message(Reading& reading, const sip_t& sip) {
  reading[Part::kStart] = sip.sip_request != nullptr ? "request" : "reply";
  if (sip.sip_request != nullptr) {
    reading[Part::kMethod] = text_of(sip.sip_request->rq_method_name);
    put_uri(reading, Part::kUriScheme, *sip.sip_request->rq_url);
  }
  if (sip.sip_status != nullptr) {
    reading[Part::kStatus] = std::to_string(sip.sip_status->st_status);
  }
  put_via(reading, sip.sip_via);
  put_party(reading, Part::kFromScheme, Part::kFromTag, sip.sip_from);
  put_party(reading, Part::kToScheme, Part::kToTag, sip.sip_to);
  if (sip.sip_cseq != nullptr) {
    reading[Part::kCSeqNumber] = std::to_string(sip.sip_cseq->cs_seq);
    reading[Part::kCSeqMethod] = text_of(sip.sip_cseq->cs_method_name);
  }
  if (sip.sip_call_id != nullptr) reading[Part::kCallId] = text_of(sip.sip_call_id->i_id);
  if (sip.sip_max_forwards != nullptr) {
    reading[Part::kMaxForwards] = std::to_string(sip.sip_max_forwards->mf_count);
  }
  if (sip.sip_contact != nullptr) put_uri(reading, Part::kContactScheme, *sip.sip_contact->m_url);
  if (sip.sip_content_length != nullptr) {
    reading[Part::kContentLength] = std::to_string(sip.sip_content_length->l_length);
  }
  if (sip.sip_payload != nullptr) {
    reading[Part::kBody].assign(sip.sip_payload->pl_data, sip.sip_payload->pl_len);
  }
}

}  // namespace

Reading read_sofia(std::string_view text) {
  Reading reading;
  msg_t* const message =
      msg_make(sip_default_mclass(), 0, text.data(), static_cast<ssize_t>(text.size()));
  if (message == nullptr) return reading;
  const sip_t* const sip = sip_object(message);
  reading.accepted = sip != nullptr && !MSG_HAS_ERROR(sip->sip_flags) &&
                     (sip->sip_request != nullptr || sip->sip_status != nullptr);
  if (reading.accepted) put_message(reading, *sip);
  msg_destroy(message);
  return reading;
}

}  // namespace weir::differ
