// UpdateNamedQuery: changes a statement that is kept under a name.

#include "services/athena/athena.h"
#include "services/athena/named_queries.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::UpdateNamedQueryInput& input) {
  return {{"athena:UpdateNamedQuery", NamedQueryArn(athena, call, input.named_query_id), {}, {}}};
}

Result<api_athena::UpdateNamedQueryOutput> Handle(Athena& athena, const api::Call& call,
                                                  const api_athena::UpdateNamedQueryInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto query, FindNamedQuery(transaction, call, input.named_query_id));
    query.name = input.name;
    query.query_string = input.query_string;
    if (input.description) query.description = input.description;
    SaveNamedQuery(transaction, call, query);
    return {};
  }));
  return api_athena::UpdateNamedQueryOutput{};
}

}  // namespace firn::services::athena
