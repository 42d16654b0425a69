#include "routes/natives/transformations.h"

#include "routes/operators.h"

namespace weir::routes {

Value transform(Execution& e, TransformationId id, const Value& value,
                Arguments arguments) noexcept {
  if (id == TransformationId::kValN0) return value.is_null() ? Value::integer(0) : value;
  if (id == TransformationId::kValNe) return value.is_null() ? Value::of({}) : value;
  if (value.is_null()) return Value::null();
  const std::string_view text = keep_text(value, *e.arena);
  const std::string_view name = kTransformations[static_cast<std::size_t>(id)].name;
  const std::string_view family = name.substr(0, name.find('.'));
  if (family == "uri" || family == "urialias") return transform_uri(e, id, text, arguments);
  if (family == "re") return substitute(e, text, arguments);
  if (family != "s") return transform_list(e, id, text, arguments);
  const Value plain = transform_text(e, id, text, arguments);
  return plain.is_null() ? transform_code(e, id, text, arguments) : plain;
}

}  // namespace weir::routes
