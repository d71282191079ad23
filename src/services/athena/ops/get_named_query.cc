// GetNamedQuery: a statement that is kept under a name.

#include "services/athena/athena.h"
#include "services/athena/named_queries.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena& athena, const api::Call& call,
                      const api_athena::GetNamedQueryInput& input) {
  return {{"athena:GetNamedQuery", NamedQueryArn(athena, call, input.named_query_id), {}, {}}};
}

Result<api_athena::GetNamedQueryOutput> Handle(Athena& athena, const api::Call& call,
                                               const api_athena::GetNamedQueryInput& input) {
  api_athena::GetNamedQueryOutput output;
  FIRN_TRY(output.named_query,
           FindNamedQuery(athena.with.store.Read(), call, input.named_query_id));
  return output;
}

}  // namespace firn::services::athena
