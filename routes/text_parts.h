// Texts taken apart from the front: lines of files, attributes of module parameters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace weir::routes {

// Takes what stands before `end`, and the byte itself, off the front of `rest`.
inline std::string_view take_until(std::string_view& rest, char end) noexcept {
  const std::size_t size = std::min(rest.find(end), rest.size());
  const std::string_view part = rest.substr(0, size);
  rest.remove_prefix(std::min(size + 1, rest.size()));
  return part;
}

// The next line, without the CR and LF at its end.
inline std::string_view take_line(std::string_view& rest) noexcept {
  std::string_view line = take_until(rest, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The next NAME=VALUE of a list that semicolons part: its value, which is empty without one.
inline std::string_view take_attribute(std::string_view& rest, std::string_view& name) noexcept {
  std::string_view value = take_until(rest, ';');
  name = take_until(value, '=');
  return value;
}

}  // namespace weir::routes
