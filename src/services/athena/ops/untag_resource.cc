// UntagResource: takes tags from a work group or a data catalog.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/resource_tags.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call&,
                      const api_athena::UntagResourceInput& input) {
  return {{"athena:UntagResource", input.resource_arn, {}, {}}};
}

Result<api_athena::UntagResourceOutput> Handle(Athena& athena, const api::Call& call,
                                               const api_athena::UntagResourceInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    return ChangeTags(transaction, call, input.resource_arn, [&](Tags& tags) -> Result<void> {
      for (const std::string& key : input.tag_keys) tags.erase(key);
      return {};
    });
  }));
  return api_athena::UntagResourceOutput{};
}

}  // namespace firn::services::athena
