// GetResourceShareAssociations: the principals or resources of the caller's own shares.

#include <set>

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

using Input = api::ram::GetResourceShareAssociationsInput;

Result<void> CheckInput(const Input& input) {
  const std::string& type = input.association_type;
  if (type != "PRINCIPAL" && type != "RESOURCE") {
    return api::ram::InvalidParameterException(
        type +
        " is not a valid association type. Specify either PRINCIPAL or RESOURCE and try "
        "again.");
  }
  static const std::set<std::string> kStatuses = {"ASSOCIATING",    "ASSOCIATED",    "FAILED",
                                                  "DISASSOCIATING", "DISASSOCIATED", "SUSPENDED",
                                                  "SUSPENDING",     "RESTORING"};
  if (input.association_status && !kStatuses.contains(*input.association_status)) {
    return api::ram::InvalidParameterException(
        *input.association_status +
        " is not a valid association status. Verify the status and try "
        "again.");
  }
  if (type == "PRINCIPAL" && input.resource_arn) {
    return api::ram::InvalidParameterException(
        "You cannot specify a resource ARN when the association type is PRINCIPAL.");
  }
  if (type == "RESOURCE" && input.principal) {
    return api::ram::InvalidParameterException(
        "You cannot specify a principal when the association type is RESOURCE.");
  }
  return {};
}

Result<std::vector<ShareRecord>> Asked(const state::Reader& reader, const api::Call& call,
                                       const Input& input) {
  std::vector<ShareRecord> shares;
  if (input.resource_share_arns) {
    for (const std::string& arn : *input.resource_share_arns) {
      FIRN_TRY(ShareRecord share, FindShare(reader, call, arn, Purpose::kLook));
      shares.push_back(std::move(share));
    }
    return shares;
  }
  FIRN_TRY(auto own, SharesOf(reader, call, "SELF"));
  for (auto& entry : own) shares.push_back(std::move(entry.share));
  return shares;
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const Input&) {
  return {{"ram:GetResourceShareAssociations", "*", {}, {}}};
}

Result<api::ram::GetResourceShareAssociationsOutput> Handle(Ram& ram, const api::Call& call,
                                                            const Input& input) {
  FIRN_OK(CheckInput(input));
  const bool principals = input.association_type == "PRINCIPAL";
  const auto& entity = principals ? input.principal : input.resource_arn;
  FIRN_TRY(const auto shares, Asked(ram.store.Read(), call, input));
  std::vector<Positioned<api::ram::ResourceShareAssociation>> found;
  std::set<std::string> seen;
  for (const ShareRecord& share : shares) {
    if (!seen.insert(share.arn).second) continue;
    for (const auto& [name, association] : principals ? share.principals : share.resources) {
      if (entity && name != *entity) continue;
      if (input.association_status && association.status != *input.association_status) continue;
      found.push_back(
          {share.arn + " " + name, AssociationOut(share, input.association_type, association)});
    }
  }
  api::ram::GetResourceShareAssociationsOutput output;
  FIRN_TRY(output.resource_share_associations,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
