// Job: one message with everything that a script has made of it, so that it can change planes.
#pragma once

#include "routes/arena.h"
#include "routes/notes.h"
#include "routes/reception.h"
#include "routes/suspended.h"
#include "sip/message.h"

#include <cstddef>
#include <cstring>
#include <string_view>

namespace weir::routes {

// A lcore that hands a message over gives the whole job away and goes on with another one: nothing
// is moved, so every text that notes, operands and edits borrow stays where it is. The room is
// virtual memory of which only the touched pages exist.
class Job {
 public:
  static constexpr std::size_t kArena = 256u << 10;
  static constexpr std::size_t kText = 64u << 10;  // the largest datagram

  Job() noexcept;
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  bool good() const noexcept { return room_ != nullptr; }

  // A copy of `text` (at most kText bytes) that lives as long as the job works on it.
  std::string_view hold(std::string_view text) noexcept {
    std::memcpy(room_ + kArena, text.data(), text.size());
    return {room_ + kArena, text.size()};
  }

 private:
  char* const room_;

 public:
  sip::MessageView message;
  Notes notes;
  Arena arena;
  Reception reception;
  Suspended suspended;
};

}  // namespace weir::routes
