// Workspace: what one lcore needs to run one image, made beforehand so that running allocates
// nothing.
#pragma once

#include "routes/host.h"
#include "routes/image.h"
#include "routes/regex.h"
#include "routes/regex_cache.h"
#include "routes/route_list.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace weir::routes {

// Holds this lcore's copy of the image's slot arrays, and scratch for its regular expressions.
// Made by control when an image is installed; used by one thread at a time.
class Workspace {
 public:
  // Where the last URI that stands in the script led: most scripts forward to a constant.
  struct KnownTarget {
    std::string_view uri;  // a text of the image, known again by where it is; empty: none yet
    Target target;
  };

  // What the latest sanity_check() was to look for: rows of its table.
  struct KnownChecks {
    std::uint32_t checks = 0;
    std::uint32_t uris = 0;
    std::uint32_t rows = 0;
  };

  explicit Workspace(const Image& image);

  // Where slot `slot` of a list begins, or RouteList::kEmpty.
  std::uint32_t entry(RouteKind kind, int slot) const noexcept {
    const auto& list = slots_[static_cast<std::size_t>(kind)];
    if (slot < 0 || static_cast<std::size_t>(slot) >= list.size()) return RouteList::kEmpty;
    return list[static_cast<std::size_t>(slot)];
  }
  std::size_t slots(RouteKind kind) const noexcept {
    return slots_[static_cast<std::size_t>(kind)].size();
  }

  KnownTarget& known_target() noexcept { return known_target_; }
  KnownChecks& known_checks() noexcept { return known_checks_; }

  // The number of the reader that last read pseudo-variable `id`: read_pv() asks it first.
  std::uint8_t& known_reader(std::uint16_t id) noexcept { return known_readers_[id]; }

  RegexScratch& scratch() noexcept { return scratch_; }
  // Only for an image that computes patterns (kMatchText, parameters of type p).
  RegexCache& computed_patterns() noexcept { return *computed_; }

 private:
  std::array<std::vector<std::uint32_t>, kRouteKinds> slots_;
  RegexScratch scratch_;
  KnownTarget known_target_;
  KnownChecks known_checks_;
  std::vector<std::uint8_t> known_readers_;  // by PvId
  std::optional<RegexCache> computed_;
};

}  // namespace weir::routes
