// CreateResourceShare: makes a share of resources with principals. Accounts outside are invited.
// Differs from AWS: sources are refused; a share by itself gives no rights on Glue's resources,
// only what Lake Formation grants does.

#include "base/digest.h"
#include "services/ram/limits.h"
#include "services/ram/ops.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

Result<void> CheckInput(const api::ram::CreateResourceShareInput& input) {
  if (input.name.empty() || input.name.size() > kNameMax) {
    return api::ram::InvalidParameterException("The name of the resource share is not valid.");
  }
  if (input.sources && !input.sources->empty()) {
    return Fail(
        Error{Kind::kUnsupported, "sources are not implemented", "NotImplemented", 501, {}});
  }
  return {};
}

// The permissions that the caller chose, one for each type of resource.
Result<std::map<std::string, std::string>> ReadPermissions(
    const std::optional<std::vector<std::string>>& arns) {
  std::map<std::string, std::string> permissions;
  for (const std::string& arn : arns.value_or(std::vector<std::string>())) {
    if (!Arn::Parse(arn)) {
      return api::ram::MalformedArnException("The specified permission ARN " + arn +
                                             " is not valid. Verify the ARN and try again.");
    }
    const ManagedPermission* permission = FindPermission(arn);
    if (permission == nullptr) {
      return api::ram::UnknownResourceException("Permission " + arn + " could not be found.");
    }
    if (!permissions.emplace(permission->type, arn).second) {
      return api::ram::InvalidParameterException(
          "Only one permission can be associated with each resource type.");
    }
  }
  return permissions;
}

// Tells a request that is sent again from another one with the same token.
std::string DigestOf(const api::ram::CreateResourceShareInput& input) {
  std::string text;
  state::AppendKeyPart(text, input.name);
  for (const auto* list : {&input.resource_arns, &input.principals, &input.permission_arns}) {
    std::string part;
    for (const std::string& entry : list->value_or(std::vector<std::string>())) {
      state::AppendKeyPart(part, entry);
    }
    state::AppendKeyPart(text, part);
  }
  text += input.allow_external_principals.value_or(true) ? "1" : "0";
  return Sha256(text);
}

// The share that the same request made before.
Result<std::optional<ShareRecord>> MadeBefore(const state::Reader& reader, const api::Call& call,
                                              const std::string& token, const std::string& digest) {
  FIRN_TRY(const auto known, state::Load<TokenRecord>(reader, TokenKey(call, "create", token)));
  if (!known) return std::optional<ShareRecord>();
  if (known->digest != digest) {
    return api::ram::IdempotentParameterMismatchException(
        "The client token was used before with other parameters.");
  }
  FIRN_TRY(auto share, FindShare(reader, call, known->share_arn, Purpose::kLook));
  return std::optional(std::move(share));
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const api::ram::CreateResourceShareInput&) {
  return {{"ram:CreateResourceShare", "*", {}, {}}};
}

Result<api::ram::CreateResourceShareOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::CreateResourceShareInput& input) {
  FIRN_OK(CheckInput(input));
  FIRN_TRY(const Entities entities, ReadEntities(ram, call, input.principals, input.resource_arns));
  ShareRecord share;
  share.arn =
      Arn::Of("ram", call.region, call.account, "resource-share/" + ram.random.Uuid()).text();
  share.name = input.name;
  share.owner = call.account.text();
  share.external_allowed = input.allow_external_principals.value_or(true);
  share.status = kActive;
  share.created = call.now;
  FIRN_TRY(share.permissions, ReadPermissions(input.permission_arns));
  if (input.tags) FIRN_OK(AddTags(*input.tags, share.tags));
  const std::string digest = DigestOf(input);
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (input.client_token) {
      FIRN_TRY(auto before, MadeBefore(transaction, call, *input.client_token, digest));
      if (before) {
        share = *std::move(before);
        return {};
      }
      state::Save(transaction, TokenKey(call, "create", *input.client_token),
                  TokenRecord{digest, share.arn});
    }
    FIRN_TRY(
        const auto others,
        state::List<ShareRecord>(transaction, SharePrefix(call.account.text(), call.region.text()),
                                 "", kSharesMax));
    if (others.items.size() == kSharesMax) {
      return api::ram::ResourceShareLimitExceededException("There are too many resource shares.");
    }
    FIRN_OK(Associate(ram, transaction, call, entities, share));
    state::Save(transaction, ShareKey(share.owner, call.region.text(), share.arn), share);
    return {};
  }));
  return api::ram::CreateResourceShareOutput{ShareOut(share), input.client_token};
}

}  // namespace firn::services::ram
