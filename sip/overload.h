// Overload control: what a server asks of the client before it, in the client's own Via of a reply.
// RFC 7339 section 4 (loss), RFC 7415 section 4 (rate).
#pragma once

#include "sip/via.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::sip {

enum class OverloadAlgorithm : std::uint8_t { kLoss, kRate };

// What a client says that it can do: `oc` without a value, and the algorithms of oc-algo.
struct OverloadOffer {
  bool loss = false;
  bool rate = false;

  explicit operator bool() const noexcept { return loss || rate; }
};

// What a server asks for.
struct OverloadReport {
  OverloadAlgorithm algorithm = OverloadAlgorithm::kLoss;
  std::uint32_t value = 0;       // percent of the requests to hold back, or requests a second
  std::uint32_t validity = 500;  // milliseconds; 0: overload control ends
  std::uint64_t sequence = 0;    // oc-seq in units of 10 microseconds; a lower one is older
};

// The oc parameters of a Via as they stand together, from the ';' on; empty without `oc`.
std::string_view overload_text(const Via& via) noexcept;

// Nothing where the Via offers nothing that we know.
OverloadOffer read_overload_offer(const Via& via) noexcept;

// False without a whole report: `oc` has no value, a number is none, loss is over 100 percent, or
// the algorithm is neither.
bool read_overload_report(const Via& via, OverloadReport& report) noexcept;

inline constexpr std::size_t kOverloadText = 96;

// Writes ";oc=20;oc-algo="loss";oc-validity=500;oc-seq=1282321615.78200"; returns the size.
std::size_t write_overload_report(const OverloadReport& report,
                                  std::span<char, kOverloadText> out) noexcept;

}  // namespace weir::sip
