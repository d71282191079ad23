// ReplicateKey: the same multi-Region key in another Region, with a policy and tags of its own.

#include <algorithm>

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/policy.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ReplicateKeyInput& input) {
  ConditionKeys keys = KeysOfTags(input.tags);
  keys["kms:ReplicaRegion"] = {input.replica_region};
  authz::Needs needs{NeedOnKey(kms, call, "ReplicateKey", input.key_id, Naming::kKeyOnly, std::move(keys))};
  needs.push_back({"kms:CreateKey", "*", KeysOfTags(input.tags), {}});
  if (input.tags && !input.tags->empty()) {
    needs.push_back({"kms:TagResource", Arn::Of("kms", call.region, call.account, "key/*").text(),
                     KeysOfTags(input.tags), {}});
  }
  return needs;
}

Result<api::kms::ReplicateKeyOutput> Handle(Kms& kms, const api::Call& call, const api::kms::ReplicateKeyInput& input) {
  FIRN_TRY(const KeyName name, kms.Resolve(call, input.key_id, Naming::kKeyOnly));
  FIRN_TRY(const Region region, Region::Parse(input.replica_region));
  const KeyName replica = NameOf(name.account, region, name.id);
  const std::string policy = input.policy.value_or(DefaultPolicy(call.account));
  const bool bypass = input.bypass_policy_lockout_safety_check.value_or(false);
  FIRN_OK(CheckKeyPolicy(call, replica.arn(), policy, bypass ? Lockout::kAccepted : Lockout::kRefused));
  FIRN_TRY(const auto tags, TagsOf(input.tags));
  KeyRecord copy;
  FIRN_OK(kms.Change(call, input.key_id, [&](auto& transaction, const KeyName&, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckEnabled(name, record));
    if (record.regions.empty() || record.regions.front() != name.region.text()) {
      return api::kms::UnsupportedOperationException(name.arn() + " is not a multi-Region primary key.");
    }
    if (std::find(record.regions.begin(), record.regions.end(), region.text()) != record.regions.end()) {
      return api::kms::AlreadyExistsException("Replica key " + replica.arn() + " already exists");
    }
    record.regions.push_back(region.text());
    copy = record;
    copy.policy = policy;
    copy.tags = tags;
    copy.description = input.description.value_or("");
    copy.created = call.now;
    for (MaterialRecord& material : copy.materials) {
      FIRN_TRY(material, kms.Resealed(name, replica, material));
    }
    state::Save(transaction, KeyKey(replica), copy);
    for (const std::string& other : record.regions) {
      FIRN_TRY(const Region place, Region::Parse(other));
      if (place == region || place == name.region) continue;
      FIRN_TRY(auto sibling, state::Load<KeyRecord>(transaction, KeyKey(NameOf(name.account, place, name.id))));
      if (!sibling) continue;
      sibling->regions = record.regions;
      state::Save(transaction, KeyKey(NameOf(name.account, place, name.id)), *sibling);
    }
    return {};
  }));
  api::kms::ReplicateKeyOutput output;
  output.replica_key_metadata = MetadataOf(replica, copy);
  output.replica_policy = policy;
  output.replica_tags = ApiTags(tags);
  return output;
}

}  // namespace firn::services::kms
