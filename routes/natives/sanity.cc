// sanity: is the message what RFC 3261 asks for? What is not is answered. The looks are those of
// sip/validate.h; here are the bits of the module, and the phrases that Kamailio 5.6.3 was seen to
// answer with.
#include "routes/natives/functions_core.h"
#include "routes/natives/request_uri.h"
#include "routes/natives/sl.h"
#include "routes/workspace.h"
#include "sip/validate.h"

#include <array>
#include <bit>

namespace weir::routes::natives {
namespace {

using sip::Flaw;

constexpr std::uint32_t kUris = 1024;
constexpr std::uint32_t kAnyUri = ~std::uint32_t{0};

// One look. `bit` is of sanity_check()'s first argument, `uri_bit` of its second; the order is the
// order of the looks.
struct Row {
  std::uint32_t bit;
  std::uint32_t uri_bit;
  Flaw flaw;
  std::string_view phrase;  // empty: that of flaws.def
};

constexpr std::string_view kBadUri = "Bad Request URI";
constexpr std::string_view kMissing = "Missing Required Header in Request";
constexpr std::string_view kLength = "Content-Length mis-match";
constexpr std::string_view kAuth = "Bad Auth Credentials";

constexpr auto kRows = std::to_array<Row>({
    {1, kAnyUri, Flaw::kVersion, "Version Not Supported (R-URI)"},
    {2, kAnyUri, Flaw::kRequestUri, kBadUri},
    {2, kAnyUri, Flaw::kScheme, "Unsupported URI Scheme in Request URI"},
    {4, kAnyUri, Flaw::kNoTo, kMissing},
    {4, kAnyUri, Flaw::kNoFrom, kMissing},
    {4, kAnyUri, Flaw::kNoCSeq, kMissing},
    {4, kAnyUri, Flaw::kNoCallId, kMissing},
    {4, kAnyUri, Flaw::kNoVia, kMissing},
    {32, kAnyUri, Flaw::kCSeqMethod, "CSeq method does not match request method"},
    {32, kAnyUri, Flaw::kUnknownMethod, ""},  // RFC 4475 section 3.1.2.18 prefers 501 to 400
    {64, kAnyUri, Flaw::kCSeq, "CSeq number is illegal"},
    {128, kAnyUri, Flaw::kContentLength, kLength},
    {128, kAnyUri, Flaw::kBody, kLength},
    {256, kAnyUri, Flaw::kExpires, "Expires value is illegal"},
    {512, kAnyUri, Flaw::kProxyRequire, "Bad Proxy Require Extension"},
    {kUris, 1, Flaw::kRequestUri, kBadUri},
    {kUris, 2, Flaw::kFrom, "Invalid From Header"},
    {kUris, 2, Flaw::kFromUri, "Invalid From Header"},
    {kUris, 4, Flaw::kTo, "Invalid To Header"},
    {kUris, 4, Flaw::kToUri, "Invalid To Header"},
    {kUris, 8, Flaw::kContact, "Bad Contact Header"},
    {2048, kAnyUri, Flaw::kCredentials, kAuth},
    {4096, kAnyUri, Flaw::kTags, ""},
    {8192, kAnyUri, Flaw::kCredentials, kAuth},
    {16384, kAnyUri, Flaw::kNoVia, ""},
    {16384, kAnyUri, Flaw::kTopVia, ""},
});

// The rows that well_formed() has looked for.
constexpr std::uint32_t kBasicRows = [] {
  std::uint32_t rows = 0;
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (sip::kBasicFlaws.has(kRows[i].flaw)) rows |= 1u << i;
  }
  return rows;
}();

// Bit i: kRows[i] is to be looked for. A script asks for the same ones all the time.
std::uint32_t rows_of(const Execution& e, std::uint32_t checks, std::uint32_t uris) noexcept {
  Workspace::KnownChecks& known = e.workspace->known_checks();
  if (known.checks != checks || known.uris != uris) {
    known = {checks, uris, 0};
    for (std::size_t i = 0; i < kRows.size(); ++i) {
      const bool wanted = (checks & kRows[i].bit) != 0 && (uris & kRows[i].uri_bit) != 0;
      known.rows |= wanted ? 1u << i : 0;
    }
  }
  return e.well_formed ? known.rows & ~kBasicRows : known.rows;
}

static_assert(kRows.size() <= 32);

// RFC 3261 section 8.2.2.3: a 420 names what is not supported.
void add_unsupported(Execution& e) noexcept {
  const sip::MessageView& m = *e.message;
  std::size_t room = 64;
  for (const sip::Field* f = m.first(sip::HeaderId::kProxyRequire); f != nullptr; f = m.next(*f)) {
    room += 2 * m.value(*f).size();  // ", " for ","
  }
  char* const text = e.arena->allocate(room);
  if (text == nullptr) return;
  const auto size = sip::format_unsupported(m, sip::HeaderId::kProxyRequire,
                                            e.image->tunables().sanity_proxy_require, {text, room});
  if (!size) return;
  e.notes->reply_headers = join_texts(*e.arena, {e.notes->reply_headers, {text, *size}});
}

// Answers, or keeps for sanity_reply().
void refuse(Execution& e, const Row& row) noexcept {
  const sip::FlawRow& flaw = sip::flaw_row(row.flaw);
  if (flaw.code == 0) return;
  if (row.flaw == Flaw::kProxyRequire) add_unsupported(e);
  e.notes->refusal_status = flaw.code;
  e.notes->refusal_reason = row.phrase.empty() ? flaw.reason : row.phrase;
  if (e.image->tunables().sanity_noreply) return;
  send_stateless(e, e.notes->refusal_status, e.notes->refusal_reason);
}

}  // namespace

std::int32_t sanity_check(Execution& e, Arguments a) noexcept {
  const Tunables& t = e.image->tunables();
  const std::uint32_t checks =
      a.empty() ? t.sanity_checks : static_cast<std::uint32_t>(a[0].number);
  const std::uint32_t uris =
      a.size() < 2 ? t.sanity_uri_checks : static_cast<std::uint32_t>(a[1].number);
  const sip::Capabilities able{.extensions = t.sanity_proxy_require};
  for (std::uint32_t left = rows_of(e, checks, uris); left != 0; left &= left - 1) {
    const Row& row = kRows[static_cast<std::size_t>(std::countr_zero(left))];
    if (!sip::has_flaw(*e.message, row.flaw, able)) continue;
    refuse(e, row);
    return t.sanity_autodrop ? 0 : -1;
  }
  return 1;
}

std::int32_t sanity_reply(Execution& e, Arguments a) noexcept {
  static_cast<void>(a);
  const bool kept = e.image->tunables().sanity_noreply && e.notes->refusal_status != 0;
  return !kept || send_stateless(e, e.notes->refusal_status, e.notes->refusal_reason) ? 1 : -1;
}

}  // namespace weir::routes::natives
