#include "services/glue/functions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

std::string FunctionPlace::Key(const api::Call& call, std::string_view name) const {
  std::string key = StateKey(call, catalog, kFunctions);
  state::AppendKeyPart(key, database);
  state::AppendKeyPart(key, Lowercase(name));
  return key;
}

Result<api_glue::UserDefinedFunction> FunctionPlace::Find(const state::Reader& reader,
                                                          const api::Call& call,
                                                          const std::string& name) const {
  FIRN_TRY(auto found, state::Load<api_glue::UserDefinedFunction>(reader, Key(call, name)));
  if (!found) return api_glue::EntityNotFoundException("Function " + name + " not found.");
  return *std::move(found);
}

Result<FunctionPlace> FindFunctionPlace(const Glue& glue, const api::Call& call,
                                        const std::optional<std::string>& catalog_id,
                                        const std::string& database) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, database));
  FIRN_OK(glue.FindDatabase(call, located.catalog, located.database));
  if (located.catalog.kind != CatalogRef::Kind::kDefault) {
    return api_glue::OperationNotSupportedException(
        "Functions are not supported in databases of a federated catalog");
  }
  return FunctionPlace{located.catalog, Lowercase(located.database)};
}

Result<void> CheckFunction(const api_glue::UserDefinedFunctionInput& input) {
  if (!input.function_name) return api_glue::InvalidInputException("FunctionName is required");
  return {};
}

api_glue::UserDefinedFunction FunctionOf(const FunctionPlace& place,
                                         const api_glue::UserDefinedFunctionInput& input) {
  api_glue::UserDefinedFunction function;
  if (input.function_name) function.function_name = Lowercase(*input.function_name);
  function.database_name = place.database;
  function.class_name = input.class_name;
  function.owner_name = input.owner_name;
  function.owner_type = input.owner_type;
  function.function_type = input.function_type.value_or("REGULAR_FUNCTION");
  function.resource_uris = input.resource_uris;
  function.catalog_id = place.catalog.account.text();
  return function;
}

authz::Needs NeedsOnFunction(const Glue& glue, const api::Call& call,
                             const std::optional<std::string>& catalog_id, std::string_view action,
                             const std::string& database, std::string_view function) {
  authz::Needs needs =
      NeedsAlong(glue, call, catalog_id, action, database, "", database.empty() ? "" : "ANY");
  const auto ref = glue.Resolve(call, catalog_id);
  const auto located =
      ref && !database.empty() ? glue.Locate(call, *ref, database) : Result<Glue::Located>();
  if (!ref || !located) return needs;
  const AccountId& owner = database.empty() ? ref->account : located->catalog.account;
  const std::string path = (database.empty() ? "*" : Lowercase(located->database)) + "/" +
                           (function.empty() ? "*" : Lowercase(function));
  needs.push_back({std::string(action),
                   Arn::Of("glue", call.region, owner, "userDefinedFunction/" + path).text(),
                   {},
                   {}});
  return needs;
}

}  // namespace firn::services::glue
