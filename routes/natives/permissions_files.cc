// permissions: allow and deny files. A rule of the allow file settles it, then one of the deny
// file; what neither knows is allowed.
#include "routes/access_rules.h"

#include "routes/natives/functions_routing.h"
#include "routes/natives/readers.h"
#include "routes/natives/request_uri.h"
#include "routes/operators.h"
#include "routes/workspace.h"
#include "sip/contact.h"
#include "sip/name_addr.h"

#include <algorithm>

namespace weir::routes::natives {
namespace {

constexpr std::size_t kMostText = 256;  // Kamailio's: longer URIs are refused

bool fits(Execution& e, const AccessPatterns& patterns, std::string_view text) noexcept {
  const auto matches = [&](std::uint32_t id) {
    return e.image->regexes().matches(id, text, e.workspace->scratch());
  };
  const auto any = [&](const std::vector<std::uint32_t>& ids) {
    return std::any_of(ids.begin(), ids.end(), matches);
  };
  return (patterns.all || any(patterns.patterns)) && !any(patterns.except);
}

bool allowed(Execution& e, const AccessFiles& files, std::string_view from,
             std::string_view uri) noexcept {
  if (from.size() > kMostText || uri.size() > kMostText) return false;
  const auto rule_of = [&](const std::vector<AccessRule>& rules) {
    return std::any_of(rules.begin(), rules.end(), [&](const AccessRule& rule) {
      return fits(e, rule.from, from) && fits(e, rule.uri, uri);
    });
  };
  return rule_of(files.allow) || !rule_of(files.deny);
}

const AccessFiles* files_of(const Execution& e, const Value& number) noexcept {
  const auto& pairs = e.image->data().access.pairs;
  const auto index = static_cast<std::size_t>(number.number);
  return index < pairs.size() ? &pairs[index] : nullptr;
}

bool is_empty(const AccessFiles& files) noexcept {
  return files.allow.empty() && files.deny.empty();
}

// "sip:USER@HOST", which the rules of R-URIs, branches and Contacts are for; empty for no URI. Any
// scheme becomes sip, as in Kamailio, and a tel URI's number the user.
std::string_view plain_uri(Execution& e, std::string_view text, bool with_port = false) noexcept {
  const auto uri = sip::parse_uri(text);
  if (!uri) return {};
  const bool port = with_port && !uri->port_text.empty();
  return join_texts(*e.arena, {"sip:", uri->user, "@", uri->host, port ? ":" : "",
                               port ? uri->port_text : std::string_view{}});
}

bool all_branches_allowed(Execution& e, const AccessFiles& files, std::string_view from) noexcept {
  const Notes& n = *e.notes;
  for (std::size_t i = 0; i < n.branch_count; ++i) {
    const std::string_view uri = plain_uri(e, n.branches[i].uri);
    if (uri.empty() || !allowed(e, files, from, uri)) return false;
  }
  return true;
}

std::int32_t check_contacts(Execution& e, Arguments a, bool with_port) noexcept {
  const AccessFiles* const files = files_of(e, a[0]);
  if (files == nullptr) return -1;
  if (is_empty(*files)) return 1;
  const auto to = e.message->to();
  if (!to) return -1;
  sip::ValueList<sip::Contact> contacts(*e.message, sip::HeaderId::kContact, sip::next_contact);
  while (const auto contact = contacts.next()) {
    if (contact->address.star) return 1;
    const std::string_view uri = plain_uri(e, contact->address.uri, with_port);
    if (uri.empty() || !allowed(e, *files, (*to)->uri, uri)) return -1;
  }
  return 1;
}

}  // namespace

std::int32_t allow_routing(Execution& e, Arguments a) noexcept {
  const AccessFiles* const files = files_of(e, a[0]);
  if (files == nullptr) return -1;
  if (is_empty(*files)) return 1;
  const auto from = e.message->from();
  const std::string_view uri = plain_uri(e, current_uri(e));
  if (!from || uri.empty() || !allowed(e, *files, (*from)->uri, uri)) return -1;
  const bool branches = e.image->data().access.check_all_branches;
  return !branches || all_branches_allowed(e, *files, (*from)->uri) ? 1 : -1;
}

std::int32_t allow_register(Execution& e, Arguments a) noexcept {
  return check_contacts(e, a, false);
}

std::int32_t allow_register_include_port(Execution& e, Arguments a) noexcept {
  return check_contacts(e, a, true);
}

std::int32_t allow_uri(Execution& e, Arguments a) noexcept {
  const AccessFiles* const files = files_of(e, a[0]);
  if (files == nullptr) return -1;
  if (is_empty(*files)) return 1;
  const auto from = e.message->from();
  IntText scratch;
  const Value uri = read_reference(e, a[1]);
  if (!from || uri.is_null()) return -1;
  return allowed(e, *files, (*from)->uri, to_text(uri, scratch)) ? 1 : -1;
}

}  // namespace weir::routes::natives
