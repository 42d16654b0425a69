#include "sip/probe_branch.h"

#include <algorithm>
#include <charconv>

namespace weir::sip {
namespace {

constexpr char kOwner = 'p';

std::uint64_t probe_mac(const KeyRing& keys, unsigned epoch, std::uint64_t number) noexcept {
  SipHash hash = keyed_hash(keys, epoch, KeyedDomain::kProbe);
  hash.add(number);
  return hash.finish();
}

}  // namespace

ProbeBranchText make_probe_branch(const KeyRing& keys, std::uint64_t number) noexcept {
  const unsigned epoch = keys.current & 1u;
  ProbeBranchText text;
  char* out = std::ranges::copy(kBranchCookie, text.bytes.data()).out;
  *out++ = kOwner;
  *out++ = static_cast<char>('0' + epoch);
  put_mac(number, out);
  put_mac(probe_mac(keys, epoch, number), out + kMacDigits);
  return text;
}

Result<std::uint64_t> verify_probe_branch(const KeyRing& keys, std::string_view branch) noexcept {
  const bool shaped = branch.size() == ProbeBranchText{}.bytes.size() &&
                      branch.starts_with(kBranchCookie) && branch[kBranchCookie.size()] == kOwner &&
                      is_epoch_digit(branch[kBranchCookie.size() + 1]);
  if (!shaped) return Error::kForeign;
  const auto epoch = static_cast<unsigned>(branch[kBranchCookie.size() + 1] - '0');
  const std::string_view digits = branch.substr(kBranchCookie.size() + 2);
  std::uint64_t number = 0;
  const char* const end = digits.data() + kMacDigits;
  const auto [rest, status] = std::from_chars(digits.data(), end, number, 16);
  if (status != std::errc{} || rest != end) return Error::kForeign;
  if (!equal_mac(probe_mac(keys, epoch, number), digits.substr(kMacDigits))) return Error::kForged;
  return number;
}

}  // namespace weir::sip
