#include "dataplane/guard/access_lists.h"

#include <algorithm>

namespace weir::dataplane::guard {

namespace {

// Takes ":PORT" off the end of `text`; false when it is there and no port. An IPv6 address has
// its port after a bracket or after the length only.
bool take_port(std::string_view& text, std::uint16_t& port) {
  port = 0;
  const auto colon = text.rfind(':');
  if (colon == text.npos) return true;
  const auto slash = text.rfind('/');
  const bool bracketed = !text.empty() && text.front() == '[';
  const bool after_length = slash != text.npos && colon > slash;
  const bool after_bracket = bracketed && colon > text.rfind(']');
  const bool after_v4 = text.find(':') == colon && !bracketed;
  if (!after_length && !after_bracket && !after_v4) return true;
  const auto number = sip::parse_port(text.substr(colon + 1));
  if (!number) return false;
  port = *number;
  text = text.substr(0, colon);
  return true;
}

}  // namespace

bool parse_peer(std::string_view text, PeerEntry& entry) {
  if (!take_port(text, entry.port)) return false;
  std::string plain(text);  // without brackets: "[2001:db8::]/32" -> "2001:db8::/32"
  std::erase_if(plain, [](char c) { return c == '[' || c == ']'; });
  const auto prefix = sip::parse_prefix(plain);
  if (!prefix) return false;
  entry.prefix = *prefix;
  return true;
}

AccessLists::AccessLists(std::vector<PeerEntry> peers, std::span<const DenyEntry> denied,
                         std::uint64_t seed)
    : peers_(std::move(peers)), ends_(peers_.size()), denied_(denied, seed + 1) {
  std::stable_sort(peers_.begin(), peers_.end(), [](const PeerEntry& a, const PeerEntry& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : a.port > b.port;
  });
  std::vector<PrefixMap::Item> items;
  for (std::uint32_t first = 0, next = 0; first < peers_.size(); first = next) {
    while (next < peers_.size() && peers_[next].prefix == peers_[first].prefix) ++next;
    ends_[first] = next;
    items.push_back({peers_[first].prefix, first});
  }
  index_ = PrefixMap(items, seed);
}

std::uint32_t AccessLists::find_peer(const sip::Address& source,
                                     std::uint16_t port) const noexcept {
  unsigned length = 129;
  for (;;) {
    const std::uint32_t first = index_.find(source, length, &length);
    if (first == kNone) return kNone;
    // Entries with the port stand before the one for any port.
    for (std::uint32_t i = first; i < ends_[first]; ++i) {
      if (peers_[i].port == 0 || peers_[i].port == port) return i;
    }
  }
}

}  // namespace weir::dataplane::guard
