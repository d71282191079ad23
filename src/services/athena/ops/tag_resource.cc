// TagResource: adds tags to a work group or a data catalog.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/resource_tags.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call&, const api_athena::TagResourceInput& input) {
  return {{"athena:TagResource", input.resource_arn, {}, {}}};
}

Result<api_athena::TagResourceOutput> Handle(Athena& athena, const api::Call& call,
                                             const api_athena::TagResourceInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    return ChangeTags(transaction, call, input.resource_arn,
                      [&](Tags& tags) { return MergeTags(input.tags, tags); });
  }));
  return api_athena::TagResourceOutput{};
}

}  // namespace firn::services::athena
