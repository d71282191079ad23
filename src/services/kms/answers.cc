#include "base/encoding.h"
#include "services/kms/kms.h"
#include "services/kms/limits.h"

// What KMS's operations answer alike: states, algorithms, metadata, tags and pages.
namespace firn::services::kms {

Result<void> CheckNotPendingDeletion(const KeyName& name, const KeyRecord& record) {
  if (record.state != "PendingDeletion") return {};
  return api::kms::KMSInvalidStateException(name.arn() + " is pending deletion.");
}

Result<void> CheckEnabled(const KeyName& name, const KeyRecord& record) {
  FIRN_OK(CheckNotPendingDeletion(name, record));
  if (record.state == "Disabled") return api::kms::DisabledException(name.arn() + " is disabled.");
  return {};
}

Result<void> CheckAlgorithm(const std::vector<std::string_view>& offered, std::string_view algorithm,
                            std::string_view spec) {
  if (Has(offered, algorithm)) return {};
  return api::kms::InvalidKeyUsageException("Algorithm " + std::string(algorithm) + " is incompatible with key spec " +
                                            std::string(spec) + ".");
}

Result<void> CheckDryRun(const std::optional<bool>& dry_run) {
  if (!dry_run.value_or(false)) return {};
  return api::kms::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
}

Result<void> CheckAbsent(bool present, std::string_view member) {
  if (!present) return {};
  return Fail(Error{Kind::kUnsupported, std::string(member) + " is not implemented", "NotImplemented", 501, {}});
}

api::kms::KeyMetadata MetadataOf(const KeyName& name, const KeyRecord& record) {
  api::kms::KeyMetadata metadata;
  metadata.aws_account_id = name.account.text();
  metadata.key_id = name.id;
  metadata.arn = name.arn();
  metadata.creation_date = record.created;
  metadata.enabled = record.state == "Enabled";
  metadata.description = record.description;
  metadata.key_usage = record.usage;
  metadata.key_state = record.state;
  metadata.deletion_date = record.deletion;
  metadata.origin = "AWS_KMS";
  metadata.key_manager = record.service.empty() ? "CUSTOMER" : "AWS";
  metadata.customer_master_key_spec = record.spec;
  metadata.key_spec = record.spec;
  metadata.multi_region = !record.regions.empty();
  if (record.spec == "SYMMETRIC_DEFAULT" && !record.materials.empty()) {
    metadata.current_key_material_id = record.materials.back().id;
  }
  const Spec* spec = FindSpec(record.spec);
  if (spec != nullptr && record.usage == "ENCRYPT_DECRYPT") metadata.encryption_algorithms = TextsOf(spec->encryption);
  if (spec != nullptr && record.usage == "SIGN_VERIFY") metadata.signing_algorithms = TextsOf(spec->signing);
  if (spec != nullptr && record.usage == "GENERATE_VERIFY_MAC") metadata.mac_algorithms = TextsOf(spec->macs);
  if (record.usage == "KEY_AGREEMENT") metadata.key_agreement_algorithms = std::vector<std::string>{"ECDH"};
  if (!record.regions.empty()) {
    auto& family = metadata.multi_region_configuration.emplace();
    family.multi_region_key_type = record.regions.front() == name.region.text() ? "PRIMARY" : "REPLICA";
    family.replica_keys.emplace();
    for (const std::string& text : record.regions) {
      const auto region = Region::Parse(text);
      if (!region) continue;
      api::kms::MultiRegionKey member{NameOf(name.account, *region, name.id).arn(), text};
      if (!family.primary_key) family.primary_key = std::move(member);
      else family.replica_keys->push_back(std::move(member));
    }
  }
  return metadata;
}

Result<std::map<std::string, std::string>> TagsOf(const std::optional<std::vector<api::kms::Tag>>& tags) {
  std::map<std::string, std::string> map;
  if (!tags) return map;
  for (const auto& tag : *tags) {
    if (tag.tag_key.starts_with("aws:")) {
      return api::kms::TagException("Tag keys that begin with aws: are reserved: " + tag.tag_key);
    }
    if (!map.emplace(tag.tag_key, tag.tag_value).second) {
      return api::kms::TagException("Duplicate tag keys: " + tag.tag_key);
    }
  }
  if (map.size() > kTagsMax) return api::kms::LimitExceededException("A key can have no more than 50 tags");
  return map;
}

Result<void> MergeTags(std::map<std::string, std::string>& tags, const std::map<std::string, std::string>& more) {
  for (const auto& [key, value] : more) tags[key] = value;
  if (tags.size() > kTagsMax) return api::kms::LimitExceededException("A key can have no more than 50 tags");
  return {};
}

std::vector<api::kms::Tag> ApiTags(const std::map<std::string, std::string>& tags) {
  std::vector<api::kms::Tag> list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

std::string MarkerOf(std::string_view position) { return Base64Encode(position); }

Result<std::string> PositionOf(const std::optional<std::string>& marker) {
  if (!marker) return std::string();
  auto position = Base64Decode(*marker);
  if (!position || position->empty()) return api::kms::InvalidMarkerException("The marker is not valid.");
  return *std::move(position);
}

}  // namespace firn::services::kms
