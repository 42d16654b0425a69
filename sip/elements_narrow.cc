// Elements by masks, sixteen bytes at a time (byte_set.h).
#include "sip/address.h"
#include "sip/byte_set.h"
#include "sip/element_kernels.h"
#include "sip/swar.h"
#include "sip/token.h"
#include "sip/via_param.h"

#include <algorithm>
#include <bit>
#include <concepts>

#include "sip/element_loop.h"

namespace weir::sip {
namespace {

class NarrowBlock {
 public:
  explicit NarrowBlock(std::string_view text) noexcept : text_(text) {}

  std::uint64_t equal(char c) const noexcept { return positions_of(c, text_); }
  std::uint64_t outside(const ByteSet& set) const noexcept { return set.outside(text_); }

 private:
  std::string_view text_;
};

}  // namespace

const ElementKernel kNarrowElements = kElements<NarrowBlock>;

}  // namespace weir::sip
