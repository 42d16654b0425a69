// Any bytes as the value of a Via: the same to all readers, made of its parts, and each parameter
// that routing needs is the first of its name.
#include "sip/via.h"

#include "sip/element_kernels.h"
#include "sip/fault.h"
#include "sip/token.h"
#include "tests/fuzz/require.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace {

using weir::fuzz::require;
using weir::fuzz::same;
using weir::sip::Error;
using weir::sip::Kernel;
using weir::sip::next_via;
using weir::sip::Param;
using weir::sip::Result;
using weir::sip::trim;
using weir::sip::Via;

void require_same(const Via& one, const Via& other) {
  require(same(one.text, other.text) && same(one.transport_text, other.transport_text));
  require(same(one.host, other.host) && same(one.sent_by, other.sent_by));
  require(same(one.branch, other.branch) && same(one.received, other.received));
  require(same(one.maddr, other.maddr) && same(one.params.text, other.params.text));
  require(same(one.rport_param.name, other.rport_param.name));
  require(same(one.rport_param.value, other.rport_param.value));
  require(one.port == other.port && one.rport == other.rport && one.ttl == other.ttl);
  require(one.has_ttl == other.has_ttl && one.has_port == other.has_port);
  require(one.has_rport == other.has_rport && one.has_received == other.has_received);
  require(one.transport == other.transport);
}

void check_readers(std::string_view list) {
  std::string_view after = list;
  const Result<Via> via = next_via(after);
  std::string_view rest = list;
  Via steps;
  require(weir::sip::take_via_in_steps(rest, steps) == via.error());
  if (via) require_same(*via, steps);
  require(rest.data() == after.data() && rest.size() == after.size());
  for (const Kernel kernel : weir::sip::kKernels) {
    if (!weir::sip::kernel_supported(kernel)) continue;
    rest = list;
    Via split;
    if (!weir::sip::element_kernel(kernel).take_via(rest, split)) continue;
    require(via && rest.data() == after.data() && rest.size() == after.size());
    require_same(*via, split);
  }
}

std::string without_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!weir::sip::is_space(c)) out += c;
  }
  return out;
}

// The first parameter of a name (that has a value), by a loop of its own.
Param first_of(const Via& via, std::string_view name, bool with_value = false) {
  std::string_view rest = via.params.text;
  for (;;) {
    const Result<Param> param = weir::sip::next_param(rest);
    require(static_cast<bool>(param));
    if (param->name.empty()) return {};
    if (with_value && param->value.empty()) continue;
    if (weir::sip::equal_ignoring_case(param->name, name)) return *param;
  }
}

// SIP/2.0/transport sent-by params, with white space where it may be.
void check_parts(const Via& via) {
  require(trim(via.text) == via.text && !via.host.empty() && via.host != "[]" &&
          !via.transport_text.empty());
  const std::string_view text = via.text;
  const auto sent_by = static_cast<std::size_t>(via.sent_by.data() - text.data());
  const std::string protocol = without_space(text.substr(0, sent_by));
  require(weir::sip::equal_ignoring_case(protocol.substr(0, 4), "SIP/"));
  require(protocol.ends_with("/" + std::string(via.transport_text)));
  require(weir::sip::is_token(via.transport_text));
  std::string wanted(via.host);
  if (via.has_port) {
    const std::string digits = without_space(via.sent_by.substr(via.sent_by.rfind(':') + 1));
    require(!digits.empty() && std::stoul(digits) == via.port);
    wanted += ":" + digits;
  }
  require(without_space(via.sent_by) == wanted);
  require(trim(text.substr(sent_by + via.sent_by.size())) == via.params.text);
  require(via.params.check() == Error::kNone);

  require(via.branch == first_of(via, "branch", true).value);
  require(via.maddr == first_of(via, "maddr", true).value);
  const Param received = first_of(via, "received");
  require(via.has_received == !received.name.empty() && via.received == received.value);
  const Param rport = first_of(via, "rport");
  require(via.has_rport == !rport.name.empty() && via.rport_param.value == rport.value);
  require(rport.value.empty() || std::stoul(std::string(rport.value)) == via.rport);
  const Param ttl = first_of(via, "ttl");
  require(via.has_ttl == !ttl.name.empty());
  require(!via.has_ttl || std::stoul(std::string(ttl.value)) == via.ttl);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2048) return 0;
  // A block of exactly this size, so that a read beyond it is seen.
  const auto block = std::make_unique<char[]>(size);
  if (size > 0) std::memcpy(block.get(), data, size);
  const std::string_view list(block.get(), size);

  require(weir::sip::via_fault(list) <= size);
  std::string_view rest = list;
  while (!rest.empty()) {
    check_readers(rest);
    const std::string_view before = rest;
    const Result<Via> via = next_via(rest);
    if (!via) {
      require(rest.data() == before.data());
      return 0;
    }
    require(rest.size() < before.size());
    check_parts(*via);
    (void)reply_destination(*via);
    const Result<Via> alone = weir::sip::parse_via(via->text);
    require(static_cast<bool>(alone));
    require_same(*via, *alone);
  }
  return 0;
}
