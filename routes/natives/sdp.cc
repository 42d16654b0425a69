#include "routes/natives/sdp.h"

#include "sip/multipart.h"
#include "sip/sdp_edit.h"

#include <array>
#include <charconv>

namespace weir::routes {
namespace {

enum Field : unsigned { kBody, kSessionVersion, kAddress };  // as in fields.cc

std::optional<sip::SdpOrigin> origin_of(const sip::Sdp& sdp) noexcept {
  const sip::SdpLine line = sdp.session().find('o');
  if (!line) return std::nullopt;
  const auto origin = sip::parse_sdp_origin(line.value);
  if (!origin) return std::nullopt;
  return *origin;
}

// The address that the first stream goes to, or the session's without streams.
Value connection_address(const sip::Sdp& sdp) noexcept {
  const sip::SdpLine line =
      sdp.media_count() > 0 ? sip::connection_line(sdp, sdp.media(0)) : sdp.session().find('c');
  if (!line) return Value::null();
  const auto connection = sip::parse_sdp_connection(line.value);
  return connection ? Value::of(connection->address) : Value::null();
}

}  // namespace

std::string_view sdp_text(const Execution& e) noexcept {
  const auto part = sip::find_part(*e.message, "application/sdp");
  return part ? part->body : std::string_view{};
}

std::optional<sip::Sdp> read_sdp(const Execution& e) noexcept {
  const auto sdp = sip::parse_sdp(sdp_text(e));
  if (!sdp) return std::nullopt;
  return *sdp;
}

Value read_sdp_field(Execution& e, unsigned field) noexcept {
  const auto sdp = read_sdp(e);
  if (!sdp) return Value::null();
  if (field == kBody) return Value::of(sdp_text(e));
  if (field == kAddress) return connection_address(*sdp);
  const auto origin = origin_of(*sdp);
  std::int32_t number = 0;
  if (!origin || !text_to_int(origin->session_version, number)) return Value::null();
  return Value::integer(number);
}

// -1 stands for one more than it is (RFC 3264 section 8).
bool write_sdp_field(Execution& e, unsigned field, const Value& value) noexcept {
  if (field != kSessionVersion || !value.is_int() || value.number < -1) return false;
  const auto sdp = read_sdp(e);
  const auto origin = sdp ? origin_of(*sdp) : std::nullopt;
  if (!origin) return false;
  const std::string_view old = origin->session_version;
  auto version = static_cast<std::uint64_t>(value.number);
  if (value.number == -1) {
    const auto [end, error] = std::from_chars(old.data(), old.data() + old.size(), version);
    if (error != std::errc{} || end != old.data() + old.size()) return false;
    ++version;
  }
  std::array<char, 24> digits;
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), version);
  static_cast<void>(error);  // 20 digits at most
  const std::size_t begin = e.message->offset(old);
  const std::string_view text =
      e.arena->copy({digits.data(), static_cast<std::size_t>(end - digits.data())});
  if (!text.empty() && e.notes->edits.replace(begin, begin + old.size(), text)) return true;
  if (e.notes->edits_refused < 65535) ++e.notes->edits_refused;
  return false;
}

}  // namespace weir::routes
