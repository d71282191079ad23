// GetUserDefinedFunctions: the functions of a database, or of all, whose names match a pattern.

#include "services/glue/functions.h"
#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/name_pattern.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetUserDefinedFunctionsInput& input) {
  return NeedsOnFunction(glue, call, input.catalog_id, "glue:GetUserDefinedFunctions",
                         input.database_name.value_or(""), "");
}

Result<api_glue::GetUserDefinedFunctionsOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetUserDefinedFunctionsInput& input) {
  FIRN_TRY(const auto matches, CompileNamePattern(input.pattern));
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  std::string prefix = StateKey(call, ref, kFunctions);
  if (input.database_name) {
    FIRN_TRY(const FunctionPlace place,
             FindFunctionPlace(glue, call, input.catalog_id, *input.database_name));
    prefix = StateKey(call, place.catalog, kFunctions);
    state::AppendKeyPart(prefix, place.database);
  }
  const std::function<Result<bool>(const api_glue::UserDefinedFunction&)> wanted =
      [&](const auto& function) -> Result<bool> {
    const std::string type = function.function_type.value_or("REGULAR_FUNCTION");
    if (input.function_type && *input.function_type != type) return false;
    return matches(Lowercase(function.function_name.value_or(""))) &&
           MaySee(glue, call, ref, function.database_name.value_or(""), "");
  };
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  FIRN_TRY(auto page, ListPage<api_glue::UserDefinedFunction>(glue.store.Read(), prefix,
                                                              input.next_token, limit, wanted));
  api_glue::GetUserDefinedFunctionsOutput output;
  output.user_defined_functions.emplace();
  for (const auto& function : page.items) output.user_defined_functions->push_back(*function);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
