#include "services/ram/ram.h"

#include "base/encoding.h"
#include "services/ram/limits.h"
#include "services/ram/page.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

constexpr std::string_view kService = "ram";

// Where the share of all that Lake Formation grants to one principal is noted.
std::string GrantedKey(std::string_view account, std::string_view region,
                       std::string_view principal) {
  return state::Key(kService, account, region, "granted", principal);
}

Unexpected MalformedArn(const std::string& arn) {
  return api::ram::MalformedArnException("The specified resource share ARN " + arn +
                                         " is not valid. Verify the ARN and try again.");
}

}  // namespace

std::string SharePrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "share");
}

std::string ShareKey(std::string_view account, std::string_view region, std::string_view arn) {
  return state::Key(kService, account, region, "share", arn);
}

std::string InvitationPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "invitation");
}

std::string InvitationKey(std::string_view account, std::string_view region, std::string_view arn) {
  return state::Key(kService, account, region, "invitation", arn);
}

std::string ReceiverKey(std::string_view invitation_arn) {
  return state::Key(kService, "", "", "receiver", invitation_arn);
}

std::string ReceivedPrefix(std::string_view account, std::string_view region) {
  return state::Key(kService, account, region, "received");
}

std::string ReceivedKey(std::string_view account, std::string_view region,
                        std::string_view share_arn) {
  return state::Key(kService, account, region, "received", share_arn);
}

std::string TokenKey(const api::Call& call, std::string_view operation, std::string_view token) {
  return state::Key(kService, call.account, call.region, "token", operation, token);
}

std::string TokenOf(std::string_view position) { return Base64Encode(position); }

Result<std::string> PositionOf(const std::optional<std::string>& token) {
  if (!token) return std::string();
  auto position = Base64Decode(*token);
  if (!position || position->empty()) {
    return api::ram::InvalidNextTokenException("The specified next token is not valid.");
  }
  return *std::move(position);
}

authz::Need ShareNeed(std::string_view action, const std::string& arn) {
  return {std::string(action), arn, {}, {}};
}

Result<ShareRecord> FindShare(const state::Reader& reader, const api::Call& call,
                              const std::string& arn, Purpose purpose) {
  const auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != "ram" || !parsed->resource.starts_with("resource-share/")) {
    return MalformedArn(arn);
  }
  FIRN_TRY(auto share, state::Load<ShareRecord>(
                           reader, ShareKey(call.account.text(), call.region.text(), arn)));
  if (!share || (purpose == Purpose::kChange && share->status == kDeleted)) {
    return api::ram::UnknownResourceException("ResourceShare " + arn + " could not be found.");
  }
  return *std::move(share);
}

Result<std::optional<authz::ResourceRecord>> Ram::RecordOf(std::string_view arn) const {
  using Found = std::optional<authz::ResourceRecord>;
  if (arn.find(":resource-share-invitation/") == std::string_view::npos) return Found();
  const auto receiver = store.Read().Find(ReceiverKey(arn));
  if (!receiver) return Found();
  FIRN_TRY(const AccountId account, AccountId::Parse(*receiver));
  return Found(authz::ResourceRecord{account, {}});
}

Result<void> Ram::AddGranted(const api::Call& call, const std::string& thing_arn,
                             const std::string& principal) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const std::string& account = call.account.text();
  const std::string& region = call.region.text();
  const std::string name = "LakeFormation-V4-" + random.Text(10, kAlphabet);
  const std::string fresh =
      Arn::Of("ram", call.region, call.account, "resource-share/" + random.Uuid()).text();
  FIRN_TRY(Entities entities, ReadEntities(*this, call, {{principal}}, {}));
  entities.resources = {thing_arn};
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    ShareRecord share;
    const std::string granted = GrantedKey(account, region, principal);
    if (const auto arn = transaction.Find(granted)) {
      FIRN_TRY(share, FindShare(transaction, call, *arn, Purpose::kLook));
    }
    if (share.arn.empty() || share.status == kDeleted) {
      share = {};
      share.arn = fresh;
      share.name = name;
      share.owner = account;
      share.status = kActive;
      share.created = share.updated = call.now;
      transaction.Put(granted, share.arn);
    }
    if (share.resources.contains(thing_arn) && share.principals.contains(principal)) return {};
    FIRN_OK(Associate(*this, transaction, call, entities, share));
    state::Save(transaction, ShareKey(account, region, share.arn), share);
    return {};
  });
}

Result<void> Ram::RemoveGranted(const api::Call& call, const std::string& thing_arn,
                                const std::string& principal) {
  const std::string& account = call.account.text();
  const std::string& region = call.region.text();
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string granted = GrantedKey(account, region, principal);
    const auto arn = transaction.Find(granted);
    if (!arn) return {};
    FIRN_TRY(ShareRecord share, FindShare(transaction, call, *arn, Purpose::kLook));
    if (share.resources.erase(thing_arn) == 0) return {};
    share.updated = call.now;
    if (!share.resources.empty()) {
      state::Save(transaction, ShareKey(account, region, share.arn), share);
      return {};
    }
    transaction.Erase(granted);
    return Delete(transaction, call, std::move(share));
  });
}

Result<std::optional<Ram::Granted>> Ram::FindGranted(const std::string& thing_arn,
                                                     const std::string& principal) const {
  using Found = std::optional<Granted>;
  FIRN_TRY(const Arn thing, Arn::Parse(thing_arn));
  const state::Snapshot snapshot = store.Read();
  const auto arn = snapshot.Find(GrantedKey(thing.account, thing.region, principal));
  if (!arn) return Found();
  FIRN_TRY(const auto share,
           state::LoadShared<ShareRecord>(snapshot, ShareKey(thing.account, thing.region, *arn)));
  if (!share || !share->resources.contains(thing_arn)) return Found();
  const auto part = share->principals.find(principal);
  const bool accepted = part != share->principals.end() && part->second.status == kAssociated;
  return Found(Granted{share->arn, accepted});
}

}  // namespace firn::services::ram
