// ListResourceTags: the tags of a key, by name.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ListResourceTagsInput& input) {
  return {NeedOnKey(kms, call, "ListResourceTags", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::ListResourceTagsOutput> Handle(Kms& kms, const api::Call& call,
                                                const api::kms::ListResourceTagsInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  FIRN_TRY(const std::string after, PositionOf(input.marker));
  api::kms::ListResourceTagsOutput output;
  output.tags.emplace();
  output.truncated = false;
  for (const auto& [key, value] : found.second.tags) {
    if (!after.empty() && key <= after) continue;
    if (output.tags->size() == LimitOf(input.limit, 50)) {
      output.truncated = true;
      output.next_marker = MarkerOf(output.tags->back().tag_key);
      break;
    }
    output.tags->push_back({key, value});
  }
  return output;
}

}  // namespace firn::services::kms
