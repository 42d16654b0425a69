#include "routes/image.h"

#include <algorithm>

namespace weir::routes {

Image::Image()
    : lists_{RouteList(RouteKind::kRequest), RouteList(RouteKind::kReply),
             RouteList(RouteKind::kFailure), RouteList(RouteKind::kBranch),
             RouteList(RouteKind::kOnsend),  RouteList(RouteKind::kEvent)} {}
Image::Image(Image&&) noexcept = default;
Image& Image::operator=(Image&&) noexcept = default;
Image::~Image() = default;

int Image::find_table(std::string_view name) const noexcept {
  for (std::size_t i = 0; i < settings_.tables.size(); ++i) {
    if (settings_.tables[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

std::string Image::location(std::uint32_t instruction) const {
  const auto after = std::upper_bound(
      lines_.begin(), lines_.end(), instruction,
      [](std::uint32_t wanted, const SourceLine& line) { return wanted < line.first; });
  if (after == lines_.begin()) return {};
  const SourceLine& line = *(after - 1);
  return files_[line.file] + ":" + std::to_string(line.line);
}

std::size_t Image::bytes() const noexcept {
  std::size_t tables = regexes_.bytes() + groups_.capacity() * sizeof(PatternGroup);
  for (const SwitchTable& table : switches_) tables += sizeof table + table.bytes();
  return (code_.capacity() + fast_.capacity()) * sizeof(Instruction) + tables +
         lines_.capacity() * sizeof(SourceLine) + pool_.capacity() +
         texts_.capacity() * sizeof(TextSpan) + pvs_.capacity() * sizeof(PvRef) +
         prefixes_.capacity() * sizeof(sip::Prefix) + sizeof(Image);
}

}  // namespace weir::routes
