// GetTagKeys: every tag key in use in this Region.

#include <set>

#include "services/tagging/ops.h"
#include "services/tagging/tagging.h"

namespace firn::services::tagging {

namespace tg = api::tagging;

namespace {

constexpr size_t kPage = 500;

}  // namespace

authz::Needs NeedsFor(const Tagging&, const api::Call&, const tg::GetTagKeysInput&) {
  return {{"tag:GetTagKeys", "*", {}, {}}};
}

Result<tg::GetTagKeysOutput> Handle(Tagging& tagging, const api::Call& call, const tg::GetTagKeysInput& input) {
  FIRN_TRY(const std::string after, PositionOf(input.pagination_token));
  FIRN_TRY(const auto all, tagging.All(call));
  std::set<std::string> keys;
  for (const auto& [arn, tags] : all) {
    for (const auto& [key, value] : tags) keys.insert(key);
  }
  tg::GetTagKeysOutput output;
  output.tag_keys.emplace();
  output.pagination_token = "";
  for (auto key = after.empty() ? keys.begin() : keys.upper_bound(after); key != keys.end(); ++key) {
    if (output.tag_keys->size() == kPage) {
      output.pagination_token = TokenOf(output.tag_keys->back());
      break;
    }
    output.tag_keys->push_back(*key);
  }
  return output;
}

}  // namespace firn::services::tagging
