// ListParts: the parts an upload has received.

#include "services/s3/attributes.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::ListPartsInput& input) {
  return {ObjectNeed(s3, "s3:ListMultipartUploadParts", input.bucket, input.key, Access::kRead)};
}

Result<api_s3::ListPartsOutput> Handle(S3& s3, const api::Call&,
                                       const api_s3::ListPartsInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_TRY(const auto upload, s3.objects.GetUpload(input.bucket, input.key, input.upload_id));
  const int32_t after = input.part_number_marker.value_or(0);
  if (after < 0)
    return InvalidArgument(
        "Argument part-number-marker must be an integer between 0 and 2147483647");
  FIRN_TRY(const int32_t limit, PageLimit(input.max_parts, "max-parts"));
  FIRN_TRY(const auto listing, s3.objects.ListParts(input.bucket, input.key, input.upload_id, after,
                                                    static_cast<size_t>(limit)));
  api_s3::ListPartsOutput output;
  output.bucket = input.bucket;
  output.key = input.key;
  output.upload_id = input.upload_id;
  output.part_number_marker = after;
  output.next_part_number_marker = after;
  output.max_parts = limit;
  output.is_truncated = listing.truncated;
  output.storage_class = StorageClassOf(upload.attributes);
  output.initiator.emplace().id = upload.initiator;
  output.owner.emplace().id = *OwnerOf(bucket).id;
  if (!upload.checksum_algorithm.empty()) output.checksum_algorithm = upload.checksum_algorithm;
  if (!upload.checksum_type.empty()) output.checksum_type = upload.checksum_type;
  for (const auto& kept : listing.parts) {
    auto& part =
        output.parts ? output.parts->emplace_back() : output.parts.emplace().emplace_back();
    part.part_number = kept.number;
    part.last_modified = kept.modified;
    part.e_tag = Quoted(kept.etag);
    part.size = static_cast<int64_t>(kept.size);
    TellChecksums(kept.checksums, part);
    output.next_part_number_marker = kept.number;
  }
  return output;
}

}  // namespace firn::services::s3
