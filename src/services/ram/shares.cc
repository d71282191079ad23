// What is in a share, and who is invited to it.

#include <algorithm>

#include "services/ram/limits.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

Result<std::string> ReadResource(Ram& ram, const api::Call& call, const std::string& text) {
  const auto arn = Arn::Parse(text);
  if (!arn || arn->partition != "aws") {
    return api::ram::MalformedArnException("The specified resource ARN " + text +
                                           " is not valid. Verify the ARN and try again.");
  }
  const std::string_view type = TypeOfArn(*arn);
  if (type.empty()) {
    return api::ram::MalformedArnException("You cannot share the selected resource type.");
  }
  if (arn->account != call.account.text() ||
      (!arn->region.empty() && arn->region != call.region.text())) {
    return api::ram::OperationNotPermittedException(
        "You can only share resources that your account owns in this Region: " + text);
  }
  FIRN_TRY(const auto exists, ram.resources.Exists(call, *arn));
  if (exists && !*exists) {
    return api::ram::UnknownResourceException("Resource " + text + " could not be found.");
  }
  return text;
}

// Organizations that are there could be shared with as a whole, which is not implemented.
Result<void> CheckOrganization(Ram& ram, const std::string& text) {
  const auto arn = Arn::Parse(text);
  if (!arn || arn->service != "organizations") return {};
  FIRN_TRY(const bool known, ram.organizations.Knows(*arn));
  if (!known) return {};
  return Fail(Error{Kind::kUnsupported,
                    "shares with whole organizations or units are not implemented: name accounts",
                    "NotImplemented",
                    501,
                    {}});
}

Association Fresh(const api::Call& call, const std::string& entity, std::string_view status) {
  Association association;
  association.entity = entity;
  association.status = status;
  association.created = association.updated = call.now;
  return association;
}

void Invite(Ram& ram, state::Transaction& transaction, const api::Call& call,
            const ParsedPrincipal& principal, const ShareRecord& share) {
  const std::string& region = call.region.text();
  InvitationRecord invitation;
  invitation.arn =
      Arn::Of("ram", call.region, call.account, "resource-share-invitation/" + ram.random.Uuid())
          .text();
  invitation.share_arn = share.arn;
  invitation.share_name = share.name;
  invitation.sender = share.owner;
  invitation.receiver = principal.account;
  invitation.principal = principal.entity;
  invitation.status = kPending;
  invitation.sent = call.now;
  state::Save(transaction, InvitationKey(principal.account, region, invitation.arn), invitation);
  transaction.Put(ReceiverKey(invitation.arn), principal.account);
}

// Ends what an account was offered of the share, for one of its principals or (empty) for all.
Result<void> Withdraw(state::Transaction& transaction, std::string_view region,
                      std::string_view receiver, const ShareRecord& share,
                      std::string_view principal) {
  FIRN_TRY(const auto page, state::List<InvitationRecord>(
                                transaction, InvitationPrefix(receiver, region), "", SIZE_MAX));
  for (const auto& item : page.items) {
    const InvitationRecord& invitation = *item.value;
    const bool meant = invitation.share_arn == share.arn && invitation.status == kPending &&
                       (principal.empty() || invitation.principal == principal);
    if (!meant) continue;
    transaction.Erase(item.key);
    transaction.Erase(ReceiverKey(invitation.arn));
  }
  const bool remains =
      std::any_of(share.principals.begin(), share.principals.end(),
                  [&](const auto& entry) { return BelongsTo(entry.first, receiver); });
  if (!remains) transaction.Erase(ReceivedKey(receiver, region, share.arn));
  return {};
}

Result<void> AddPrincipal(Ram& ram, state::Transaction& transaction, const api::Call& call,
                          const Entities& entities, const std::string& entity, ShareRecord& share) {
  FIRN_TRY(const ParsedPrincipal principal, ParsePrincipal(entity));
  const bool foreign = !principal.account.empty() && principal.account != share.owner;
  const bool external = foreign && !entities.kin.contains(entity);
  const bool invited = foreign && !entities.members.contains(entity);
  if (external && !share.external_allowed) {
    return api::ram::OperationNotPermittedException(
        "The resource share does not allow principals outside of your organization: " + entity);
  }
  const auto known = share.principals.find(entity);
  if (known != share.principals.end() && known->second.status != kFailed) return {};
  Association association = Fresh(call, entity, invited ? kAssociating : kAssociated);
  association.external = external;
  share.principals[entity] = std::move(association);
  if (invited) Invite(ram, transaction, call, principal, share);
  if (foreign) {
    transaction.Put(ReceivedKey(principal.account, call.region.text(), share.arn),
                    ShareKey(share.owner, call.region.text(), share.arn));
  }
  return {};
}

}  // namespace

bool BelongsTo(std::string_view principal, std::string_view account) {
  const auto parsed = ParsePrincipal(std::string(principal));
  return parsed && parsed->account == account;
}

Result<Entities> ReadEntities(Ram& ram, const api::Call& call,
                              const std::optional<std::vector<std::string>>& principals,
                              const std::optional<std::vector<std::string>>& resources) {
  Entities entities;
  const std::vector<std::string> none;
  for (const std::string& text : resources ? *resources : none) {
    FIRN_TRY(std::string arn, ReadResource(ram, call, text));
    entities.resources.push_back(std::move(arn));
  }
  for (const std::string& text : principals ? *principals : none) {
    FIRN_OK(CheckOrganization(ram, text));
    FIRN_TRY(const ParsedPrincipal principal, ParsePrincipal(text));
    entities.principals.push_back(principal.entity);
    if (principal.account.empty() || principal.account == call.account.text()) continue;
    FIRN_TRY(const AccountId account, AccountId::Parse(principal.account));
    FIRN_TRY(const auto kinship, ram.organizations.KinshipOf(call.account, account));
    if (kinship.same) entities.kin.insert(principal.entity);
    if (kinship.same && kinship.trusted) entities.members.insert(principal.entity);
  }
  return entities;
}

Result<void> Associate(Ram& ram, state::Transaction& transaction, const api::Call& call,
                       const Entities& entities, ShareRecord& share) {
  for (const std::string& arn : entities.resources) {
    if (share.resources.contains(arn)) continue;
    share.resources[arn] = Fresh(call, arn, kAssociated);
    FIRN_TRY(const Arn parsed, Arn::Parse(arn));
    const std::string type(TypeOfArn(parsed));
    const ManagedPermission* permission = DefaultPermission(type);
    if (permission != nullptr) share.permissions.emplace(type, ArnOf(*permission));
  }
  for (const std::string& entity : entities.principals) {
    FIRN_OK(AddPrincipal(ram, transaction, call, entities, entity, share));
  }
  if (share.resources.size() > kShareEntitiesMax || share.principals.size() > kShareEntitiesMax) {
    return api::ram::ResourceShareLimitExceededException(
        "The resource share has too many principals or resources.");
  }
  share.updated = call.now;
  return {};
}

Result<void> Disassociate(state::Transaction& transaction, const api::Call& call,
                          const Entities& entities, ShareRecord& share) {
  for (const std::string& arn : entities.resources) share.resources.erase(arn);
  for (const std::string& entity : entities.principals) {
    share.principals.erase(entity);
    FIRN_TRY(const ParsedPrincipal principal, ParsePrincipal(entity));
    if (principal.account.empty() || principal.account == share.owner) continue;
    FIRN_OK(Withdraw(transaction, call.region.text(), principal.account, share, entity));
  }
  share.updated = call.now;
  return {};
}

Result<void> Delete(state::Transaction& transaction, const api::Call& call, ShareRecord share) {
  std::set<std::string> receivers;
  for (const auto& part : share.principals) {
    FIRN_TRY(const ParsedPrincipal principal, ParsePrincipal(part.first));
    const bool foreign = !principal.account.empty() && principal.account != share.owner;
    if (foreign) receivers.insert(principal.account);
  }
  share.principals.clear();
  share.resources.clear();
  share.permissions.clear();
  share.status = kDeleted;
  share.updated = call.now;
  for (const std::string& receiver : receivers) {
    FIRN_OK(Withdraw(transaction, call.region.text(), receiver, share, ""));
  }
  state::Save(transaction, ShareKey(share.owner, call.region.text(), share.arn), share);
  return {};
}

InvitationRecord AsOf(InvitationRecord invitation, Time now) {
  if (invitation.status == kPending && now - invitation.sent > kInvitationLife) {
    invitation.status = kExpired;
  }
  return invitation;
}

Result<std::vector<ReceivedShare>> ReceivedShares(const state::Reader& reader,
                                                  const api::Call& call) {
  std::vector<ReceivedShare> received;
  std::vector<std::string> keys;
  reader.ForEachEntry(ReceivedPrefix(call.account.text(), call.region.text()), "",
                      [&](const state::EntryPointer& entry) {
                        keys.push_back(entry->value());
                        return true;
                      });
  for (const std::string& key : keys) {
    FIRN_TRY(auto share, state::Load<ShareRecord>(reader, key));
    if (!share) continue;
    ReceivedShare found{*std::move(share), {}};
    for (const auto& [entity, association] : found.share.principals) {
      const bool ours = BelongsTo(entity, call.account.text());
      if (ours && association.status == kAssociated) found.principals.push_back(entity);
    }
    if (!found.principals.empty()) received.push_back(std::move(found));
  }
  return received;
}

Result<std::vector<ReceivedShare>> SharesOf(const state::Reader& reader, const api::Call& call,
                                            const std::string& resource_owner) {
  if (resource_owner == "OTHER-ACCOUNTS") return ReceivedShares(reader, call);
  if (resource_owner != "SELF") {
    return api::ram::InvalidParameterException(
        resource_owner +
        " is not a valid resource owner. Specify either SELF or OTHER-ACCOUNTS and try again.");
  }
  std::vector<ReceivedShare> shares;
  FIRN_TRY(const auto page,
           state::List<ShareRecord>(reader, SharePrefix(call.account.text(), call.region.text()),
                                    "", SIZE_MAX));
  for (const auto& item : page.items) {
    ReceivedShare own{*item.value, {}};
    for (const auto& [entity, association] : own.share.principals) own.principals.push_back(entity);
    shares.push_back(std::move(own));
  }
  return shares;
}

Result<void> AddTags(const std::vector<api::ram::Tag>& tags,
                     std::map<std::string, std::string>& into) {
  for (const api::ram::Tag& tag : tags) {
    const std::string key = tag.key.value_or("");
    const std::string value = tag.value.value_or("");
    if (key.empty() || key.size() > 128 || key.starts_with("aws:") || value.size() > 256) {
      return api::ram::InvalidParameterException("The tag key or value is not valid: " + key);
    }
    into[key] = value;
  }
  if (into.size() > kTagsMax) {
    return api::ram::TagLimitExceededException("A resource share has at most " +
                                               std::to_string(kTagsMax) + " tags.");
  }
  return {};
}

api::ram::ResourceShare ShareOut(const ShareRecord& share) {
  api::ram::ResourceShare out;
  out.resource_share_arn = share.arn;
  out.name = share.name;
  out.owning_account_id = share.owner;
  out.allow_external_principals = share.external_allowed;
  out.status = share.status;
  out.creation_time = share.created;
  out.last_updated_time = share.updated;
  auto& tags = out.tags.emplace();
  for (const auto& [key, value] : share.tags) tags.push_back({key, value});
  return out;
}

api::ram::ResourceShareAssociation AssociationOut(const ShareRecord& share, std::string_view type,
                                                  const Association& association) {
  api::ram::ResourceShareAssociation out;
  out.resource_share_arn = share.arn;
  out.resource_share_name = share.name;
  out.associated_entity = association.entity;
  out.association_type = std::string(type);
  out.status = association.status;
  if (!association.message.empty()) out.status_message = association.message;
  out.creation_time = association.created;
  out.last_updated_time = association.updated;
  out.external = association.external;
  return out;
}

api::ram::ResourceShareInvitation InvitationOut(const InvitationRecord& invitation) {
  api::ram::ResourceShareInvitation out;
  out.resource_share_invitation_arn = invitation.arn;
  out.resource_share_name = invitation.share_name;
  out.resource_share_arn = invitation.share_arn;
  out.sender_account_id = invitation.sender;
  out.receiver_account_id = invitation.receiver;
  out.invitation_timestamp = invitation.sent;
  out.status = invitation.status;
  if (invitation.principal != invitation.receiver) out.receiver_arn = invitation.principal;
  return out;
}

api::ram::Resource ResourceOut(const ShareRecord& share, const Association& association) {
  api::ram::Resource out;
  out.arn = association.entity;
  if (const auto arn = Arn::Parse(association.entity)) {
    out.type = std::string(TypeOfArn(*arn));
    const ResourceType* type = FindType(*out.type);
    out.resource_region_scope = std::string(type == nullptr ? "REGIONAL" : type->scope);
  }
  out.resource_share_arn = share.arn;
  out.status = "AVAILABLE";
  out.creation_time = association.created;
  out.last_updated_time = association.updated;
  return out;
}

}  // namespace firn::services::ram
