// The names of all drop reasons. A drop without a name cannot be written.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::dataplane {

enum class DropReason : std::uint8_t {
  kNone,  // not dropped
#define DROP(name, text, meaning) name,
#include "dataplane/drops.def"
#undef DROP
};

struct DropName {
  std::string_view text;
  std::string_view meaning;
};

// By DropReason; row 0 is kNone.
inline constexpr auto kDropNames = std::to_array<DropName>({
    {"none", "not dropped"},
#define DROP(name, text, meaning) {text, meaning},
#include "dataplane/drops.def"
#undef DROP
});

inline constexpr std::size_t kDropReasons = kDropNames.size();

constexpr std::string_view drop_name(DropReason reason) noexcept {
  return kDropNames[static_cast<std::size_t>(reason)].text;
}

}  // namespace weir::dataplane
