// Any bytes as the value of a Contact: each address is the same to all
// readers, is made of its parts, stands alone as it stands
// in the list, and the list has the values that its commas outside of quotes and brackets give it.
#include "sip/name_addr.h"

#include "sip/element.h"
#include "sip/element_kernels.h"
#include "sip/fault.h"
#include "sip/token.h"
#include "tests/fuzz/require.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace {

using weir::fuzz::require;
using weir::sip::Error;
using weir::sip::Kernel;
using weir::sip::NameAddr;
using weir::sip::next_list_value;
using weir::sip::next_name_addr;
using weir::sip::Param;
using weir::sip::Params;
using weir::sip::parse_name_addr;
using weir::sip::Result;
using weir::sip::trim;

bool inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

// The position after the quoted string at text[at], by a loop of its own.
std::size_t after_quoted(std::string_view text, std::size_t at) {
  bool escaped = false;
  for (++at; at < text.size(); ++at) {
    if (escaped) {
      escaped = false;
    } else if (text[at] == '\\') {
      escaped = true;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  std::abort();  // an open quote was taken
}

// Takes LWS and `c` off; false when something else stands there.
bool take(std::string_view& rest, char c) {
  rest = trim(rest);
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

// The parameters one by one: names that are tokens, values whole. Returns the first tag.
Param check_params(const Params& params) {
  Param tag;
  std::string_view rest = params.text;
  require(rest.empty() || rest.front() == ';');
  for (;;) {
    const Result<Param> param = weir::sip::next_param(rest);
    require(static_cast<bool>(param));
    if (param->name.empty()) break;
    require(weir::sip::is_token(param->name) && inside(param->value, params.text));
    require(param->has_value || param->value.empty());
    if (param->value.starts_with('"')) {
      require(after_quoted(param->value, 0) == param->value.size());
    } else {
      require(param->value.find_first_of(" \t\r\n;,\"<>") == param->value.npos);
    }
    const Param found = params.find(param->name);
    require(!found.name.empty() && found.name.data() <= param->name.data());
    if (tag.name.empty() && weir::sip::equal_ignoring_case(param->name, "tag")) tag = *param;
  }
  require(rest.empty() && params.check() == Error::kNone);
  return tag;
}

// [display] "<" uri ">" params, or uri params: nothing else is in the value.
void check_parts(const NameAddr& value) {
  require(!value.text.empty() && trim(value.text) == value.text && !value.uri.empty());
  std::string_view rest = value.text;
  if (value.bracketed) {
    require(rest.substr(0, value.display.size()) == value.display);
    if (value.display.starts_with('"')) {
      require(after_quoted(value.display, 0) == value.display.size());
    } else {
      require(value.display.find_first_of("<;,\"") == value.display.npos);
    }
    rest.remove_prefix(value.display.size());
    require(take(rest, '<') && rest.substr(0, value.uri.size()) == value.uri);
    require(value.uri.find('>') == value.uri.npos);
    rest.remove_prefix(value.uri.size());
    require(take(rest, '>'));
  } else {
    require(value.display.empty() && rest.substr(0, value.uri.size()) == value.uri);
    require(value.uri.find_first_of("<;,\"") == value.uri.npos);
    require(value.star ? value.uri == "*" : value.uri.find(':') != value.uri.npos);
    rest.remove_prefix(value.uri.size());
  }
  require(trim(rest) == value.params.text);
  const Param tag = check_params(value.params);
  require(value.has_tag == !tag.name.empty() && value.tag == tag.value);
  require(value.tag.empty() || value.tag.data() == tag.value.data());
  require(weir::sip::params_of_value(value.text).text == value.params.text);
}

// Alone, the value is read as in the list.
void check_alone(const NameAddr& value) {
  const auto block = std::make_unique<char[]>(value.text.size());
  std::memcpy(block.get(), value.text.data(), value.text.size());
  const Result<NameAddr> alone = parse_name_addr({block.get(), value.text.size()});
  require(alone && alone->text == value.text && alone->display == value.display);
  require(alone->uri == value.uri && alone->params.text == value.params.text);
  require(alone->tag == value.tag && alone->star == value.star);
}

void require_same(const NameAddr& one, const NameAddr& other) {
  require(one.text.data() == other.text.data() && one.text == other.text);
  require(one.display == other.display && one.uri == other.uri && one.tag == other.tag);
  require(one.params.text == other.params.text && one.has_tag == other.has_tag);
  require(one.bracketed == other.bracketed && one.star == other.star);
}

// Step by step and by all kernels, the first value is the same.
void check_readers(std::string_view list) {
  std::string_view after = list;
  const Result<NameAddr> value = next_name_addr(after);
  std::string_view rest = list;
  NameAddr steps;
  require(weir::sip::take_name_addr_in_steps(rest, steps) == value.error());
  if (value) require_same(*value, steps);
  require(rest.data() == after.data() && rest.size() == after.size());
  for (const Kernel kernel : weir::sip::kKernels) {
    if (!weir::sip::kernel_supported(kernel)) continue;
    rest = list;
    NameAddr split;
    if (!weir::sip::element_kernel(kernel).take_name_addr(rest, split)) continue;
    require(value && rest.data() == after.data() && rest.size() == after.size());
    require_same(*value, split);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2048) return 0;
  // A block of exactly this size, so that a read beyond it is seen.
  const auto block = std::make_unique<char[]>(size);
  if (size > 0) std::memcpy(block.get(), data, size);
  const std::string_view list(block.get(), size);

  require(weir::sip::name_addr_fault(list) <= size);
  std::string_view rest = list;
  std::string_view plain = list;
  while (!rest.empty()) {
    const std::string_view before = rest;
    check_readers(rest);
    const Result<NameAddr> value = next_name_addr(rest);
    const bool one = value && rest.empty();
    if (before.data() == list.data()) {
      require(static_cast<bool>(parse_name_addr(list)) == one);
      require(!value || weir::sip::name_addr_fault(list) == 0);
    }
    if (!value) {
      require(rest.data() == before.data() && rest.size() == before.size());
      return 0;
    }
    require(inside(value->text, before) && rest.size() < before.size());
    check_parts(*value);
    check_alone(*value);
    const Result<std::string_view> same = next_list_value(plain);
    require(same && same->data() == value->text.data() && same->size() == value->text.size());
  }
  const Result<std::string_view> end = next_list_value(plain);
  require(end && end->empty());
  return 0;
}
