// GetUserDefinedFunction: describes a function.

#include "services/glue/functions.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetUserDefinedFunctionInput& input) {
  return NeedsOnFunction(glue, call, input.catalog_id, "glue:GetUserDefinedFunction",
                         input.database_name, input.function_name);
}

Result<api_glue::GetUserDefinedFunctionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetUserDefinedFunctionInput& input) {
  FIRN_TRY(const FunctionPlace place,
           FindFunctionPlace(glue, call, input.catalog_id, input.database_name));

  api_glue::GetUserDefinedFunctionOutput output;
  FIRN_TRY(output.user_defined_function, place.Find(glue.store.Read(), call, input.function_name));
  return output;
}

}  // namespace firn::services::glue
