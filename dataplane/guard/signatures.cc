#include "dataplane/guard/signatures.h"

#include "dataplane/guard/scanners.h"
#include "routes/regex.h"
#include "sip/message.h"

#include <hs/hs.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace weir::dataplane::guard {

namespace {

constexpr unsigned kFlags = HS_FLAG_CASELESS | HS_FLAG_DOTALL | HS_FLAG_SINGLEMATCH;
constexpr std::size_t kSdpLook = 512;  // o= and s= are the second and third line of a body

std::string unfit(std::string_view pattern, std::string_view why) {
  return "the pattern '" + std::string(pattern.substr(0, 60)) +
         "' does not do: " + std::string(why);
}

// The pattern as Hyperscan reads it; empty, with an error, when it does not.
std::string translate(const Signature& signature, std::vector<SignatureError>& errors) {
  std::string translated;
  std::string error;
  if (!routes::translate_ere(signature.pattern, {.ignore_case = true}, translated, error)) {
    errors.push_back({signature.line, unfit(signature.pattern, error)});
    return {};
  }
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* why = nullptr;
  if (hs_expression_info(translated.c_str(), kFlags, &info, &why) != HS_SUCCESS) {
    errors.push_back({signature.line, unfit(signature.pattern, why->message)});
    hs_free_compile_error(why);
    return {};
  }
  const bool matches_nothing = info->min_width == 0;
  std::free(info);
  if (!matches_nothing) return translated;
  errors.push_back(
      {signature.line, unfit(signature.pattern, "it matches the empty text, thus every value")});
  return {};
}

// The value of the body's line that begins with `type`, as "o=".
std::string_view sdp_line(std::string_view body, std::string_view type) noexcept {
  body = body.substr(0, kSdpLook);
  while (!body.empty()) {
    const std::string_view line = body.substr(0, body.find_first_of("\r\n"));
    if (line.starts_with(type)) return line.substr(type.size());
    body.remove_prefix(std::min(line.size() + 1, body.size()));
  }
  return {};
}

std::string_view display_of(const sip::Result<const sip::NameAddr*>& party) noexcept {
  return party ? (*party)->display : std::string_view();
}

std::string_view user_of(const sip::Result<const sip::NameAddr*>& party) noexcept {
  return party ? uri_user((*party)->uri) : std::string_view();
}

std::string_view value_of(const sip::MessageView& request, SignatureField field) noexcept {
  switch (field) {
    case SignatureField::kUserAgent:
      return request.first_value(sip::HeaderId::kUserAgent);
    case SignatureField::kFromDisplay:
      return display_of(request.from());
    case SignatureField::kFromUser:
      return user_of(request.from());
    case SignatureField::kToDisplay:
      return display_of(request.to());
    case SignatureField::kToUser:
      return user_of(request.to());
    case SignatureField::kRuriUser:
      return uri_user(request.request_uri());
    case SignatureField::kContact:
      return request.first_value(sip::HeaderId::kContact);
    case SignatureField::kCallId:
      return request.first_value(sip::HeaderId::kCallId);
    case SignatureField::kSdpOrigin:
      return sdp_line(request.body(), "o=");
    case SignatureField::kSdpSession:
      return sdp_line(request.body(), "s=");
  }
  return {};
}

int stop_at_first(unsigned id, unsigned long long, unsigned long long, unsigned, void* found) {
  *static_cast<std::size_t*>(found) = id;
  return 1;
}

}  // namespace

std::shared_ptr<const SignatureSet> SignatureSet::make(SignatureList list,
                                                       std::vector<SignatureError>& errors) {
  std::shared_ptr<SignatureSet> set(new SignatureSet(std::move(list)));
  bool good = true;
  for (std::size_t field = 0; good && field < kSignatureFields.size(); ++field) {
    good = set->compile(field, errors);
  }
  return good ? set : nullptr;
}

// False after an error; those of this field's patterns are all reported.
bool SignatureSet::compile(std::size_t field, std::vector<SignatureError>& errors) {
  std::vector<std::string> patterns;
  std::vector<unsigned> ids;
  const std::size_t before = errors.size();
  for (std::size_t i = 0; i < list_.signatures.size(); ++i) {
    if ((list_.signatures[i].fields >> field & 1) == 0) continue;
    std::string translated = translate(list_.signatures[i], errors);
    if (translated.empty()) continue;
    patterns.push_back(std::move(translated));
    ids.push_back(static_cast<unsigned>(i));
  }
  if (errors.size() != before) return false;
  if (patterns.empty()) return true;
  std::vector<const char*> texts;
  for (const std::string& pattern : patterns) texts.push_back(pattern.c_str());
  const std::vector<unsigned> flags(texts.size(), kFlags);
  hs_compile_error_t* why = nullptr;
  if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()),
                       HS_MODE_BLOCK, nullptr, &databases_[field], &why) == HS_SUCCESS) {
    return true;
  }
  const auto at = why->expression < 0 ? 0U : static_cast<unsigned>(why->expression);
  const Signature& signature = list_.signatures[ids[at]];
  errors.push_back({signature.line, unfit(signature.pattern, why->message)});
  hs_free_compile_error(why);
  return false;
}

SignatureSet::~SignatureSet() {
  for (hs_database* const database : databases_) hs_free_database(database);
}

std::size_t SignatureSet::bytes() const noexcept {
  std::size_t sum = 0;
  for (const hs_database* const database : databases_) {
    std::size_t size = 0;
    if (database != nullptr && hs_database_size(database, &size) == HS_SUCCESS) sum += size;
  }
  return sum;
}

std::unique_ptr<Signatures> Signatures::make(std::shared_ptr<const SignatureSet> set) {
  const std::size_t size = set == nullptr ? scanner_names().size() : set->list().signatures.size();
  std::unique_ptr<Signatures> made(new Signatures(std::move(set), size));
  if (made->set_ == nullptr) return made;
  for (const hs_database* const database : made->set_->databases_) {
    if (database == nullptr) continue;
    if (hs_alloc_scratch(database, &made->scratch_) != HS_SUCCESS) return nullptr;
  }
  return made;
}

Signatures::~Signatures() { hs_free_scratch(scratch_); }

bool Signatures::match(const sip::MessageView& request) noexcept {
  const std::size_t found = set_ == nullptr ? find_scanner(request) : find(request);
  if (found == kNoScanner) return false;
  // Only this lcore writes.
  hits_[found].store(hits_[found].load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return true;
}

std::size_t Signatures::find(const sip::MessageView& request) const noexcept {
  std::size_t found = kNoScanner;
  for (std::size_t field = 0; field < kSignatureFields.size(); ++field) {
    const hs_database* const database = set_->databases_[field];
    if (database == nullptr) continue;
    const std::string_view value =
        value_of(request, static_cast<SignatureField>(field)).substr(0, kScannerLook);
    if (value.empty()) continue;
    hs_scan(database, value.data(), static_cast<unsigned>(value.size()), 0, scratch_, stop_at_first,
            &found);
    if (found != kNoScanner) return found;
  }
  return kNoScanner;
}

}  // namespace weir::dataplane::guard
