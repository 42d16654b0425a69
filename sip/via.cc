#include "sip/via.h"

#include "sip/byte_set.h"
#include "sip/element_kernels.h"
#include "sip/swar.h"
#include "sip/token.h"
#include "sip/via_param.h"

#include <array>

namespace weir::sip {
namespace {

constexpr std::array<std::string_view, 7> kTransports = {"",     "UDP", "TCP", "TLS",
                                                         "SCTP", "WS",  "WSS"};

constexpr ByteSet kDigitChars = ByteSet::of_class(kDigitChar);

// Reads `text` from the left; each take_x() skips the LWS before what it takes.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : text_(text) {}

  std::size_t at() const noexcept { return at_; }
  std::string_view rest() const noexcept { return slice(text_, at_); }
  bool at_end() const noexcept { return at_ == text_.size(); }
  char peek() const noexcept { return at_end() ? '\0' : text_[at_]; }
  void advance(std::size_t count) noexcept { at_ += count; }

  bool skip_space() noexcept {
    const std::size_t before = at_;
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ != before;
  }

  bool take(char c) noexcept {
    skip_space();
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }

  std::string_view take(const ByteSet& set) noexcept {
    const std::size_t begin = at_;
    at_ = set.skip(text_, at_);
    return slice(text_, begin, at_ - begin);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// SIP/2.0/transport, with LWS around the slashes.
Error take_protocol(Cursor& cursor, Via& via) noexcept {
  if (cursor.rest().starts_with("SIP/2.0/UDP ")) {
    via.transport_text = slice(cursor.rest(), 8, 3);
    via.transport = Transport::kUdp;
    cursor.advance(12);
    cursor.skip_space();
    return Error::kNone;
  }
  cursor.skip_space();
  if (cursor.rest().starts_with("SIP/2.0/")) {
    cursor.advance(8);
  } else {
    if (!equal_ignoring_case(cursor.take(kTokenSet), "SIP")) return Error::kSyntax;
    if (!cursor.take('/')) return Error::kSyntax;
    cursor.skip_space();
    if (cursor.take(kTokenSet).empty() || !cursor.take('/')) return Error::kSyntax;
  }
  cursor.skip_space();
  via.transport_text = cursor.take(kTokenSet);
  via.transport = find_transport(via.transport_text);
  return via.transport_text.empty() || !cursor.skip_space() ? Error::kSyntax : Error::kNone;
}

// host [":" port], with LWS around the colon.
Error take_sent_by(Cursor& cursor, std::string_view all, Via& via) noexcept {
  const std::size_t begin = cursor.at();
  if (cursor.peek() == '[') {
    const std::size_t close = all.find(']', begin);
    if (close == all.npos) return Error::kSyntax;
    via.host = slice(all, begin, close + 1 - begin);
    for (const char c : slice(via.host, 1, via.host.size() - 2)) {
      if (!has_class(c, kHexChar) && c != ':' && c != '.') return Error::kSyntax;
    }
    cursor.advance(via.host.size());
  } else {
    via.host = cursor.take(kHostSet);
  }
  if (via.host.empty() || via.host == "[]") return Error::kSyntax;

  std::size_t end = cursor.at();
  cursor.skip_space();
  if (cursor.peek() == ':') {
    cursor.advance(1);
    cursor.skip_space();
    const Result<std::uint16_t> port = parse_port(cursor.take(kDigitChars));
    if (!port) return port.error();
    via.port = *port;
    via.has_port = true;
    end = cursor.at();
  }
  via.sent_by = slice(all, begin, end - begin);
  return Error::kNone;
}

}  // namespace

Error take_via_in_steps(std::string_view& rest, Via& via) noexcept {
  renew(via);
  Cursor cursor(rest);
  cursor.skip_space();
  const std::size_t begin = cursor.at();
  if (const Error error = take_protocol(cursor, via); error != Error::kNone) return error;
  if (const Error error = take_sent_by(cursor, rest, via); error != Error::kNone) return error;

  cursor.skip_space();
  const std::string_view list = cursor.rest();
  std::string_view tail = list;
  for (;;) {
    const Result<Param> param = next_param(tail);
    if (!param) return param.error();
    if (param->name.empty()) break;
    if (const Error error = note_param(*param, via); error != Error::kNone) return error;
  }
  if (!tail.empty() && tail.front() != ',') return Error::kSyntax;

  via.params.text = trim(slice(list, 0, list.size() - tail.size()));
  via.text = trim(slice(rest, begin, rest.size() - tail.size() - begin));
  rest = tail.empty() ? tail : trim(slice(tail, 1));
  return Error::kNone;
}

Error take_via(std::string_view& rest, Via& via) noexcept {
  if (best_elements().take_via(rest, via)) return Error::kNone;
  return take_via_in_steps(rest, via);
}

Result<Via> next_via(std::string_view& rest) noexcept {
  Via via;
  if (const Error error = take_via(rest, via); error != Error::kNone) return error;
  return via;
}

Result<Via> parse_via(std::string_view text) noexcept {
  const Result<Via> via = next_via(text);
  if (via && !text.empty()) return Error::kSyntax;
  return via;
}

Transport find_transport(std::string_view text) noexcept {
  for (std::size_t i = 1; i < kTransports.size(); ++i) {
    if (equal_ignoring_case(text, kTransports[i])) return static_cast<Transport>(i);
  }
  return Transport::kOther;
}

std::string_view transport_name(Transport transport) noexcept {
  return kTransports[static_cast<std::size_t>(transport)];
}

Result<Endpoint> reply_destination(const Via& via) noexcept {
  const Result<Address> address = parse_address(via.has_received ? via.received : via.host);
  if (!address) return Error::kForeign;
  const bool secure = via.transport == Transport::kTls || via.transport == Transport::kWss;
  const std::uint16_t fallback = secure ? 5061 : 5060;
  if (via.rport != 0) return Endpoint{*address, via.rport};
  return Endpoint{*address, via.has_port ? via.port : fallback};
}

}  // namespace weir::sip
