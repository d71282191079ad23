// DeleteUserDefinedFunction: forgets a function.

#include "services/glue/functions.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteUserDefinedFunctionInput& input) {
  return NeedsOnFunction(glue, call, input.catalog_id, "glue:DeleteUserDefinedFunction",
                         input.database_name, input.function_name);
}

Result<api_glue::DeleteUserDefinedFunctionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeleteUserDefinedFunctionInput& input) {
  FIRN_TRY(const FunctionPlace place,
           FindFunctionPlace(glue, call, input.catalog_id, input.database_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(place.Find(transaction, call, input.function_name));
    transaction.Erase(place.Key(call, input.function_name));
    return {};
  }));
  return api_glue::DeleteUserDefinedFunctionOutput{};
}

}  // namespace firn::services::glue
