// CreateUserDefinedFunction: keeps a function of a database; through a link, of its target.

#include "services/glue/functions.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::CreateUserDefinedFunctionInput& input) {
  return NeedsOnFunction(glue, call, input.catalog_id, "glue:CreateUserDefinedFunction",
                         input.database_name, input.function_input.function_name.value_or(""));
}

Result<api_glue::CreateUserDefinedFunctionOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::CreateUserDefinedFunctionInput& input) {
  FIRN_OK(CheckFunction(input.function_input));
  FIRN_TRY(const FunctionPlace place,
           FindFunctionPlace(glue, call, input.catalog_id, input.database_name));

  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = place.Key(call, *input.function_input.function_name);
    if (transaction.Has(key)) return api_glue::AlreadyExistsException("Function already exists.");
    auto function = FunctionOf(place, input.function_input);
    function.create_time = call.now;
    state::Save(transaction, key, function);
    return {};
  }));
  return api_glue::CreateUserDefinedFunctionOutput{};
}

}  // namespace firn::services::glue
