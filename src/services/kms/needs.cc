#include "services/kms/needs.h"

#include "base/encoding.h"
#include "services/kms/policy.h"

namespace firn::services::kms {

authz::Need NeedOnKey(const Kms& kms, const api::Call& call, std::string_view action, const KeyName& name,
                      ConditionKeys more) {
  authz::Need need{"kms:" + std::string(action), name.arn(), std::move(more), {}};
  need.context["kms:CallerAccount"] = {call.principal.account.text()};
  if (!kms.via.empty()) need.context["kms:ViaService"] = {kms.via + "." + call.region.text() + ".amazonaws.com"};
  const state::Snapshot snapshot = kms.store.Read();
  const auto record = state::LoadShared<KeyRecord>(snapshot, KeyKey(name));
  if (!record || !*record) return need;
  need.context["kms:KeySpec"] = {(*record)->spec};
  need.context["kms:CustomerMasterKeySpec"] = {(*record)->spec};
  need.context["kms:KeyUsage"] = {(*record)->usage};
  need.context["kms:KeyOrigin"] = {"AWS_KMS"};
  need.context["kms:MultiRegion"] = {(*record)->regions.empty() ? "false" : "true"};
  for (const auto& [key, value] : (*record)->tags) need.context["aws:ResourceTag/" + key] = {value};
  if (const auto aliases = kms.AliasesOf(snapshot, name)) {
    for (const AliasRecord& alias : *aliases) need.context["kms:ResourceAliases"].push_back(alias.name);
  }
  return need;
}

authz::Need NeedOnKey(const Kms& kms, const api::Call& call, std::string_view action, std::string_view key_id,
                      Naming naming, ConditionKeys more) {
  const size_t alias = key_id.find("alias/");
  if (alias != std::string_view::npos) more["kms:RequestAlias"] = {std::string(key_id.substr(alias))};
  if (const auto name = kms.Resolve(call, key_id, naming)) {
    return NeedOnKey(kms, call, action, *name, std::move(more));
  }
  // What names no key is asked about as it stands, and refused by the handler after that.
  const std::string text(key_id);
  const std::string arn = text.starts_with("arn:") ? text : NameOf(call.account, call.region, text).arn();
  return {"kms:" + std::string(action), arn, std::move(more), {}};
}

authz::Need NeedOnAll(std::string_view action, ConditionKeys more) {
  return {"kms:" + std::string(action), "*", std::move(more), {}};
}

authz::Need NeedOnAlias(const api::Call& call, std::string_view action, std::string_view alias) {
  return {"kms:" + std::string(action), Arn::Of("kms", call.region, call.account, alias).text(), {}, {}};
}

ConditionKeys KeysOf(const std::optional<EncryptionContext>& context) {
  ConditionKeys keys;
  if (!context) return keys;
  for (const auto& [key, value] : *context) {
    keys["kms:EncryptionContext:" + key] = {value};
    keys["kms:EncryptionContextKeys"].push_back(key);
    keys[kContextKey + HexEncode(key)] = {value};
    keys[std::string(kContextKeys)].push_back(HexEncode(key));
  }
  return keys;
}

ConditionKeys KeysOfTags(const std::optional<std::vector<api::kms::Tag>>& tags) {
  ConditionKeys keys;
  if (!tags) return keys;
  for (const auto& tag : *tags) {
    keys["aws:RequestTag/" + tag.tag_key] = {tag.tag_value};
    keys["aws:TagKeys"].push_back(tag.tag_key);
  }
  return keys;
}

}  // namespace firn::services::kms
