// CreateKey: makes a key, with its first material and its policy.
// Differs from AWS: SM2, ML-DSA and Ed25519 keys, imported material and custom key stores are refused, and the
// principals that a policy names need not exist.

#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/policy.h"

namespace firn::services::kms {

namespace {

using Input = api::kms::CreateKeyInput;

struct Choice {
  std::string usage;
  const Spec* spec = nullptr;
};

Result<Choice> ChoiceOf(const Input& input) {
  if (input.key_spec && input.customer_master_key_spec && *input.key_spec != *input.customer_master_key_spec) {
    return Fail(Kind::kInvalid, "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
                                "CustomerMasterKeySpec is deprecated.");
  }
  const std::string name =
      input.key_spec.value_or(input.customer_master_key_spec.value_or("SYMMETRIC_DEFAULT"));
  const std::string usage = input.key_usage.value_or("ENCRYPT_DECRYPT");
  const Spec* spec = FindSpec(name);
  if (spec == nullptr) return api::kms::UnsupportedOperationException("The key spec " + name + " is not implemented.");
  if (!input.key_usage && name != "SYMMETRIC_DEFAULT") {
    return Fail(Kind::kInvalid, "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
  }
  if (!Has(spec->usages, usage)) {
    return Fail(Kind::kInvalid, "KeyUsage " + usage + " is not compatible with KeySpec " + name);
  }
  return Choice{usage, spec};
}

std::string NewId(const Kms& kms, bool multi_region) {
  std::string id = kms.random.Uuid();
  if (multi_region) id = "mrk-" + id.substr(0, 8) + id.substr(9, 4) + id.substr(14, 4) + id.substr(19, 4) + id.substr(24);
  return id;
}

}  // namespace

authz::Needs NeedsFor(const Kms&, const api::Call& call, const Input& input) {
  ConditionKeys keys = KeysOfTags(input.tags);
  keys["kms:KeySpec"] = {input.key_spec.value_or(input.customer_master_key_spec.value_or("SYMMETRIC_DEFAULT"))};
  keys["kms:KeyUsage"] = {input.key_usage.value_or("ENCRYPT_DECRYPT")};
  keys["kms:KeyOrigin"] = {input.origin.value_or("AWS_KMS")};
  keys["kms:MultiRegion"] = {input.multi_region.value_or(false) ? "true" : "false"};
  keys["kms:BypassPolicyLockoutSafetyCheck"] = {
      input.bypass_policy_lockout_safety_check.value_or(false) ? "true" : "false"};
  authz::Needs needs{NeedOnAll("CreateKey", keys)};
  if (input.tags && !input.tags->empty()) {
    needs.push_back({"kms:TagResource", Arn::Of("kms", call.region, call.account, "key/*").text(), keys, {}});
  }
  return needs;
}

Result<api::kms::CreateKeyOutput> Handle(Kms& kms, const api::Call& call, const Input& input) {
  FIRN_OK(CheckAbsent(input.custom_key_store_id.has_value(), "CustomKeyStoreId"));
  FIRN_OK(CheckAbsent(input.xks_key_id.has_value(), "XksKeyId"));
  FIRN_OK(CheckAbsent(input.origin.value_or("AWS_KMS") != "AWS_KMS", "Origin " + input.origin.value_or("")));
  FIRN_TRY(const Choice choice, ChoiceOf(input));
  const bool multi_region = input.multi_region.value_or(false);
  const KeyName name = NameOf(call.account, call.region, NewId(kms, multi_region));
  KeyRecord record;
  record.id = name.id;
  record.description = input.description.value_or("");
  record.usage = choice.usage;
  record.spec = choice.spec->name;
  record.created = call.now;
  record.state = "Enabled";
  record.policy = input.policy.value_or(DefaultPolicy(call.account));
  const bool bypass = input.bypass_policy_lockout_safety_check.value_or(false);
  FIRN_OK(CheckKeyPolicy(call, name.arn(), record.policy, bypass ? Lockout::kAccepted : Lockout::kRefused));
  FIRN_TRY(record.tags, TagsOf(input.tags));
  if (multi_region) record.regions.push_back(call.region.text());
  FIRN_TRY(auto material, kms.MakeMaterial(name, *choice.spec, call.now));
  record.materials.push_back(std::move(material));
  FIRN_OK(kms.store.Write([&](state::Transaction& transaction) -> Result<void> {
    kms.Sweep(transaction, call);
    state::Save(transaction, KeyKey(name), record);
    return {};
  }));
  api::kms::CreateKeyOutput output;
  output.key_metadata = MetadataOf(name, record);
  return output;
}

}  // namespace firn::services::kms
