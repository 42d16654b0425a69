// Elements by masks, written once over blocks and compiled once for each kernel: the .cc of a
// kernel includes this inside its target region and everything else before it, so all here is local
// to that file.
#pragma once

namespace weir::sip {
namespace {

// What a kernel brings: the first bytes of a text, at most 64, asked which of them are what: bit i
// stands for byte i, and no bit for what is not there.
template <class T>
concept TextBlock = requires(const T block, std::string_view text, char c, const ByteSet& set) {
  T(text);
  { block.equal(c) }
  noexcept->std::same_as<std::uint64_t>;
  { block.outside(set) }
  noexcept->std::same_as<std::uint64_t>;
};

constexpr std::size_t kBlock = 64;

inline std::string_view first_block(std::string_view text, std::size_t at) noexcept {
  return slice(text, at, kBlock);
}

// The bits below `end`, which is at most 64.
inline std::uint64_t below(std::size_t end) noexcept {
#if defined(__BMI2__)
  return _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(end));
#else
  return end == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << end) - 1;
#endif
}

// The first set bit from `begin` on, or `none`.
inline std::size_t first_from(std::uint64_t mask, std::size_t begin, std::size_t none) noexcept {
  const std::uint64_t rest = mask & ~below(std::min(begin, kBlock));
  return rest == 0 ? none : static_cast<std::size_t>(std::countr_zero(rest));
}

// Goes over parameters without quotes and white space from text[at], a ';', on, and leaves `at`
// after the last one: at the end or at a comma. False for any other shape, and when `note` gives
// false. `block` begins at text[base].
template <TextBlock Block, class Note>
bool walk_params(std::string_view text, std::size_t& at, Block block, std::size_t base,
                 Note note) noexcept {
  std::uint64_t names = block.outside(kTokenSet);
  std::uint64_t values = block.outside(kParamValueSet);
  while (at < text.size() && text[at] == ';') {
    ++at;
    std::size_t end = first_from(values, at - base, kBlock);
    if (end == kBlock && text.size() - base > kBlock) {
      // The block ends inside this parameter: look again from its name on.
      base = at;
      block = Block(first_block(text, base));
      names = block.outside(kTokenSet);
      values = block.outside(kParamValueSet);
      end = first_from(values, 0, kBlock);
      if (end == kBlock && text.size() - base > kBlock) return false;
    }
    end = std::min(base + end, text.size());
    const std::size_t name_end = std::min(base + first_from(names, at - base, kBlock), end);
    if (name_end == at) return false;
    Param param;
    param.name = slice(text, at, name_end - at);
    if (name_end != end) {
      if (text[name_end] != '=') return false;
      param.value = slice(text, name_end + 1, end - name_end - 1);
      param.has_value = true;
    }
    if (!note(param)) return false;
    at = end;
  }
  return at == text.size() || text[at] == ',';
}

// What follows the value that ends at text[at].
inline std::string_view after_value(std::string_view text, std::size_t at) noexcept {
  return at == text.size() ? slice(text, at) : trim(slice(text, at + 1));
}

// "SIP/2.0/UDP " and its kin; the transport's name has three letters.
inline bool split_protocol(std::string_view text, Via& via) noexcept {
  constexpr std::size_t kBegin = 8;
  constexpr std::size_t kSize = 12;
  if (text.size() <= kSize || load_word(text.data()) != pack_word("SIP/2.0/")) return false;
  via.transport_text = slice(text, kBegin, 3);
  const std::uint32_t word = static_cast<std::uint32_t>(load_word(text.data() + kBegin - 4) >> 32);
  if (word == static_cast<std::uint32_t>(pack_word("UDP "))) {
    via.transport = Transport::kUdp;
  } else if (word == static_cast<std::uint32_t>(pack_word("TCP "))) {
    via.transport = Transport::kTcp;
  } else if (word == static_cast<std::uint32_t>(pack_word("TLS "))) {
    via.transport = Transport::kTls;
  } else {
    return false;
  }
  return true;
}

// Where the host at the start of a block ends; 0 when it does not. `wrong` are the bytes that no
// host name has.
template <TextBlock Block>
std::size_t host_end(const Block& block, std::uint64_t wrong, std::string_view text) noexcept {
  if (text.front() != '[') return std::min(first_from(wrong, 0, kBlock), text.size());
  const std::size_t close = first_from(block.equal(']'), 0, kBlock);
  if (close == kBlock || close == 1) return 0;
  return (block.outside(kReferenceSet) & below(close) & ~std::uint64_t{1}) == 0 ? close + 1 : 0;
}

template <TextBlock Block>
bool take_via_by_masks(std::string_view& rest, Via& via) noexcept {
  constexpr std::size_t kHost = 12;  // after the protocol and its one space
  const std::string_view text = rest;
  renew(via);
  if (!split_protocol(text, via)) return false;
  const Block block(first_block(text, kHost));
  const std::uint64_t wrong = block.outside(kHostSet);
  std::size_t at = kHost + host_end(block, wrong, slice(text, kHost));
  if (at == kHost) return false;
  via.host = slice(text, kHost, at - kHost);
  if (at < text.size() && text[at] == ':') {
    const std::size_t begin = at + 1;
    at = std::min(kHost + first_from(wrong, begin - kHost, kBlock), text.size());
    const Result<std::uint16_t> port = parse_port(slice(text, begin, at - begin));
    if (!port) return false;
    via.port = *port;
    via.has_port = true;
  }
  via.sent_by = slice(text, kHost, at - kHost);
  const std::size_t params = at;
  const auto note = [&via](const Param& param) noexcept {
    return note_param(param, via) == Error::kNone;
  };
  if (!walk_params(text, at, block, kHost, note)) return false;
  via.params.text = slice(text, params, at - params);
  via.text = slice(text, 0, at);
  rest = after_value(text, at);
  return true;
}

// Where '<' stands, behind a display name that is set, or text.size() for another shape.
template <TextBlock Block>
std::size_t take_display(const Block& block, std::string_view text, NameAddr& value) noexcept {
  if (text.front() == '<') return 0;
  if (text.front() != '"') {
    const std::size_t open = first_from(block.outside(kBareSet), 0, text.size());
    if (is_space(text.front()) || open == text.size() || text[open] != '<') return text.size();
    value.display = trim(slice(text, 0, open));
    return open;
  }
  const std::size_t close = first_from(block.equal('"'), 1, kBlock);
  if (close == kBlock || (block.equal('\\') & below(close)) != 0) return text.size();
  value.display = slice(text, 0, close + 1);
  std::size_t open = close + 1;
  if (open < text.size() && text[open] == ' ') ++open;
  return open < text.size() && text[open] == '<' ? open : text.size();
}

template <TextBlock Block>
bool take_name_addr_by_masks(std::string_view& rest, NameAddr& value) noexcept {
  const std::string_view text = rest;
  if (text.empty()) return false;
  renew(value);
  const Block block(first_block(text, 0));
  const std::size_t open = take_display(block, text, value);
  if (open == text.size()) return false;
  std::size_t close = first_from(block.equal('>'), open, kBlock);
  if (close == kBlock) close = text.find('>', std::min(std::max(open, kBlock), text.size()));
  if (close == text.npos || close == open + 1) return false;
  value.uri = slice(text, open + 1, close - open - 1);
  value.bracketed = true;
  std::size_t at = close + 1;
  const std::size_t params = at;
  const auto note = [&value](const Param& param) noexcept {
    if (!value.has_tag && is_word(param.name, "tag")) {
      value.tag = param.value;
      value.has_tag = true;
    }
    return true;
  };
  if (at != text.size() && !walk_params(text, at, block, 0, note)) return false;
  value.params.text = slice(text, params, at - params);
  value.text = slice(text, 0, at);
  rest = after_value(text, at);
  return true;
}

// sip:[user[:password]@]host[:port][;params][?headers] in at most 64 bytes.
template <TextBlock Block>
bool split_uri_by_masks(std::string_view text, Uri& uri) noexcept {
  constexpr std::size_t kScheme = 4;
  const std::size_t size = text.size();
  if (size <= kScheme || size > kBlock || text[3] != ':') return false;
  if (!is_word(slice(text, 0, 3), "sip")) return false;
  const Block block(text);
  if (block.outside(kUriSet) != 0) return false;
  const std::uint64_t colons = block.equal(':');
  const std::uint64_t questions = block.equal('?');
  renew(uri);

  std::size_t host = kScheme;
  const std::size_t at_sign = first_from(block.equal('@'), kScheme, size);
  if (at_sign != size) {
    const std::size_t colon = std::min(first_from(colons, kScheme, size), at_sign);
    uri.user = slice(text, kScheme, colon - kScheme);
    uri.has_password = colon != at_sign;
    if (uri.has_password) uri.password = slice(text, colon + 1, at_sign - colon - 1);
    if (uri.user.empty()) return false;
    host = at_sign + 1;
  }
  const std::size_t tail = first_from(block.equal(';') | questions, host, size);
  const std::size_t colon = std::min(first_from(colons, host, size), tail);
  const std::uint64_t wrong = block.outside(kHostSet) & below(colon) & ~below(host);
  if (host == colon || wrong != 0) return false;
  uri.host = slice(text, host, colon - host);
  if (colon != tail) {
    uri.port_text = slice(text, colon + 1, tail - colon - 1);
    const Result<std::uint16_t> port = parse_port(uri.port_text);
    if (!port) return false;
    uri.port = *port;
    uri.has_port = true;
  }
  const std::size_t question = first_from(questions, tail, size);
  uri.params.text = slice(text, tail, question - tail);
  if (question != size) uri.headers = slice(text, question + 1);
  uri.text = text;
  uri.scheme_text = slice(text, 0, 3);
  uri.scheme = Scheme::kSip;
  return true;
}

template <TextBlock Block>
bool is_visible_by_masks(std::string_view text) noexcept {
  for (; text.size() > kBlock; text.remove_prefix(kBlock)) {
    if (Block(first_block(text, 0)).outside(kVisibleSet) != 0) return false;
  }
  return Block(text).outside(kVisibleSet) == 0;
}

template <TextBlock Block>
constexpr ElementKernel kElements = {take_via_by_masks<Block>, take_name_addr_by_masks<Block>,
                                     split_uri_by_masks<Block>, is_visible_by_masks<Block>};

}  // namespace
}  // namespace weir::sip
