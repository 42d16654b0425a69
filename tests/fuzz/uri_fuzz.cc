// Any bytes as a URI, or as two with a line end between them: split by masks and in steps alike,
// made of its parts again, and equal to another by strings just when equal() says so.
#include "sip/uri.h"

#include "sip/byte_set.h"
#include "sip/element_kernels.h"
#include "sip/fault.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using weir::fuzz::require;
using weir::fuzz::same;
using weir::sip::ByteSet;
using weir::sip::Error;
using weir::sip::Kernel;
using weir::sip::Param;
using weir::sip::parse_uri;
using weir::sip::Result;
using weir::sip::Scheme;
using weir::sip::Uri;

void require_same(const Uri& one, const Uri& other) {
  require(one.scheme == other.scheme && one.port == other.port);
  require(one.has_port == other.has_port && one.has_password == other.has_password);
  require(same(one.text, other.text) && same(one.scheme_text, other.scheme_text));
  require(same(one.user, other.user) && same(one.password, other.password));
  require(same(one.host, other.host) && same(one.port_text, other.port_text));
  require(same(one.opaque, other.opaque) && same(one.headers, other.headers));
  require(same(one.params.text, other.params.text));
}

// All readers say the same.
void check_readers(std::string_view text, const Result<Uri>& uri) {
  Uri steps;
  require(weir::sip::read_uri_in_steps(text, steps) == uri.error());
  if (uri) require_same(*uri, steps);
  for (const Kernel kernel : weir::sip::kKernels) {
    if (!weir::sip::kernel_supported(kernel)) continue;
    Uri split;
    if (!weir::sip::element_kernel(kernel).split_uri(text, split)) continue;
    require(static_cast<bool>(uri));
    require_same(*uri, split);
  }
}

bool all_of(std::string_view text, std::string_view more) {
  return std::ranges::all_of(text, [=](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != more.npos;
  });
}

// The parts put together give the text, and each holds what it may.
void check_parts(const Uri& uri) {
  std::string text(uri.scheme_text);
  text += ':';
  const bool sip = uri.scheme == Scheme::kSip || uri.scheme == Scheme::kSips;
  text += uri.user;
  if (uri.has_password) text.append(":").append(uri.password);
  if (sip && !uri.user.empty()) text += '@';
  text += uri.host;
  if (uri.has_port) text.append(":").append(uri.port_text);
  text.append(uri.params.text).append(uri.opaque);
  const bool question = !uri.headers.empty() ||
                        (sip && uri.text.ends_with('?') && uri.text.size() == text.size() + 1);
  if (question) text.append("?").append(uri.headers);
  require(text == uri.text);

  require(all_of(uri.scheme_text, "+-."));
  if (!sip) {
    require(uri.host.empty() && !uri.has_port && !uri.has_password);
    require(uri.user.empty() == (uri.scheme == Scheme::kOther));
    return;
  }
  require(!uri.host.empty() && uri.host != "[]" && uri.user.find_first_of("@:") == uri.user.npos);
  require(uri.password.find('@') == uri.password.npos);
  require(uri.params.text.empty() || uri.params.text.front() == ';');
  require(uri.params.text.find('?') == uri.params.text.npos);
  require(all_of(uri.host, uri.host.front() == '[' ? "[]:." : "-._"));
  require(all_of(uri.port_text, ""));
  require(!uri.has_port || std::stoul(std::string(uri.port_text)) == uri.port);
  require(uri.effective_port() == (uri.has_port                  ? uri.port
                                   : uri.scheme == Scheme::kSips ? 5061
                                                                 : 5060));
}

// The bytes that may be in no URI, by strings.
bool is_clean(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f || std::strchr("<>\"", c) != nullptr;
  });
}

// Searches by blocks find what a loop finds, from any begin.
void check_searches(std::string_view text) {
  static constexpr ByteSet kSets[] = {
      ByteSet::visible_but("<>\""), ByteSet::of_class(weir::sip::kSchemeChar),
      ByteSet::of_class(weir::sip::kHostChar), ByteSet::all_but("<;,\""), ByteSet::of("0a@")};
  for (const ByteSet& set : kSets) {
    for (std::size_t at = 0; at <= text.size(); at += 1 + at / 3) {
      std::size_t wanted = at;
      while (wanted < text.size() && set.has(text[wanted])) ++wanted;
      require(set.skip(text, at) == wanted);
    }
    if (text.size() > 64) continue;
    const std::uint64_t outside = set.outside(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
      require((outside >> i & 1) == (set.has(text[i]) ? 0u : 1u));
    }
    require(text.size() == 64 || outside >> text.size() == 0);
  }
  if (text.size() > 64) return;
  const std::uint64_t colons = weir::sip::positions_of(':', text);
  for (std::size_t i = 0; i < 64; ++i) {
    require((colons >> i & 1) == (i < text.size() && text[i] == ':' ? 1u : 0u));
  }
}

// RFC 3261 section 19.1.4 by strings.

std::string unescaped(std::string_view text, bool lower) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      c = static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    }
    if (lower && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    out += c;
  }
  return out;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Parameters in order, the first of each name, up to a broken one.
Pairs params_of(const Uri& uri) {
  Pairs pairs;
  std::string_view rest = uri.params.text;
  for (;;) {
    const Result<Param> param = weir::sip::next_uri_param(rest);
    if (!param || param->name.empty()) return pairs;
    const std::string name = lowered(param->name);
    const bool known = std::ranges::any_of(pairs, [&](const auto& p) { return p.first == name; });
    require(known || same(uri.params.find(param->name).value, param->value));
    if (!known) pairs.emplace_back(name, unescaped(param->value, true));
  }
}

std::vector<std::string> headers_of(const Uri& uri) {
  std::vector<std::string> headers;
  std::string_view rest = uri.headers;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    headers.push_back(unescaped(rest.substr(0, end), true));
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
  }
  return headers;
}

bool covers(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::all_of(
      a, [&](const std::string& one) { return std::ranges::find(b, one) != b.end(); });
}

bool params_agree(const Pairs& a, const Pairs& b) {
  return std::ranges::all_of(a, [&](const auto& one) {
    const auto other = std::ranges::find(b, one.first, &Pairs::value_type::first);
    if (other != b.end()) return one.second == other->second;
    for (const char* name : {"user", "ttl", "method", "maddr", "transport"}) {
      if (one.first == name) return false;
    }
    return true;
  });
}

bool naive_equal(const Uri& a, const Uri& b) {
  if (a.scheme != b.scheme) return false;
  if (a.scheme == Scheme::kOther) return lowered(a.text) == lowered(b.text);
  return unescaped(a.user, false) == unescaped(b.user, false) && a.port == b.port &&
         a.has_port == b.has_port && a.has_password == b.has_password &&
         unescaped(a.password, false) == unescaped(b.password, false) &&
         lowered(a.host) == lowered(b.host) && params_agree(params_of(a), params_of(b)) &&
         params_agree(params_of(b), params_of(a)) && covers(headers_of(a), headers_of(b)) &&
         covers(headers_of(b), headers_of(a));
}

// A block of exactly the text's size, so that a read beyond it is seen.
struct Block {
  explicit Block(std::string_view text)
      : bytes(std::make_unique<char[]>(text.size())), view(bytes.get(), text.size()) {
    if (!text.empty()) std::memcpy(bytes.get(), text.data(), text.size());
  }
  std::unique_ptr<char[]> bytes;
  std::string_view view;
};

std::optional<Uri> check(std::string_view text) {
  check_searches(text);
  const Result<Uri> uri = parse_uri(text);
  check_readers(text, uri);
  require(weir::sip::uri_fault(text) <= text.size());
  if (!uri) return std::nullopt;
  require(is_clean(text) && weir::sip::uri_fault(text) == 0);
  check_parts(*uri);
  require(equal(*uri, *uri));
  return *uri;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 512) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const Block first(input.substr(0, line));
  const Block second(line == input.npos ? std::string_view{} : input.substr(line + 1));
  const std::optional<Uri> a = check(first.view);
  const std::optional<Uri> b = check(second.view);
  if (!a || !b) return 0;
  require(equal(*a, *b) == equal(*b, *a));
  // Numbers have a comparison of their own (RFC 3966 section 4).
  if (a->scheme != Scheme::kTel) require(equal(*a, *b) == naive_equal(*a, *b));
  return 0;
}
