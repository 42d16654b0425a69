// The instructions of an image and the records they point to. Meanings: opcodes.def.
#pragma once

#include "sip/address.h"

#include <cstddef>
#include <cstdint>

namespace weir::routes {

enum class Op : std::uint8_t {
#define OP(name, operand, pops, pushes, meaning) name,
#include "routes/opcodes.def"
#undef OP
};

inline constexpr std::size_t kOpCount = 0
#define OP(name, operand, pops, pushes, meaning) +1
#include "routes/opcodes.def"
#undef OP
    ;

// One fixed-size instruction; which fields count stands in opcodes.def.
struct Instruction {
  Op op;
  std::uint8_t count;  // n: arguments, or a small operand
  std::uint16_t id;    // function, transformation
  std::uint32_t operand;
};

static_assert(sizeof(Instruction) == 8);

// Operands on the stack of one run; the verifier proves that a route needs no more.
inline constexpr unsigned kStackSize = 96;
// Nested while loops of one run.
inline constexpr unsigned kLoopDepth = 64;

enum class VariableKind : std::uint8_t { kVar, kVn, kVz };

// A pseudo-variable of the script with what is known of it beforehand.
struct PvRef {
  std::uint16_t id = 0;     // PvId: row of the vocabulary
  std::uint16_t slot = 0;   // variable slot, AVP name, table id, time field ... by id
  std::int16_t index = 0;   // [n]; negative counts from the end
  std::uint8_t header = 0;  // sip::HeaderId of a $hdr(NAME) known to sip
  bool has_index = false;
  bool all = false;             // [*]
  bool key_on_stack = false;    // the inner name is computed at run time
  bool index_on_stack = false;  // [$var(i)]
  std::uint32_t key = 0;        // text id of a constant inner name

  friend bool operator==(const PvRef&, const PvRef&) = default;
};

// Where an instruction came from.
struct SourceLine {
  std::uint32_t first;  // instruction
  std::uint32_t file;
  std::uint32_t line;
};

}  // namespace weir::routes
