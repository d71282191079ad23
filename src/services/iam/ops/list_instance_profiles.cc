// ListInstanceProfiles: lists the instance profiles of the account.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListInstanceProfilesInput;
using api::iam::ListInstanceProfilesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListInstanceProfilesInput& input) {
  return OnAll<ProfileRow>(call, "iam:ListInstanceProfiles", input.path_prefix);
}

Result<ListInstanceProfilesOutput> Handle(Iam& iam, const api::Call& call,
                                          const ListInstanceProfilesInput& input) {
  FIRN_TRY(auto rows, RowsUnder<ProfileRow>(iam, call, input.path_prefix));
  FIRN_TRY(auto page, PageOf(std::move(rows), input.marker, input.max_items, ByName()));
  ListInstanceProfilesOutput output;
  for (const auto& row : page.items) {
    FIRN_TRY(auto profile, ApiProfile(iam, call, *row, Detail::kListed));
    output.instance_profiles.push_back(std::move(profile));
  }
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
