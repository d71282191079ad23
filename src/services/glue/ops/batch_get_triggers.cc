// BatchGetTriggers: describes triggers; the names of those that are not there are listed apart.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::BatchGetTriggersInput& input) {
  authz::Needs needs;
  for (const std::string& name : input.trigger_names)
    needs.push_back(NeedsOnDocument(call, "glue:BatchGetTriggers", kTrigger, name).front());
  return needs;
}

Result<api_glue::BatchGetTriggersOutput> Handle(Glue& glue, const api::Call& call,
                                                const api_glue::BatchGetTriggersInput& input) {
  api_glue::BatchGetTriggersOutput output;
  output.triggers.emplace();
  output.triggers_not_found.emplace();
  const auto snapshot = glue.store.Read();
  for (const std::string& name : input.trigger_names) {
    auto found = FindDocument<api_glue::Trigger>(snapshot, call, kTrigger, name);
    if (found) {
      output.triggers->push_back(*std::move(found));
    } else if (found.error().kind == Kind::kNotFound) {
      output.triggers_not_found->push_back(name);
    } else {
      return Fail(std::move(found).error());
    }
  }
  return output;
}

}  // namespace firn::services::glue
