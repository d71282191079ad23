// GetObjectAttributes: chosen facts about an object: ETag, checksum, parts, storage class, size.

#include <algorithm>
#include <array>

#include "services/s3/attributes.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr int32_t kPartsMax = 1000;

api_s3::GetObjectAttributesParts PartsOf(const objects::ObjectInfo& info, int32_t after,
                                         int32_t limit) {
  api_s3::GetObjectAttributesParts told;
  const auto count = static_cast<int32_t>(info.part_sizes.size());
  told.total_parts_count = count;
  told.part_number_marker = after;
  told.max_parts = limit;
  const int32_t last = std::min(count, after + limit);
  told.is_truncated = last < count;
  told.next_part_number_marker = std::max(last, after);
  for (int32_t number = after + 1; number <= last; ++number) {
    const auto index = static_cast<size_t>(number - 1);
    auto& part = told.parts ? told.parts->emplace_back() : told.parts.emplace().emplace_back();
    part.part_number = number;
    part.size = static_cast<int64_t>(info.part_sizes[index]);
    if (index < info.part_checksums.size()) TellChecksums(info.part_checksums[index], part);
  }
  return told;
}

Result<void> CheckNames(const std::vector<std::string>& names) {
  constexpr std::array kKnown = {"ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"};
  for (const std::string& name : names) {
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
      return InvalidArgument("Invalid attribute name specified.");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::GetObjectAttributesInput& input) {
  authz::Needs needs = ReadNeeds(s3, kGetObject, input.bucket, input.key, input.version_id);
  needs.push_back(VersionedNeed(s3, {"s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"},
                                input.bucket, input.key, input.version_id, Access::kRead));
  return needs;
}

Result<api_s3::GetObjectAttributesOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::GetObjectAttributesInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(RefuseCustomerKeys(input));
  FIRN_OK(CheckNames(input.object_attributes));
  FIRN_TRY(const auto info, FindObject(s3, "GET", input.bucket, input.key, input.version_id));
  const int32_t after = input.part_number_marker.value_or(0);
  if (after < 0 || input.max_parts.value_or(0) < 0)
    return InvalidArgument("Argument must be an integer of at least 0");
  const auto wants = [&](const char* name) {
    return std::find(input.object_attributes.begin(), input.object_attributes.end(), name) !=
           input.object_attributes.end();
  };
  api_s3::GetObjectAttributesOutput output;
  output.last_modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  output.version_id = ToldVersion(bucket, info);
  if (wants("ETag")) output.e_tag = info.etag;
  if (wants("StorageClass")) output.storage_class = StorageClassOf(info.attributes);
  if (wants("ObjectSize")) output.object_size = static_cast<int64_t>(info.size);
  if (wants("Checksum") && !info.checksums.empty()) {
    auto& checksum = output.checksum.emplace();
    // The count of the parts is told elsewhere.
    auto values = info.checksums;
    for (auto& [name, value] : values) value.resize(std::min(value.find('-'), value.size()));
    TellChecksums(values, checksum);
    checksum.checksum_type = info.checksum_type;
  }
  if (wants("ObjectParts") && !info.part_sizes.empty()) {
    output.object_parts =
        PartsOf(info, after, std::min(input.max_parts.value_or(kPartsMax), kPartsMax));
  }
  return output;
}

}  // namespace firn::services::s3
