// GetTagValues: every value in use of one tag key in this Region.

#include <set>

#include "services/tagging/ops.h"
#include "services/tagging/tagging.h"

namespace firn::services::tagging {

namespace tg = api::tagging;

namespace {

constexpr size_t kPage = 500;

}  // namespace

authz::Needs NeedsFor(const Tagging&, const api::Call&, const tg::GetTagValuesInput&) {
  return {{"tag:GetTagValues", "*", {}, {}}};
}

Result<tg::GetTagValuesOutput> Handle(Tagging& tagging, const api::Call& call, const tg::GetTagValuesInput& input) {
  FIRN_TRY(const std::string after, PositionOf(input.pagination_token));
  FIRN_TRY(const auto all, tagging.All(call));
  std::set<std::string> values;
  for (const auto& [arn, tags] : all) {
    if (const auto tag = tags.find(input.key); tag != tags.end()) values.insert(tag->second);
  }
  tg::GetTagValuesOutput output;
  output.tag_values.emplace();
  output.pagination_token = "";
  for (auto value = after.empty() ? values.begin() : values.upper_bound(after); value != values.end(); ++value) {
    if (output.tag_values->size() == kPage) {
      output.pagination_token = TokenOf(output.tag_values->back());
      break;
    }
    output.tag_values->push_back(*value);
  }
  return output;
}

}  // namespace firn::services::tagging
