// Via values, name-addrs and SIP URIs of the shapes that nearly all of them have, split by masks
// over blocks of 64 bytes: one bit a byte, and the parts follow from a few shifts. Internal to
// sip/.
#pragma once

#include "sip/name_addr.h"
#include "sip/scan.h"
#include "sip/uri.h"
#include "sip/via.h"

#include <string_view>
#include <type_traits>

namespace weir::sip {

template <class T>
inline constexpr T kFresh{};

// Makes an element anew where it stands, by a copy in whole vectors: to assign T{} would build one
// on the stack first, member by member.
template <class T>
[[gnu::always_inline]] inline void renew(T& element) noexcept {
  static_assert(std::is_trivially_copyable_v<T>);
  element = kFresh<T>;
}

// Each function does what its namesake in via.h, name_addr.h or uri.h does and gives true, or gives
// false for a text of another shape, or a broken one: that is for the parsers that go step by step
// to say. After false the value means nothing, and `rest` is as before.
struct ElementKernel {
  bool (*take_via)(std::string_view& rest, Via& via) noexcept;
  bool (*take_name_addr)(std::string_view& rest, NameAddr& value) noexcept;
  bool (*split_uri)(std::string_view text, Uri& uri) noexcept;
  // Exact, for texts of any length: no byte is a space, a control or DEL.
  bool (*is_visible)(std::string_view text) noexcept;
};

extern const ElementKernel kNarrowElements;  // any processor
#if defined(__x86_64__)
extern const ElementKernel kAvx512Elements;
#endif

// `kernel` must be supported.
const ElementKernel& element_kernel(Kernel kernel) noexcept;

// The one of best_kernel().
inline const ElementKernel& best_elements() noexcept {
  static const ElementKernel& best = element_kernel(best_kernel());
  return best;
}

// Parsers step by step, for texts of any shape. Errors as their namesakes'; after one `value` means
// nothing.
Error take_via_in_steps(std::string_view& rest, Via& via) noexcept;
Error take_name_addr_in_steps(std::string_view& rest, NameAddr& value) noexcept;
Error read_uri_in_steps(std::string_view text, Uri& uri) noexcept;

// A text of any shape: by the kernel where it can, step by step where it cannot.
inline Error take_via(const ElementKernel& kernel, std::string_view& rest, Via& via) noexcept {
  return kernel.take_via(rest, via) ? Error::kNone : take_via_in_steps(rest, via);
}
inline Error take_name_addr(const ElementKernel& kernel, std::string_view& rest,
                            NameAddr& value) noexcept {
  return kernel.take_name_addr(rest, value) ? Error::kNone : take_name_addr_in_steps(rest, value);
}
inline Error read_uri(const ElementKernel& kernel, std::string_view text, Uri& uri) noexcept {
  return kernel.split_uri(text, uri) ? Error::kNone : read_uri_in_steps(text, uri);
}

}  // namespace weir::sip
