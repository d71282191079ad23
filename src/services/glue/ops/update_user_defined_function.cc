// UpdateUserDefinedFunction: replaces the definition of a function.

#include "services/glue/functions.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdateUserDefinedFunctionInput& input) {
  return NeedsOnFunction(glue, call, input.catalog_id, "glue:UpdateUserDefinedFunction",
                         input.database_name, input.function_name);
}

Result<api_glue::UpdateUserDefinedFunctionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::UpdateUserDefinedFunctionInput& input) {
  if (input.function_input.function_name &&
      Lowercase(*input.function_input.function_name) != Lowercase(input.function_name)) {
    return api_glue::InvalidInputException("A function cannot be renamed");
  }
  FIRN_TRY(const FunctionPlace place,
           FindFunctionPlace(glue, call, input.catalog_id, input.database_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto present, place.Find(transaction, call, input.function_name));
    auto function = FunctionOf(place, input.function_input);
    function.function_name = present.function_name;
    function.create_time = present.create_time;
    state::Save(transaction, place.Key(call, input.function_name), function);
    return {};
  }));
  return api_glue::UpdateUserDefinedFunctionOutput{};
}

}  // namespace firn::services::glue
