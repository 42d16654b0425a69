// Suspended: a stopped run. All that it needs to go on, on another plane and by the same image.
#pragma once

#include "routes/route_list.h"
#include "routes/value.h"
#include "routes/vm.h"

#include <array>
#include <cstdint>

namespace weir::routes {

// Positions are instructions of the image; texts of operands are those of notes, arena and image,
// which stay where they are.
struct Suspended {
  static constexpr std::size_t kFrames = 32;
  static constexpr std::size_t kLoops = 16;
  static constexpr std::size_t kOperands = 32;

  struct Frame {
    std::uint32_t back = 0;   // where the caller goes on
    std::uint16_t base = 0;   // the caller's operands end here
    std::uint16_t loops = 0;  // open loops of the caller
  };

  std::uint32_t at = 0;  // the instruction to go on with
  std::uint32_t fuel = 0;
  std::uint16_t base = 0;
  std::uint16_t frame_count = 0;
  std::uint16_t loop_count = 0;
  std::uint16_t operand_count = 0;
  std::int32_t result = 1;
  std::int32_t return_code = 0;
  ScriptError error = ScriptError::kUnspecified;
  ScriptError previous_error = ScriptError::kUnspecified;
  RouteKind kind = RouteKind::kRequest;
  std::array<Frame, kFrames> frames;
  std::array<std::uint32_t, kLoops> loops;
  std::array<Value, kOperands> operands;
};

// Goes on with what stopped at a function of the control plane. `execution` borrows the same image,
// notes, arena and message as then; its `transactions` is set.
RunResult resume(Execution& execution, const Suspended& stopped) noexcept;

}  // namespace weir::routes
