#include "sip/result.h"

#include <array>

namespace weir::sip {
namespace {

struct ErrorText {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array<ErrorText, kErrorCount> kTexts = {{
#define ERROR(id, name, meaning) {name, meaning},
#include "sip/errors.def"
#undef ERROR
}};

}  // namespace

std::string_view error_name(Error error) noexcept {
  return kTexts[static_cast<std::size_t>(error)].name;
}

std::string_view error_meaning(Error error) noexcept {
  return kTexts[static_cast<std::size_t>(error)].meaning;
}

}  // namespace weir::sip
