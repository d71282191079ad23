// GetResourceShares: the caller's own shares, or those of others that it has accepted.

#include <algorithm>

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

namespace {

using Input = api::ram::GetResourceSharesInput;

bool Has(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool HasTags(const ShareRecord& share, const std::vector<api::ram::TagFilter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const api::ram::TagFilter& filter) {
    const auto tag = share.tags.find(filter.tag_key.value_or(""));
    if (tag == share.tags.end()) return false;
    const auto& values = filter.tag_values;
    return !values || values->empty() || Has(*values, tag->second);
  });
}

bool Uses(const ShareRecord& share, const std::string& permission_arn) {
  return std::any_of(share.permissions.begin(), share.permissions.end(),
                     [&](const auto& entry) { return entry.second == permission_arn; });
}

bool Takes(const Input& input, const ShareRecord& share) {
  if (input.resource_share_arns && !Has(*input.resource_share_arns, share.arn)) return false;
  if (input.resource_share_status && share.status != *input.resource_share_status) return false;
  if (input.name && share.name != *input.name) return false;
  if (input.tag_filters && !HasTags(share, *input.tag_filters)) return false;
  return !input.permission_arn || Uses(share, *input.permission_arn);
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const Input&) {
  return {{"ram:GetResourceShares", "*", {}, {}}};
}

Result<api::ram::GetResourceSharesOutput> Handle(Ram& ram, const api::Call& call,
                                                 const Input& input) {
  const state::Snapshot snapshot = ram.store.Read();
  FIRN_TRY(const auto shares, SharesOf(snapshot, call, input.resource_owner));
  std::vector<Positioned<api::ram::ResourceShare>> found;
  for (const auto& [share, principals] : shares) {
    if (!Takes(input, share)) continue;
    api::ram::ResourceShare out = ShareOut(share);
    if (share.owner != call.account.text()) out.tags.reset();  // the owner's own affair
    out.feature_set = "STANDARD";
    found.push_back({share.arn, std::move(out)});
  }
  api::ram::GetResourceSharesOutput output;
  FIRN_TRY(output.resource_shares,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
