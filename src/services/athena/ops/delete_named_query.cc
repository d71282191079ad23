// DeleteNamedQuery: forgets a statement that is kept under a name.

#include "services/athena/athena.h"
#include "services/athena/named_queries.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::DeleteNamedQueryInput& input) {
  return {{"athena:DeleteNamedQuery", NamedQueryArn(athena, call, input.named_query_id), {}, {}}};
}

Result<api_athena::DeleteNamedQueryOutput> Handle(Athena& athena, const api::Call& call,
                                                  const api_athena::DeleteNamedQueryInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto query, FindNamedQuery(transaction, call, input.named_query_id));
    transaction.Erase(NamedQueryKey(call, query.work_group.value_or(""), input.named_query_id));
    transaction.Erase(NamedQueryIdKey(call, input.named_query_id));
    return {};
  }));
  return api_athena::DeleteNamedQueryOutput{};
}

}  // namespace firn::services::athena
