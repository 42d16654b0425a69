#include "routes/settings.h"

namespace weir::routes {

const Setting* Settings::find_global(std::string_view name) const noexcept {
  return find_parameter({}, name);
}

const Setting* Settings::find_parameter(std::string_view module,
                                        std::string_view name) const noexcept {
  const std::vector<Setting>& list = module.empty() ? globals : parameters;
  const Setting* found = nullptr;
  for (const Setting& setting : list) {
    if (setting.module == module && setting.name == name) found = &setting;
  }
  return found;
}

std::int64_t Settings::global_number(std::string_view name, std::int64_t otherwise) const noexcept {
  return number({}, name, otherwise);
}

std::string_view Settings::global_text(std::string_view name,
                                       std::string_view otherwise) const noexcept {
  return text({}, name, otherwise);
}

std::int64_t Settings::number(std::string_view module, std::string_view name,
                              std::int64_t otherwise) const noexcept {
  const Setting* const found = find_parameter(module, name);
  return found != nullptr && found->is_number ? found->number : otherwise;
}

std::string_view Settings::text(std::string_view module, std::string_view name,
                                std::string_view otherwise) const noexcept {
  const Setting* const found = find_parameter(module, name);
  return found != nullptr ? std::string_view(found->text) : otherwise;
}

}  // namespace weir::routes
