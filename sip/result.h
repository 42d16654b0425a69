// The one result convention: a value or an Error, in registers, without text or allocation.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace weir::sip {

// Why something was refused; the meanings stand in errors.def.
enum class Error : std::uint8_t {
#define ERROR(id, name, meaning) id,
#include "sip/errors.def"
#undef ERROR
};

inline constexpr std::size_t kErrorCount = 0
#define ERROR(id, name, meaning) +1
#include "sip/errors.def"
#undef ERROR
    ;

// The name counters and reports use, such as "too_many_fields". Static storage.
std::string_view error_name(Error error) noexcept;

// One sentence for people. Static storage.
std::string_view error_meaning(Error error) noexcept;

// Holds either a T or an Error: T must be trivially copyable.
// Reading value() of a failed Result is a bug (asserted in debug builds).
template <class T>
class [[nodiscard]] Result {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(std::is_nothrow_default_constructible_v<T>);

 public:
  constexpr Result(T value) noexcept : value_(value) {}
  constexpr Result(Error error) noexcept : error_(error) { assert(error != Error::kNone); }

  constexpr explicit operator bool() const noexcept { return error_ == Error::kNone; }
  constexpr Error error() const noexcept { return error_; }
  constexpr const T& value() const noexcept { return assert(*this), value_; }
  constexpr const T& operator*() const noexcept { return value(); }
  constexpr const T* operator->() const noexcept { return &value(); }

 private:
  T value_{};
  Error error_ = Error::kNone;
};

}  // namespace weir::sip
