#include "dataplane/guard/address_list.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace weir::dataplane::guard {

namespace {

constexpr std::size_t kColumns = 5;

struct Columns {
  std::array<std::string_view, kColumns> text;
  std::size_t count = 0;
  bool too_many = false;
};

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }

// Splits a line at white space and commas. A comment ends it; quotes hold a tag together.
Columns split(std::string_view line) {
  Columns columns;
  std::size_t at = 0;
  for (;;) {
    while (at < line.size() && (is_blank(line[at]) || line[at] == ',')) ++at;
    if (at == line.size() || line[at] == '#') return columns;
    if (columns.count == kColumns) {
      columns.too_many = true;
      return columns;
    }
    std::size_t end = at;
    if (line[at] == '"') {
      ++at;
      end = std::min(line.find('"', at), line.size());
      columns.text[columns.count++] = line.substr(at, end - at);
      at = std::min(end + 1, line.size());
      continue;
    }
    while (end < line.size() && !is_blank(line[end]) && line[end] != ',' && line[end] != '#') ++end;
    columns.text[columns.count++] = line.substr(at, end - at);
    at = end;
  }
}

std::optional<std::uint32_t> number(std::string_view text, std::uint32_t largest) {
  std::uint32_t value = 0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || rest != text.data() + text.size() || value > largest) return {};
  return value;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// Reads ADDRESS, ADDRESS/MASK or ADDRESS MASK; the empty string when it is right.
std::string read_prefix(std::string_view address, std::string_view mask, sip::Prefix& prefix) {
  std::string text(address);
  if (text.find('/') == text.npos) {
    const auto plain = sip::parse_address(address);
    if (!plain) return quoted(address) + " is not an IPv4 or IPv6 address";
    const std::uint32_t longest = plain->is_v4() ? 32 : 128;
    std::erase_if(text, [](char c) { return c == '[' || c == ']'; });
    if (mask.empty()) {
      mask = plain->is_v4() ? "32" : "128";
    } else if (!number(mask, longest)) {
      return "the mask " + quoted(mask) + " is not a number of bits from 0 to " +
             std::to_string(longest);
    }
    text += "/" + std::string(mask);
  }
  const auto parsed = sip::parse_prefix(text);
  if (!parsed) return quoted(address) + " is not ADDRESS/BITS";
  prefix = *parsed;
  return {};
}

// One line that is not empty; what is wrong with it, or the empty string.
std::string read_entry(const Columns& columns, AddressEntry& entry) {
  if (columns.too_many) return "more than the five columns GROUP ADDRESS MASK PORT TAG";
  if (columns.count < 2) return "needs at least GROUP and ADDRESS";
  const auto group = number(columns.text[0], 0x7fffffff);
  if (!group || *group == 0) {
    return "the group " + quoted(columns.text[0]) + " is not a number from 1 on";
  }
  entry.group = *group;
  if (std::string wrong = read_prefix(columns.text[1], columns.text[2], entry.prefix);
      !wrong.empty()) {
    return wrong;
  }
  if (columns.count > 3) {
    const auto port = number(columns.text[3], 65535);
    if (!port) return "the port " + quoted(columns.text[3]) + " is not 0 (any) to 65535";
    entry.port = static_cast<std::uint16_t>(*port);
  }
  entry.tag = columns.text[4];
  return {};
}

}  // namespace

std::vector<AddressListError> parse_address_list(std::string_view text,
                                                 std::vector<AddressEntry>& entries) {
  std::vector<AddressListError> errors;
  std::uint32_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const Columns columns = split(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (columns.count == 0) continue;
    AddressEntry entry;
    entry.line = line_number;
    if (std::string wrong = read_entry(columns, entry); !wrong.empty()) {
      errors.push_back({line_number, std::move(wrong)});
    } else {
      entries.push_back(std::move(entry));
    }
  }
  return errors;
}

AddressList::AddressList(std::vector<AddressEntry> entries, std::uint64_t seed)
    : entries_(std::move(entries)), ends_(entries_.size()) {
  std::stable_sort(
      entries_.begin(), entries_.end(),
      [](const AddressEntry& a, const AddressEntry& b) { return a.prefix < b.prefix; });
  std::vector<PrefixMap::Item> items;
  for (std::uint32_t first = 0, next = 0; first < entries_.size(); first = next) {
    while (next < entries_.size() && entries_[next].prefix == entries_[first].prefix) ++next;
    ends_[first] = next;
    items.push_back({entries_[first].prefix, first});
  }
  index_ = PrefixMap(items, seed);
}

template <class Accept>
const AddressEntry* AddressList::search(const sip::Address& address, Accept accept) const noexcept {
  unsigned length = 129;
  for (;;) {
    const std::uint32_t first = index_.find(address, length, &length);
    if (first == PrefixMap::kNone) return nullptr;
    for (std::uint32_t i = first; i < ends_[first]; ++i) {
      if (accept(entries_[i])) return &entries_[i];
    }
  }
}

const AddressEntry* AddressList::find(std::uint32_t group, const sip::Address& address,
                                      std::uint16_t port) const noexcept {
  return search(address, [group, port](const AddressEntry& entry) {
    return entry.group == group && (entry.port == 0 || port == 0 || entry.port == port);
  });
}

const AddressEntry* AddressList::find(const sip::Address& address,
                                      std::uint16_t port) const noexcept {
  return search(address, [port](const AddressEntry& entry) {
    return entry.port == 0 || port == 0 || entry.port == port;
  });
}

std::int64_t AddressList::group_of(const sip::Address& address, std::uint16_t port) const noexcept {
  const AddressEntry* const entry = find(address, port);
  return entry == nullptr ? -1 : std::int64_t{entry->group};
}

}  // namespace weir::dataplane::guard
