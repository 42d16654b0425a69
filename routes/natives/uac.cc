// uac: other names in From and To. What was replaced by what travels in a parameter of our
// Record-Route, as Kamailio writes it: both URIs XORed, XORed with a password, in base64.
#include "routes/natives/uac.h"

#include "routes/natives/functions_routing.h"
#include "routes/natives/request_uri.h"
#include "sip/name_addr.h"
#include "sip/token.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace weir::routes {
namespace {

using sip::HeaderId;

constexpr std::size_t kMostBytes = 512;  // of a URI that is stored

// RFC 4648 table 1 with "-" for the padding, which a parameter may hold.
constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string_view encode(Arena& arena, std::string_view bytes) noexcept {
  char* const to = arena.allocate((bytes.size() + 2) / 3 * 4);
  if (to == nullptr) return {};
  std::size_t size = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(bytes.size() - i, 3);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < left ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      to[size++] = j <= left ? kDigits[group >> (18 - 6 * j) & 63] : '-';
    }
  }
  return {to, size};
}

std::optional<std::string_view> decode(Arena& arena, std::string_view text) noexcept {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  char* const to = arena.allocate(text.size() / 4 * 3);
  if (to == nullptr) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t digits = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const std::size_t digit = kDigits.find(text[i + j]);
      const bool padding = text[i + j] == '-' && i + 4 == text.size() && j >= 2;
      if (digit == kDigits.npos ? !padding : digits < j) return std::nullopt;
      group = group << 6 | (padding ? 0U : static_cast<std::uint32_t>(digit));
      if (!padding) ++digits;
    }
    for (std::size_t j = 0; j + 1 < digits; ++j) {
      to[size++] = static_cast<char>(group >> (16 - 8 * j) & 255);
    }
  }
  return std::string_view(to, size);
}

// `a` with the bytes of `b` XORed into it, as far as they reach.
void mix(std::span<char> a, std::string_view b) noexcept {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    a[i] = static_cast<char>(a[i] ^ b[i]);
}

void mix_password(std::span<char> a, std::string_view password) noexcept {
  for (std::size_t i = 0; i < a.size() && !password.empty(); ++i) {
    a[i] = static_cast<char>(a[i] ^ password[i % password.size()]);
  }
}

enum class Party : std::uint8_t { kFrom, kTo };

struct Header {
  const sip::Field* field = nullptr;
  const sip::NameAddr* value = nullptr;
};

std::optional<Header> header_of(const Execution& e, Party party) noexcept {
  const bool from = party == Party::kFrom;
  const auto value = from ? e.message->from() : e.message->to();
  if (!value) return std::nullopt;
  return Header{e.message->first(from ? HeaderId::kFrom : HeaderId::kTo), *value};
}

bool in_dialog(const Execution& e) noexcept {
  const auto to = e.message->to();
  return to && (*to)->has_tag;
}

std::int32_t counted(Execution& e, bool done) noexcept {
  if (!done && e.notes->edits_refused < 65535) ++e.notes->edits_refused;
  return done ? 1 : -1;
}

// Remembers in our Record-Route that `old` has become `now`.
bool store(Execution& e, Party party, std::string_view old, std::string_view now) noexcept {
  const Tunables& t = e.image->tunables();
  const std::size_t size = std::max(old.size(), now.size());
  if (size > kMostBytes) return false;
  std::array<char, kMostBytes> bytes{};
  const std::span<char> mixed(bytes.data(), size);
  mix(mixed, old);
  mix(mixed, now);
  mix_password(mixed, t.uac_password);
  const std::string_view text = encode(*e.arena, {bytes.data(), size});
  e.notes->record_route_extra =
      join_texts(*e.arena, {e.notes->record_route_extra, ";",
                            party == Party::kFrom ? t.uac_from_param : t.uac_to_param, "=", text});
  return !text.empty();
}

// The display name in front of the URI, which gets brackets by it.
bool replace_display(Execution& e, const Header& header, std::string_view display,
                     std::string_view uri) noexcept {
  const sip::NameAddr& value = *header.value;
  sip::EditList& edits = e.notes->edits;
  const std::size_t begin = e.message->offset(value.text);
  const std::size_t uri_begin = e.message->offset(value.uri);
  const std::size_t uri_end = uri_begin + value.uri.size();
  if (!value.bracketed) {
    const std::string_view text =
        join_texts(*e.arena, {display, " <", uri.empty() ? value.uri : uri, ">"});
    return edits.replace(uri_begin, uri_end, text);
  }
  const std::size_t end = begin + value.display.size();
  const bool new_name = value.display.empty() && !display.empty();
  const std::string_view name = new_name ? e.arena->concat(display, " ") : display;
  if (!edits.replace(begin, end, name)) return false;
  return uri.empty() || edits.replace(uri_begin, uri_end, uri);
}

bool replace_uri(Execution& e, const Header& header, std::string_view uri) noexcept {
  const std::size_t begin = e.message->offset(header.value->uri);
  return e.notes->edits.replace(begin, begin + header.value->uri.size(), uri);
}

// In a dialog the names are those of its beginning: replacing is refused unless the script does
// the restoring, too.
std::int32_t replace_party(Execution& e, Arguments a, Party party) noexcept {
  const Tunables& t = e.image->tunables();
  const bool named = a.size() > 1;
  const std::string_view uri = named ? a[1].text : a[0].text;
  if (!named && uri.empty()) return -1;
  if (t.uac_restore == UacRestore::kAuto && in_dialog(e)) return -1;
  const auto header = header_of(e, party);
  if (!header) return -1;
  const sip::EditList before = e.notes->edits;
  const bool done =
      named ? replace_display(e, *header, a[0].text, uri) : replace_uri(e, *header, uri);
  const bool kept = uri.empty() || t.uac_restore == UacRestore::kNone ||
                    (done && store(e, party, header->value->uri, uri));
  if (done && kept) return 1;
  e.notes->edits = before;
  return counted(e, false);
}

// The parameters of our own Route: of what loose_route() took out, else of the first one.
sip::Params own_route(const Execution& e) noexcept {
  if (!e.notes->route_params.empty()) return {e.notes->route_params, true};
  sip::ValueList<sip::NameAddr> routes(*e.message, HeaderId::kRoute, sip::next_name_addr);
  const auto first = routes.next();
  const auto uri = first ? sip::parse_uri(first->uri) : sip::Result<sip::Uri>(sip::Error::kMissing);
  return uri ? uri->params : sip::Params{};
}

// Puts the other of the two URIs in the place of the one that stands there. Whether it is the From
// or the To tells the tag that ftag holds, the caller's.
std::int32_t restore(Execution& e, Party party) noexcept {
  const Tunables& t = e.image->tunables();
  if (t.uac_restore == UacRestore::kNone || !e.message->is_request()) return -1;
  const sip::Params params = own_route(e);
  const sip::Param stored = params.find(party == Party::kFrom ? t.uac_from_param : t.uac_to_param);
  const auto bytes = decode(*e.arena, stored.value);
  const auto from = e.message->from();
  if (!bytes || !from || bytes->size() > kMostBytes) return -1;
  const sip::Param tag = params.find("ftag");
  const bool upstream = !tag.name.empty() && tag.value != (*from)->tag;
  const Party where = upstream ? (party == Party::kFrom ? Party::kTo : Party::kFrom) : party;
  const auto header = header_of(e, where);
  if (!header) return -1;
  char* const uri = e.arena->allocate(bytes->size());
  if (uri == nullptr) return -1;
  const std::span<char> mixed(uri, bytes->size());
  std::copy(bytes->begin(), bytes->end(), uri);
  mix_password(mixed, t.uac_password);
  mix(mixed, header->value->uri);
  std::size_t size = mixed.size();
  while (size > 0 && mixed[size - 1] == 0) --size;
  // A parameter that is not ours would put anything there.
  const std::string_view restored(uri, size);
  if (!sip::parse_uri(restored)) return -1;
  return counted(e, replace_uri(e, *header, restored));
}

}  // namespace

void restore_parties(Execution& e) noexcept {
  if (e.image->tunables().uac_restore != UacRestore::kAuto) return;
  restore(e, Party::kFrom);
  restore(e, Party::kTo);
}

namespace natives {

std::int32_t uac_replace_from(Execution& e, Arguments a) noexcept {
  return replace_party(e, a, Party::kFrom);
}

std::int32_t uac_replace_to(Execution& e, Arguments a) noexcept {
  return replace_party(e, a, Party::kTo);
}

std::int32_t uac_restore_from(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return restore(e, Party::kFrom);
}

std::int32_t uac_restore_to(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  return restore(e, Party::kTo);
}

}  // namespace natives

}  // namespace weir::routes
