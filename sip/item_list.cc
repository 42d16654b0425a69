#include "sip/item_list.h"

#include "sip/byte_set.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace weir::sip {
namespace {

constexpr std::size_t kBlock = 64;
constexpr ByteSet kButSpace = ByteSet::all_but(" \t\r\n");

// How far a list is when a block of it ends: bit 0 for the byte that follows.
struct Tail {
  std::uint64_t token = 0;  // it follows a byte of a token
  std::uint64_t space = 0;  // it follows LWS that follows a token
};

// The first byte of up to 64 that is wrong: none of a token, LWS and comma, or the start of a token
// that no comma parts from the one before. The size of the block when there is none.
std::size_t check_block(std::string_view block, Tail& tail) noexcept {
  const std::uint64_t spaces = kButSpace.outside(block);
  const std::uint64_t others = kTokenSet.outside(block) & ~spaces;  // rightly commas
  const std::uint64_t tokens = ~(spaces | others);
  // The addition carries each place where LWS follows a token to the end of that LWS.
  const std::uint64_t gaps = (spaces & (tokens << 1 | tail.token)) | tail.space;
  std::uint64_t ends = 0;
  const bool goes_on = __builtin_add_overflow(gaps, spaces, &ends);
  const std::uint64_t wrong = (others & ~positions_of(',', block)) | (ends & ~spaces & tokens);
  const auto at = static_cast<std::size_t>(std::countr_zero(wrong));
  if (at < block.size()) return at;
  tail = {tokens >> (kBlock - 1), goes_on ? 1u : 0u};
  return block.size();
}

}  // namespace

Error take_tokens(std::string_view& rest) noexcept {
  Tail tail;
  while (!rest.empty()) {
    const std::string_view block = slice(rest, 0, kBlock);
    const std::size_t good = check_block(block, tail);
    rest.remove_prefix(good);
    if (good < block.size()) return Error::kSyntax;
  }
  return Error::kNone;
}

bool has_item(const MessageView& message, HeaderId id, std::string_view item) noexcept {
  for (const Field* field = message.first(id); field != nullptr; field = message.next(*field)) {
    if (has_item(message.value(*field), item)) return true;
  }
  return false;
}

}  // namespace weir::sip
