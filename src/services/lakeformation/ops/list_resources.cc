// ListResources: the registered locations, by ARN.
// Differs from AWS: LAST_MODIFIED is compared with EQ, NE, LE, LT, GE, GT and BETWEEN only, and
// with ISO 8601 texts.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/locations.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::ListResourcesInput&) {
  return {{"lakeformation:ListResources", "*", {}, {}}};
}

Result<lf::ListResourcesOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                       const lf::ListResourcesInput& input) {
  FIRN_TRY(std::string after, PositionOf(input.next_token));
  const size_t limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageRows;
  FIRN_TRY(const auto page, state::List<LocationRecord>(
                                lakeformation.store.Read(),
                                LocationPrefix(call.account, call.region.text()), after, SIZE_MAX));
  lf::ListResourcesOutput output;
  auto& list = output.resource_info_list.emplace();
  for (const auto& item : page.items) {
    FIRN_TRY(const bool matches, Matches(item.value->info, input.filter_condition_list));
    if (!matches) continue;
    if (list.size() == limit) {
      output.next_token = TokenOf(after);
      break;
    }
    list.push_back(item.value->info);
    after = item.key;
  }
  return output;
}

}  // namespace firn::services::lakeformation
