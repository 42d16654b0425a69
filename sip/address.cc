#include "sip/address.h"

#include "sip/token.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

namespace weir::sip {
namespace {

constexpr std::size_t kGroups = 8;

int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  return has_class(c, kHexChar) ? to_lower(c) - 'a' + 10 : -1;
}

Result<std::uint32_t> parse_quad(std::string_view text) noexcept {
  std::uint32_t value = 0;
  std::size_t at = 0;
  for (unsigned octet = 0; octet < 4; ++octet) {
    if (octet > 0 && (at == text.size() || text[at++] != '.')) return Error::kSyntax;
    const std::size_t begin = at;
    unsigned number = 0;
    while (at < text.size() && at - begin < 3 && is_digit(text[at])) {
      number = number * 10 + static_cast<unsigned>(text[at++] - '0');
    }
    if (at == begin) return Error::kSyntax;
    if (number > 255) return Error::kRange;
    value = value << 8 | number;
  }
  if (at != text.size()) return Error::kSyntax;
  return value;
}

// The groups of an IPv6 address, written from the left; `gap` is where "::" stood.
struct Groups {
  std::array<std::uint16_t, kGroups> values{};
  std::size_t count = 0;
  std::size_t gap = kGroups + 1;

  bool push(unsigned value) noexcept {
    if (count == kGroups) return false;
    values[count++] = static_cast<std::uint16_t>(value);
    return true;
  }
};

// Takes one group, or a dotted quad that ends the address, from text[at].
Error take_group(std::string_view text, std::size_t& at, Groups& groups) noexcept {
  const std::size_t begin = at;
  unsigned value = 0;
  while (at < text.size() && at - begin < 4 && hex_value(text[at]) >= 0) {
    value = value << 4 | static_cast<unsigned>(hex_value(text[at++]));
  }
  if (at == begin) return Error::kSyntax;
  if (at == text.size() || text[at] != '.') {
    return groups.push(value) ? Error::kNone : Error::kSyntax;
  }
  const Result<std::uint32_t> quad = parse_quad(slice(text, begin));
  if (!quad) return quad.error();
  at = text.size();
  return groups.push(*quad >> 16) && groups.push(*quad & 0xffff) ? Error::kNone : Error::kSyntax;
}

// After "::", passes over a third colon when a dotted quad follows: so the grammar of RFC 3261 has
// it, against RFC 4291, and both are to be read (RFC 5118 section 4.10).
std::size_t skip_third_colon(std::string_view text, std::size_t at) noexcept {
  if (at == text.size() || text[at] != ':') return at;
  return parse_quad(slice(text, at + 1)) ? at + 1 : at;
}

Result<Address> parse_groups(std::string_view text) noexcept {
  Groups groups;
  std::size_t at = 0;
  if (text.starts_with("::")) {
    groups.gap = 0;
    at = skip_third_colon(text, 2);
  }
  while (at < text.size()) {
    if (const Error error = take_group(text, at, groups); error != Error::kNone) return error;
    if (at == text.size()) break;
    if (text[at++] != ':' || at == text.size()) return Error::kSyntax;
    if (text[at] != ':') continue;
    if (groups.gap <= kGroups) return Error::kSyntax;
    groups.gap = groups.count;
    at = skip_third_colon(text, at + 1);
  }
  const bool has_gap = groups.gap <= kGroups;
  if (has_gap ? groups.count == kGroups : groups.count != kGroups) return Error::kSyntax;

  Address result;
  const std::size_t zeros = kGroups - groups.count;
  for (std::size_t i = 0; i < groups.count; ++i) {
    const std::size_t to = has_gap && i >= groups.gap ? i + zeros : i;
    result.bytes[2 * to] = static_cast<std::uint8_t>(groups.values[i] >> 8);
    result.bytes[2 * to + 1] = static_cast<std::uint8_t>(groups.values[i]);
  }
  return result;
}

// The longest run of two or more zero groups, the first of equals: RFC 5952 section 4.2.
struct Run {
  std::size_t begin = kGroups;
  std::size_t size = 1;
};

Run longest_zero_run(const std::array<unsigned, kGroups>& groups) noexcept {
  Run best;
  for (std::size_t i = 0; i < kGroups;) {
    std::size_t end = i;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - i > best.size) best = {i, end - i};
    i = end + 1;
  }
  return best;
}

// The numbers of a quad as text.
struct Octet {
  std::array<char, 3> digits{};
  std::uint8_t size = 0;
};

constexpr auto kOctets = [] {
  std::array<Octet, 256> octets{};
  for (unsigned i = 0; i < octets.size(); ++i) {
    Octet& octet = octets[i];
    if (i >= 100) octet.digits[octet.size++] = static_cast<char>('0' + i / 100);
    if (i >= 10) octet.digits[octet.size++] = static_cast<char>('0' + i / 10 % 10);
    octet.digits[octet.size++] = static_cast<char>('0' + i % 10);
  }
  return octets;
}();

std::size_t format_quad(std::uint32_t value, std::span<char> out) noexcept {
  assert(out.size() >= 15);
  std::size_t size = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const Octet& octet = kOctets[value >> (24 - 8 * i) & 0xff];
    if (i > 0) out[size++] = '.';
    std::memcpy(out.data() + size, octet.digits.data(), 3);  // what is too much is overwritten
    size += octet.size;
  }
  return size;
}

}  // namespace

Result<Address> parse_address(std::string_view text) noexcept {
  if (text.starts_with('[')) {
    if (!text.ends_with(']')) return Error::kSyntax;
    return parse_groups(slice(text, 1, text.size() - 2));
  }
  if (text.find(':') != text.npos) return parse_groups(text);
  const Result<std::uint32_t> quad = parse_quad(text);
  if (!quad) return quad.error();
  return Address::v4(*quad);
}

Result<Prefix> parse_prefix(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const std::string_view host = slice(text, 0, slash);
  const Result<Address> address = parse_address(host);
  if (!address) return address.error();

  const bool quad = host.find(':') == host.npos;
  Prefix result{*address, 128};
  if (slash == text.npos) return result;

  const Result<std::uint16_t> length = parse_port(slice(text, slash + 1));
  if (!length) return length.error();
  if (*length > (quad ? 32 : 128)) return Error::kRange;
  result.length = static_cast<std::uint8_t>(*length + (quad ? 96 : 0));
  for (std::size_t i = 0; i < result.address.bytes.size(); ++i) {
    const int keep = std::clamp(int{result.length} - static_cast<int>(8 * i), 0, 8);
    result.address.bytes[i] &= static_cast<std::uint8_t>(0xff00 >> keep);
  }
  return result;
}

Result<std::uint16_t> parse_port(std::string_view text) noexcept {
  if (text.empty()) return Error::kSyntax;
  unsigned value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return Error::kSyntax;
    value = value * 10 + static_cast<unsigned>(c - '0');
    if (value > 65535) return Error::kRange;
  }
  return static_cast<std::uint16_t>(value);
}

Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) noexcept {
  std::string_view host = text;
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == text.npos) return Error::kSyntax;
    host = slice(text, 0, close + 1);
    const std::string_view rest = slice(text, close + 1);
    if (!rest.empty() && rest.front() != ':') return Error::kSyntax;
    has_port = !rest.empty();
    if (has_port) port = slice(rest, 1);
  } else if (const std::size_t colon = text.find(':');
             colon != text.npos && text.find(':', colon + 1) == text.npos) {
    host = slice(text, 0, colon);
    port = slice(text, colon + 1);
    has_port = true;
  }
  const Result<Address> address = parse_address(host);
  if (!address) return address.error();
  if (!has_port) return Endpoint{*address, default_port};
  const Result<std::uint16_t> number = parse_port(port);
  if (!number) return number.error();
  return Endpoint{*address, *number};
}

std::size_t format_number(std::uint32_t number, std::span<char> out) noexcept {
  const auto [end, status] = std::to_chars(out.data(), out.data() + out.size(), number);
  assert(status == std::errc{});
  return static_cast<std::size_t>(end - out.data());
}

std::size_t format_address(const Address& address, std::span<char> out) noexcept {
  if (address.is_v4()) return format_quad(address.v4_value(), out);

  std::array<unsigned, kGroups> groups{};
  for (std::size_t i = 0; i < kGroups; ++i) {
    groups[i] = static_cast<unsigned>(address.bytes[2 * i]) << 8 | address.bytes[2 * i + 1];
  }
  const Run run = longest_zero_run(groups);
  std::size_t size = 0;
  for (std::size_t i = 0; i < kGroups;) {
    if (i == run.begin) {
      out[size++] = ':';
      if (i == 0) out[size++] = ':';
      i += run.size;
      continue;
    }
    const auto [end, status] =
        std::to_chars(out.data() + size, out.data() + out.size(), groups[i], 16);
    assert(status == std::errc{});
    size = static_cast<std::size_t>(end - out.data());
    if (++i < kGroups) out[size++] = ':';
  }
  return size;
}

std::size_t format_host(const Address& address, std::span<char> out) noexcept {
  if (address.is_v4()) return format_address(address, out);
  out[0] = '[';
  const std::size_t size = format_address(address, out.subspan(1));
  out[size + 1] = ']';
  return size + 2;
}

std::size_t format_endpoint(const Endpoint& endpoint, std::span<char> out) noexcept {
  std::size_t size = format_host(endpoint.address, out);
  out[size++] = ':';
  return size + format_number(endpoint.port, out.subspan(size));
}

}  // namespace weir::sip
