// How a "/pattern/replacement/flags" argument stands in an image.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weir::routes {

// In the text of a replacement: before a digit it stands for what that group matched, before 'a',
// 'b', ... for the values beside it, before itself for itself.
inline constexpr char kReplacementMark = '\\';

// Variables of one replacement at most.
inline constexpr std::size_t kMostReplacementValues = 8;

// Added to the pattern's id: every match, not the first alone.
inline constexpr std::int32_t kReplaceAll = 1 << 30;

}  // namespace weir::routes
