// core and corex: flags beyond the message's own, what our Via says of us, datagrams beside the
// message.
#include "routes/natives/flag_bit.h"
#include "routes/natives/functions_core.h"
#include "routes/natives/request_uri.h"
#include "routes/workspace.h"

namespace weir::routes::natives {
namespace {

// Kamailio's names of msg_iflag_set(); an unknown one is no flag.
std::uint32_t internal_flag(std::string_view name) noexcept {
  if (name == "USE_UAC_FROM") return 1;
  if (name == "USE_UAC_TO") return 2;
  return 0;
}

// A flag of a word of them: -1 for one that the word does not have.
template <class Word>
std::int32_t set_flag(Word& word, const Value& number) noexcept {
  const Word bit = flag_bit<Word>(number);
  word |= bit;
  return bit != 0 ? 1 : -1;
}
template <class Word>
std::int32_t reset_flag(Word& word, const Value& number) noexcept {
  const Word bit = flag_bit<Word>(number);
  word &= ~bit;
  return bit != 0 ? 1 : -1;
}
template <class Word>
std::int32_t is_flag_set(Word word, const Value& number) noexcept {
  return (word & flag_bit<Word>(number)) != 0 ? 1 : -1;
}

// Where "host[:port]" or a SIP URI over UDP leads.
bool datagram_target(Execution& e, std::string_view text, bool uri, sip::Endpoint& to) noexcept {
  if (!uri) text = join_texts(*e.arena, {"sip:", text});
  const auto parsed = sip::parse_uri(text);
  if (!parsed || parsed->host.empty() || transport_of(*parsed) != sip::Transport::kUdp) {
    return false;
  }
  to.port = parsed->effective_port();
  if (const auto address = sip::parse_address(parsed->host)) {
    to.address = *address;
    return true;
  }
  return e.host->resolve(e, parsed->host, to.address);
}

}  // namespace

std::int32_t add_local_rport(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  e.notes->local_rport = true;
  return 1;
}

std::int32_t set_advertised_address(Execution& e, Arguments a) noexcept {
  e.notes->advertised_address = a[0].text;
  return 1;
}

std::int32_t set_advertised_port(Execution& e, Arguments a) noexcept {
  if (a[0].number < 1 || a[0].number > 65535) return -1;
  e.notes->advertised_port = static_cast<std::uint16_t>(a[0].number);
  return 1;
}

// error(code, text): a line in the log, and nothing else.
std::int32_t error_line(Execution& e, Arguments a) noexcept {
  if (e.host->log_enabled(e, -1)) {
    e.host->log(e, -1, -1,
                join_texts(*e.arena, {"<core>: error(\"", a[0].text, "\", \"", a[1].text, "\")"}));
  }
  return 1;
}

std::int32_t setxflag(Execution& e, Arguments a) noexcept {
  return set_flag(e.notes->extended_flags, a[0]);
}
std::int32_t resetxflag(Execution& e, Arguments a) noexcept {
  return reset_flag(e.notes->extended_flags, a[0]);
}
std::int32_t isxflagset(Execution& e, Arguments a) noexcept {
  return is_flag_set(e.notes->extended_flags, a[0]);
}

std::int32_t msg_iflag_set(Execution& e, Arguments a) noexcept {
  e.notes->internal_flags |= internal_flag(a[0].text);
  return 1;
}
std::int32_t msg_iflag_reset(Execution& e, Arguments a) noexcept {
  e.notes->internal_flags &= ~internal_flag(a[0].text);
  return 1;
}
std::int32_t msg_iflag_is_set(Execution& e, Arguments a) noexcept {
  return (e.notes->internal_flags & internal_flag(a[0].text)) != 0 ? 1 : -2;
}

std::int32_t msg_vbflag_set(Execution& e, Arguments a) noexcept {
  return set_flag(e.notes->via_flags, a[0]);
}
std::int32_t msg_vbflag_reset(Execution& e, Arguments a) noexcept {
  return reset_flag(e.notes->via_flags, a[0]);
}
std::int32_t msg_vbflag_is_set(Execution& e, Arguments a) noexcept {
  return is_flag_set(e.notes->via_flags, a[0]);
}

// send(host[:port] [, port]): the core's, of older scripts.
std::int32_t send_received(Execution& e, Arguments a) noexcept {
  sip::Endpoint to;
  const std::string_view text =
      a.size() < 2 ? a[0].text : join_texts(*e.arena, {a[0].text, ":", a[1].text});
  return datagram_target(e, text, false, to) && e.host->send_copy(e, to) ? 1 : -1;
}

// send_udp([host:port]): the message as received, to $du when nothing is said.
std::int32_t send_udp(Execution& e, Arguments a) noexcept {
  sip::Endpoint to;
  const bool given = !a.empty();
  const std::string_view text = given ? a[0].text : e.notes->destination_uri;
  if (text.empty() || !datagram_target(e, text, !given, to)) return -1;
  return e.host->send_copy(e, to) ? 1 : -1;
}

std::int32_t forward_reply(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return e.host->forward_reply(e, 0, {}) ? 1 : -1;
}

std::int32_t send_data(Execution& e, Arguments a) noexcept {
  sip::Endpoint to;
  if (!datagram_target(e, a[0].text, true, to)) return -1;
  return e.host->send_text(e, to, -1, a[1].text) ? 1 : -1;
}

// sendx(uri, socket, text)
std::int32_t sendx(Execution& e, Arguments a) noexcept {
  sip::Endpoint to;
  if (!datagram_target(e, a[0].text, true, to)) return -1;
  return e.host->send_text(e, to, find_socket(e, a[1].text), a[2].text) ? 1 : -1;
}

}  // namespace weir::routes::natives
