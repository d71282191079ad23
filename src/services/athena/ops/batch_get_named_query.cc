// BatchGetNamedQuery: several statements that are kept under names, and the ids of those that are
// not.

#include "services/athena/athena.h"
#include "services/athena/named_queries.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::BatchGetNamedQueryInput& input) {
  authz::Needs needs;
  for (const std::string& id : input.named_query_ids) {
    needs.push_back({"athena:BatchGetNamedQuery", NamedQueryArn(athena, call, id), {}, {}});
  }
  return needs;
}

Result<api_athena::BatchGetNamedQueryOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::BatchGetNamedQueryInput& input) {
  const state::Snapshot reader = athena.with.store.Read();
  api_athena::BatchGetNamedQueryOutput output;
  auto& found = output.named_queries.emplace();
  auto& missing = output.unprocessed_named_query_ids.emplace();
  for (const std::string& id : input.named_query_ids) {
    auto query = FindNamedQuery(reader, call, id);
    if (query) {
      found.push_back(*std::move(query));
    } else {
      missing.push_back({id, query.error().code, query.error().message});
    }
  }
  return output;
}

}  // namespace firn::services::athena
