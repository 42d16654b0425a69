// Pseudo-variables of addresses, sockets, time and chance.
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"

#include <unistd.h>
#include <array>
#include <ctime>
#include <span>

namespace weir::routes {
namespace {

const SocketNames* received_socket(Execution& e) noexcept {
  return e.host->socket(e, e.reception->listen);
}

// proto:address:port
std::string_view socket_text(Arena& arena, Transport transport, std::string_view host,
                             std::uint16_t port) noexcept {
  return join_texts(arena, {transport_word(transport), ":", host, ":", number_text(arena, port)});
}

// sip:address:port[;transport=...]; that of UDP only when it is asked for.
std::string_view uri_text(Arena& arena, Transport transport, std::string_view host,
                          std::uint16_t port, bool all = false) noexcept {
  const bool udp = transport == Transport::kUdp && !all;
  return join_texts(arena, {"sip:", host, ":", number_text(arena, port),
                            udp ? "" : ";transport=", udp ? "" : transport_word(transport)});
}

Value forced_socket(Execution& e, bool name) noexcept {
  if (e.notes->forced_socket < 0) return Value::null();
  const SocketNames* const s = e.host->socket(e, static_cast<unsigned>(e.notes->forced_socket));
  if (s == nullptr) return Value::null();
  if (name) return or_null(s->name);
  const auto parsed = sip::parse_address(s->address);
  const std::string_view host =
      parsed ? address_text(*e.arena, *parsed, true) : std::string_view(s->address);
  return Value::of(socket_text(*e.arena, s->transport, host, s->port));
}

// Linux's numbers, which scripts see.
constexpr std::int32_t kFamily4 = 2;
constexpr std::int32_t kFamily6 = 10;

Value sending_field(Execution& e, const sip::Endpoint& end, unsigned field) noexcept {
  switch (field) {
    case 0:
      return Value::of(address_text(*e.arena, end.address, false));
    case 1:
      return Value::integer(end.port);
    case 2:
      return Value::integer(end.address.is_v4() ? kFamily4 : kFamily6);
    case 3:
      return Value::integer(static_cast<std::int32_t>(e.sending->transport));
    case 4:
      return Value::of(e.sending->buffer);
    case 6:
      return Value::of(transport_word(e.sending->transport));
    default:
      return Value::integer(static_cast<std::int32_t>(e.sending->buffer.size()));
  }
}

bool read_socket_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  const SocketNames* const s = received_socket(e);
  const Reception& r = *e.reception;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kReceivedAddress):
      value = Value::of(address_text(*e.arena, r.destination.address, false));
      return true;
    case static_cast<int>(PvId::kReceivedPort):
      value = Value::integer(r.destination.port);
      return true;
    case static_cast<int>(PvId::kReceivedUri):
      value = Value::of(uri_text(*e.arena, r.transport,
                                 address_text(*e.arena, r.destination.address, true),
                                 r.destination.port));
      return true;
    case static_cast<int>(PvId::kReceivedUriTransport):
      value = Value::of(uri_text(*e.arena, r.transport,
                                 address_text(*e.arena, r.destination.address, true),
                                 r.destination.port, true));
      return true;
    case static_cast<int>(PvId::kAdvertisedUri):
    case static_cast<int>(PvId::kAdvertisedUriTransport): {
      const bool named = s != nullptr && !s->advertised_address.empty();
      value = Value::of(uri_text(
          *e.arena, r.transport,
          named ? s->advertised_address : address_text(*e.arena, r.destination.address, true),
          s != nullptr && s->advertised_port != 0 ? s->advertised_port : r.destination.port,
          pv.id == static_cast<std::uint16_t>(PvId::kAdvertisedUriTransport)));
      return true;
    }
    case static_cast<int>(PvId::kReceivedSocket):
      value = Value::of(socket_text(*e.arena, r.transport,
                                    address_text(*e.arena, r.destination.address, true),
                                    r.destination.port));
      return true;
    case static_cast<int>(PvId::kForcedSocketPort): {
      const int at = e.notes->forced_socket;
      const SocketNames* const forced =
          at < 0 ? nullptr : e.host->socket(e, static_cast<unsigned>(at));
      value = Value::integer(forced == nullptr ? 0 : forced->port);
      return true;
    }
    case static_cast<int>(PvId::kReceivedName):
      value = s == nullptr ? Value::null() : or_null(s->name);
      return true;
    case static_cast<int>(PvId::kAdvertisedAddress):
      value = s != nullptr && !s->advertised_address.empty()
                  ? Value::of(s->advertised_address)
                  : Value::of(address_text(*e.arena, r.destination.address, false));
      return true;
    case static_cast<int>(PvId::kAdvertisedPort):
      value = Value::integer(s != nullptr && s->advertised_port != 0 ? s->advertised_port
                                                                     : r.destination.port);
      return true;
    case static_cast<int>(PvId::kForcedSocket):
      value = forced_socket(e, false);
      return true;
    case static_cast<int>(PvId::kForcedSocketName):
      value = forced_socket(e, true);
      return true;
    default:
      return false;
  }
}

Value time_field(const std::tm& t, unsigned field) noexcept {
  const int fields[] = {t.tm_sec,         t.tm_min,      t.tm_hour,     t.tm_mday, t.tm_mon + 1,
                        t.tm_year + 1900, t.tm_wday + 1, t.tm_yday + 1, t.tm_isdst};
  return Value::integer(fields[field % std::size(fields)]);
}

std::tm broken_time(const Execution& e, bool utc) noexcept {
  const std::time_t seconds = static_cast<std::time_t>(e.reception->wall_nanoseconds / 1000000000);
  std::tm broken{};
  if (utc) {
    gmtime_r(&seconds, &broken);
  } else {
    localtime_r(&seconds, &broken);
  }
  return broken;
}

Value formatted_time(Execution& e, std::string_view format, bool utc) noexcept {
  std::array<char, 128> pattern{};
  std::array<char, 256> text{};
  if (format.size() >= pattern.size()) return Value::null();
  format.copy(pattern.data(), format.size());
  const std::tm broken = broken_time(e, utc);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  const std::size_t size = std::strftime(text.data(), text.size(), pattern.data(), &broken);
#pragma GCC diagnostic pop
  return Value::of(e.arena->copy({text.data(), size}));
}

Value time_value(Execution& e, unsigned field) noexcept {
  const std::int64_t ns = e.reception->wall_nanoseconds;
  const std::int32_t seconds = static_cast<std::int32_t>(ns / 1000000000);
  const std::int32_t micros = static_cast<std::int32_t>(ns % 1000000000 / 1000);
  if (field == 0 || field == 2) return Value::integer(seconds);
  if (field == 1 || field == 3) return Value::integer(micros);
  // SECONDS.MICROSECONDS, the latter with leading zeros
  std::array<char, 6> digits{};
  for (std::size_t i = 6, rest = static_cast<std::size_t>(micros); i-- > 0; rest /= 10) {
    digits[i] = static_cast<char>('0' + rest % 10);
  }
  return Value::of(join_texts(*e.arena, {number_text(*e.arena, seconds), ".",
                                         std::string_view(digits.data(), digits.size())}));
}

}  // namespace

std::string_view address_text(Arena& arena, const sip::Address& address, bool brackets) noexcept {
  // Written where it stays: to copy what was written byte by byte waits for the bytes.
  constexpr std::size_t kRoom = sip::kAddressText + 2;
  char* const at = arena.allocate(kRoom);
  if (at == nullptr) return {};
  const std::span<char> room(at, kRoom);
  const std::size_t size =
      brackets ? sip::format_host(address, room) : sip::format_address(address, room);
  arena.shrink(at, size);
  return {at, size};
}

std::uint64_t next_random(Execution& e) noexcept {
  if (e.random_state == 0) e.random_state = e.reception->random_seed | 1;
  std::uint64_t x = e.random_state += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

bool read_network_pv(Execution& e, const PvRef& pv, Value& value) noexcept {
  const Reception& r = *e.reception;
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kSourceAddress):
      value = Value::of(address_text(*e.arena, r.source.address, false));
      return true;
    case static_cast<int>(PvId::kSourceHost):
      value = Value::of(address_text(*e.arena, r.source.address, true));
      return true;
    case static_cast<int>(PvId::kSourcePort):
      value = Value::integer(r.source.port);
      return true;
    case static_cast<int>(PvId::kSourceSocket):
      value = Value::of(socket_text(*e.arena, r.transport,
                                    address_text(*e.arena, r.source.address, true), r.source.port));
      return true;
    case static_cast<int>(PvId::kSourceUri):
      value = Value::of(uri_text(*e.arena, r.transport,
                                 address_text(*e.arena, r.source.address, true), r.source.port));
      return true;
    case static_cast<int>(PvId::kSourceUriTransport):
      value =
          Value::of(uri_text(*e.arena, r.transport, address_text(*e.arena, r.source.address, true),
                             r.source.port, true));
      return true;
    case static_cast<int>(PvId::kTransportNumber):
      value = Value::integer(static_cast<std::int32_t>(r.transport));
      return true;
    case static_cast<int>(PvId::kTransport):
      value = Value::of(transport_word(r.transport));
      return true;
    case static_cast<int>(PvId::kFamily):
      value = Value::of(r.source.address.is_v4() ? "INET" : "INET6");
      return true;
    case static_cast<int>(PvId::kSending):
      value = e.sending == nullptr ? Value::null() : sending_field(e, e.sending->from, pv.slot);
      return true;
    case static_cast<int>(PvId::kSendingTo):
      value = e.sending == nullptr ? Value::null() : sending_field(e, e.sending->to, pv.slot);
      return true;
    default:
      return read_socket_pv(e, pv, value);
  }
}

bool read_time_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept {
  switch (static_cast<int>(pv.id)) {
    case static_cast<int>(PvId::kUnixTime):
      value = time_value(e, 0);
      return true;
    case static_cast<int>(PvId::kTimeValue):
      value = time_value(e, pv.slot);
      return true;
    case static_cast<int>(PvId::kTimeField):
      value = time_field(broken_time(e, false), pv.slot);
      return true;
    case static_cast<int>(PvId::kUtcField):
      value = time_field(broken_time(e, true), pv.slot);
      return true;
    case static_cast<int>(PvId::kUtcFormat):
      value = formatted_time(e, key, true);
      return true;
    case static_cast<int>(PvId::kTimeText):
      value = formatted_time(e, "%a %b %e %H:%M:%S %Y", false);
      return true;
    case static_cast<int>(PvId::kTimeFormat):
      value = formatted_time(e, key, false);
      return true;
    case static_cast<int>(PvId::kRandom):
      value = Value::integer(static_cast<std::int32_t>(next_random(e) & 0x7fffffff));
      return true;
    case static_cast<int>(PvId::kProcessId):
      value = Value::integer(static_cast<std::int32_t>(getpid()));
      return true;
    default:
      return false;
  }
}

}  // namespace weir::routes
