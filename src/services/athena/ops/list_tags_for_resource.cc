// ListTagsForResource: the tags of a work group or a data catalog, by key.

#include "services/athena/athena.h"
#include "services/athena/ops.h"
#include "services/athena/resource_tags.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call&,
                      const api_athena::ListTagsForResourceInput& input) {
  return {{"athena:ListTagsForResource", input.resource_arn, {}, {}}};
}

Result<api_athena::ListTagsForResourceOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::ListTagsForResourceInput& input) {
  constexpr size_t kLimit = 75;
  FIRN_TRY(const Tags tags, TagsOf(athena.with.store.Read(), call, input.resource_arn));
  FIRN_TRY(const PageOf page, PageFor(input.next_token, input.max_results, kLimit));
  api_athena::ListTagsForResourceOutput output;
  auto& shown = output.tags.emplace();
  for (auto tag = tags.upper_bound(page.after); tag != tags.end(); ++tag) {
    if (shown.size() == page.limit) {
      output.next_token = PageToken(shown.back().key.value_or(""));
      break;
    }
    shown.push_back({tag->first, tag->second});
  }
  return output;
}

}  // namespace firn::services::athena
