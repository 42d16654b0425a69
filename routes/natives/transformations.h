// Transformations, a file a class; transform() finds the class.
#pragma once

#include "routes/natives/natives.h"

namespace weir::routes {

// Each gives the result, or null when there is none. `text` is the value as text.
Value transform_text(Execution& e, TransformationId id, std::string_view text,
                     Arguments arguments) noexcept;
Value transform_code(Execution& e, TransformationId id, std::string_view text,
                     Arguments arguments) noexcept;
Value transform_uri(Execution& e, TransformationId id, std::string_view text,
                    Arguments arguments) noexcept;
Value transform_list(Execution& e, TransformationId id, std::string_view text,
                     Arguments arguments) noexcept;
Value substitute(Execution& e, std::string_view text, Arguments arguments) noexcept;

}  // namespace weir::routes
