// ListPrincipals: whom the caller shares with, or who shares with it.

#include <algorithm>

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

using Input = api::ram::ListPrincipalsInput;

bool Takes(const std::optional<std::vector<std::string>>& wanted, const std::string& name) {
  return !wanted || wanted->empty() ||
         std::find(wanted->begin(), wanted->end(), name) != wanted->end();
}

bool Takes(const Input& input, const ShareRecord& share) {
  if (!Takes(input.resource_share_arns, share.arn)) return false;
  if (input.resource_arn && !share.resources.contains(*input.resource_arn)) return false;
  if (!input.resource_type) return true;
  return std::any_of(share.resources.begin(), share.resources.end(), [&](const auto& entry) {
    const auto arn = Arn::Parse(entry.first);
    return arn && TypeOfArn(*arn) == *input.resource_type;
  });
}

api::ram::Principal PrincipalOut(const ShareRecord& share, const std::string& id,
                                 const Association& association) {
  api::ram::Principal out;
  out.id = id;
  out.resource_share_arn = share.arn;
  out.creation_time = association.created;
  out.last_updated_time = association.updated;
  out.external = association.external;
  return out;
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const Input&) {
  return {{"ram:ListPrincipals", "*", {}, {}}};
}

Result<api::ram::ListPrincipalsOutput> Handle(Ram& ram, const api::Call& call, const Input& input) {
  if (input.resource_type && FindType(*input.resource_type) == nullptr) {
    return api::ram::InvalidParameterException("Invalid resource type: " + *input.resource_type);
  }
  FIRN_TRY(const auto shares, SharesOf(ram.store.Read(), call, input.resource_owner));
  std::vector<Positioned<api::ram::Principal>> found;
  for (const auto& [share, principals] : shares) {
    if (!Takes(input, share)) continue;
    if (share.owner != call.account.text()) {
      // Who shares is the account that owns the share.
      if (!Takes(input.principals, share.owner)) continue;
      const auto& association = share.principals.at(principals.front());
      found.push_back(
          {share.owner + " " + share.arn, PrincipalOut(share, share.owner, association)});
      continue;
    }
    for (const auto& [id, association] : share.principals) {
      if (!Takes(input.principals, id)) continue;
      found.push_back({id + " " + share.arn, PrincipalOut(share, id, association)});
    }
  }
  api::ram::ListPrincipalsOutput output;
  FIRN_TRY(output.principals,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
